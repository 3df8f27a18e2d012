// Law: each gesture selects exactly what it names.
import { describe, expect, it } from 'vitest';
import { extendTo, kNothing, moveTo, selectOnly, toggle } from './selection';

const idAt = (index: number): string | null => (index === 7 ? null : `i${index}`);

describe('selection', () => {
  it('click, then shift click: the range, both ways, without what has not loaded', () => {
    const clicked = selectOnly(5, idAt);
    expect([...extendTo(clicked, 8, idAt).ids]).toEqual(['i5', 'i6', 'i8']);
    expect([...extendTo(extendTo(clicked, 8, idAt), 3, idAt).ids]).toEqual(['i3', 'i4', 'i5']);
  });

  it('toggle adds and takes away, and leaves the rest', () => {
    const two = toggle(selectOnly(1, idAt), 4, idAt);
    expect([...two.ids]).toEqual(['i1', 'i4']);
    expect([...toggle(two, 1, idAt).ids]).toEqual(['i4']);
    expect(toggle(two, 7, idAt)).toBe(two);
  });

  it('moving keeps what is selected', () => {
    const moved = moveTo(selectOnly(1, idAt), 9);
    expect([...moved.ids]).toEqual(['i1']);
    expect(moved.current).toBe(9);
    expect([...extendTo(kNothing, 2, idAt).ids]).toEqual(['i2']);
  });
});
