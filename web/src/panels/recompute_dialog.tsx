// A new map: UMAP's and DBSCAN's parameters, each with what it does in one line.
import { useState, type ReactElement } from 'react';
import { createProjection, type MapKind, type Projection, type UmapParameters } from '../api/projections';
import type { Scope } from '../api/scope';
import { client, scopeKey } from '../state/queries';
import { FormDialog } from '../widgets/dialog';

interface Props {
  scope: Scope;
  kind: MapKind;
  last: Projection | null;
  onStarted: (id: string) => void;
  onClose: () => void;
}

const kDefaults: UmapParameters = { n_neighbors: 15, min_dist: 0.1, spread: 1, metric: 'cosine', n_epochs: null, seed: 42 };

interface NumberRow {
  key: 'n_neighbors' | 'min_dist' | 'spread' | 'n_epochs' | 'seed';
  help: string;
  min: number;
  max: number;
  step: number | 'any';
  optional?: boolean;
}

const kRows: readonly NumberRow[] = [
  { key: 'n_neighbors', help: 'Neighbours looked at for each image. Fewer: small groups stand out. More: the large order does.', min: 2, max: 200, step: 1 },
  { key: 'min_dist', help: 'How close points may lie. Smaller: tighter clumps.', min: 0, max: 10, step: 'any' },
  { key: 'spread', help: 'How far clumps lie apart.', min: 0.1, max: 20, step: 'any' },
  { key: 'n_epochs', help: 'Rounds of optimisation. Empty: as many as the number of images needs.', min: 0, max: 10_000, step: 1, optional: true },
  { key: 'seed', help: 'Another seed, another map of the same neighbours; the same seed, the same map.', min: 0, max: 4_294_967_295, step: 1 },
];

export function RecomputeDialog({ scope, kind, last, onStarted, onClose }: Props): ReactElement {
  const before = { ...kDefaults, ...last?.umap };
  const [texts, setTexts] = useState<Record<NumberRow['key'], string>>({
    n_neighbors: String(before.n_neighbors),
    min_dist: String(before.min_dist),
    spread: String(before.spread),
    n_epochs: before.n_epochs === null || before.n_epochs <= 0 ? '' : String(before.n_epochs),
    seed: String(before.seed),
  });
  const [metric, setMetric] = useState(before.metric);
  const [eps, setEps] = useState('');
  const [least, setLeast] = useState(String(last?.dbscan.min_samples ?? 5));
  const ready = kRows.every(({ key, optional, min, max }) => {
    const text = texts[key].trim();
    return text === '' ? optional === true : Number(text) >= min && Number(text) <= max;
  });
  const start = async (): Promise<void> => {
    const number = (key: NumberRow['key']): number => Number(texts[key]);
    const umap: UmapParameters = {
      n_neighbors: number('n_neighbors'),
      min_dist: number('min_dist'),
      spread: number('spread'),
      metric,
      n_epochs: texts.n_epochs.trim() === '' ? null : number('n_epochs'),
      seed: number('seed'),
    };
    const { id } = await createProjection(scope, kind, umap, { eps: eps.trim() === '' ? null : Number(eps), min_samples: Number(least) });
    await client.invalidateQueries({ queryKey: [...scopeKey(scope), 'projections'] });
    void client.invalidateQueries({ queryKey: ['jobs'] });
    onStarted(id);
  };
  return (
    <FormDialog title={last === null ? 'Compute a map' : 'Recompute UMAP Projection'} confirm={last === null ? 'Compute' : 'Recompute'} wide ready={ready} onConfirm={start} onClose={onClose}>
      {last !== null && <p>A new map is made beside the ones there are. A job computes it; you can go on meanwhile.</p>}
      <div className="parameters">
        <h3>UMAP: where points lie</h3>
        {kRows.map(({ key, help, min, max, step, optional }) => (
          <label key={key} className="parameters__row">
            <code>{key}</code>
            <input
              type="number"
              min={min}
              max={max}
              step={step}
              required={optional !== true}
              value={texts[key]}
              onChange={(event) => setTexts({ ...texts, [key]: event.target.value })}
            />
            <span>{help}</span>
          </label>
        ))}
        <label className="parameters__row">
          <code>metric</code>
          <select value={metric} onChange={(event) => setMetric(event.target.value === 'euclidean' ? 'euclidean' : 'cosine')}>
            <option value="cosine">cosine</option>
            <option value="euclidean">euclidean</option>
          </select>
          <span>How the distance of embeddings is measured. Cosine is what search uses.</span>
        </label>
        <h3>DBSCAN: what belongs together</h3>
        <label className="parameters__row">
          <code>eps</code>
          <input type="number" min={0} step="any" value={eps} placeholder="suggested" onChange={(event) => setEps(event.target.value)} />
          <span>How near points must be. Empty: suggested from their distances. Can be changed on the map at once.</span>
        </label>
        <label className="parameters__row">
          <code>min_samples</code>
          <input type="number" min={1} max={1000} step={1} required value={least} onChange={(event) => setLeast(event.target.value)} />
          <span>How many points near each other begin a cluster.</span>
        </label>
      </div>
    </FormDialog>
  );
}
