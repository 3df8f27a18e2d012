// One item beside the grid: the picture, what is known of it, its tags and its nearest neighbours.
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useState, type ReactElement } from 'react';
import { ApiError } from '../api/client';
import { contentUrl, kNouns, thumbnailUrl, type ImageItem, type Listed } from '../api/scope';
import { shapesOfAsset } from '../api/shapes';
import { tagItems, untagItems } from '../actions/bulk';
import { useShortcuts } from '../actions/keys';
import type { Me } from '../api/types';
import { useDrawing } from '../draw/use_drawing';
import { bytes, exactTime, score } from '../state/format';
import { scopeKey, useItem, useLabels, useNearest } from '../state/queries';
import { sentence } from '../state/toasts';
import { Button } from '../widgets/button';
import { Icon } from '../widgets/icons';
import { Problem } from '../widgets/notice';
import { TagField } from './selection_bar';
import { ShapeLayer } from './shape_layer';
import { ShapesSection } from './shapes_section';

const kNearest = 12;

// Its code is asked for when somebody draws.
const DrawingBoard = lazy(() => import('../draw/drawing_board').then(({ DrawingBoard: component }) => ({ default: component })));

interface Props {
  me: Me;
  scope: Listed; // of images
  id: string;
  canTag: boolean;
  onClose: () => void;
  onOpen: (id: string) => void;
  onSimilar: (id: string) => void;
  shape?: ShapeInFocus; // one of its shapes is what is looked at
}

export interface ShapeInFocus {
  scope: Listed; // of shapes
  id: string;
  name: string;
}

export function DetailPanel({ me, scope, id, canTag, onClose, onOpen, onSimilar, shape }: Props): ReactElement {
  const { data, error, refetch } = useItem(scope, id);
  const item = data !== undefined && 'data' in data ? data : undefined;
  const { data: shapes } = useQuery({
    queryKey: [...scopeKey(scope), 'shapes-of', id],
    queryFn: ({ signal }) => shapesOfAsset(id, signal),
    enabled: scope.kind === 'version',
  });
  const [drawing, setDrawing] = useState(false);
  const edits = useDrawing(scope.id, id, me.username);
  const mayDraw = canTag && scope.kind === 'version' && item?.data.meta != null && item.data.meta.width > 0;
  const { data: labels } = useLabels(scope.id, mayDraw);
  const [hovered, setHovered] = useState<string | null>(null);
  // While somebody draws, what was chosen stays so until another is.
  const chosen = hovered ?? (drawing ? null : (shape?.id ?? null));
  const draw = (): void => {
    if (!mayDraw) return;
    setHovered(shape?.id ?? null);
    setDrawing(true);
  };
  useShortcuts({ d: draw });
  return (
    <aside className={drawing ? 'detail detail--drawing' : 'detail'} aria-label="Details">
      <header className="detail__head">
        <h2 className="detail__name" title={item?.data.filename}>
          {shape !== undefined && `${shape.name} on `}
          {item?.data.filename ?? ' '}
        </h2>
        {mayDraw && !drawing && (
          <Button icon="polygon" keys="d" onClick={draw}>
            Draw
          </Button>
        )}
        <Button kind="quiet" icon="close" label="Close details" keys="Escape" onClick={onClose} />
      </header>
      {error ? (
        <Problem title="This image cannot be shown" error={error} retry={() => void refetch()} />
      ) : (
        <div className="detail__body">
          <div className="detail__stage">
            {!(drawing && mayDraw) && <Picture key={id} item={item ?? null} />}
            {drawing && mayDraw && item.data.meta && (
              <Suspense fallback={null}>
                <DrawingBoard
                  key={id}
                  version={scope.id}
                  shapes={shapes ?? []}
                  labels={labels ?? []}
                  size={item.data.meta}
                  drawing={edits}
                  chosen={chosen}
                  onChoose={setHovered}
                  onDone={() => setDrawing(false)}
                  picture={<Picture item={item} />}
                />
              </Suspense>
            )}
            {!drawing && shapes && shapes.length > 0 && item?.data.meta && (
              <ShapeLayer shapes={shapes} width={item.data.meta.width} height={item.data.meta.height} chosen={chosen} onChoose={setHovered} />
            )}
          </div>
          <dl className="facts">
            <Fact name="Size" value={sizeText(item)} />
            <Fact name="Type" value={item && (item.data.content_type || 'not known')} />
            {item?.data.bytes !== undefined && <Fact name="File" value={bytes(item.data.bytes)} />}
            {item?.data.created_at !== undefined && <Fact name="Added" value={exactTime(item.data.created_at)} />}
          </dl>
          <Metadata name="Metadata" values={item?.data.metadata} />
          <Metadata name="Custom metadata" values={item?.data.custom_metadata} />
          {shapes && shapes.length > 0 && <ShapesSection version={scope.id} shapes={shapes} drawing={edits} mayEdit={canTag} chosen={chosen} onChoose={(one) => (drawing && one === null ? undefined : setHovered(one))} />}
          <section className="detail__section" aria-label="Tags">
            <h3>Tags</h3>
            <div className="chips chips--inline">
              {item?.tags.length === 0 && <span className="muted">None yet.</span>}
              {item?.tags.map((tag) => (
                <span key={tag.id} className="chip">
                  <span className="chip__text">{tag.name}</span>
                  {canTag && <Button kind="quiet" icon="close" label={`Take off tag ${tag.name}`} onClick={() => void untagItems(scope, [id], tag.id, tag.name)} />}
                </span>
              ))}
            </div>
            {canTag && <TagField scope={scope} onTag={(name) => void tagItems(scope, [id], name)} />}
          </section>
          <Nearest scope={shape?.scope ?? scope} id={shape?.id ?? id} onOpen={onOpen} onSimilar={onSimilar} />
        </div>
      )}
    </aside>
  );
}

