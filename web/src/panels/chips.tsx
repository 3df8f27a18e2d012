// What narrows the view, one removable chip each.
import type { ReactElement, ReactNode } from 'react';
import { thumbnailUrl, type Scope } from '../api/scope';
import type { VisualQuery } from '../api/search';
import { count, plural } from '../state/format';
import { useItem } from '../state/queries';
import { Button } from '../widgets/button';

interface Props {
  scope: Scope;
  filter: string; // query language
  query: VisualQuery | null;
  tags: readonly string[];
  found: number | null; // images that pass
  onRemoveFilter: () => void;
  onRemoveQuery: () => void;
  onRemoveTag: (name: string) => void;
  onClear: () => void;
}

export function Chips({ scope, filter, query, tags, found, onRemoveFilter, onRemoveQuery, onRemoveTag, onClear }: Props): ReactElement | null {
  const chips = (filter === '' ? 0 : 1) + (query === null ? 0 : 1) + tags.length;
  if (chips === 0) return null;
  return (
    <div className="chips" aria-label="Filter" role="group">
      {filter !== '' && (
        <Chip name={`query ${filter}`} onRemove={onRemoveFilter}>
          query <code>{filter}</code>
        </Chip>
      )}
      {query?.kind === 'text' && (
        <Chip name={`text “${query.text}”`} onRemove={onRemoveQuery}>
          text <b>“{query.text}”</b> <small>best {count(query.limit)}</small>
        </Chip>
      )}
      {query?.kind === 'similar' && <SimilarChip scope={scope} id={query.id} limit={query.limit} onRemove={onRemoveQuery} />}
      {tags.map((name) => (
        <Chip key={name} name={`tag ${name}`} onRemove={() => onRemoveTag(name)}>
          tag <b>{name}</b>
        </Chip>
      ))}
      {chips > 1 && (
        <Button kind="quiet" onClick={onClear}>
          Clear all
        </Button>
      )}
      {found !== null && (
        <span className="chips__count" role="status">
          {plural(found, 'image')}
          {query !== null && found > 1 && ', best first'}
        </span>
      )}
    </div>
  );
}

function SimilarChip({ scope, id, limit, onRemove }: { scope: Scope; id: string; limit: number; onRemove: () => void }): ReactElement {
  const { data } = useItem(scope, id);
  return (
    <Chip name="similar images" onRemove={onRemove}>
      {data && <img className="chip__image" src={thumbnailUrl(data.data, 128)} alt="" />}
      similar to <b>{data?.data.filename ?? '…'}</b> <small>best {count(limit)}</small>
    </Chip>
  );
}

function Chip({ name, onRemove, children }: { name: string; onRemove: () => void; children: ReactNode }): ReactElement {
  return (
    <span className="chip">
      <span className="chip__text">{children}</span>
      <Button kind="quiet" icon="close" label={`Remove ${name}`} onClick={onRemove} />
    </span>
  );
}
