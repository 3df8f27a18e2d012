// The labels and statuses of a version's shapes, to narrow the view by: any of the labels, any of the statuses.
import type { ReactElement } from 'react';
import { filterBody } from '../api/filter';
import { go } from '../state/location';
import { colourOfName } from '../state/name_colours';
import { useLabels, useShapeFacets } from '../state/queries';
import { kStatuses, narrowOf, type ItemsRoute } from '../state/url';
import { FacetToggle, toggledIn } from './facet_toggle';

export function ShapeFacet({ route }: { route: ItemsRoute }): ReactElement | null {
  const { data: labels } = useLabels(route.scope.id);
  // The counts of a facet are of what the others let through: choosing one label must not make the others look empty.
  const narrow = narrowOf(route);
  const { data: byLabel } = useShapeFacets(route.scope, filterBody({ ...narrow, labels: [] }, route.query));
  const { data: byStatus } = useShapeFacets(route.scope, filterBody({ ...narrow, statuses: [] }, route.query));
  if (!labels || labels.length === 0) return null;
  const names = labels.map((label) => label.name).sort((a, b) => a.localeCompare(b));
  return (
    <>
      <h2 className="sidebar__title">Labels</h2>
      <ul className="sidebar__tags">
        {names.map((name) => (
          <FacetToggle
            key={name}
            name={name}
            colour={colourOfName(name)}
            count={byLabel && (byLabel.labels[name] ?? 0)}
            on={route.labels.includes(name)}
            onToggle={() => go({ ...route, labels: toggledIn(route.labels, name) })}
          />
        ))}
      </ul>
      <h2 className="sidebar__title">Status</h2>
      <ul className="sidebar__tags">
        {kStatuses.map((status) => (
          <FacetToggle
            key={status}
            name={status.toLowerCase()}
            count={byStatus && (byStatus.statuses[status] ?? 0)}
            on={route.statuses.includes(status)}
            onToggle={() => go({ ...route, statuses: toggledIn(route.statuses, status) })}
          />
        ))}
      </ul>
    </>
  );
}
