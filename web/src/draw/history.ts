// What was done while drawing, to be taken back and done again in order. Each step knows how; a step that can't be taken back (somebody else
// changed the shape since) is forgotten together with all before it, since those build on it no more.

export interface Step {
  name: string; // as in "Undo: moved"
  undo: () => Promise<void>;
  redo: () => Promise<void>;
}

const kMost = 200;

export class History {
  private done: Step[] = [];
  private undone: Step[] = [];
  private busy = false;

  get canUndo(): boolean {
    return this.done.length > 0;
  }

  get canRedo(): boolean {
    return this.undone.length > 0;
  }

  add(step: Step): void {
    this.done = [...this.done.slice(1 - kMost), step];
    this.undone = [];
  }

  // The step that was taken back, or null: there was none, or another one is still on its way.
  undo(): Promise<Step | null> {
    return this.walk(this.done, this.undone, (step) => step.undo());
  }

  redo(): Promise<Step | null> {
    return this.walk(this.undone, this.done, (step) => step.redo());
  }

  private async walk(from: Step[], to: Step[], run: (step: Step) => Promise<void>): Promise<Step | null> {
    const step = from.at(-1);
    if (step === undefined || this.busy) return null;
    this.busy = true;
    try {
      await run(step);
      from.pop();
      to.push(step);
      return step;
    } catch (error) {
      from.length = 0;
      throw error;
    } finally {
      this.busy = false;
    }
  }
}
