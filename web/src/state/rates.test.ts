// Law: the rate is that of the last twenty seconds, and is unknown rather than wrong.
import { describe, expect, it } from 'vitest';
import { RateMeter, secondsLeft } from './rates';

describe('rate', () => {
  it('is unknown at first, and when nothing moves', () => {
    const meter = new RateMeter();
    expect(meter.rate('a')).toBeNull();
    meter.observe('a', 10, 0);
    expect(meter.rate('a')).toBeNull();
    meter.observe('a', 10, 2_000);
    expect(meter.rate('a')).toBeNull();
  });

  it('forgets what is long past', () => {
    const meter = new RateMeter();
    for (let second = 0; second <= 30; ++second) meter.observe('a', second * 10, second * 1_000);
    for (let second = 31; second <= 60; ++second) meter.observe('a', 300 + (second - 30) * 50, second * 1_000);
    expect(meter.rate('a')).toBeCloseTo(50, 6);
  });

  it('starts anew when a job starts over', () => {
    const meter = new RateMeter();
    meter.observe('a', 900, 0);
    meter.observe('a', 10, 1_000);
    meter.observe('a', 30, 3_000);
    expect(meter.rate('a')).toBeCloseTo(10, 6);
  });
});

describe('time left', () => {
  it('needs a rate and a total', () => {
    expect(secondsLeft(10, 110, 20)).toBe(5);
    expect(secondsLeft(10, 0, 20)).toBeNull();
    expect(secondsLeft(10, 110, null)).toBeNull();
    expect(secondsLeft(110, 100, 5)).toBe(0);
  });
});
