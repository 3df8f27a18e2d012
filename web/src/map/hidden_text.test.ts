// Law: what is hidden reads back from its text, and clicks in the legend hide, show and isolate.
import { describe, expect, it } from 'vitest';
import { hiddenText, isHidden, isolated, kNothingHidden, parseHidden, toggled } from './hidden_text';

describe('hidden groups', () => {
  it('read back', () => {
    for (const text of [null, '3', '-1.3.12', '!7', '!-1.0']) expect(hiddenText(parseHidden(text))).toBe(text);
    for (const text of ['', 'x', '!', '1.5']) expect(hiddenText(parseHidden(text))).toBe(text === '1.5' ? '1.5' : null);
  });

  it('toggle, isolate and come back', () => {
    const one = toggled(kNothingHidden, 4);
    expect([isHidden(one, 4), isHidden(one, 5)]).toEqual([true, false]);
    expect(toggled(one, 4)).toEqual(kNothingHidden);
    const alone = isolated(one, 5);
    expect([isHidden(alone, 4), isHidden(alone, 5)]).toEqual([true, false]);
    expect(isHidden(toggled(alone, 4), 4)).toBe(false);
    expect(toggled(alone, 5)).toEqual(kNothingHidden);
    expect(isolated(alone, 5)).toEqual(kNothingHidden);
  });
});
