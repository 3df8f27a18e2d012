// Which points of a map pass what the view is narrowed to, with what score, and which tag or label their items have. The map names points by number
// and lists name items by id, so the ids of the map are asked for once, when they are first needed.
import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import { isNarrow, quoted, type Filter, type VisualQuery } from '../api/filter';
import { kNewestFirst, listIds, searchItems } from '../api/items';
import { selectOnMap, type RegionBody } from '../api/projections';
import type { Listed } from '../api/scope';
import { listLabels } from '../api/shapes';
import { listTags } from '../api/tags';
import type { PointSet } from '../map/point_set';
import { listKey } from './queries';

export interface MapOfItems {
  scope: Listed;
  projection: string;
  version: string;
  points: PointSet;
}

// Beyond, listing all ids would take longer than anybody waits.
export const kMostMatched = 300_000;
const kPage = 10_000;

// Where each item is drawn: its point's place.
type Places = ReadonlyMap<string, number>;

async function placesOf({ scope, projection, points }: MapOfItems): Promise<Places> {
  if (points.items > kMostMatched) throw new Error(`Maps of more than ${kMostMatched.toLocaleString('en')} items cannot be matched with a list yet.`);
  const { minX, minY, maxX, maxY } = points.bounds;
  const everything: RegionBody = { rectangle: [minX, minY, maxX, maxY] };
  const drawnAt = new Uint32Array(points.count);
  points.origin.forEach((from, place) => (drawnAt[from] = place));
  const places = new Map<string, number>();
  let [point, left] = [-1, 0];
  let cursor: string | null = null;
  do {
    const page = await selectOnMap(scope, projection, everything, kPage, cursor);
    for (const id of page.items) {
      // Items come point by point, as many as each stands for.
      if (left === 0) left = points.weight[drawnAt[++point]!] ?? 1;
      places.set(id, drawnAt[point]!);
      --left;
    }
    cursor = page.next_cursor;
  } while (cursor !== null);
  return places;
}

function usePlaces(map: MapOfItems, wanted: boolean): UseQueryResult<Places> {
  return useQuery({
    queryKey: [...listKey(map.scope), 'places', map.projection, map.version],
    queryFn: () => placesOf(map),
    enabled: wanted,
    staleTime: Infinity,
    structuralSharing: false,
    retry: false,
  });
}

export interface Matching {
  ids: readonly string[]; // of what passes and is on the map, in the list's order
  placeOf: Places;
  dimmed: Uint8Array; // 1: does not pass
  scores: Float32Array | null; // of the best item of each point, 0 to 1 from the worst to the best found; NaN: none
}

// Undefined data while nothing narrows the view.
export function useMatching(map: MapOfItems, filter: Filter, query: VisualQuery | null): UseQueryResult<Matching> {
  const wanted = isNarrow(filter) || query !== null;
  const places = usePlaces(map, wanted);
  const matching = useQuery({
    queryKey: [...listKey(map.scope), 'matching', map.projection, map.version, filter, query],
    queryFn: async ({ signal }): Promise<Matching> => {
      const placeOf = places.data ?? new Map<string, number>();
      const dimmed = new Uint8Array(map.points.count).fill(1);
      if (query === null) {
        const ids = (await listIds(map.scope, filter, 0, Infinity, kNewestFirst, signal)).filter((id) => placeOf.has(id));
        for (const id of ids) mark(dimmed, placeOf.get(id));
        return { ids, placeOf, dimmed, scores: null };
      }
      const found = (await searchItems(map.scope, query, filter, signal)).filter(({ id }) => placeOf.has(id));
      const [best, worst] = [found[0]?.score ?? 0, found.at(-1)?.score ?? 0];
      const scores = new Float32Array(map.points.count).fill(NaN);
      for (const { id, score } of found.toReversed()) {
        const place = placeOf.get(id);
        mark(dimmed, place);
        if (place !== undefined) scores[place] = best > worst ? ((score ?? worst) - worst) / (best - worst) : 1;
      }
      return { ids: found.map(({ id }) => id), placeOf, dimmed, scores };
    },
    enabled: wanted && places.data !== undefined,
    structuralSharing: false,
  });
  return places.error ? (places as unknown as UseQueryResult<Matching>) : matching;
}

function mark(dimmed: Uint8Array, place: number | undefined): void {
  if (place !== undefined) dimmed[place] = 0;
}

export interface NameGroups {
  names: string[];
  group: Int32Array; // of each point, a number of `names`; -1: none
}

export type NameKind = 'tag' | 'label';

// The tags or labels of points; of several, the first by name. Null: they are not asked for.
export function useNameGroups(map: MapOfItems, kind: NameKind | null): UseQueryResult<NameGroups> {
  const places = usePlaces(map, kind !== null);
  const groups = useQuery({
    queryKey: [...listKey(map.scope), 'name-groups', kind, map.projection, map.version],
    queryFn: async ({ signal }): Promise<NameGroups> => {
      const listed = kind === 'tag' ? await listTags(map.scope) : await listLabels(map.scope.id);
      const names = listed.map(({ name }) => name).sort((a, b) => a.localeCompare(b));
      const group = new Int32Array(map.points.count).fill(-1);
      for (let number = names.length - 1; number >= 0; --number) {
        const filter = kind === 'tag' ? { text: '', tags: [names[number]!] } : labelledWith(map.scope, names[number]!);
        for (const id of await listIds(map.scope, filter, 0, Infinity, kNewestFirst, signal)) {
          const place = places.data?.get(id);
          if (place !== undefined) group[place] = number;
        }
      }
      return { names, group };
    },
    enabled: kind !== null && places.data !== undefined,
    structuralSharing: false,
  });
  return places.error ? (places as unknown as UseQueryResult<NameGroups>) : groups;
}

// A shape has one label, an image those of what is drawn on it.
export function labelledWith(listed: Listed, name: string): Filter {
  return listed.of === 'shapes' ? { text: '', tags: [], labels: [name] } : { text: `labels.name = ${quoted(name)}`, tags: [] };
}
