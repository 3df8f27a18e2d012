// Datalakes and dataset versions to go to, and the tags of the one that is open.
import { useState, type ReactElement } from 'react';
import { filterBody } from '../api/filter';
import type { Dataset, Me } from '../api/types';
import type { Scope } from '../api/scope';
import { go } from '../state/location';
import { useDatalakes, useDatasets, useFacets, useTags, useVersion, useVersions } from '../state/queries';
import { sentence } from '../state/toasts';
import { itemsOf, narrowOf, scopeOf, type Route } from '../state/url';
import { ShapeFacet } from './shape_facet';
import { Icon } from '../widgets/icons';
import { Link } from '../widgets/link';
import { FacetToggle, toggledIn } from './facet_toggle';

const kOpenUpTo = 6; // datasets: with more, only the current one is unfolded

interface Props {
  me: Me;
  route: Route;
}

export function SideBar({ me, route }: Props): ReactElement {
  const scope = scopeOf(route);
  const lakes = useDatalakes(me.organization.id);
  const datasets = useDatasets(me.organization.id);
  const { data: version } = useVersion(scope?.kind === 'version' ? scope.id : null);
  return (
    <nav className="sidebar" aria-label="Datalakes and datasets">
      <h2 className="sidebar__title">Datalakes</h2>
      <ListState error={lakes.error} pending={lakes.isPending} empty={lakes.data?.length === 0} />
      <ul>
        {lakes.data?.map((lake) => (
          <li key={lake.id}>
            <ScopeLink scope={{ kind: 'datalake', id: lake.id }} open={scope} icon="lake" name={lake.name} />
          </li>
        ))}
      </ul>
      <h2 className="sidebar__title">
        <Link to={{ page: 'datasets' }} current={route.page === 'datasets'}>
          Datasets
        </Link>
      </h2>
      <ListState error={datasets.error} pending={datasets.isPending} empty={datasets.data?.length === 0} />
      <ul>
        {datasets.data?.map((dataset) => (
          <DatasetNode
            key={dataset.id}
            dataset={dataset}
            scope={scope}
            unfolded={datasets.data.length <= kOpenUpTo || version?.origin_id === dataset.id}
          />
        ))}
      </ul>
      {route.page === 'items' && route.scope.of === 'shapes' && <ShapeFacet route={route} />}
      {route.page === 'items' && <TagFacet route={route} />}
    </nav>
  );
}

function ListState({ error, pending, empty }: { error: Error | null; pending: boolean; empty: boolean }): ReactElement | null {
  if (error) return <p className="sidebar__note">{sentence(error)}</p>;
  if (pending) return <div className="sidebar__skeleton" aria-label="Loading" role="status" />;
  return empty ? <p className="sidebar__note muted">None yet.</p> : null;
}

function ScopeLink({ scope, open, icon, name }: { scope: Scope; open: Scope | null; icon?: 'lake'; name: string }): ReactElement {
  return (
    <Link to={itemsOf(scope)} className="sidebar__link" current={open?.kind === scope.kind && open.id === scope.id} title={name}>
      {icon && <Icon name={icon} />}
      <span className="sidebar__text">{name}</span>
    </Link>
  );
}

function DatasetNode({ dataset, scope, unfolded }: { dataset: Dataset; scope: Scope | null; unfolded: boolean }): ReactElement {
  const [chosen, setChosen] = useState<boolean | null>(null);
  const open = chosen ?? unfolded;
  const { data: versions, error, isPending } = useVersions(dataset.id, open);
  return (
    <li>
      <button type="button" className="sidebar__fold" aria-expanded={open} onClick={() => setChosen(!open)} title={dataset.name}>
        <Icon name="chevron" />
        <span className="sidebar__text">{dataset.name}</span>
      </button>
      {open && (
        <>
          <ListState error={error} pending={isPending} empty={versions?.length === 0} />
          <ul className="sidebar__nested">
            {versions?.map((version) => (
              <li key={version.id}>
                <ScopeLink scope={{ kind: 'version', id: version.id }} open={scope} name={version.version} />
              </li>
            ))}
          </ul>
        </>
      )}
    </li>
  );
}

function TagFacet({ route }: { route: Route & { page: 'items' } }): ReactElement | null {
  const { data: tags } = useTags(route.scope);
  const { data: facets } = useFacets(route.scope, filterBody(narrowOf(route), route.query));
  if (!tags || tags.length === 0) return null;
  const counts = new Map(facets?.tags?.map((one) => [one.id, one.count]));
  return (
    <>
      <h2 className="sidebar__title">Tags</h2>
      <ul className="sidebar__tags">
        {tags.map((tag) => (
          <FacetToggle
            key={tag.id}
            name={tag.name}
            count={facets?.tags && (counts.get(tag.id) ?? 0)}
            on={route.tags.includes(tag.name)}
            onToggle={() => go({ ...route, tags: toggledIn(route.tags, tag.name) })}
          />
        ))}
      </ul>
    </>
  );
}
