// The items of a region of the map, by place: the points in it in the server's order, each with its items.
import { itemsOfPoints, kMostPointsAsked, selectOnMap, type RegionBody } from '../api/projections';
import type { Scope } from '../api/scope';
import type { PointSet } from '../map/point_set';
import type { Region, Shape } from '../map/region';
import type { Matching } from './map_match';
import type { Picked } from './picked_source';

const kMostOfOnePoint = 1_000; // items that one answer tells of a point
const kSelectedPage = 10_000;

export interface PickSource {
  scope: Scope;
  projection: string;
  version: string; // of the points
  points: PointSet;
}

export function pickedItems(source: PickSource, region: Region, regionText: string, mask: Uint8Array, hidesSome: boolean): Picked {
  const chosen = chosenPoints(source.points, mask);
  const count = chosen.ends.length === 0 ? 0 : chosen.ends[chosen.ends.length - 1]!;
  const only = region.length === 1 ? region[0] : undefined;
  const whole = only !== undefined && !hidesSome ? regionBody(only.shape) : null;
  return {
    key: `${source.projection} ${source.version} ${regionText} ${hidesSome ? count : ''}`,
    count,
    ids: (first, end) => {
      if (first === 0 && end >= count && whole !== null) return idsOfRegion(source, whole);
      return idsOfPoints(source, chosen, first, Math.min(end, count));
    },
  };
}

// Of a narrowed view: what passes and lies in the region, in the list's order.
export function pickedMatches({ ids, placeOf }: Matching, key: string, mask: Uint8Array): Picked {
  const chosen = ids.filter((id) => mask[placeOf.get(id) ?? -1] === 1);
  return { key, count: chosen.length, ids: (first, end) => Promise.resolve(chosen.slice(first, end)) };
}

interface Chosen {
  places: Uint32Array; // of points as they are drawn, in the server's order
  ends: Uint32Array; // items up to and with each of them
}

function chosenPoints({ origin, weight, count }: PointSet, mask: Uint8Array): Chosen {
  // By counting, not by sorting: a million points take milliseconds.
  const drawnAt = new Uint32Array(count);
  for (let place = 0; place < count; ++place) if (mask[place] === 1) drawnAt[origin[place]!] = place + 1;
  let length = 0;
  for (let place = 0; place < count; ++place) length += mask[place]!;
  const places = new Uint32Array(length);
  const ends = new Uint32Array(length);
  let [at, items] = [0, 0];
  for (const place of drawnAt) {
    if (place === 0) continue;
    places[at] = place - 1;
    items += weight[place - 1]!;
    ends[at++] = items;
  }
  return { places, ends };
}

async function idsOfPoints(source: PickSource, { places, ends }: Chosen, first: number, end: number): Promise<string[]> {
  const ids: string[] = [];
  let at = firstAbove(ends, first);
  const skipped = first - (at === 0 ? 0 : ends[at - 1]!);
  while (at < places.length && ids.length < skipped + end - first) {
    const batch: number[] = [];
    for (let items = 0; at < places.length && batch.length < kMostPointsAsked && ids.length + items < skipped + end - first; ++at) {
      batch.push(places[at]!);
      items += source.points.weight[places[at]!]!;
    }
    const { projection, scope, version, points } = source;
    const found = await itemsOfPoints(scope, projection, version, batch.map((place) => points.origin[place]!), kMostOfOnePoint);
    for (const [index, one] of found.entries()) {
      if (one.count <= one.ids.length) ids.push(...one.ids);
      else ids.push(...(await idsOfRegion(source, spotOf(points, batch[index]!))));
    }
  }
  return ids.slice(skipped, skipped + end - first);
}

// The first place whose end lies beyond `value`.
function firstAbove(ends: Uint32Array, value: number): number {
  let [low, high] = [0, ends.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (ends[middle]! > value) high = middle;
    else low = middle + 1;
  }
  return low;
}

function spotOf({ x, y }: PointSet, place: number): RegionBody {
  return { rectangle: [x[place]!, y[place]!, x[place]!, y[place]!] };
}

async function idsOfRegion({ scope, projection }: PickSource, region: RegionBody): Promise<string[]> {
  const ids: string[] = [];
  let cursor: string | null = null;
  do {
    const page = await selectOnMap(scope, projection, region, kSelectedPage, cursor);
    ids.push(...page.items);
    cursor = page.next_cursor;
  } while (cursor !== null);
  return ids;
}

export function regionBody(shape: Shape): RegionBody {
  switch (shape.kind) {
    case 'rectangle':
      return { rectangle: [shape.minX, shape.minY, shape.maxX, shape.maxY] };
    case 'polygon':
      return { polygon: Array.from({ length: shape.corners.length / 2 }, (_, at) => [shape.corners[2 * at]!, shape.corners[2 * at + 1]!]) };
    case 'groups':
      return { clusters: [...shape.groups] };
  }
}
