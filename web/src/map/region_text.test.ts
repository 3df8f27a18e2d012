// Law: a region's text reads back as the same region, once its shapes are those that texts can say; other texts are refused whole.
import { describe, expect, it } from 'vitest';
import { parseRegion, regionText, snapped } from './region_text';
import type { Region } from './region';

const bounds = { minX: -20, minY: 3, maxX: 17.5, maxY: 44 };

describe('region text', () => {
  const region: Region = [
    { how: 'add', shape: snapped({ kind: 'polygon', corners: [-3.25, 10, 8, 12.125, 2, 40, -57, 84] }, bounds) },
    { how: 'remove', shape: snapped({ kind: 'rectangle', minX: 0, minY: 5, maxX: 3, maxY: 9 }, bounds) },
    { how: 'add', shape: { kind: 'groups', groups: [-1, 0, 12] } },
  ];

  it('reads back as it was written', () => {
    const text = regionText(region, bounds);
    expect(String(new URLSearchParams({ region: text }))).toBe(`region=${text}`);
    expect(parseRegion(text, bounds)).toEqual(region);
  });

  it('is off by less than a ten-millionth of the map', () => {
    const shape = snapped({ kind: 'rectangle', minX: 1 / 3, minY: 10 / 3, maxX: 2, maxY: 40 }, bounds);
    expect(shape.kind === 'rectangle' && Math.abs(shape.minX - 1 / 3)).toBeLessThan(37.5 * 1e-7);
  });

  it.each(['', 'a', 'pAAAA', 'apAAAAAAAA', 'arAAAAAAAA', 'apAAAAAAAAAAAAAAAAAAAAAAA', 'agx', 'ag', 'apAAAAAAAA*AAAAAAAAAAAAAAA', 'azAAAAAAAA', 'ag1*?'])(
    'refuses %j',
    (text) => {
      expect(parseRegion(text, bounds)).toBeNull();
    },
  );

  it('works on a map of one point', () => {
    const one = { minX: 2, minY: 2, maxX: 2, maxY: 2 };
    const shape = snapped({ kind: 'rectangle', minX: 1.5, minY: 1.5, maxX: 2.5, maxY: 2.5 }, one);
    expect(parseRegion(regionText([{ how: 'add', shape }], one), one)).toEqual([{ how: 'add', shape }]);
  });
});
