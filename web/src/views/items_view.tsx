// A Datalake's Data or a version's Assets: searches, filter chips, the grid or the map with the grid beside it, the selection and the
// detail panel. The address holds everything but the selection, which lives as long as the list it was made in.
import { lazy, Suspense, useCallback, useEffect, useRef, useState, type ReactElement } from 'react';
import { useShortcuts } from '../actions/keys';
import { usePictureSearch } from '../actions/use_picture_search';
import { useUploads } from '../actions/use_uploads';
import type { Me } from '../api/types';
import { kDefaultLimit } from '../api/filter';
import { kNouns } from '../api/scope';
import type { GridHandle } from '../grid/grid';
import { Chips } from '../panels/chips';
import { DetailPanel } from '../panels/detail_panel';
import { FirstSteps } from '../panels/first_steps';
import { ItemsPane } from '../panels/items_pane';
import { QueryBar, type QueryBarHandle } from '../panels/query_bar';
import { SearchBar, type SearchBarHandle } from '../panels/search_bar';
import { ShapeDetail } from '../panels/shape_detail';
import { Tabs } from '../panels/tabs';
import { DropZone, FileButton, UploadPanel } from '../panels/uploads';
import { useItemSource } from '../state/item_source';
import { go } from '../state/location';
import { usePickedSource, type Picked } from '../state/picked_source';
import { useVisualSearch } from '../state/queries';
import { kTileSizes, tileSize, usePreference } from '../state/preferences';
import { kNothing, selectAll, selectNone, selectOnly, type Selection } from '../state/selection';
import { isNarrowed, itemsOf, kMostExamples, narrowOf, type ItemsRoute, type MapPlace } from '../state/url';
import { Button } from '../widgets/button';

// Its code is asked for when somebody opens a map.
const MapPane = lazy(() => import('../panels/map_pane').then(({ MapPane: component }) => ({ default: component })));

