// How fast a job goes and how long it will take, from what was seen of it lately. A window and not the whole run, because jobs are
// paused, interrupted and resumed.

interface Sample {
  time: number; // ms
  done: number;
}

const kWindow = 20_000; // ms

export class RateMeter {
  private readonly samples = new Map<string, Sample[]>();

  // Tell it what a job has done by `now`.
  observe(job: string, done: number, now: number): void {
    const kept = (this.samples.get(job) ?? []).filter((sample) => sample.time > now - kWindow && sample.done <= done && sample.time < now);
    kept.push({ time: now, done });
    this.samples.set(job, kept);
  }

  // Items per second; null until two looks at least a second apart have seen it move.
  rate(job: string): number | null {
    const seen = this.samples.get(job);
    const first = seen?.[0];
    const last = seen?.at(-1);
    if (!first || !last || last.time - first.time < 1_000 || last.done <= first.done) return null;
    return ((last.done - first.done) * 1_000) / (last.time - first.time);
  }
}

// Seconds left, or null when that cannot be said.
export function secondsLeft(done: number, total: number, rate: number | null): number | null {
  if (rate === null || rate <= 0 || total <= 0) return null;
  return Math.max(0, (total - done) / rate);
}
