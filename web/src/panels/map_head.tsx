// Which map is shown, how it was made, what is new since, and making another.
import { useMutation } from '@tanstack/react-query';
import { useState, type ReactElement } from 'react';
import { deleteProjection, placeNew, type Projection } from '../api/projections';
import { kNouns, type Scope } from '../api/scope';
import type { Me } from '../api/types';
import { count, plural, relativeTime, shortTime } from '../state/format';
import { useProjection } from '../state/projections';
import { client, refreshScope } from '../state/queries';
import { tellProblem } from '../state/toasts';
import type { MapPlace } from '../state/url';
import { Button } from '../widgets/button';
import { ConfirmDialog } from '../widgets/dialog';

interface Props {
  me: Me;
  scope: Scope;
  projections: readonly Projection[];
  shown: Projection;
  onPlace: (change: Partial<MapPlace>, how: 'push' | 'replace') => void;
  onRecompute: () => void;
}

export function MapHead({ me, scope, projections, shown, onPlace, onRecompute }: Props): ReactElement {
  const { data: fresh, dataUpdatedAt } = useProjection(scope, shown.id);
  const [deleting, setDeleting] = useState(false);
  const mayEdit = me.role !== 'VIEWER';
  const added = fresh?.items_added ?? 0;
  const place = useMutation({
    mutationFn: () => placeNew(scope, shown.id),
    onError: (error) => tellProblem('The new items were not placed.', error),
    onSettled: () => client.invalidateQueries({ queryKey: ['jobs'] }),
  });
  return (
    <header className="maphead">
      <select
        aria-label="Map"
        className="maphead__choice"
        value={shown.id}
        onChange={(event) => onPlace({ projection: event.target.value, region: null, camera: null, hidden: null }, 'push')}
      >
        {projections.map((one) => (
          <option key={one.id} value={one.id}>
            {one.name} · {shortTime(one.created_at)}
            {one.state === 'COMPUTING' ? ' · computing' : one.state === 'FAILED' ? ' · failed' : ''}
          </option>
        ))}
      </select>
      {shown.state === 'READY' && (
        <span className="maphead__facts muted numbers" title={parametersText(shown)}>
          {plural(shown.items, kNouns[shown.kind])}, {relativeTime(shown.computed_at ?? shown.created_at, Math.max(dataUpdatedAt, new Date(shown.created_at).getTime()))}
        </span>
      )}
      {mayEdit && added > 0 && (
        <Button disabled={place.isPending || shown.job_id !== null} onClick={() => place.mutate()}>
          {count(added)} new: place them
        </Button>
      )}
      <span className="maphead__end">
        {mayEdit && (
          <Button onClick={onRecompute}>
            Recompute UMAP Projection…
          </Button>
        )}
        {mayEdit && <Button kind="quiet" icon="close" label="Delete this map…" onClick={() => setDeleting(true)} />}
      </span>
      {deleting && (
        <ConfirmDialog
          title={`Delete the map “${shown.name}”?`}
          confirm="Delete map"
          onConfirm={async () => {
            await deleteProjection(scope, shown.id);
            onPlace({ projection: null, region: null, camera: null, hidden: null }, 'push');
            await refreshScope(scope);
          }}
          onClose={() => setDeleting(false)}
        >
          The layout of {plural(shown.items, kNouns[shown.kind])} and its clusters will be deleted. {shown.kind === 'shapes' ? 'Shapes' : 'Images'}, tags and embeddings stay.
        </ConfirmDialog>
      )}
    </header>
  );
}

function parametersText({ umap, clustering, points }: Projection): string {
  const dbscan = clustering === null ? '' : `; DBSCAN eps ${clustering.eps.toPrecision(3)}, min_samples ${clustering.min_samples}`;
  return `${plural(points, 'point')}; UMAP n_neighbors ${umap.n_neighbors}, min_dist ${umap.min_dist}, spread ${umap.spread}, ${umap.metric}, seed ${umap.seed}${dbscan}`;
}
