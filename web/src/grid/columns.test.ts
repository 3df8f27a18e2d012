// Law: a click on a column's head sorts by it, a second one the other way round.
import { expect, it } from 'vitest';
import { orderAfter } from './columns';

it('sorts by a column, then the other way round', () => {
  expect(orderAfter(null, 'filename')).toBe('filename');
  expect(orderAfter('filename', 'filename')).toBe('-filename');
  expect(orderAfter('-filename', 'filename')).toBe('filename');
  expect(orderAfter(null, 'created_at')).toBe('created_at');
});
