// One item as a row of the table: a small picture and what is known of it, column by column.
import { memo, type ReactElement } from 'react';
import type { Item } from '../api/scope';
import { score } from '../state/format';
import { Icon } from '../widgets/icons';
import { columnsOf } from './columns';
import { Thumbnail, tileId, type TileProps } from './tile';

const kPicture = 36; // px

export const TableRow = memo(function TableRow({ index, item, size, left, selected, current, onPick, onToggle, onOpen }: TileProps): ReactElement {
  const classes = ['tile', 'line', selected && 'tile--selected', current && 'tile--current', item === null && 'tile--loading'];
  return (
    <div
      role="gridcell"
      id={tileId(index)}
      className={classes.filter(Boolean).join(' ')}
      style={{ width: size, left }}
      aria-selected={selected}
      data-id={item?.id}
      onClick={(event) => onPick(index, event)}
      onDoubleClick={() => onOpen(index)}
    >
      <span
        className="line__box"
        aria-hidden="true"
        onClick={(event) => {
          event.stopPropagation();
          onToggle(index);
        }}
      >
        {selected && <Icon name="check" />}
      </span>
      <span className="line__picture">{item && <Thumbnail key={item.thumbnail} item={item} pixels={kPicture * devicePixelRatio} />}</span>
      {item && <Values item={item} />}
    </div>
  );
});

function Values({ item }: { item: Item }): ReactElement {
  return (
    <>
      {columnsOf('shape' in item ? 'shapes' : 'images').map(({ key, text }) => (
        <span key={key} className={`line__value line__value--${key}`} title={text(item)}>
          {text(item)}
        </span>
      ))}
      {item.score !== null && <span className="line__value numbers">{score(item.score)}</span>}
    </>
  );
}
