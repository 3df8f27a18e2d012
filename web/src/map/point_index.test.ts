// Law: the index finds the point that looking at all of them finds.
import { describe, expect, it } from 'vitest';
import { PointIndex } from './point_index';
import { makePointSet, type PointSet } from './point_set';

function nearest({ x, y, count }: PointSet, px: number, py: number, radius: number, hidden: Uint8Array): number | null {
  let best: number | null = null;
  let least = radius * radius;
  for (let index = 0; index < count; ++index) {
    const distance = (x[index]! - px) ** 2 + (y[index]! - py) ** 2;
    if (hidden[index] === 0 && (distance < least || (distance === least && best === null))) [best, least] = [index, distance];
  }
  return best;
}

describe('the nearest point', () => {
  it.each([0, 1, 2, 500, 20_000])('of %d', (count) => {
    let state = count + 1;
    const uniform = (): number => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
    const column = (): Float32Array => Float32Array.from({ length: count }, () => uniform() ** 3 * 10);
    const set = makePointSet({ x: column(), y: column(), group: new Int32Array(count), weight: new Uint32Array(count).fill(1) });
    const hidden = Uint8Array.from({ length: count }, () => (uniform() < 0.3 ? 1 : 0));
    const index = new PointIndex(set);
    for (let round = 0; round < 100; ++round) {
      const [px, py, radius] = [uniform() * 14 - 2, uniform() * 14 - 2, uniform() * 2];
      expect(index.nearest(px, py, radius, hidden)).toBe(nearest(set, px, py, radius, hidden));
    }
  });
});
