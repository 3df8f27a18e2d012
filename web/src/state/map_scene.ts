// What a map shows: its points, their colours and groups, what is greyed, hidden and selected, all of it from the address and the server.
import { useMemo } from 'react';
import type { MapPoints, Projection } from '../api/projections';
import { isHidden, kNothingHidden, parseHidden, type Hidden } from '../map/hidden_text';
import type { Look } from '../map/map_view';
import { slotOfGroup, slotOfValue } from '../map/palette';
import { makePointSet, type PointSet } from '../map/point_set';
import { pointsIn, type Region } from '../map/region';
import { parseRegion } from '../map/region_text';
import { useMatching, useNameGroups, type Matching } from './map_match';
import { pickedItems, pickedMatches } from './map_picked';
import type { Picked } from './picked_source';
import type { ItemsRoute } from './url';

export type Colouring = 'cluster' | 'tag' | 'label' | 'score';

const kColourings: readonly string[] = ['cluster', 'tag', 'label', 'score'] satisfies Colouring[];

export interface Group {
  group: number; // negative: none
  name: string;
  items: number;
}

export interface MapScene {
  points: PointSet;
  look: Look;
  groups: readonly Group[]; // largest first
  colour: Colouring;
  hidden: Hidden;
  region: Region;
  picked: Picked | null; // null: no region
  problem: Error | null; // why colours or grey are missing
}

export function useMapScene(route: ItemsRoute, projection: Projection, columns: MapPoints): MapScene {
  const { scope, query } = route;
  const { colour: colourText, hidden: hiddenText, region: regionText } = route.map;
  const points = useMemo(() => makePointSet({ x: columns.x, y: columns.y, group: columns.cluster, weight: columns.multiplicity }), [columns]);
  const items = useMemo(() => ({ scope, projection: projection.id, version: columns.version, points }), [scope, projection.id, columns.version, points]);
  const filter = useMemo(
    () => ({ text: route.filter, tags: route.tags, labels: route.labels, statuses: route.statuses }),
    [route.filter, route.tags, route.labels, route.statuses],
  );

  const colour = kColourings.includes(colourText ?? '') ? (colourText as Colouring) : 'cluster';
  const named = colour === 'tag' || colour === 'label' ? colour : null;
  const matching = useMatching(items, filter, query);
  const names = useNameGroups(items, named);
  // Answers about the points before are of another length.
  const match = matching.data?.dimmed.length === points.count ? matching.data : null;
  const nameGroups = names.data?.group.length === points.count ? names.data : null;
  const shown = useMemo(() => (named !== null ? (nameGroups?.group ?? new Int32Array(points.count).fill(-1)) : points.group), [named, nameGroups, points]);

  const hidden = useMemo(() => parseHidden(hiddenText), [hiddenText]);
  const hiddenMask = useMemo(() => maskOf(shown, hidden), [shown, hidden]);
  const groups = useMemo(() => groupsOf(points, shown, named === null ? null : (nameGroups?.names ?? []), `No ${named ?? ''}`), [points, shown, named, nameGroups]);
  const scores = colour === 'score' ? (match?.scores ?? null) : null;
  const slots = useMemo(() => (scores === null ? Uint8Array.from(shown, slotOfGroup) : Uint8Array.from(scores, slotOfScore)), [shown, scores]);

  const region = useMemo(() => (regionText === null ? [] : (parseRegion(regionText, points.bounds) ?? [])), [regionText, points]);
  // What is greyed cannot be selected: a region narrows the view as the other chips do.
  const excluded = useMemo(() => either(hiddenMask, match?.dimmed ?? null), [hiddenMask, match]);
  const selected = useMemo(() => (region.length === 0 ? null : pointsIn(points, region, excluded)), [points, region, excluded]);
  const picked = useMemo(() => {
    if (selected === null) return null;
    const key = [regionText, hiddenText, colour].join(' ');
    return match === null ? pickedItems(items, region, key, selected, hiddenMask !== null) : pickedOf(match, items.projection, items.version, key, filter, query, selected);
  }, [selected, match, items, region, regionText, hiddenText, colour, hiddenMask, filter, query]);

  const look = useMemo(() => ({ slots, selected, dimmed: match?.dimmed ?? null, hidden: hiddenMask }), [slots, selected, match, hiddenMask]);
  return { points, look, groups, colour, hidden, region, picked, problem: matching.error ?? names.error };
}

function pickedOf(match: Matching, projection: string, version: string, key: string, filter: unknown, query: unknown, selected: Uint8Array): Picked {
  return pickedMatches(match, `${projection} ${version} ${key} ${JSON.stringify([filter, query])}`, selected);
}

function slotOfScore(score: number): number {
  return Number.isNaN(score) ? 0 : slotOfValue(score);
}

function maskOf(groups: Int32Array, hidden: Hidden): Uint8Array | null {
  if (hidden === kNothingHidden) return null;
  return Uint8Array.from(groups, (group) => (isHidden(hidden, group) ? 1 : 0));
}

function either(a: Uint8Array | null, b: Uint8Array | null): Uint8Array | null {
  if (a === null || b === null) return a ?? b;
  return Uint8Array.from(a, (one, place) => one | b[place]!);
}

// `names` of tags or labels; null: the groups are clusters.
function groupsOf({ weight, count: points }: PointSet, group: Int32Array, names: readonly string[] | null, none: string): Group[] {
  const items = new Map<number, number>();
  for (let place = 0; place < points; ++place) items.set(group[place]!, (items.get(group[place]!) ?? 0) + weight[place]!);
  const nameOf = (one: number): string => (names !== null ? (names[one] ?? none) : one < 0 ? 'In no cluster' : `Cluster ${one}`);
  const named = [...items].map(([one, number]) => ({ group: one, name: nameOf(one), items: number }));
  return named.sort((a, b) => Number(a.group < 0) - Number(b.group < 0) || b.items - a.items || a.group - b.group);
}