export function ItemsView({ me, route }: { me: Me; route: ItemsRoute }): ReactElement {
  const { scope, query, tags, filter, view } = route;
  const narrow = narrowOf(route);
  const noun = kNouns[scope.of];
  const onMap = view === 'map';
  const [picked, setPicked] = useState<Picked | null>(null);
  const listed = useItemSource(scope, query, narrow, route.order);
  const pickedSource = usePickedSource(scope, onMap ? picked : null);
  const source = pickedSource ?? listed;
  const size = usePreference(tileSize);
  const [selection, setSelection] = useState<Selection>(kNothing);
  const [limit, setLimit] = useState(query?.limit ?? kDefaultLimit);
  const grid = useRef<GridHandle>(null);
  const search = useRef<SearchBarHandle>(null);
  const queryBar = useRef<QueryBarHandle>(null);
  const uploads = useUploads(me, scope);
  const mayEdit = me.role !== 'VIEWER';
  const mayUpload = mayEdit && scope.kind === 'datalake';
  const ofShapes = scope.of === 'shapes';

  // Another list: nothing of it is selected; what was picked on the map is meant as a whole.
  const list = pickedSource === null ? JSON.stringify([scope, query, narrow, route.order]) : `map ${picked?.key ?? ''}`;
  const fromMap = pickedSource !== null;
  useEffect(() => setSelection(fromMap ? selectAll(kNothing) : kNothing), [list, fromMap]);
  useEffect(() => setLimit(query?.limit ?? kDefaultLimit), [query?.limit]);

  const currentId = selection.current === null ? null : (source.at(selection.current)?.id ?? null);
  const nothing = !selection.all && selection.ids.size === 0;
  const current = currentId ?? route.item;
  const examples = nothing ? (current === null ? [] : [current]) : selection.all ? [] : [...selection.ids];

  const open = (id: string | null): void => go({ ...route, item: id }, route.item === null || id === null ? 'push' : 'replace');
  const openAt = (index: number): void => {
    const id = source.at(index)?.id;
    if (id === undefined) return;
    if (selection.current !== index && !selection.all) setSelection(selectOnly(index, (at) => source.at(at)?.id ?? null));
    open(id);
  };
  const findSimilar = (like: readonly string[]): void => {
    if (like.length > 0 && like.length <= kMostExamples) go({ ...route, query: { kind: 'similar', like, unlike: [], pictures: [], limit } });
  };
  // What is selected among the results sharpens the search: more like these, less like those.
  const sharpen = (sign: 'like' | 'unlike'): void => {
    if (query?.kind !== 'similar') return;
    const without = (ids: readonly string[]): string[] => ids.filter((id) => !examples.includes(id));
    const [like, unlike] = [without(query.like), without(query.unlike)];
    if (sign === 'unlike' && like.length + query.pictures.length === 0) return; // something must be left to be like
    go({ ...route, query: { ...query, like: sign === 'like' ? [...like, ...examples] : like, unlike: sign === 'unlike' ? [...unlike, ...examples] : unlike } });
  };
  // The latest route, for what changes it long after it was drawn (a map at rest tells its camera).
  const latest = useRef(route);
  useEffect(() => {
    latest.current = route;
  });
  const pictureSearch = usePictureSearch((id) => go({ ...latest.current, query: { kind: 'similar', like: [], unlike: [], pictures: [id], limit } }));
  const select = (next: Selection): void => {
    setSelection(next);
    const id = next.current === null ? null : (source.at(next.current)?.id ?? null);
    if (route.item !== null && id !== null && id !== route.item) open(id);
  };
  const changeLimit = (value: number): void => {
    setLimit(value);
    if (query !== null) go({ ...route, query: { ...query, limit: value } });
  };
  const placeMap = useCallback((change: Partial<MapPlace>, how: 'push' | 'replace') => {
    go({ ...latest.current, map: { ...latest.current.map, ...change } }, how);
  }, []);
  const showMap = (on: boolean): void => go({ ...route, view: on ? 'map' : 'grid' });
  const peel = (): void => {
    if (route.map.region !== null && onMap) placeMap({ region: null }, 'push');
    else if (!nothing) setSelection(selectNone(selection));
    else if (route.item !== null) open(null);
    else if (query !== null) go({ ...route, query: null });
    else if (filter !== '') go({ ...route, filter: '' });
    else if (isNarrowed(route)) go({ ...route, tags: [], labels: [], statuses: [] });
  };

  useShortcuts({
    '/': () => queryBar.current?.focus(),
    t: () => search.current?.focus(),
    s: () => findSimilar(examples),
    m: () => showMap(!onMap),
    Escape: peel,
    ArrowDown: () => grid.current?.focus(),
    ArrowRight: () => grid.current?.focus(),
    'Control+a': () => setSelection(selectAll(selection)),
  });

  const { data: visualSearch } = useVisualSearch(scope, scope.of);
  const searchable = visualSearch !== undefined && visualSearch.state !== 'INACTIVE';
  const narrowed = isNarrowed(route);
  const total = listed.count;
  return (
    <DropZone enabled={mayUpload} onFiles={uploads.add}>
      <Tabs scope={scope} page={scope.of} total={narrowed ? null : total}>
        {mayUpload && total !== 0 && (
          <FileButton kind="plain" onFiles={uploads.add}>
            Upload
          </FileButton>
        )}
        {view !== 'table' && <ZoomSlider size={size} />}
        {!onMap && (
          <Button icon={view === 'table' ? 'grid' : 'menu'} aria-pressed={view === 'table'} onClick={() => go({ ...route, view: view === 'table' ? 'grid' : 'table' })}>
            Table
          </Button>
        )}
        <Button kind={onMap || !searchable ? 'plain' : 'primary'} icon={onMap ? 'grid' : 'map'} keys="m" onClick={() => showMap(!onMap)}>
          {onMap ? 'Grid' : 'UMAP Projection'}
        </Button>
      </Tabs>
      <div className="bars">
        <QueryBar ref={queryBar} scope={scope} filter={filter} onFilter={(text) => go({ ...route, filter: text })} />
        <SearchBar
          ref={search}
          query={query}
          limit={limit}
          onLimit={changeLimit}
          onText={(text) => go({ ...route, query: { kind: 'text', text, limit } })}
          onSimilar={() => findSimilar(examples)}
          pictures={pictureSearch}
          noun={noun}
          examples={examples.length}
        />
      </div>
      <Chips
        scope={scope}
        filter={filter}
        query={query}
        tags={tags}
        labels={route.labels}
        statuses={route.statuses}
        found={total}
        onRemoveFilter={() => go({ ...route, filter: '' })}
        onRemoveQuery={() => go({ ...route, query: null })}
        onRemoveTag={(name) => go({ ...route, tags: tags.filter((tag) => tag !== name) })}
        onRemoveLabel={(name) => go({ ...route, labels: route.labels.filter((label) => label !== name) })}
        onRemoveStatus={(name) => go({ ...route, statuses: route.statuses.filter((status) => status !== name) })}
        onClear={() => go({ ...itemsOf(scope, scope.of), view, order: route.order, map: route.map, item: route.item })}
      />
      {mayEdit && !ofShapes && <FirstSteps me={me} scope={scope} total={narrowed ? null : total} />}
      <div className="work">
        <ItemsPane
          me={me}
          route={route}
          source={source}
          list={list}
          tileSize={onMap ? kTileSizes.beside : size}
          table={view === 'table'}
          onOrder={(order) => go({ ...route, order })}
          beside={onMap}
          fromMap={fromMap}
          selection={selection}
          grid={grid}
          onSelect={select}
          onOpen={openAt}
          onFiles={uploads.add}
          onClear={() => (fromMap ? placeMap({ region: null }, 'push') : setSelection(selectNone(selection)))}
          onSharpen={query?.kind === 'similar' && examples.length > 0 && examples.length <= kMostExamples ? sharpen : null}
        />
        {onMap && (
          <Suspense fallback={<div className="mappane" aria-busy="true" />}>
            <MapPane me={me} route={route} onPlace={placeMap} onPicked={setPicked} onOpen={open} />
          </Suspense>
        )}
        {route.item !== null && !ofShapes && (
          <DetailPanel me={me} scope={scope} id={route.item} canTag={mayEdit} onClose={() => open(null)} onOpen={open} onSimilar={(id) => findSimilar([id])} />
        )}
        {route.item !== null && ofShapes && (
          <ShapeDetail me={me} scope={scope} id={route.item} mayEdit={mayEdit} onClose={() => open(null)} onOpen={open} onSimilar={(id) => findSimilar([id])} />
        )}
      </div>
      <UploadPanel uploads={uploads} />
    </DropZone>
  );
}

function ZoomSlider({ size }: { size: number }): ReactElement {
  return (
    <label className="zoom">
      <span className="visually-hidden">Size of the pictures</span>
      <input
        type="range"
        min={kTileSizes.least}
        max={kTileSizes.most}
        step={8}
        value={size}
        title="Size of the pictures"
        onChange={(event) => tileSize.set(Number(event.target.value))}
      />
    </label>
  );
}
