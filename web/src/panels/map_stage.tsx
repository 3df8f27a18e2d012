// A map that is there: its points on the screen, tools, legend, hover card; and what is selected, told to whoever lists it.
import { useEffect, useMemo, useRef, useState, type KeyboardEvent, type ReactElement } from 'react';
import { useShortcuts } from '../actions/keys';
import { itemsOfPoints, type MapPoints, type Projection } from '../api/projections';
import { cameraText, parseCamera } from '../map/camera';
import { hiddenText, isHidden, kNothingHidden, parseHidden, type Hidden } from '../map/hidden_text';
import { MapView } from '../map/map_view';
import { slotOfGroup, slotOfValue } from '../map/palette';
import { makePointSet, type PointSet } from '../map/point_set';
import { extended, pointsIn, type Gesture, type Region } from '../map/region';
import { parseRegion, regionText, snapped } from '../map/region_text';
import type { Tool } from '../map/sketcher';
import { count, plural } from '../state/format';
import { useMatching, useTagGroups } from '../state/map_match';
import { pickedItems, pickedMatches } from '../state/map_picked';
import { theme, usePreference } from '../state/preferences';
import { usePoints } from '../state/projections';
import { tellProblem } from '../state/toasts';
import { Notice, Problem } from '../widgets/notice';
import { DbscanControl } from './dbscan_control';
import { MapHover, type Hovered } from './map_hover';
import { MapLegend, type Colouring, type Group } from './map_legend';
import { kTools, MapTools } from './map_tools';
import type { MapPaneProps } from './map_pane';

type Props = MapPaneProps & { projection: Projection };

export function MapStage(props: Props): ReactElement {
  const { data, error, refetch } = usePoints(props.route.scope, props.projection);
  if (!data) return error ? <Problem title="The map cannot be shown" error={error} retry={() => void refetch()} /> : <div className="mapstage mapstage--empty" aria-busy="true" />;
  if (data.x.length === 0) return <Notice icon="map" title="Nothing is on this map any more">Its images were removed. Recompute it, or choose another map.</Notice>;
  return <Stage {...props} columns={data} />;
}

