// Jobs as the app speaks of them.
import type { Job, JobStatus } from '../api/types';
import { duration, rate } from './format';
import { RateMeter, secondsLeft } from './rates';

export function isActive(job: Job): boolean {
  return job.status === 'RUNNING' || job.status === 'QUEUED';
}

export function isEnded(job: Job): boolean {
  return job.status === 'SUCCEEDED' || job.status === 'FAILED' || job.status === 'KILLED';
}

// The list with one job as it is now; jobs that are new come first, as the server lists them.
export function withJob(jobs: readonly Job[], job: Job): Job[] {
  const place = jobs.findIndex((one) => one.id === job.id);
  return place < 0 ? [job, ...jobs] : jobs.with(place, job);
}

export const kStatusWords: Record<JobStatus, string> = {
  PENDING: 'Paused',
  QUEUED: 'Waiting',
  RUNNING: 'Running',
  SUCCEEDED: 'Done',
  FAILED: 'Failed',
  KILLED: 'Cancelled',
};

// One meter for the whole app: the rate of a job is the same wherever it is shown.
export const meter = new RateMeter();

// The whole of the work under way, 0 to 100, or null when nothing is.
export function overallPercent(jobs: readonly Job[]): number | null {
  const active = jobs.filter(isActive);
  if (active.length === 0) return null;
  const known = active.filter((job) => job.total > 0);
  if (known.length === 0) return 0;
  return Math.floor((known.reduce((sum, job) => sum + Math.min(1, job.done / job.total), 0) / active.length) * 100);
}

// "85/s · 1 min 20 s left · embedding images", as far as it is known.
export function paceText(job: Job): string {
  const speed = isActive(job) ? meter.rate(job.id) : null;
  const left = secondsLeft(job.done, job.total, speed);
  const parts = [speed === null ? '' : rate(speed), left === null ? '' : `${duration(left)} left`, job.stage];
  return parts.filter((part) => part !== '').join(' · ');
}
