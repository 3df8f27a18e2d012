// The grid with what stands in its place when there is none, and the bar of what can be done with the selection.
import type { ReactElement, RefObject } from 'react';
import type { Me } from '../api/types';
import { Grid, GridSkeleton, type GridHandle } from '../grid/grid';
import { kNouns } from '../api/scope';
import { TableHead } from '../grid/table_head';
import { count, plural } from '../state/format';
import type { ItemSource } from '../state/item_source';
import { go } from '../state/location';
import { selectAll, selectedCount, type Selection } from '../state/selection';
import { sentence } from '../state/toasts';
import { isNarrowed, itemsOf, type ItemsRoute } from '../state/url';
import { EmptyList, ListProblem } from '../views/items_states';
import { Button } from '../widgets/button';
import { Icon } from '../widgets/icons';
import { SelectionBar } from './selection_bar';
import { ShapeSelectionBar } from './shape_selection_bar';

interface Props {
  me: Me;
  route: ItemsRoute;
  source: ItemSource;
  list: string; // names the list: another name is another list
  tileSize: number;
  table: boolean;
  onOrder: (order: string) => void;
  beside: boolean; // the map has the room
  fromMap: boolean;
  selection: Selection;
  grid: RefObject<GridHandle | null>;
  onSelect: (next: Selection) => void;
  onOpen: (index: number) => void;
  onFiles: (files: File[]) => void;
  onClear: () => void; // the selection, on the map too
  onSharpen: ((sign: 'like' | 'unlike') => void) | null; // while similar images are shown
}

export function ItemsPane({ me, route, source, list, tileSize, table, onOrder, beside, fromMap, selection, grid, onSelect, onOpen, onFiles, onClear, onSharpen }: Props): ReactElement {
  const { scope, query } = route;
  const Bar = scope.of === 'shapes' ? ShapeSelectionBar : SelectionBar;
  const narrowed = isNarrowed(route);
  const nouns = scope.of === 'shapes' ? 'Shapes' : 'Images';
  const name = fromMap ? `${nouns} selected on the map` : query === null ? nouns : `${nouns}, best match first`;
  return (
    <div className={beside ? 'work__main work__main--beside' : 'work__main'}>
      {beside && (
        <div role="status">
          <h2 className="beside__title">
            {fromMap && source.count !== null ? `${count(source.count)} selected on the map` : source.count === null ? nouns : plural(source.count, kNouns[scope.of])}
          </h2>
        </div>
      )}
      {source.count !== null && source.error !== null && (
        <div className="strip" role="alert">
          <Icon name="warning" /> Some {scope.of} are missing here. {sentence(source.error)}
          <Button onClick={source.retry}>Retry</Button>
        </div>
      )}
      {source.count === null && source.error !== null ? (
        <ListProblem scope={scope} searching={query !== null} error={source.error} retry={source.retry} />
      ) : source.count === null ? (
        <GridSkeleton tileSize={tileSize} />
      ) : source.count === 0 ? (
        <EmptyList scope={scope} narrowed={narrowed || fromMap} mayEdit={me.role !== 'VIEWER'} onFiles={onFiles} onClear={() => go(itemsOf(scope, scope.of))} />
      ) : (
        <>
          {table && <TableHead kind={scope.of} order={route.order} ranked={source.ranked} onOrder={onOrder} />}
          <Grid
            key={list}
            ref={grid}
            name={name}
            source={source}
            count={source.count}
            tileSize={table ? null : tileSize}
            selection={selection}
            onSelect={onSelect}
            onOpen={onOpen}
          />
        </>
      )}
      {source.count !== null && selectedCount(selection, source.count) > 0 && (
        <Bar me={me} scope={scope} source={source} total={source.count} selection={selection} onAll={() => onSelect(selectAll(selection))} onClear={onClear} onSharpen={onSharpen} />
      )}
    </div>
  );
}
