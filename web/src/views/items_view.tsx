// The grid of a Datalake's Data or a version's Assets, with its searches, its selection and the detail panel. The address holds what
// is searched and which item is open; the selection lives as long as the list it was made in.
import { useEffect, useRef, useState, type ReactElement } from 'react';
import { useShortcuts } from '../actions/keys';
import { tagItems } from '../actions/tag_items';
import { useUploads } from '../actions/use_uploads';
import type { Me } from '../api/types';
import { kDefaultLimit } from '../api/search';
import { Grid, GridSkeleton, type GridHandle } from '../grid/grid';
import { Chips } from '../panels/chips';
import { DetailPanel } from '../panels/detail_panel';
import { SearchBar, type SearchBarHandle } from '../panels/search_bar';
import { SelectionBar } from '../panels/selection_bar';
import { Tabs } from '../panels/tabs';
import { DropZone, FileButton, UploadPanel } from '../panels/uploads';
import { useItemSource } from '../state/item_source';
import { go } from '../state/location';
import { kTileSizes, tileSize, usePreference } from '../state/preferences';
import { kNothing, selectOnly, type Selection } from '../state/selection';
import { sentence } from '../state/toasts';
import { itemsOf, type ItemsRoute } from '../state/url';
import { Button } from '../widgets/button';
import { Icon } from '../widgets/icons';
import { EmptyList, ListProblem } from './items_states';

export function ItemsView({ me, route }: { me: Me; route: ItemsRoute }): ReactElement {
  const { scope, query, tags } = route;
  const source = useItemSource(scope, query, tags);
  const size = usePreference(tileSize);
  const [selection, setSelection] = useState<Selection>(kNothing);
  const [limit, setLimit] = useState(query?.limit ?? kDefaultLimit);
  const grid = useRef<GridHandle>(null);
  const search = useRef<SearchBarHandle>(null);
  const uploads = useUploads(me, scope);
  const mayEdit = me.role !== 'VIEWER';
  const mayUpload = mayEdit && scope.kind === 'datalake';

  // Another list: nothing of it is selected.
  const list = JSON.stringify([scope, query, tags]);
  useEffect(() => setSelection(kNothing), [list]);
  useEffect(() => setLimit(query?.limit ?? kDefaultLimit), [query?.limit]);

  const currentId = selection.current === null ? null : (source.at(selection.current)?.id ?? null);
  const only = selection.ids.size === 1 ? [...selection.ids][0] : undefined;
  const example = selection.ids.size === 0 ? (currentId ?? route.item) : (only ?? null);

  const open = (id: string | null): void => go({ ...route, item: id }, route.item === null || id === null ? 'push' : 'replace');
  const openAt = (index: number): void => {
    const id = source.at(index)?.id;
    if (id === undefined) return;
    if (selection.current !== index) setSelection(selectOnly(index, (at) => source.at(at)?.id ?? null));
    open(id);
  };
  const findSimilar = (id: string | null): void => {
    if (id !== null) go({ ...route, query: { kind: 'similar', id, limit } });
  };
  const select = (next: Selection): void => {
    setSelection(next);
    const id = next.current === null ? null : (source.at(next.current)?.id ?? null);
    if (route.item !== null && id !== null && id !== route.item) open(id);
  };
  const changeLimit = (value: number): void => {
    setLimit(value);
    if (query !== null) go({ ...route, query: { ...query, limit: value } });
  };
  const peel = (): void => {
    if (selection.ids.size > 0) setSelection({ ...kNothing, current: selection.current });
    else if (route.item !== null) open(null);
    else if (query !== null) go({ ...route, query: null });
    else if (tags.length > 0) go({ ...route, tags: [] });
  };

  useShortcuts({
    '/': () => search.current?.focus(),
    t: () => search.current?.focus(),
    s: () => findSimilar(example),
    Escape: peel,
    ArrowDown: () => grid.current?.focus(),
    ArrowRight: () => grid.current?.focus(),
  });

  const narrowed = query !== null || tags.length > 0;
  return (
    <DropZone enabled={mayUpload} onFiles={uploads.add}>
      <Tabs scope={scope} page="items" total={narrowed ? null : source.count}>
        {mayUpload && source.count !== 0 && (
          <FileButton kind="plain" onFiles={uploads.add}>
            Upload
          </FileButton>
        )}
        <ZoomSlider size={size} />
      </Tabs>
      <SearchBar
        ref={search}
        query={query}
        limit={limit}
        onLimit={changeLimit}
        onText={(text) => go({ ...route, query: { kind: 'text', text, limit } })}
        onSimilar={() => findSimilar(example)}
        canFindSimilar={example !== null}
      />
      <Chips
        scope={scope}
        query={query}
        tags={tags}
        found={source.count}
        onRemoveQuery={() => go({ ...route, query: null })}
        onRemoveTag={(name) => go({ ...route, tags: tags.filter((tag) => tag !== name) })}
        onClear={() => go({ ...itemsOf(scope), item: route.item })}
      />
      <div className="work">
        <div className="work__main">
          {source.count !== null && source.error !== null && (
            <div className="strip" role="alert">
              <Icon name="warning" /> Some images are missing here. {sentence(source.error)}
              <Button onClick={source.retry}>Retry</Button>
            </div>
          )}
          {source.count === null && source.error !== null ? (
            <ListProblem scope={scope} searching={query !== null} error={source.error} retry={source.retry} />
          ) : source.count === null ? (
            <GridSkeleton tileSize={size} />
          ) : source.count === 0 ? (
            <EmptyList scope={scope} narrowed={narrowed} mayEdit={mayEdit} onFiles={uploads.add} onClear={() => go(itemsOf(scope))} />
          ) : (
            <Grid
              key={list}
              ref={grid}
              name={query === null ? 'Images' : 'Images, best match first'}
              source={source}
              count={source.count}
              tileSize={size}
              selection={selection}
              onSelect={select}
              onOpen={openAt}
            />
          )}
          {selection.ids.size > 0 && source.count !== null && (
            <SelectionBar
              scope={scope}
              selected={selection.ids.size}
              total={source.count}
              canTag={mayEdit}
              onTag={(name) => void tagItems(scope, [...selection.ids], name)}
              onClear={() => setSelection({ ...kNothing, current: selection.current })}
            />
          )}
        </div>
        {route.item !== null && (
          <DetailPanel scope={scope} id={route.item} canTag={mayEdit} onClose={() => open(null)} onOpen={open} onSimilar={findSimilar} />
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
