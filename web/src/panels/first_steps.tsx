// A guided start: what to do next until the pictures can be searched and seen on a map. It goes when there is nothing left to say, or
// when it is closed.
import type { ReactElement } from 'react';
import type { Scope } from '../api/scope';
import type { Me } from '../api/types';
import { go } from '../state/location';
import { closedSteps, usePreference } from '../state/preferences';
import { useVisualSearch } from '../state/queries';
import { itemsOf } from '../state/url';
import { Button } from '../widgets/button';
import { Icon } from '../widgets/icons';

interface Step {
  name: string;
  done: boolean;
  action?: ReactElement;
}

export function FirstSteps({ me, scope, total }: { me: Me; scope: Scope; total: number | null }): ReactElement | null {
  const { data: search } = useVisualSearch(scope);
  const closed = usePreference(closedSteps);
  if (closed || total === null || search === undefined || search.state !== 'INACTIVE') return null;
  const steps: Step[] = [
    { name: scope.kind === 'datalake' ? 'Add pictures' : 'Add images of a datalake', done: total > 0 },
    {
      name: 'Activate visual search',
      done: false,
      ...(total > 0 && me.role === 'ADMIN'
        ? {
            action: (
              <Button kind="primary" onClick={() => go({ page: 'settings', scope })}>
                Activate…
              </Button>
            ),
          }
        : {}),
    },
    { name: 'Find similar, search by text', done: false },
    { name: 'Explore the map', done: false, ...(total > 0 ? { action: <Button onClick={() => go({ ...itemsOf(scope), view: 'map' })}>Open</Button> } : {}) },
  ];
  const next = steps.findIndex((step) => !step.done);
  return (
    <aside className="steps" aria-label="First steps">
      <ol className="steps__list">
        {steps.map((step, index) => (
          <li key={step.name} className={step.done ? 'steps__one steps__one--done' : 'steps__one'} {...(index === next ? { 'aria-current': 'step' as const } : {})}>
            <span className="steps__mark" aria-hidden="true">
              {step.done ? <Icon name="check" /> : index + 1}
            </span>
            {step.name}
            {step.done && <span className="visually-hidden"> (done)</span>}
            {index === next && step.action}
          </li>
        ))}
      </ol>
      <Button kind="quiet" icon="close" label="Close the first steps" onClick={() => closedSteps.set(true)} />
    </aside>
  );
}