function sizeText(item: ImageItem | undefined): string | undefined {
  const meta = item?.data.meta;
  if (item === undefined) return undefined;
  return meta && meta.width > 0 ? `${meta.width} × ${meta.height} px` : 'not known';
}

function Fact({ name, value }: { name: string; value: string | undefined }): ReactElement {
  return (
    <div className="facts__row">
      <dt>{name}</dt>
      <dd>{value ?? '…'}</dd>
    </div>
  );
}

function Metadata({ name, values }: { name: string; values: Record<string, unknown> | null | undefined }): ReactElement | null {
  const entries = Object.entries(values ?? {}).filter(([, value]) => value !== null);
  if (entries.length === 0) return null;
  return (
    <section className="detail__section" aria-label={name}>
      <h3>{name}</h3>
      <dl className="facts facts--wide">
        {entries.map(([key, value]) => (
          <Fact key={key} name={key} value={typeof value === 'string' ? value : JSON.stringify(value)} />
        ))}
      </dl>
    </section>
  );
}

// The thumbnail holds the place, at the right shape, until the picture itself is there.
function Picture({ item }: { item: ImageItem | null }): ReactElement {
  const [failed, setFailed] = useState(false);
  if (item === null) return <div className="detail__picture detail__picture--loading" />;
  if (failed || item.data.type === 'VIDEO') {
    return (
      <div className="detail__picture detail__picture--failed">
        <Icon name="warning" /> {item.data.type === 'VIDEO' ? 'Videos are stored, not shown.' : 'This picture cannot be shown by the browser.'}
      </div>
    );
  }
  return (
    <a className="detail__picture" href={contentUrl(item.data)} target="_blank" rel="noreferrer" aria-label={`Open ${item.data.filename} alone`}>
      <img className="detail__preview" src={thumbnailUrl(item, 256)} alt="" />
      <img className="detail__image" src={contentUrl(item.data)} alt={item.data.filename} onError={() => setFailed(true)} />
    </a>
  );
}

function Nearest({ scope, id, onOpen, onSimilar }: { scope: Listed; id: string; onOpen: (id: string) => void; onSimilar: (id: string) => void }): ReactElement {
  const { data: items, error, isPending } = useNearest(scope, id, kNearest);
  return (
    <section className="detail__section" aria-label={`Nearest ${kNouns[scope.of]}s`}>
      <h3>
        Nearest {kNearest}
        <Button kind="quiet" onClick={() => onSimilar(id)} disabled={error !== null}>
          Show in grid
        </Button>
      </h3>
      {error && <p className="muted">{error instanceof ApiError ? sentence(error) : 'The search did not work.'}</p>}
      <div className="nearest">
        {isPending && Array.from({ length: kNearest }, (_, index) => <div key={index} className="nearest__one tile--placeholder" />)}
        {items?.map((item) => (
          <button
            key={item.id}
            type="button"
            className="nearest__one"
            title={item.name}
            onClick={() => onOpen(item.id)}
          >
            <img src={thumbnailUrl(item, 128)} alt={item.name} loading="lazy" />
            <span className="tile__score">{score(item.score ?? 0)}</span>
          </button>
        ))}
      </div>
    </section>
  );
}
