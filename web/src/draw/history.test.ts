// Law: undo and redo walk the same steps back and forth, one at a time; a new step ends what could be redone, a failed one what is before it.
import { describe, expect, it } from 'vitest';
import { History, type Step } from './history';

function counter(): { value: number; add: (by: number, fails?: boolean) => Step } {
  const state = {
    value: 0,
    add: (by: number, fails = false): Step => {
      state.value += by;
      return {
        name: String(by),
        undo: () => (fails ? Promise.reject(new Error('gone')) : Promise.resolve(void (state.value -= by))),
        redo: () => Promise.resolve(void (state.value += by)),
      };
    },
  };
  return state;
}

describe('history', () => {
  it('goes back and forth', async () => {
    const [history, sum] = [new History(), counter()];
    for (const by of [1, 10, 100]) history.add(sum.add(by));
    expect((await history.undo())?.name).toBe('100');
    await history.undo();
    expect(sum.value).toBe(1);
    await history.redo();
    expect(sum.value).toBe(11);
    history.add(sum.add(1_000));
    expect(history.canRedo).toBe(false);
    for (let i = 0; i < 3; ++i) await history.undo();
    expect([sum.value, await history.undo()]).toEqual([0, null]);
  });

  it('forgets what lies before a step that cannot be taken back', async () => {
    const [history, sum] = [new History(), counter()];
    history.add(sum.add(1));
    history.add(sum.add(10, true));
    await expect(history.undo()).rejects.toThrow('gone');
    expect([history.canUndo, sum.value]).toEqual([false, 11]);
  });

  it('takes one step at a time', async () => {
    const [history, sum] = [new History(), counter()];
    history.add(sum.add(1));
    history.add(sum.add(10));
    const [first, second] = await Promise.all([history.undo(), history.undo()]);
    expect([first?.name, second, sum.value]).toEqual(['10', null, 1]);
  });
});
