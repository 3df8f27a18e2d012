// Where the tiles of a grid lie. Tiles are square, grow to fill the width, and all rows are equally high.

export interface GridLayout {
  columns: number;
  tile: number; // px, width and height of the picture
  rowHeight: number; // px, picture, caption and gap
  rows: number;
  height: number; // px, of all rows
}

export const kGap = 8;
export const kCaption = 20;
const kCaptionFrom = 104; // px: below, a name would be cut to nothing

export function hasCaption(tile: number): boolean {
  return tile >= kCaptionFrom;
}

export function layoutGrid(count: number, width: number, wantedTile: number): GridLayout {
  const usable = Math.max(1, width - kGap);
  const columns = Math.max(1, Math.floor(usable / (wantedTile + kGap)));
  const tile = Math.max(1, Math.floor(usable / columns) - kGap);
  const rowHeight = tile + kGap + (hasCaption(tile) ? kCaption : 0);
  const rows = Math.ceil(count / columns);
  return { columns, tile, rowHeight, rows, height: rows * rowHeight + (rows > 0 ? kGap : 0) };
}

const kLine = 44; // px, a row of the table

// One item a row, as wide as there is room.
export function layoutTable(count: number, width: number): GridLayout {
  return { columns: 1, tile: Math.max(1, width - 2 * kGap), rowHeight: kLine, rows: count, height: count * kLine + (count > 0 ? kGap : 0) };
}

export interface RowRange {
  first: number;
  end: number; // one past the last
}

// Rows to draw for a viewport, with `overscan` px more on either side.
export function visibleRows(layout: GridLayout, offset: number, viewport: number, overscan: number): RowRange {
  const first = Math.max(0, Math.floor((offset - overscan) / layout.rowHeight));
  const end = Math.min(layout.rows, Math.ceil((offset + viewport + overscan) / layout.rowHeight));
  return { first: Math.min(first, end), end };
}

// The offset that brings an item into view with the least movement.
export function offsetToShow(layout: GridLayout, index: number, offset: number, viewport: number): number {
  const top = Math.floor(index / layout.columns) * layout.rowHeight;
  const bottom = top + layout.rowHeight + kGap;
  if (top < offset) return top;
  if (bottom > offset + viewport) return bottom - viewport;
  return offset;
}

export type Move = 'left' | 'right' | 'up' | 'down' | 'pageUp' | 'pageDown' | 'first' | 'last';

// Where a key leads. A move off the edge stays, so that holding a key ends at the edge.
export function moveIndex(index: number, move: Move, count: number, columns: number, rowsPerPage: number): number {
  if (count === 0) return 0;
  const vertical = (rows: number): number => {
    const target = index + rows * columns;
    if (target < 0) return index % columns;
    if (target < count) return target;
    const lastRow = Math.floor((count - 1) / columns);
    return Math.floor(index / columns) === lastRow ? index : count - 1;
  };
  switch (move) {
    case 'left':
      return Math.max(0, index - 1);
    case 'right':
      return Math.min(count - 1, index + 1);
    case 'up':
      return index < columns ? index : index - columns;
    case 'down':
      return vertical(1);
    case 'pageUp':
      return vertical(-rowsPerPage);
    case 'pageDown':
      return vertical(rowsPerPage);
    case 'first':
      return 0;
    case 'last':
      return count - 1;
  }
}
