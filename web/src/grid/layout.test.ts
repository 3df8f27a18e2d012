// Law: tiles fill the width without overflowing it, the drawn rows cover the viewport, and no key leads out of the grid.
import { describe, expect, it } from 'vitest';
import { layoutTable, kGap, layoutGrid, moveIndex, offsetToShow, visibleRows, type Move } from './layout';

describe('layout', () => {
  it('fills every width, at every zoom', () => {
    for (let width = 40; width < 2_000; width += 37) {
      for (const wanted of [72, 160, 360]) {
        const { columns, tile } = layoutGrid(1_000, width, wanted);
        const used = columns * (tile + kGap) + kGap;
        expect(used).toBeLessThanOrEqual(Math.max(width, kGap * 2 + 1));
        if (columns > 1) expect(tile).toBeGreaterThanOrEqual(wanted - kGap);
        expect(width - used).toBeLessThan(columns + kGap);
      }
    }
  });

  it('counts the last, partly filled row', () => {
    const layout = layoutGrid(101, 1_000, 90);
    expect(layout.columns).toBe(10);
    expect(layout.rows).toBe(11);
    expect(layoutGrid(0, 1_000, 90).height).toBe(0);
  });
});

describe('visible rows', () => {
  it('cover the viewport wherever it is', () => {
    const layout = layoutGrid(12_345, 1_200, 150);
    for (let offset = 0; offset < layout.height - 900; offset += 1_234.5) {
      const { first, end } = visibleRows(layout, offset, 900, 200);
      expect(first * layout.rowHeight).toBeLessThanOrEqual(offset);
      expect(end === layout.rows || end * layout.rowHeight >= offset + 900).toBe(true);
      expect(end - first).toBeLessThan(14);
    }
  });

  it('show an item with the least movement', () => {
    const layout = layoutGrid(1_000, 1_000, 90);
    expect(offsetToShow(layout, 0, 500, 400)).toBe(0);
    expect(offsetToShow(layout, 25, 0, 900)).toBe(0);
    const offset = offsetToShow(layout, 500, 0, 400);
    expect(offset + 400).toBe(50 * layout.rowHeight + layout.rowHeight + kGap);
  });
});

describe('keys', () => {
  const moves: Move[] = ['left', 'right', 'up', 'down', 'pageUp', 'pageDown', 'first', 'last'];
  it('stay inside', () => {
    for (const count of [1, 5, 10, 23]) {
      for (let index = 0; index < count; ++index) {
        for (const move of moves) {
          const next = moveIndex(index, move, count, 5, 3);
          expect(next).toBeGreaterThanOrEqual(0);
          expect(next).toBeLessThan(count);
        }
      }
    }
  });

  it('go to the last item when the row below is shorter', () => {
    expect(moveIndex(4, 'down', 8, 5, 3)).toBe(7);
    expect(moveIndex(6, 'down', 8, 5, 3)).toBe(6);
    expect(moveIndex(12, 'pageUp', 23, 5, 9)).toBe(2);
  });
});

describe('a table', () => {
  it('has one item a row, and all rows are equally high', () => {
    const layout = layoutTable(1_000_000, 800);
    expect([layout.columns, layout.rows]).toEqual([1, 1_000_000]);
    expect(layout.height).toBeGreaterThanOrEqual(1_000_000 * layout.rowHeight);
    expect(visibleRows(layout, 10 * layout.rowHeight, layout.rowHeight * 3, 0)).toEqual({ first: 10, end: 13 });
    expect(layoutTable(0, 0).height).toBe(0);
  });
});
