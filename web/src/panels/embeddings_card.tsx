// Image embeddings of a Datalake or version: state, model, counts per status, and what an admin can do about them.
import { useMutation } from '@tanstack/react-query';
import { useState, type ReactElement } from 'react';
import type { Scope } from '../api/scope';
import type { EmbeddingStatus, Job, Me, VisualSearch, VisualSearchState } from '../api/types';
import { activate, deactivate, retry } from '../api/visual_search';
import { count, plural } from '../state/format';
import { isActive, isEnded, paceText } from '../state/jobs';
import { client, refreshScope, useJobs, useVisualSearch } from '../state/queries';
import { tellProblem } from '../state/toasts';
import { Button } from '../widgets/button';
import { ConfirmDialog } from '../widgets/dialog';
import { Problem } from '../widgets/notice';
import { ProgressBar } from '../widgets/progress_bar';
import { ActivateForm } from './activate_form';
import { StatusList } from './status_list';

const kStateWords: Record<VisualSearchState, string> = {
  INACTIVE: 'Inactive',
  ACTIVATING: 'Activating',
  ACTIVE: 'Active',
  DEACTIVATING: 'Deactivating',
};

export function EmbeddingsCard({ me, scope }: { me: Me; scope: Scope }): ReactElement {
  const { data, error, refetch } = useVisualSearch(scope);
  if (!data) return error ? <Problem title="The state of visual search is not known" error={error} retry={() => void refetch()} /> : <div className="card card--skeleton" />;
  return <Card me={me} scope={scope} search={data} />;
}

function Card({ me, scope, search }: { me: Me; scope: Scope; search: VisualSearch }): ReactElement {
  const { counts } = search;
  const total = counts.pending + counts.done + counts.error + counts.unsupported;
  const isAdmin = me.role === 'ADMIN';
  const job = useJob(me, search.job_id);
  // Its job failed or was cancelled: the counts stand still until somebody says to go on.
  const interrupted = search.state === 'ACTIVATING' && (search.job_id === null || (job !== undefined && isEnded(job)));
  const [asking, setAsking] = useState(false);
  const act = useMutation({
    mutationFn: ({ call }: { what: string; call: () => Promise<unknown> }) => call(),
    onError: (error, { what }) => tellProblem(what, error),
    onSettled: async () => {
      await refreshScope(scope);
      await client.invalidateQueries({ queryKey: ['jobs'] });
    },
  });
  const start = (model: string | null): void => act.mutate({ what: 'Visual search was not activated.', call: () => activate(scope, model) });
  const rerun = (status: EmbeddingStatus): void => act.mutate({ what: 'Nothing was retried.', call: () => retry(scope, status) });
  return (
    <section className="card" aria-label="Image embeddings">
      <header className="card__head">
        <h2>Image embeddings</h2>
        <span className={`state state--${search.state.toLowerCase()}`}>{interrupted ? 'Interrupted' : kStateWords[search.state]}</span>
      </header>
      {search.state === 'INACTIVE' ? (
        <p className="card__text">
          {scope.kind === 'datalake'
            ? 'Find similar and Text to image need one embedding per image. Activating computes them in a job; from then on new images are embedded by themselves.'
            : 'Activating reuses the vectors of the datalake, so it takes moments. The datalake’s visual search has to be active.'}
        </p>
      ) : (
        <>
          <p className="card__text muted">
            {search.model ?? 'no model'}
            {search.dimension !== null && ` · ${search.dimension} dimensions`}
          </p>
          <ProgressBar done={total - counts.pending} total={total} name="Images embedded" quiet={counts.pending === 0} />
          <p className="card__text numbers">
            {count(total - counts.pending)} / {count(total)}
            {interrupted && job?.message && ` · ${job.message}`}
            {job && isActive(job) && paceText(job) !== '' && ` · ${paceText(job)}`}
          </p>
          <dl className="counts">
            <Row scope={scope} name="Done" status="DONE" value={counts.done} onRetry={isAdmin ? rerun : null} />
            <Row scope={scope} name="Pending" status="PENDING" value={counts.pending} onRetry={null} />
            <Row scope={scope} name="Error" status="ERROR" value={counts.error} onRetry={isAdmin ? rerun : null} />
            <Row scope={scope} name="Unsupported" status="UNSUPPORTED" value={counts.unsupported} onRetry={isAdmin ? rerun : null} />
          </dl>
        </>
      )}
      <footer className="card__foot">
        {!isAdmin && <span className="muted">Only an admin can change this.</span>}
        {isAdmin && search.state === 'INACTIVE' && <ActivateForm scope={scope} busy={act.isPending} onActivate={start} />}
        {isAdmin && interrupted && (
          <Button kind="primary" disabled={act.isPending} onClick={() => start(search.model)}>
            Go on
          </Button>
        )}
        {isAdmin && search.state !== 'INACTIVE' && (
          <Button disabled={act.isPending || search.state === 'DEACTIVATING'} onClick={() => setAsking(true)}>
            Deactivate…
          </Button>
        )}
      </footer>
      {asking && (
        <ConfirmDialog
          title="Deactivate visual search?"
          confirm="Deactivate"
          onConfirm={() => act.mutate({ what: 'Visual search is still active.', call: () => deactivate(scope) })}
          onClose={() => setAsking(false)}
        >
          {plural(counts.done, 'embedding')} of this {scope.kind} will be deleted. The images, tags and {scope.kind === 'datalake' ? 'datasets' : 'the embeddings of the datalake'} stay.
        </ConfirmDialog>
      )}
    </section>
  );
}

function useJob(me: Me, id: string | null): Job | undefined {
  const { data } = useJobs(me.organization.id);
  return id === null ? undefined : data?.find((one) => one.id === id);
}

interface RowProps {
  scope: Scope;
  name: string;
  status: EmbeddingStatus;
  value: number;
  onRetry: ((status: EmbeddingStatus) => void) | null;
}

function Row({ scope, name, status, value, onRetry }: RowProps): ReactElement {
  const [open, setOpen] = useState(false);
  const listable = (status === 'ERROR' || status === 'UNSUPPORTED') && value > 0;
  return (
    <div className="counts__row">
      <dt>{name}</dt>
      <dd>
        <span className="counts__value numbers">{count(value)}</span>
        {listable && (
          <Button kind="quiet" aria-expanded={open} onClick={() => setOpen(!open)}>
            {open ? 'Hide list' : 'List'}
          </Button>
        )}
        {onRetry && value > 0 && (
          <Button kind="quiet" onClick={() => onRetry(status)} aria-label={`Retry ${name.toLowerCase()}`}>
            Retry
          </Button>
        )}
        {open && listable && <StatusList scope={scope} status={status} />}
      </dd>
    </div>
  );
}
