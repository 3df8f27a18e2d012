// Law: below the cap scrolling is the browser's own; above it every pixel of the content can be reached, small moves are exact, and the
// two ends of the bar are the two ends of the content.
import { describe, expect, it } from 'vitest';
import { ScaledScroll } from './scaled_scroll';

const viewport = 800;

function scroll(content: number, cap = 100_000): ScaledScroll {
  const one = new ScaledScroll(cap);
  one.resize(content, viewport);
  return one;
}

describe('below the cap', () => {
  it('is the identity', () => {
    const one = scroll(50_000);
    expect(one.physicalHeight).toBe(50_000);
    for (const top of [0, 17, 3_000, 49_200]) expect(one.onScroll(top)).toBe(top);
    expect(one.settle()).toBeNull();
    expect(one.stuck).toBe(false);
  });

  it('does not scroll content that fits', () => {
    const one = scroll(300);
    expect(one.scrollTo(1_000)).toBe(0);
  });
});

describe('above the cap', () => {
  const content = 30_000_000;

  it('moves by the same pixels for the wheel', () => {
    const one = scroll(content);
    one.scrollTo(12_345_678);
    const before = one.physical;
    expect(one.onScroll(before + 100)).toBeCloseTo(12_345_778, 6);
    expect(one.onScroll(before + 40)).toBeCloseTo(12_345_718, 6);
  });

  it('jumps to the same fraction when the bar is dragged', () => {
    const one = scroll(content);
    expect(one.onScroll((100_000 - viewport) / 2)).toBeCloseTo((content - viewport) / 2, 3);
    expect(one.onScroll(100_000 - viewport)).toBe(content - viewport);
    expect(one.onScroll(0)).toBe(0);
  });

  it('reaches both ends by small moves alone, settling whenever it is stuck or pauses', () => {
    const one = scroll(200_000);
    const walk = (step: number, end: number): number => {
      let steps = 0;
      while (one.offset !== end && steps < 1_000) {
        const wanted = one.physical + step;
        one.onScroll(Math.min(100_000 - viewport, Math.max(0, wanted)));
        if (one.stuck || steps % 7 === 0) one.settle();
        ++steps;
      }
      return steps;
    };
    expect(walk(700, 200_000 - viewport)).toBeLessThan(400);
    expect(walk(-700, 0)).toBeLessThan(400);
  });

  it('tells that the bar is at its end while the content is not', () => {
    const one = scroll(content);
    one.scrollTo(content / 200);
    for (let top = one.physical - 700; top > 0; top -= 700) one.onScroll(top);
    one.onScroll(0);
    expect(one.offset).toBeGreaterThan(0);
    expect(one.stuck).toBe(true);
    expect(one.settle()).toBeGreaterThanOrEqual(1);
    expect(one.stuck).toBe(false);
  });

  it('can be settled again and again without moving the content', () => {
    const one = scroll(content);
    one.onScroll(40_000);
    one.onScroll(40_500);
    const offset = one.offset;
    const top = one.settle();
    expect(top).not.toBeNull();
    expect(one.onScroll(top ?? 0)).toBe(offset);
    expect(one.settle()).toBeNull();
  });

  it('keeps the place when the content grows', () => {
    const one = scroll(content);
    one.scrollTo(1_000_000);
    one.resize(content * 2, viewport);
    expect(one.offset).toBe(1_000_000);
    one.resize(500_000, viewport);
    expect(one.offset).toBe(500_000 - viewport);
  });
});
