// The grid of pictures: draws only the rows near the viewport, whatever the number of items, and turns clicks and keys into selections.
import { useEffect, useImperativeHandle, type KeyboardEvent, type MouseEvent, type ReactElement, type Ref } from 'react';
import type { ItemSource } from '../state/item_source';
import { isSelected, moveTo, rangeTo, selectAll, selectOnly, selectRange, toggle, type Selection } from '../state/selection';
import { tellProblem } from '../state/toasts';
import { kGap, moveIndex, visibleRows, type Move } from './layout';
import { TableRow } from './table_row';
import { Tile, tileId } from './tile';
import { useGridScroll } from './use_scroll';

const kOverscan = 600; // px

export interface GridHandle {
  focus: () => void;
}

interface Props {
  name: string;
  source: ItemSource;
  count: number;
  tileSize: number | null; // px; null: a table, one item a row
  selection: Selection;
  onSelect: (next: Selection) => void;
  onOpen: (index: number) => void;
  ref?: Ref<GridHandle>;
}

const kMoves: Record<string, Move> = {
  ArrowLeft: 'left',
  ArrowRight: 'right',
  ArrowUp: 'up',
  ArrowDown: 'down',
  PageUp: 'pageUp',
  PageDown: 'pageDown',
  Home: 'first',
  End: 'last',
};

export function Grid({ name, source, count, tileSize, selection, onSelect, onOpen, ref }: Props): ReactElement {
  const { element, layout, viewport, offset, physical, physicalHeight, onScroll, show } = useGridScroll(count, tileSize);
  const rows = visibleRows(layout, offset, viewport, kOverscan);
  const firstItem = rows.first * layout.columns;
  const endItem = Math.min(count, rows.end * layout.columns);
  const { show: tellRange } = source;
  useEffect(() => tellRange(firstItem, endItem), [tellRange, firstItem, endItem]);
  // A panel that opens must not push the current tile out of sight.
  const { current } = selection;
  const near = current !== null && current >= firstItem && current < endItem;
  useEffect(() => {
    if (near) show(current);
    // Only when the room changes: scrolling away from the current tile is nobody's mistake.
  }, [viewport, layout.columns, layout.rowHeight]);
  useImperativeHandle(ref, () => ({ focus: () => element.current?.focus({ preventScroll: true }) }), [element]);

  const firstInView = Math.min(count - 1, Math.ceil(offset / layout.rowHeight) * layout.columns);

  const idAt = (index: number): string | null => source.at(index)?.id ?? null;

  // What has not loaded is asked for: a range over a thousand rows selects all of them, not those that happened to be in view.
  const selectTo = (index: number): void => {
    const { first, end } = rangeTo(selection, index);
    const known = range(first, end).map(idAt);
    if (known.every((id) => id !== null)) onSelect(selectRange(selection, index, known));
    else {
      source.ids(first, end).then(
        (ids) => onSelect(selectRange(selection, index, ids)),
        (error: unknown) => tellProblem('The range was not selected.', error),
      );
    }
  };

  const onPick = (index: number, event: MouseEvent): void => {
    if (event.shiftKey) selectTo(index);
    else if (event.ctrlKey || event.metaKey) onSelect(toggle(selection, index, idAt));
    else onSelect(selectOnly(index, idAt));
  };

  const onKeyDown = (event: KeyboardEvent): void => {
    if ((event.ctrlKey || event.metaKey) && event.key === 'a') {
      event.preventDefault();
      onSelect(selectAll(selection));
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const move = kMoves[event.key];
    if (move !== undefined) {
      const page = Math.max(1, Math.floor(viewport / layout.rowHeight));
      const jump = move === 'first' || move === 'last';
      const next = current === null && !jump ? firstInView : moveIndex(current ?? 0, move, count, layout.columns, page);
      if (event.shiftKey) selectTo(next);
      else onSelect(moveTo(selection, next));
      show(next);
    } else if (event.key === 'Enter' && current !== null) onOpen(current);
    else if ((event.key === 'x' || event.key === ' ') && current !== null) onSelect(toggle(selection, current, idAt));
    else return;
    event.preventDefault();
  };

  return (
    <div
      ref={element}
      className="grid"
      role="grid"
      tabIndex={0}
      aria-label={name}
      aria-multiselectable="true"
      aria-rowcount={layout.rows}
      aria-colcount={layout.columns}
      {...(near ? { 'aria-activedescendant': tileId(current) } : {})}
      onScroll={onScroll}
      onKeyDown={onKeyDown}
    >
      <div className="grid__space" role="presentation" style={{ height: physicalHeight }}>
        {range(rows.first, rows.end).map((row) => (
          <div
            key={row}
            role="row"
            aria-rowindex={row + 1}
            className="grid__row"
            style={{ height: layout.rowHeight, transform: `translateY(${physical + row * layout.rowHeight - offset + kGap}px)` }}
          >
            {range(row * layout.columns, Math.min(count, (row + 1) * layout.columns)).map((index) => {
              const item = source.at(index);
              const Cell = tileSize === null ? TableRow : Tile;
              return (
                <Cell
                  key={index}
                  index={index}
                  item={item}
                  size={layout.tile}
                  left={kGap + (index % layout.columns) * (layout.tile + kGap)}
                  selected={item !== null && isSelected(selection, item.id)}
                  current={current === index}
                  onPick={onPick}
                  onToggle={(at) => onSelect(toggle(selection, at, idAt))}
                  onOpen={onOpen}
                />
              );
            })}
          </div>
        ))}
      </div>
    </div>
  );
}

// Tiles that only hold the place while the first answer is awaited.
export function GridSkeleton({ tileSize }: { tileSize: number }): ReactElement {
  return (
    <div className="grid grid--skeleton" aria-busy="true" aria-label="Loading" role="status">
      {range(0, 60).map((index) => (
        <div key={index} className="tile--placeholder" style={{ width: tileSize, height: tileSize }} />
      ))}
    </div>
  );
}

function range(first: number, end: number): number[] {
  return Array.from({ length: Math.max(0, end - first) }, (_, index) => first + index);
}
