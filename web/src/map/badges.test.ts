// Law: counts are written at the largest points in view, and none covers another.
import { describe, expect, it } from 'vitest';
import { badgesIn, heavyPoints } from './badges';
import { viewOf, wholeMap } from './camera';
import { makePointSet } from './point_set';

describe('badges', () => {
  const set = makePointSet({
    x: Float32Array.of(0, 0.1, 50, 100),
    y: Float32Array.of(0, 0, 50, 100),
    group: new Int32Array(4),
    weight: Uint32Array.of(5, 900, 1, 2),
  });
  const view = viewOf(wholeMap(set.bounds), set.bounds, { width: 500, height: 500 });

  it('leave out single items and, of points that lie together, the smaller', () => {
    const heavy = heavyPoints(set);
    expect([...heavy].map((index) => set.weight[index])).toEqual([900, 5, 2]);
    expect(badgesIn(view, set, heavy, null).map(({ count }) => count)).toEqual([900, 2]);
  });

  it('leave out what is hidden', () => {
    const hidden = Uint8Array.from(set.weight, (weight) => (weight === 900 ? 1 : 0));
    expect(badgesIn(view, set, heavyPoints(set), hidden).map(({ count }) => count)).toEqual([5, 2]);
  });
});
