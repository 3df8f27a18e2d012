// A map that is there: its points on the screen, tools, legend, hover card; and what is selected, told to whoever lists it.
import { useEffect, useRef, useState, type KeyboardEvent, type ReactElement } from 'react';
import { useShortcuts } from '../actions/keys';
import { itemsOfPoints, type MapPoints, type Projection } from '../api/projections';
import { hiddenText } from '../map/hidden_text';
import type { MapView } from '../map/map_view';
import { extended, type Gesture, type Region } from '../map/region';
import { regionText, snapped } from '../map/region_text';
import type { Tool } from '../map/sketcher';
import { kNouns } from '../api/scope';
import { count, plural } from '../state/format';
import { useMapScene } from '../state/map_scene';
import { usePoints } from '../state/projections';
import { tellProblem } from '../state/toasts';
import { Notice, Problem } from '../widgets/notice';
import { DbscanControl } from './dbscan_control';
import { MapHover } from './map_hover';
import { MapLegend } from './map_legend';
import type { MapPaneProps } from './map_pane';
import { kTools, MapTools } from './map_tools';
import { useMapView } from './use_map_view';

type Props = MapPaneProps & { projection: Projection };

export function MapStage(props: Props): ReactElement {
  const { data, error, refetch } = usePoints(props.route.scope, props.projection);
  if (!data && error) return <Problem title="The map cannot be shown" error={error} retry={() => void refetch()} />;
  if (!data) return <div className="mapstage" aria-busy="true" />;
  if (data.x.length > 0) return <Stage {...props} columns={data} />;
  return (
    <Notice icon="map" title="Nothing is on this map any more">
      Its {props.route.scope.of} were removed. Recompute it, or choose another map.
    </Notice>
  );
}

const kZoomStep = 1.6;
const kPanStep = 60; // px

function Stage({ me, route, projection, columns, onPlace, onPicked, onOpen }: Props & { columns: MapPoints }): ReactElement {
  const { scope } = route;
  const [tool, setTool] = useState<Tool>('pan');
  const [how, setHow] = useState<Gesture['how']>('replace');
  const scene = useMapScene(route, projection, columns);
  const { points, groups, colour, hidden, region, picked } = scene;
  const undone = useRef<(string | null)[]>([]); // regions to go back to

  const change = (next: Region): void => {
    undone.current.push(route.map.region);
    onPlace({ region: next.length === 0 ? null : regionText(next, points.bounds) }, 'push');
  };
  const undo = (): void => {
    const before = undone.current.pop();
    if (before !== undefined) onPlace({ region: before }, 'push');
  };
  const open = (point: number): void => {
    itemsOfPoints(scope, projection.id, columns.version, [points.origin[point]!], 1).then(
      ([found]) => found?.ids[0] !== undefined && onOpen(found.ids[0]),
      (error: unknown) => tellProblem(`The ${kNouns[scope.of]} was not opened.`, error),
    );
  };
  const { host, canvas, overlay, view, unable, whole, hovered } = useMapView(scene, route.map.camera, tool, how, {
    onCamera: (camera) => onPlace({ camera }, 'replace'),
    onGesture: (gesture) => change(extended(region, { ...gesture, shape: snapped(gesture.shape, points.bounds) })),
    onPoint: open,
  });
  useEffect(() => onPicked(picked), [picked, onPicked]);
  useEffect(() => () => onPicked(null), [onPicked]);

  useShortcuts({
    ...Object.fromEntries(kTools.map(({ tool: one, keys }) => [keys, () => setTool(one)])),
    'Control+z': undo,
    '+': () => view.current?.zoom(kZoomStep),
    '-': () => view.current?.zoom(1 / kZoomStep),
    '0': () => view.current?.fit(),
  });
  const legend = (
    <MapLegend
      groups={groups}
      colour={colour}
      hasLabels={scope.kind === 'version'}
      canScore={route.query !== null}
      hidden={hidden}
      note={scene.problem}
      onColour={(next) => onPlace({ colour: next === 'cluster' ? null : next, hidden: null }, 'push')}
      onHidden={(next) => onPlace({ hidden: hiddenText(next) }, 'push')}
      onSelect={(group) => change(extended(region, { how, shape: { kind: 'groups', groups: [group] } }))}
    >
      {me.role !== 'VIEWER' && colour === 'cluster' && <DbscanControl scope={scope} projection={projection} />}
    </MapLegend>
  );
  if (unable) {
    return (
      <Notice icon="warning" title="This browser cannot draw the map">
        The map needs WebGL2, which is switched off or missing here. The list beside works; clusters can be chosen here.
        {legend}
      </Notice>
    );
  }
  const clusters = groups.filter(({ group }) => group >= 0).length;
  return (
    <div className="mapstage">
      <div className="mapstage__room">
        <div
          ref={host}
          className={`mapstage__host mapstage__host--${tool}`}
          role="application"
          tabIndex={0}
          aria-label={`Map of ${plural(points.items, kNouns[scope.of])} in ${plural(clusters, 'group')}. Arrows move, plus and minus zoom; the legend selects clusters.`}
          data-drawn={whole ? 'whole' : 'part'}
          onKeyDown={(event) => onMapKey(event, view.current)}
        >
          <canvas ref={canvas} className="mapstage__canvas" aria-hidden="true" />
          <canvas ref={overlay} className="mapstage__canvas" aria-hidden="true" />
        </div>
        <MapTools
          tool={tool}
          how={how}
          hasRegion={region.length > 0}
          canUndo={undone.current.length > 0}
          onTool={setTool}
          onHow={setHow}
          onUndo={undo}
          onReset={() => change([])}
          onZoom={(direction) => view.current?.zoom(direction === 'in' ? kZoomStep : 1 / kZoomStep)}
          onFit={() => view.current?.fit()}
        />
        {hovered && <MapHover scope={scope} projection={projection.id} version={columns.version} points={points} hovered={hovered} />}
        <p className="mapstage__note" role="status">
          {picked !== null ? `${count(picked.count)} selected` : (kTools.find((one) => one.tool === tool)?.help ?? '')}
        </p>
      </div>
      {legend}
    </div>
  );
}

const kPans: Record<string, readonly [number, number]> = { ArrowLeft: [kPanStep, 0], ArrowRight: [-kPanStep, 0], ArrowUp: [0, kPanStep], ArrowDown: [0, -kPanStep] };

// What is not the map's is left to the page: Esc without a shape in hand clears the next layer.
function onMapKey(event: KeyboardEvent, view: MapView | null): void {
  const move = kPans[event.key];
  const ends: Record<string, () => boolean | undefined> = { Enter: () => view?.finishSketch(), Backspace: () => view?.shortenSketch(), Escape: () => view?.cancelSketch() };
  if (move !== undefined) view?.pan(...move);
  else if (ends[event.key]?.() !== true) return;
  event.preventDefault();
  event.stopPropagation();
}