function Stage({ me, route, projection, columns, onPlace, onPicked, onOpen }: Props & { columns: MapPoints }): ReactElement {
  const { scope } = route;
  const host = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const overlay = useRef<HTMLCanvasElement>(null);
  const map = useRef<MapView | null>(null);
  const [unable, setUnable] = useState(false);
  const [tool, setTool] = useState<Tool>('pan');
  const [how, setHow] = useState<Gesture['how']>('replace');
  const [hovered, setHovered] = useState<Hovered | null>(null);
  const [drawnShare, setDrawnShare] = useState(0);
  const undone = useRef<(string | null)[]>([]); // regions to go back to
  const themeNow = usePreference(theme);

  const points = useMemo(() => makePointSet({ x: columns.x, y: columns.y, group: columns.cluster, weight: columns.multiplicity }), [columns]);
  const colour: Colouring = route.map.colour === 'tag' || route.map.colour === 'score' ? route.map.colour : 'cluster';
  const narrow = useMemo(() => ({ text: route.filter, tags: route.tags }), [route.filter, route.tags]);
  const items = useMemo(() => ({ scope, projection: projection.id, version: columns.version, points }), [scope, projection.id, columns.version, points]);
  const matching = useMatching(items, narrow, route.query);
  const tags = useTagGroups(items, colour === 'tag');
  const shownGroup = colour === 'tag' ? (tags.data?.group ?? null) : points.group;
  const hidden = useMemo(() => parseHidden(route.map.hidden), [route.map.hidden]);
  const region = useMemo(() => (route.map.region === null ? [] : (parseRegion(route.map.region, points.bounds) ?? [])), [route.map.region, points]);
  const hiddenMask = useMemo(() => (shownGroup === null ? null : maskOf(shownGroup, hidden)), [shownGroup, hidden]);
  const match = matching.data?.dimmed.length === points.count ? matching.data : null;
  // What is greyed cannot be selected: a region narrows the view as the other chips do.
  const excluded = useMemo(() => either(hiddenMask, match?.dimmed ?? null), [hiddenMask, match]);
  const mask = useMemo(() => (region.length === 0 ? null : pointsIn(points, region, excluded)), [points, region, excluded]);
  const groups = useMemo(() => (shownGroup === null ? [] : groupsOf(points, shownGroup, tags.data?.names ?? null)), [points, shownGroup, tags.data]);

  const change = (next: Region): void => {
    undone.current.push(route.map.region);
    onPlace({ region: next.length === 0 ? null : regionText(next, points.bounds) }, 'push');
  };
  const undo = (): void => {
    const before = undone.current.pop();
    if (before !== undefined) onPlace({ region: before }, 'push');
  };
  // What the map's events do now; the map itself lives longer than one drawing of this.
  const events = useRef({ gesture: (_: Gesture): void => undefined, open: (_: number): void => undefined });
  useEffect(() => {
    events.current = {
      gesture: (gesture) => change(extended(region, { ...gesture, shape: snapped(gesture.shape, points.bounds) })),
      open: (point) => {
        itemsOfPoints(scope, projection.id, columns.version, [points.origin[point]!], 1).then(
          ([found]) => found?.ids[0] !== undefined && onOpen(found.ids[0]),
          (error: unknown) => tellProblem('The image was not opened.', error),
        );
      },
    };
  });
  const boundsRef = useRef(points.bounds);
  useEffect(() => {
    boundsRef.current = points.bounds;
  }, [points]);

  useEffect(() => {
    if (!host.current || !canvas.current || !overlay.current) return;
    const made = MapView.make(host.current, canvas.current, overlay.current, {
      onCamera: (camera) => onPlace({ camera: cameraText(camera, boundsRef.current) }, 'replace'),
      onGesture: (gesture) => events.current.gesture(gesture),
      onHover: (point, px, py) => setHovered(point === null ? null : { point, px, py }),
      onPoint: (point) => events.current.open(point),
      onProgress: setDrawnShare,
    });
    map.current = made;
    setUnable(made === null);
    return () => {
      made?.dispose();
      map.current = null;
    };
  }, [onPlace]);

  // The camera of the address is taken when the map opens; afterwards the address follows the map, and Back leads to where it was.
  const cameraNow = route.map.camera;
  const shownPoints = useRef<PointSet | null>(null);
  useEffect(() => {
    const camera = cameraNow === null ? null : parseCamera(cameraNow, points.bounds);
    if (shownPoints.current !== points) map.current?.setPoints(points, camera);
    else if (camera !== null) map.current?.setCamera(camera);
    shownPoints.current = points;
  }, [points, cameraNow]);

  const scores = colour === 'score' ? (matching.data?.scores ?? null) : null;
  const slots = useMemo(
    () => (scores !== null ? Uint8Array.from(scores, (score) => (Number.isNaN(score) ? 0 : slotOfValue(score))) : Uint8Array.from(shownGroup ?? new Int32Array(points.count).fill(-1), slotOfGroup)),
    [points, shownGroup, scores],
  );
  useEffect(() => map.current?.setLook({ slots, selected: mask, dimmed: match?.dimmed ?? null, hidden: hiddenMask }), [slots, mask, match, hiddenMask]);
  useEffect(() => map.current?.setTheme(themeNow), [themeNow]);
  useEffect(() => map.current?.setTool(tool), [tool]);
  useEffect(() => map.current?.setHow(how), [how]);

  const picked = useMemo(() => {
    if (mask === null) return null;
    const text = route.map.region ?? '';
    if (match !== null) return pickedMatches(match, `${projection.id} ${columns.version} ${text} ${JSON.stringify([narrow, route.query, route.map.hidden])}`, mask);
    return pickedItems(items, region, text, mask, hiddenMask !== null);
  }, [mask, match, hiddenMask, region, items, narrow, projection.id, columns.version, route.map.region, route.map.hidden, route.query]);
  useEffect(() => onPicked(picked), [picked, onPicked]);
  useEffect(() => () => onPicked(null), [onPicked]);

  useShortcuts({
    ...Object.fromEntries(kTools.map(({ tool: one, keys }) => [keys, () => setTool(one)])),
    'Control+z': undo,
    '+': () => map.current?.zoom(1.6),
    '-': () => map.current?.zoom(1 / 1.6),
    '0': () => map.current?.fit(),
  });
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = 60;
    const moves: Record<string, [number, number]> = { ArrowLeft: [step, 0], ArrowRight: [-step, 0], ArrowUp: [0, step], ArrowDown: [0, -step] };
    const move = moves[event.key];
    if (move !== undefined) map.current?.pan(...move);
    else if (event.key === 'Enter' && map.current?.finishSketch()) setHovered(null);
    else if (event.key === 'Backspace' && map.current?.shortenSketch()) setHovered(null);
    else if (event.key === 'Escape' && map.current?.cancelSketch()) setHovered(null);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  if (unable) {
    return (
      <Notice icon="warning" title="This browser cannot draw the map">
        The map needs WebGL2, which is switched off or missing here. The list beside works; clusters can be chosen here.
        <MapLegend
          groups={groups}
          colour="cluster"
          canScore={false}
          hidden={hidden}
          note={null}
          onColour={() => undefined}
          onHidden={(next) => onPlace({ hidden: hiddenText(next) }, 'push')}
          onSelect={(group) => change([{ how: 'add', shape: { kind: 'groups', groups: [group] } }])}
        />
      </Notice>
    );
  }
  return (
    <div className="mapstage">
      <div className="mapstage__room">
      <div
        ref={host}
        className={`mapstage__host mapstage__host--${tool}`}
        role="application"
        tabIndex={0}
        aria-label={`Map of ${plural(points.items, 'image')} in ${plural(groups.filter(({ group }) => group >= 0).length, 'cluster')}. Arrows move, plus and minus zoom; the legend selects clusters.`}
        data-drawn={drawnShare >= 1 ? 'whole' : 'part'}
        onKeyDown={onKeyDown}
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
        onZoom={(factor) => map.current?.zoom(factor)}
        onFit={() => map.current?.fit()}
      />
      {hovered && <MapHover scope={scope} projection={projection.id} version={columns.version} points={points} hovered={hovered} />}
      <p className="mapstage__note" role="status">
        {picked !== null ? `${count(picked.count)} selected` : (kTools.find((one) => one.tool === tool)?.help ?? '')}
      </p>
      </div>
      <MapLegend
        groups={groups}
        colour={colour}
        canScore={route.query !== null}
        hidden={hidden}
        note={matching.error ?? tags.error}
        onColour={(next) => onPlace({ colour: next === 'cluster' ? null : next, hidden: null }, 'push')}
        onHidden={(next) => onPlace({ hidden: hiddenText(next) }, 'push')}
        onSelect={(group) => change(extended(region, { how, shape: { kind: 'groups', groups: [group] } }))}
      >
        {me.role !== 'VIEWER' && colour === 'cluster' && <DbscanControl scope={scope} projection={projection} />}
      </MapLegend>
    </div>
  );
}

function maskOf(groups: Int32Array, hidden: Hidden): Uint8Array | null {
  if (hidden === kNothingHidden) return null;
  return Uint8Array.from(groups, (group) => (isHidden(hidden, group) ? 1 : 0));
}

function either(a: Uint8Array | null, b: Uint8Array | null): Uint8Array | null {
  if (a === null || b === null) return a ?? b;
  return Uint8Array.from(a, (one, place) => one | b[place]!);
}

// `names` of tags; null: the groups are clusters.
function groupsOf({ weight, count: points }: PointSet, group: Int32Array, names: readonly string[] | null): Group[] {
  const items = new Map<number, number>();
  for (let place = 0; place < points; ++place) items.set(group[place]!, (items.get(group[place]!) ?? 0) + weight[place]!);
  const named = [...items].map(([one, number]) => ({ group: one, name: names !== null ? (names[one] ?? 'No tag') : one < 0 ? 'In no cluster' : `Cluster ${one}`, items: number }));
  return named.sort((a, b) => Number(a.group < 0) - Number(b.group < 0) || b.items - a.items || a.group - b.group);
}
