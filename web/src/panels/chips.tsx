// What narrows the view, one removable chip each.
import type { ReactElement, ReactNode } from 'react';
import { itemThumbnailUrl, kNouns, type Listed } from '../api/scope';
import type { VisualQuery } from '../api/filter';
import { queryImageThumbnailUrl } from '../api/query_images';
import { count, plural } from '../state/format';
import { useItem } from '../state/queries';
import { grouped } from '../state/query_grouping';
import { Button } from '../widgets/button';

interface Props {
  scope: Listed;
  filter: string; // query language
  query: VisualQuery | null;
  tags: readonly string[];
  labels: readonly string[];
  statuses: readonly string[];
  found: number | null; // items that pass
  onRemoveFilter: () => void;
  onRemoveQuery: () => void;
  onRemoveTag: (name: string) => void;
  onRemoveLabel: (name: string) => void;
  onRemoveStatus: (status: string) => void;
  onClear: () => void;
}

export function Chips({ scope, filter, query, tags, labels, statuses, found, onRemoveFilter, onRemoveQuery, onRemoveTag, onRemoveLabel, onRemoveStatus, onClear }: Props): ReactElement | null {
  const chips = (filter === '' ? 0 : 1) + (query === null ? 0 : 1) + tags.length + labels.length + statuses.length;
  if (chips === 0) return null;
  return (
    <div className="chips" aria-label="Filter" role="group">
      {filter !== '' && (
        <Chip name={`query ${filter}`} onRemove={onRemoveFilter}>
          query <code>{grouped(filter) ?? filter}</code>
        </Chip>
      )}
      {query?.kind === 'text' && (
        <Chip name={`text “${query.text}”`} onRemove={onRemoveQuery}>
          text <b>“{query.text}”</b> <small>best {count(query.limit)}</small>
        </Chip>
      )}
      {query?.kind === 'similar' && <SimilarChip scope={scope} query={query} onRemove={onRemoveQuery} />}
      {tags.map((name) => (
        <Chip key={name} name={`tag ${name}`} onRemove={() => onRemoveTag(name)}>
          tag <b>{name}</b>
        </Chip>
      ))}
      {labels.map((name) => (
        <Chip key={`label ${name}`} name={`label ${name}`} onRemove={() => onRemoveLabel(name)}>
          label <b>{name}</b>
        </Chip>
      ))}
      {statuses.map((status) => (
        <Chip key={`status ${status}`} name={status.toLowerCase()} onRemove={() => onRemoveStatus(status)}>
          <b>{status.toLowerCase()}</b>
        </Chip>
      ))}
      {chips > 1 && (
        <Button kind="quiet" onClick={onClear}>
          Clear all
        </Button>
      )}
      {found !== null && (
        <span className="chips__count" role="status">
          {plural(found, kNouns[scope.of])}
          {query !== null && found > 1 && ', best first'}
        </span>
      )}
    </div>
  );
}

const kPictures = 4; // of the examples shown

function SimilarChip({ scope, query, onRemove }: { scope: Listed; query: VisualQuery & { kind: 'similar' }; onRemove: () => void }): ReactElement {
  const { like, unlike, pictures, limit } = query;
  const examples = like.length + pictures.length;
  return (
    <Chip name={`similar ${scope.of}`} onRemove={onRemove}>
      {like.slice(0, kPictures).map((id) => (
        <img key={id} className="chip__image" src={itemThumbnailUrl(scope, id, 128)} alt="" />
      ))}
      {pictures.slice(0, kPictures).map((id) => (
        <img key={id} className="chip__image" src={queryImageThumbnailUrl(id, 128)} alt="" />
      ))}
      similar to <b>{examples > 1 ? plural(examples, kNouns[scope.of]) : pictures.length === 1 ? 'your picture' : <ItemName scope={scope} id={like[0] ?? ''} />}</b>
      {unlike.length > 0 && (
        <>
          {' '}
          and unlike <b>{plural(unlike.length, kNouns[scope.of])}</b>
        </>
      )}{' '}
      <small>best {count(limit)}</small>
    </Chip>
  );
}

function ItemName({ scope, id }: { scope: Listed; id: string }): ReactElement {
  const { data } = useItem(scope, id);
  return <>{data?.name ?? '…'}</>;
}

function Chip({ name, onRemove, children }: { name: string; onRemove: () => void; children: ReactNode }): ReactElement {
  return (
    <span className="chip">
      <span className="chip__text">{children}</span>
      <Button kind="quiet" icon="close" label={`Remove ${name}`} onClick={onRemove} />
    </span>
  );
}
