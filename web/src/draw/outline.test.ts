// Law: whatever is pulled or pushed, an outline stays within its image, has whole numbers and an area, and is else where it was.
import { describe, expect, it } from 'vitest';
import { boxBetween, grownBy, handlesOf, movedBy, polygonOf, pulled, type Box, type Outline } from './outline';

const size = { width: 100, height: 80 };
const box: Box = { kind: 'box', x: 10, y: 20, w: 30, h: 40 };

describe('a box', () => {
  it('lies between two corners in any order, cut at the image, and is nothing without area', () => {
    expect(boxBetween([40, 60], [10, 20], size)).toEqual(box);
    expect(boxBetween([-50, -3], [20.4, 900], size)).toEqual({ kind: 'box', x: 0, y: 0, w: 20, h: 80 });
    expect(boxBetween([10, 20], [10.3, 60], size)).toBeNull();
    expect(boxBetween([120, 20], [140, 60], size)).toBeNull();
  });

  it('moves as far as the image goes, and one that reaches beyond goes no further', () => {
    expect(movedBy(box, 5, -5, size)).toEqual({ ...box, x: 15, y: 15 });
    expect(movedBy(box, 500, -500, size)).toEqual({ ...box, x: 70, y: 0 });
    const beyond: Box = { kind: 'box', x: -20, y: 10, w: 30, h: 30 };
    expect(movedBy(beyond, -5, 0, size)).toEqual(beyond);
    expect(movedBy(beyond, 5, 0, size)).toEqual({ ...beyond, x: -15 });
  });

  it('is pulled by each of its handles, which moves those edges alone', () => {
    const edges = ({ x, y, w, h }: Box): number[] => [x, y, x + w, y + h];
    handlesOf(box).forEach(([hx, hy], handle) => {
      const after = pulled(box, handle, [hx + 3, hy + 4], size) as Box;
      const moved = edges(after).map((edge, at) => edge - edges(box)[at]!);
      const side = (from: number, low: number, high: number): number => (from === low ? -1 : from === high ? 1 : 0);
      const [sx, sy] = [side(hx, 10, 40), side(hy, 20, 60)];
      expect(moved).toEqual([sx < 0 ? 3 : 0, sy < 0 ? 4 : 0, sx > 0 ? 3 : 0, sy > 0 ? 4 : 0]);
    });
    expect(pulled(box, 0, [60, 70], size)).toEqual({ kind: 'box', x: 40, y: 60, w: 20, h: 10 });
    expect(pulled(box, 3, [10, 0], size)).toBeNull();
  });

  it('grows and shrinks by keys, and never to nothing', () => {
    expect(grownBy(box, 5, 5, size)).toEqual({ ...box, w: 35, h: 45 });
    expect(grownBy(box, -30, 0, size)).toBeNull();
    expect(grownBy(box, -300, 0, size)).toBeNull();
  });
});

describe('a polygon', () => {
  it('needs three corners that are not on one line', () => {
    expect(polygonOf([[1, 1], [1, 1], [9, 1], [9, 9]], size)).toEqual({ kind: 'polygon', points: [[1, 1], [9, 1], [9, 9]] });
    expect(polygonOf([[1, 1], [9, 1]], size)).toBeNull();
    expect(polygonOf([[1, 1], [5, 5], [9, 9]], size)).toBeNull();
  });

  it('is moved whole, and pulled by one corner', () => {
    const outline: Outline = { kind: 'polygon', points: [[10, 10], [30, 10], [30, 30]] };
    expect(movedBy(outline, -50, 2, size)).toEqual({ kind: 'polygon', points: [[0, 12], [20, 12], [20, 32]] });
    expect(pulled(outline, 1, [40.6, -9], size)).toEqual({ kind: 'polygon', points: [[10, 10], [41, 0], [30, 30]] });
  });
});
