// One picture of the grid: thumbnail, score when ranked, name, and the box that selects it.
import { memo, useState, type MouseEvent, type ReactElement } from 'react';
import { thumbnailUrl, type Item } from '../api/scope';
import { score } from '../state/format';
import { Icon } from '../widgets/icons';
import { hasCaption } from './layout';

export interface TileProps {
  index: number;
  item: Item | null; // null while it loads
  size: number; // px
  left: number; // px
  selected: boolean;
  current: boolean;
  onPick: (index: number, event: MouseEvent) => void;
  onToggle: (index: number) => void;
  onOpen: (index: number) => void;
}

export function tileId(index: number): string {
  return `tile-${index}`;
}

export const Tile = memo(function Tile({ index, item, size, left, selected, current, onPick, onToggle, onOpen }: TileProps): ReactElement {
  const classes = ['tile', selected && 'tile--selected', current && 'tile--current', item === null && 'tile--loading'];
  return (
    <div
      role="gridcell"
      id={tileId(index)}
      className={classes.filter(Boolean).join(' ')}
      style={{ width: size, left }}
      aria-selected={selected}
      title={item?.name}
      data-id={item?.id}
      onClick={(event) => onPick(index, event)}
      onDoubleClick={() => onOpen(index)}
    >
      <div className="tile__picture" style={{ height: size }}>
        {item && <Thumbnail key={item.thumbnail} item={item} pixels={size * devicePixelRatio} />}
        {item?.score != null && <span className="tile__score">{score(item.score)}</span>}
        {item && (
          <span
            className="tile__box"
            aria-hidden="true"
            onClick={(event) => {
              event.stopPropagation();
              onToggle(index);
            }}
          >
            <Icon name="check" />
          </span>
        )}
      </div>
      <div className={hasCaption(size) ? 'tile__name' : 'visually-hidden'}>{item?.name ?? ''}</div>
    </div>
  );
});

export function Thumbnail({ item, pixels }: { item: Item; pixels: number }): ReactElement {
  const [state, setState] = useState<'loading' | 'shown' | 'failed'>('loading');
  if (state === 'failed') {
    return (
      <span className="tile__failed">
        <Icon name="warning" />
        No preview
      </span>
    );
  }
  return (
    <img
      className={`tile__image${state === 'shown' ? ' tile__image--shown' : ''}`}
      src={thumbnailUrl(item, pixels)}
      alt=""
      draggable={false}
      decoding="async"
      onLoad={() => setState('shown')}
      onError={() => setState('failed')}
    />
  );
}
