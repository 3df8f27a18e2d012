// Law: what is shown is exact where it claims to be, and reads as a person would say it.
import { describe, expect, it } from 'vitest';
import { bytes, count, duration, percent, plural, relativeTime } from './format';

describe('format', () => {
  it('separates thousands', () => {
    expect(count(1_234_567)).toBe('1,234,567');
    expect(plural(1, 'image')).toBe('1 image');
    expect(plural(12_430, 'image')).toBe('12,430 images');
  });

  it('scales bytes', () => {
    expect([0, 999, 1_000, 15_500, 999_400, 999_600, 2_340_000_000].map(bytes)).toEqual(['0 B', '999 B', '1.0 kB', '16 kB', '999 kB', '1.0 MB', '2.3 GB']);
  });

  it('says durations', () => {
    expect([0.2, 59, 61, 3_599, 7_320].map(duration)).toEqual(['1 s', '59 s', '1 min 01 s', '59 min 59 s', '2 h 02 min']);
  });

  it('says how long ago, and never the future for a clock a little off', () => {
    const now = Date.parse('2026-01-02T00:00:00Z');
    expect(relativeTime('2026-01-01T00:00:00Z', now)).toBe('yesterday');
    expect(relativeTime('2026-01-01T23:55:00Z', now)).toBe('5 minutes ago');
    expect(relativeTime('2026-01-02T00:00:03Z', now)).toBe('now');
  });

  it('reaches 100 % only at the end', () => {
    expect(percent(999, 1_000)).toBe(99);
    expect(percent(1_000, 1_000)).toBe(100);
    expect(percent(5, 0)).toBe(0);
  });
});
