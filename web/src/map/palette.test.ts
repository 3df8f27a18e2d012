// Law: group colours stand out on both grounds, differ from each other and from the red of the selection; numbers beyond the last begin again.
import { describe, expect, it } from 'vitest';
import { colourTable, kGroupColours, kSelected, slotOfGroup, slotOfValue, type Rgb } from './palette';

// WCAG 2.2's relative luminance and contrast.
function luminance(colour: Rgb): number {
  const [r, g, b] = colour.map((value) => (value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
}

function contrast(a: Rgb, b: Rgb): number {
  const [low, high] = [luminance(a), luminance(b)].sort((one, other) => one - other);
  return (high! + 0.05) / (low! + 0.05);
}

describe('palette', () => {
  it.each(kGroupColours.map((colour) => [colour]))('%j stands out on both grounds', (colour) => {
    expect(contrast(colour, [255, 255, 255])).toBeGreaterThanOrEqual(3);
    expect(contrast(colour, [19, 19, 22])).toBeGreaterThanOrEqual(3);
  });

  it('has no two that are alike, and none like the selection', () => {
    const all = [...kGroupColours, kSelected];
    for (const [index, colour] of all.entries()) {
      for (const other of all.slice(index + 1)) expect(Math.hypot(colour[0] - other[0], colour[1] - other[1], colour[2] - other[2])).toBeGreaterThan(20);
    }
  });

  it('begins again, keeps noise apart, and orders values', () => {
    expect(slotOfGroup(-1)).toBe(0);
    expect(slotOfGroup(20)).toBe(slotOfGroup(0));
    expect([slotOfValue(-3), slotOfValue(0), slotOfValue(1), slotOfValue(9)]).toEqual([64, 64, 127, 127]);
    for (const theme of ['light', 'dark'] as const) expect(colourTable(theme)).toHaveLength(1_024);
  });
});
