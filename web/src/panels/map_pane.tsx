// The map of what is looked at: the one that the address names or the newest, or the offer to compute one.
import { useState, type ReactElement } from 'react';
import { ApiError } from '../api/client';
import type { Projection } from '../api/projections';
import type { Me } from '../api/types';
import { count } from '../state/format';
import { paceText } from '../state/jobs';
import { go } from '../state/location';
import type { Picked } from '../state/picked_source';
import { useProjections } from '../state/projections';
import { useJobs, useVisualSearch } from '../state/queries';
import type { ItemsRoute, MapPlace } from '../state/url';
import { Button } from '../widgets/button';
import { Notice, Problem } from '../widgets/notice';
import { ProgressBar } from '../widgets/progress_bar';
import { MapHead } from './map_head';
import { MapStage } from './map_stage';
import { RecomputeDialog } from './recompute_dialog';
import '../styles/map.css';

export interface MapPaneProps {
  me: Me;
  route: ItemsRoute;
  onPlace: (change: Partial<MapPlace>, how: 'push' | 'replace') => void;
  onPicked: (picked: Picked | null) => void;
  onOpen: (id: string) => void;
}

export function MapPane(props: MapPaneProps): ReactElement {
  const { me, route, onPlace } = props;
  const { scope } = route;
  const { data: projections, error, refetch } = useProjections(scope, scope.of);
  const [asking, setAsking] = useState(false);
  const shown = projections?.find((one) => one.id === route.map.projection) ?? projections?.find((one) => one.state === 'READY') ?? projections?.[0];
  const mayCompute = me.role !== 'VIEWER';
  const dialog = asking && (
    <RecomputeDialog
      scope={scope}
      kind={scope.of}
      last={shown ?? null}
      onStarted={(id) => onPlace({ projection: id, region: null, camera: null, hidden: null }, 'push')}
      onClose={() => setAsking(false)}
    />
  );
  return (
    <section className="mappane" aria-label="UMAP Projection">
      {projections === undefined ? (
        error ? (
          <Problem title="The maps cannot be listed" error={error} retry={() => void refetch()} />
        ) : (
          <div className="mapstage mapstage--empty" aria-busy="true" />
        )
      ) : shown === undefined ? (
        <NoMap route={route} mayCompute={mayCompute} onCompute={() => setAsking(true)} />
      ) : (
        <>
          <MapHead me={me} scope={scope} projections={projections} shown={shown} onPlace={onPlace} onRecompute={() => setAsking(true)} />
          {shown.state === 'READY' ? (
            <MapStage key={shown.id} {...props} projection={shown} />
          ) : shown.state === 'COMPUTING' ? (
            <Computing me={me} projection={shown} />
          ) : (
            <Problem title="This map was not computed" error={new Error(shown.message ?? 'No reason was given.')} retry={() => setAsking(true)} />
          )}
        </>
      )}
      {dialog}
    </section>
  );
}

function NoMap({ route, mayCompute, onCompute }: { route: ItemsRoute; mayCompute: boolean; onCompute: () => void }): ReactElement {
  const { data: search } = useVisualSearch(route.scope, route.scope.of);
  if (search !== undefined && search.state !== 'ACTIVE' && search.counts.done === 0) {
    return (
      <Notice icon="map" title="A map needs embeddings" actions={<Button onClick={() => go({ page: 'settings', scope: route.scope })}>Visual Search settings</Button>}>
        Activate visual search first: the map lays out {route.scope.of} by what they show.
      </Notice>
    );
  }
  return (
    <Notice
      icon="map"
      title="No map yet"
      actions={
        mayCompute && (
          <Button kind="primary" onClick={onCompute}>
            Compute a map…
          </Button>
        )
      }
    >
      A map lays {search ? count(search.counts.done) : 'all'} {route.scope.of} out so that similar ones lie together: groups, outliers and duplicates are seen at once.
      {!mayCompute && ' An editor can compute one.'}
    </Notice>
  );
}

function Computing({ me, projection }: { me: Me; projection: Projection }): ReactElement {
  const { data: jobs, error } = useJobs(me.organization.id);
  const job = jobs?.find((one) => one.id === projection.job_id);
  return (
    <div className="notice" role="status">
      <h2 className="notice__title">Computing the map</h2>
      <div className="mapstage__progress">
        <ProgressBar done={job?.done ?? 0} total={job?.total ?? 0} name="Map" />
      </div>
      <p className="notice__text numbers">
        {error instanceof ApiError ? error.message : job === undefined ? 'Waiting for its turn.' : [job.total > 0 ? `${count(job.done)} / ${count(job.total)}` : '', paceText(job)].filter((part) => part !== '').join(' · ')}
      </p>
    </div>
  );
}
