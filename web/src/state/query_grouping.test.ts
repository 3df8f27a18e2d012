// Law: brackets are shown exactly where `and` and `or` meet at one level, and where the language puts them: to the right.
import { describe, expect, it } from 'vitest';
import { grouped } from './query_grouping';

describe('grouping', () => {
  it.each([
    ['a = 1 and b = 2 or c = 3', 'a = 1 and (b = 2 or c = 3)'],
    ['a = 1 or b = 2 and c = 3', 'a = 1 or (b = 2 and c = 3)'],
    ['a = 1 and b = 2 and c = 3 or d = 4', 'a = 1 and b = 2 and (c = 3 or d = 4)'],
    ['(a = 1 and b = 2 or c = 3) and d = 4', '(a = 1 and (b = 2 or c = 3)) and d = 4'],
    ['a = "x or y and (z" or b = 2 and c = 3', 'a = "x or y and (z" or (b = 2 and c = 3)'],
    ['a in (1, 2) or b = 2 and c = 3', 'a in (1, 2) or (b = 2 and c = 3)'],
  ])('%s', (text, expected) => {
    expect(grouped(text)).toBe(expected);
  });

  it.each(['', 'a = 1', 'a = 1 and b = 2 and c = 3', '(a = 1 and b = 2) or c = 3', 'a = 1 and (b = 2 or c = 3)', 'a = "and" or b = 1', 'a = 1 and', 'a = 1) or b', '(((', '" and or'])(
    'says nothing of %j',
    (text) => {
      expect(grouped(text)).toBeNull();
    },
  );
});
