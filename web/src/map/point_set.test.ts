// Law: the drawing order holds every point once, any first part is a fair sample, and each point keeps what is its own.
import { describe, expect, it } from 'vitest';
import { makePointSet, shuffledIndexes, withGroups } from './point_set';

describe('drawing order', () => {
  it('is a permutation, the same each time', () => {
    const order = shuffledIndexes(1_000);
    expect([...order].sort((a, b) => a - b)).toEqual(Array.from({ length: 1_000 }, (_, index) => index));
    expect(shuffledIndexes(1_000)).toEqual(order);
    expect([...shuffledIndexes(0)]).toEqual([]);
    expect([...shuffledIndexes(1)]).toEqual([0]);
  });

  it('has in its first tenth about a tenth of each stretch', () => {
    const shares = new Array<number>(10).fill(0);
    for (const index of shuffledIndexes(100_000).subarray(0, 10_000)) ++shares[Math.floor(index / 10_000)]!;
    // Hypergeometric: mean 1000, deviation 28; six deviations.
    for (const share of shares) expect(Math.abs(share - 1_000)).toBeLessThan(170);
  });
});

describe('points', () => {
  const columns = {
    x: Float32Array.of(1, 2, 3, -4),
    y: Float32Array.of(5, 6, 7, 8),
    group: Int32Array.of(-1, 0, 1, 2),
    weight: Uint32Array.of(1, 10, 1, 3),
  };

  it('keep their columns together', () => {
    const set = makePointSet(columns);
    for (let place = 0; place < 4; ++place) {
      const from = set.origin[place]!;
      expect([set.x[place], set.y[place], set.group[place], set.weight[place]]).toEqual([columns.x[from], columns.y[from], columns.group[from], columns.weight[from]]);
    }
    expect(set.items).toBe(15);
    expect(set.bounds).toEqual({ minX: -4, minY: 5, maxX: 3, maxY: 8 });
  });

  it('take other groups in the caller’s order', () => {
    const set = withGroups(makePointSet(columns), Int32Array.of(10, 11, 12, 13));
    for (let place = 0; place < 4; ++place) expect(set.group[place]).toBe(10 + set.origin[place]!);
  });
});
