// Law: points are read as they were written, and a body that is cut or of another kind is refused with a sentence.
import { describe, expect, it } from 'vitest';
import { parsePoints } from './projections';

function body(mark = 'KPTS', version = 1): ArrayBuffer {
  const view = new DataView(new ArrayBuffer(40 + 2 * 16 + 3 * 4));
  [...mark].forEach((letter, at) => view.setUint8(at, letter.charCodeAt(0)));
  [version, 2, 3].forEach((value, at) => view.setUint32(4 + 4 * at, value, true));
  view.setInt32(16, 1, true);
  view.setFloat32(20, 0.25, true);
  [1.5, -2, 3, 4].forEach((value, at) => view.setFloat32(40 + 4 * at, value, true));
  [0, -1].forEach((value, at) => view.setInt32(56 + 4 * at, value, true));
  [2, 1, 10, 11, 12].forEach((value, at) => view.setUint32(64 + 4 * at, value, true));
  return view.buffer;
}

describe('points', () => {
  it('come as columns', () => {
    const points = parsePoints(body(), 'v');
    expect([...points.x, ...points.y]).toEqual([1.5, -2, 3, 4]);
    expect([...points.cluster, ...points.multiplicity, ...points.itemRows]).toEqual([0, -1, 2, 1, 10, 11, 12]);
    expect([points.version, points.suggestedEps]).toEqual(['v', 0.25]);
  });

  it('are refused when cut short or unknown', () => {
    expect(() => parsePoints(body().slice(0, 70), 'v')).toThrow(/cut short/);
    expect(() => parsePoints(new ArrayBuffer(3), 'v')).toThrow(/form/);
    expect(() => parsePoints(body('XPTS'), 'v')).toThrow(/form/);
    expect(() => parsePoints(body('KPTS', 2), 'v')).toThrow(/form/);
  });
});
