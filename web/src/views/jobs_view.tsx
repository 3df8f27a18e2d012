// Every job of the organization: what runs, how fast, how long still, and how it ended.
import { useState, type ReactElement } from 'react';
import { cancelJob, pauseJob, resumeJob } from '../api/jobs';
import type { Job, Me } from '../api/types';
import { count, duration, exactTime, jobName, percent, relativeTime } from '../state/format';
import { isActive, isEnded, kStatusWords, paceText } from '../state/jobs';
import { client, useJobs } from '../state/queries';
import { tellProblem } from '../state/toasts';
import { Button } from '../widgets/button';
import { ConfirmDialog } from '../widgets/dialog';
import { Icon } from '../widgets/icons';
import { Notice, Problem } from '../widgets/notice';
import { ProgressBar } from '../widgets/progress_bar';

export function JobsView({ me }: { me: Me }): ReactElement {
  const { data: jobs, error, refetch, dataUpdatedAt } = useJobs(me.organization.id);
  return (
    <main className="page page--scroll">
      <div className="column">
        <h1 className="title">Jobs</h1>
        {error && !jobs ? (
          <Problem title="The jobs cannot be listed" error={error} retry={() => void refetch()} />
        ) : !jobs ? (
          <div className="jobs" aria-busy="true">
            {[0, 1, 2].map((index) => (
              <div key={index} className="job job--skeleton" />
            ))}
          </div>
        ) : jobs.length === 0 ? (
          <Notice icon="check" title="No jobs yet">
            Activating visual search and copying versions run here, with their progress.
          </Notice>
        ) : (
          <ul className="jobs">
            {jobs.map((job) => (
              <JobRow key={job.id} job={job} now={dataUpdatedAt} mayStop={me.role !== 'VIEWER'} />
            ))}
          </ul>
        )}
      </div>
    </main>
  );
}

function JobRow({ job, now, mayStop }: { job: Job; now: number; mayStop: boolean }): ReactElement {
  const [asking, setAsking] = useState(false);
  const act = async (what: string, call: (id: string) => Promise<unknown>): Promise<void> => {
    try {
      await call(job.id);
      await client.invalidateQueries({ queryKey: ['jobs'] });
    } catch (error) {
      tellProblem(what, error);
    }
  };
  const name = jobName(job.type);
  return (
    <li className="job" data-status={job.status} data-id={job.id}>
      <div className="job__head">
        <h2 className="job__name">{name}</h2>
        <StatusWord job={job} />
        <span className="job__when muted" title={exactTime(job.created_at)}>
          {job.username}, {relativeTime(job.created_at, now)}
        </span>
        {mayStop && !isEnded(job) && (
          <span className="job__actions">
            {job.status === 'PENDING' ? (
              <Button onClick={() => void act(`${name} is still paused.`, resumeJob)}>Resume</Button>
            ) : (
              <Button onClick={() => void act(`${name} was not paused.`, pauseJob)}>Pause</Button>
            )}
            <Button onClick={() => setAsking(true)}>Cancel…</Button>
          </span>
        )}
      </div>
      {(job.status === 'RUNNING' || (job.status === 'PENDING' && job.total > 0)) && <ProgressBar done={job.done} total={job.total} name={name} quiet={!isActive(job)} />}
      <p className="job__text numbers">{isEnded(job) ? endText(job) : progressText(job)}</p>
      {asking && (
        <ConfirmDialog
          title={`Cancel “${name}”?`}
          confirm="Cancel the job"
          onConfirm={() => void act(`${name} was not cancelled.`, cancelJob)}
          onClose={() => setAsking(false)}
        >
          {job.total > 0 ? `${count(job.total - job.done)} of ${count(job.total)} are not done yet.` : 'It is not done yet.'} What is done stays.
        </ConfirmDialog>
      )}
    </li>
  );
}

function StatusWord({ job }: { job: Job }): ReactElement {
  return (
    <span className={`status status--${job.status.toLowerCase()}`}>
      {job.status === 'FAILED' && <Icon name="warning" />}
      {job.status === 'SUCCEEDED' && <Icon name="check" />}
      {kStatusWords[job.status]}
    </span>
  );
}

function progressText(job: Job): string {
  if (job.status === 'QUEUED') return 'Starts when the jobs before it have ended.';
  const parts = [
    job.total > 0 ? `${count(job.done)} / ${count(job.total)} (${percent(job.done, job.total)}%)` : job.done > 0 ? count(job.done) : '',
    paceText(job),
  ];
  return parts.filter((part) => part !== '').join(' · ');
}

function endText(job: Job): string {
  const parts = [
    job.message === '' ? null : job.message,
    job.total > 0 && job.status !== 'SUCCEEDED' ? `${count(job.done)} of ${count(job.total)} done` : null,
    job.started_at !== null && job.finished_at !== null
      ? `took ${duration((new Date(job.finished_at).getTime() - new Date(job.started_at).getTime()) / 1_000)}`
      : null,
  ];
  return parts.filter((part) => part !== null).join(' · ');
}
