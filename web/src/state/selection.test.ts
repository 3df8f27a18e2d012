// Law: each gesture selects exactly what it names, and "all" stays right for items that have never been loaded.
import { describe, expect, it } from 'vitest';
import { isSelected, kNothing, moveTo, onlySelected, rangeTo, selectAll, selectedCount, selectNone, selectOnly, selectRange, toggle } from './selection';

const idAt = (index: number): string | null => (index === 7 ? null : `i${index}`);

describe('selection', () => {
  it('click, then shift click: the range, both ways, from where it began', () => {
    const clicked = selectOnly(5, idAt);
    expect(rangeTo(clicked, 8)).toEqual({ first: 5, end: 9 });
    const ranged = selectRange(clicked, 8, ['i5', 'i6', 'i7', 'i8']);
    expect([...ranged.ids]).toEqual(['i5', 'i6', 'i7', 'i8']);
    expect(rangeTo(ranged, 3)).toEqual({ first: 3, end: 6 });
    expect(rangeTo(kNothing, 2)).toEqual({ first: 2, end: 3 });
  });

  it('toggle adds and takes away, and leaves the rest', () => {
    const two = toggle(selectOnly(1, idAt), 4, idAt);
    expect([...two.ids]).toEqual(['i1', 'i4']);
    expect([...toggle(two, 1, idAt).ids]).toEqual(['i4']);
    expect(onlySelected(toggle(two, 1, idAt))).toBe('i4');
    expect(toggle(two, 7, idAt)).toBe(two);
  });

  it('all is all, save what is taken out again', () => {
    const all = selectAll(kNothing);
    expect(isSelected(all, 'never seen')).toBe(true);
    const less = toggle(all, 3, idAt);
    expect(isSelected(less, 'i3')).toBe(false);
    expect(selectedCount(less, 1_000_000)).toBe(999_999);
    expect(onlySelected(less)).toBeNull();
    expect(selectedCount(selectNone(less), 1_000_000)).toBe(0);
  });

  it('moving keeps what is selected', () => {
    const moved = moveTo(selectOnly(1, idAt), 9);
    expect([...moved.ids]).toEqual(['i1']);
    expect(moved.current).toBe(9);
  });
});
