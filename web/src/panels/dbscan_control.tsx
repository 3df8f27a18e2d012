// DBSCAN again over the same points: a slider whose clusters follow at once, from a quarter to four times the suggested eps.
import { useEffect, useRef, useState, type ReactElement } from 'react';
import { clusterAgain, type Projection } from '../api/projections';
import type { Scope } from '../api/scope';
import { plural } from '../state/format';
import { client, scopeKey } from '../state/queries';
import { tellProblem } from '../state/toasts';
import { Button } from '../widgets/button';

const kPause = 160; // ms the slider rests before it is asked for
const kSteps = 60;

export function DbscanControl({ scope, projection }: { scope: Scope; projection: Projection }): ReactElement {
  const [open, setOpen] = useState(false);
  return (
    <span className="menu">
      <Button kind="quiet" aria-expanded={open} onClick={() => setOpen(!open)}>
        Adjust
      </Button>
      {open && <Panel scope={scope} projection={projection} onClose={() => setOpen(false)} />}
    </span>
  );
}

function Panel({ scope, projection, onClose }: { scope: Scope; projection: Projection; onClose: () => void }): ReactElement {
  const { clustering } = projection;
  const suggested = projection.suggested_eps ?? 0;
  const [eps, setEps] = useState(clustering?.eps ?? (suggested > 0 ? suggested : 0.5));
  const [least, setLeast] = useState(clustering?.min_samples ?? 5);
  const wanted = useRef<{ eps: number; least: number } | null>(null);
  const busy = useRef(false);
  const timer = useRef<number | undefined>(undefined);
  useEffect(() => () => window.clearTimeout(timer.current), []);

  // One run at a time; the last wish wins.
  const run = async (): Promise<void> => {
    if (busy.current) return;
    busy.current = true;
    try {
      while (wanted.current !== null) {
        const wish = wanted.current;
        wanted.current = null;
        await clusterAgain(scope, projection.id, { eps: wish.eps, min_samples: wish.least });
        await client.invalidateQueries({ queryKey: [...scopeKey(scope), 'projections'] });
      }
    } catch (error) {
      tellProblem('The clusters stay as they were.', error);
    } finally {
      busy.current = false;
    }
  };
  const want = (next: { eps: number; least: number }): void => {
    setEps(next.eps);
    setLeast(next.least);
    wanted.current = next;
    window.clearTimeout(timer.current);
    timer.current = window.setTimeout(() => void run(), kPause);
  };
  const base = suggested > 0 ? suggested : 0.5;
  return (
    <div
      className="menu__body dbscan"
      role="group"
      aria-label="Clusters"
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.preventDefault();
        event.stopPropagation();
        onClose();
      }}
    >
      <p className="muted">
        {clustering === null ? 'Not clustered yet.' : `${plural(clustering.clusters, 'cluster')}, ${plural(clustering.noise, 'point')} in none.`}
      </p>
      <label className="field">
        <span className="dbscan__row">
          eps <b className="numbers">{eps.toPrecision(3)}</b>
        </span>
        <input
          type="range"
          min={-kSteps}
          max={kSteps}
          value={Math.round(Math.log(eps / base) / Math.log(4) * kSteps)}
          onChange={(event) => want({ eps: base * Math.pow(4, Number(event.target.value) / kSteps), least })}
        />
        <small className="muted">How near points must be to belong together. Smaller: more, tighter clusters and more noise.</small>
      </label>
      <label className="field">
        min_samples
        <input type="number" min={1} max={1000} value={least} onChange={(event) => want({ eps, least: Math.min(1000, Math.max(1, Math.round(Number(event.target.value)) || 1)) })} />
        <small className="muted">How many points near each other begin a cluster.</small>
      </label>
      <Button disabled={suggested <= 0} onClick={() => want({ eps: suggested, least })}>
        Use the suggested eps{suggested > 0 && ` (${suggested.toPrecision(3)})`}
      </Button>
    </div>
  );
}
