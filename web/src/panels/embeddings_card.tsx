// Image or shape embeddings of a Datalake or version: state, model, counts per status, and what an admin can do about them.
import { useMutation } from '@tanstack/react-query';
import { useState, type ReactElement } from 'react';
import { ApiError } from '../api/client';
import type { Scope } from '../api/scope';
import type { EmbeddingStatus, Job, Me, VisualSearch, VisualSearchState } from '../api/types';
import { activate, deactivate, retry, type EmbeddingKind } from '../api/visual_search';
import { count, plural } from '../state/format';
import { isActive, isEnded, paceText } from '../state/jobs';
import { go } from '../state/location';
import { client, refreshScope, useDatalakes, useJobs, useVisualSearch } from '../state/queries';
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

interface Props {
  me: Me;
  scope: Scope;
  kind: EmbeddingKind;
}

const kNouns = { images: ['image', 'images'], shapes: ['shape', 'shapes'] } as const;

export function EmbeddingsCard({ me, scope, kind }: Props): ReactElement | null {
  const { data, error, refetch } = useVisualSearch(scope, kind);
  // A server from before there were shapes.
  if (kind === 'shapes' && error instanceof ApiError && error.status === 404) return null;
  if (!data) return error ? <Problem title="The state of visual search is not known" error={error} retry={() => void refetch()} /> : <div className="card card--skeleton" />;
  return <Card me={me} scope={scope} kind={kind} search={data} />;
}

function Card({ me, scope, kind, search }: Props & { search: VisualSearch }): ReactElement {
  const [noun, nouns] = kNouns[kind];
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
  const start = (model: string | null): void => act.mutate({ what: 'Visual search was not activated.', call: () => activate(scope, kind, model) });
  const rerun = (status: EmbeddingStatus): void => act.mutate({ what: 'Nothing was retried.', call: () => retry(scope, kind, status) });
  return (
    <section className="card" aria-label={`${capital(noun)} embeddings`}>
      <header className="card__head">
        <h2>{capital(noun)} embeddings</h2>
        <span className={`state state--${search.state.toLowerCase()}`}>{interrupted ? 'Interrupted' : kStateWords[search.state]}</span>
      </header>
      {search.state === 'INACTIVE' ? (
        <p className="card__text">{kind === 'shapes' ? kAboutShapes : scope.kind === 'datalake' ? kAboutData : kAboutAssets}</p>
      ) : (
        <>
          <p className="card__text muted">
            {search.model ?? 'no model'}
            {search.dimension !== null && ` · ${search.dimension} dimensions`}
          </p>
          <ProgressBar done={total - counts.pending} total={total} name={`${capital(nouns)} embedded`} quiet={counts.pending === 0} />
          <p className="card__text numbers">
            {count(total - counts.pending)} / {count(total)}
            {counts.pending === 0 && ` ${nouns}`}
            {interrupted && job?.message && ` · ${job.message}`}
            {job && isActive(job) && paceText(job) !== '' && ` · ${paceText(job)}`}
          </p>
          <dl className="counts">
            <Row scope={scope} kind={kind} name="Done" status="DONE" value={counts.done} onRetry={isAdmin ? rerun : null} />
            <Row scope={scope} kind={kind} name="Pending" status="PENDING" value={counts.pending} onRetry={null} />
            <Row scope={scope} kind={kind} name="Error" status="ERROR" value={counts.error} onRetry={isAdmin ? rerun : null} />
            <Row scope={scope} kind={kind} name="Unsupported" status="UNSUPPORTED" value={counts.unsupported} onRetry={isAdmin ? rerun : null} />
          </dl>
        </>
      )}
      <footer className="card__foot">
        {!isAdmin && <span className="muted">Only an admin can change this.</span>}
        {isAdmin && search.state === 'INACTIVE' && <ActivateForm scope={scope} busy={act.isPending} onActivate={start} />}
        {act.error instanceof ApiError && act.error.status === 400 && scope.kind === 'version' && kind === 'images' && search.state === 'INACTIVE' && <LakeLinks me={me} />}
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
          title={`Deactivate visual search of ${nouns}?`}
          confirm={`Delete ${plural(counts.done, 'embedding')}`}
          onConfirm={() => act.mutate({ what: 'Visual search is still active.', call: () => deactivate(scope, kind) })}
          onClose={() => setAsking(false)}
        >
          {plural(counts.done, `${noun} embedding`)} of this {scope.kind} will be deleted. {kept(scope, kind)} stay.
        </ConfirmDialog>
      )}
    </section>
  );
}

// What was missing is on a Datalake's own page.
function LakeLinks({ me }: { me: Me }): ReactElement {
  const { data: lakes } = useDatalakes(me.organization.id);
  return (
    <>
      {lakes?.map((lake) => (
        <Button key={lake.id} onClick={() => go({ page: 'settings', scope: { kind: 'datalake', id: lake.id } })}>
          Settings of datalake {lake.name}
        </Button>
      ))}
    </>
  );
}

function useJob(me: Me, id: string | null): Job | undefined {
  const { data } = useJobs(me.organization.id);
  return id === null ? undefined : data?.find((one) => one.id === id);
}

const kAboutData =
  'Find similar and Text to image need one embedding per image. Activating computes them in a job; from then on new images are embedded by themselves.';
const kAboutAssets = 'Activating reuses the vectors of the datalake, so it takes moments. The datalake’s visual search has to be active.';
const kAboutShapes = 'One embedding per rectangle, polygon, line or mask, made from what is inside. Activating computes them in a job; edited shapes are embedded again by themselves.';

function kept(scope: Scope, kind: EmbeddingKind): string {
  if (kind === 'shapes') return 'The shapes, their labels and the image embeddings';
  return scope.kind === 'datalake' ? 'The images, tags and datasets' : 'The images, tags and the embeddings of the datalake';
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

interface RowProps {
  scope: Scope;
  kind: EmbeddingKind;
  name: string;
  status: EmbeddingStatus;
  value: number;
  onRetry: ((status: EmbeddingStatus) => void) | null;
}

function Row({ scope, kind, name, status, value, onRetry }: RowProps): ReactElement {
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
        {open && listable && <StatusList scope={scope} kind={kind} status={status} />}
      </dd>
    </div>
  );
}
