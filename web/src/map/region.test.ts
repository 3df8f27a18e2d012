// Law: a polygon holds the points that the plain even-odd rule says, edge by edge, and a region is what its gestures did in their order.
import { describe, expect, it } from 'vitest';
import type { PointColumns } from './point_set';
import { extended, pointsIn, simplified, type Region } from './region';

function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 4_294_967_296;
  };
}

function points(x: number[], y: number[], group: number[] = x.map(() => 0)): PointColumns {
  return { x: Float32Array.from(x), y: Float32Array.from(y), group: Int32Array.from(group), weight: new Uint32Array(x.length).fill(1) };
}

// The slow twin: the rule as it is written in region.ts, for one point and every edge.
function inside(corners: readonly number[], x: number, y: number): boolean {
  let odd = false;
  for (let at = 0; at < corners.length; at += 2) {
    const next = (at + 2) % corners.length;
    let [x0, y0, x1, y1] = [corners[at]!, corners[at + 1]!, corners[next]!, corners[next + 1]!];
    if (y0 > y1) [x0, y0, x1, y1] = [x1, y1, x0, y0];
    if (y0 < y1 && y0 <= y && y < y1 && (x - x0) * (y1 - y0) < (x1 - x0) * (y - y0)) odd = !odd;
  }
  return odd;
}

const polygon = (corners: readonly number[]): Region => [{ how: 'add', shape: { kind: 'polygon', corners } }];

describe('polygon', () => {
  it.each([3, 4, 7, 60, 400, 3_000])('of %d random corners, crossing itself, equals the slow twin', (corners) => {
    const next = random(corners);
    const shape = Array.from({ length: 2 * corners }, () => next() * 10);
    const x = Array.from({ length: 2_000 }, () => next() * 12 - 1);
    const y = Array.from({ length: 2_000 }, () => next() * 12 - 1);
    const set = points(x, y);
    const expected = Array.from(set.x, (px, index) => (inside(shape, px, set.y[index]!) ? 1 : 0));
    expect([...pointsIn(set, polygon(shape))]).toEqual(expected);
  });

  it('on whole numbers, where points lie on corners and sides, equals the slow twin', () => {
    const next = random(9);
    for (let round = 0; round < 200; ++round) {
      const shape = Array.from({ length: 2 * (3 + Math.floor(next() * 6)) }, () => Math.floor(next() * 6));
      const set = points(
        Array.from({ length: 49 }, (_, index) => index % 7),
        Array.from({ length: 49 }, (_, index) => Math.floor(index / 7)),
      );
      const expected = Array.from(set.x, (px, index) => (inside(shape, px, set.y[index]!) ? 1 : 0));
      expect([...pointsIn(set, polygon(shape))]).toEqual(expected);
    }
  });

  it('shares no point with the polygon beside it, and misses none', () => {
    const set = points([0, 1, 1, 2, 1], [0, 0, 1, 1, 0.5]);
    const left = pointsIn(set, polygon([0, 0, 1, 0, 1, 2, 0, 2]));
    const right = pointsIn(set, polygon([1, 0, 3, 0, 3, 2, 1, 2]));
    expect(Array.from(left, (one, index) => one + right[index]!)).toEqual([1, 1, 1, 1, 1]);
  });

  it('of fewer than three corners or without height holds nothing', () => {
    const set = points([0, 1], [0, 0]);
    expect([...pointsIn(set, polygon([0, 0, 1, 1]))]).toEqual([0, 0]);
    expect([...pointsIn(set, polygon([0, 0, 1, 0, 2, 0]))]).toEqual([0, 0]);
  });
});

describe('region', () => {
  const set = points([0, 1, 2, 3, 4], [0, 0, 0, 0, 0], [7, 7, -1, 8, 8]);
  const box = (minX: number, maxX: number): Region[number]['shape'] => ({ kind: 'rectangle', minX, maxX, minY: 0, maxY: 0 });

  it('adds, removes and replaces in order; sides of a rectangle belong to it', () => {
    let region: Region = [];
    region = extended(region, { how: 'replace', shape: box(0, 3) });
    expect([...pointsIn(set, region)]).toEqual([1, 1, 1, 1, 0]);
    region = extended(region, { how: 'remove', shape: { kind: 'groups', groups: [7] } });
    expect([...pointsIn(set, region)]).toEqual([0, 0, 1, 1, 0]);
    region = extended(region, { how: 'add', shape: box(4, 9) });
    expect([...pointsIn(set, region)]).toEqual([0, 0, 1, 1, 1]);
    region = extended(region, { how: 'replace', shape: { kind: 'groups', groups: [-1] } });
    expect(region).toHaveLength(1);
    expect([...pointsIn(set, region)]).toEqual([0, 0, 1, 0, 0]);
  });

  it('never holds what is hidden, and removing from nothing is nothing', () => {
    expect([...pointsIn(set, extended([], { how: 'replace', shape: box(0, 9) }), Uint8Array.of(0, 1, 0, 0, 1))]).toEqual([1, 0, 1, 1, 0]);
    expect(extended([], { how: 'remove', shape: box(0, 9) })).toEqual([]);
  });
});

describe('a freehand line', () => {
  it('loses corners, but stays within the tolerance and keeps its ends', () => {
    const line = Array.from({ length: 400 }, (_, index) => (index % 2 === 0 ? index / 2 : 10 * Math.sin(index / 30)));
    const fewer = simplified(line, 0.1);
    expect(fewer.length).toBeLessThan(line.length / 3);
    expect([fewer[0], fewer[1], ...fewer.slice(-2)]).toEqual([line[0], line[1], ...line.slice(-2)]);
    expect(simplified([0, 0, 1, 0, 2, 0, 3, 5], 0.5)).toEqual([0, 0, 2, 0, 3, 5]);
  });
});
