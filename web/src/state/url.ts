// The address is the state: what is looked at, how it is narrowed, which item is open, and how the map lies. Pure functions between the
// two, so that a copied link restores the view; location.ts ties them to the browser.
import { kDefaultLimit, kMaxLimit, type Filter, type VisualQuery } from '../api/filter';
import type { ItemKind, Listed, Scope } from '../api/scope';
import type { ShapeStatus } from '../api/shapes';

export type Tab = 'items' | 'settings';

// What the map shows. `region` and `camera` are the map's own text (map/region_text.ts): the address only carries them.
export interface MapPlace {
  projection: string | null; // null: the newest
  region: string | null;
  camera: string | null;
  colour: string | null; // null: by cluster
  hidden: string | null; // groups not shown (map/hidden_text.ts)
}

export interface ItemsRoute {
  page: 'items';
  scope: Listed;
  view: 'grid' | 'table' | 'map';
  order: string | null; // a field, '-' in front for descending; null: the newest first
  filter: string; // query language; empty: everything
  query: VisualQuery | null;
  tags: readonly string[]; // all of them, in the order they were chosen
  labels: readonly string[]; // of shapes: any of them
  statuses: readonly ShapeStatus[]; // of shapes: any of them
  item: string | null; // shown in the detail panel
  map: MapPlace;
}

export type Route =
  | { page: 'home' }
  | { page: 'datasets' }
  | { page: 'jobs' }
  | { page: 'people' }
  | ItemsRoute
  | { page: 'settings'; scope: Scope }
  | { page: 'unknown'; path: string };

export const kNoMapPlace: MapPlace = { projection: null, region: null, camera: null, colour: null, hidden: null };

export const kStatuses: readonly ShapeStatus[] = ['PENDING', 'ACCEPTED', 'REFUSED'];

const kOrder = /^-?[a-z_.]+$/;

export const kMostExamples = 50; // of each sign

const kUuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export function isUuid(text: string): boolean {
  return kUuid.test(text);
}

export function parseRoute(path: string, search: string): Route {
  const parts = path.split('/').filter((part) => part !== '');
  if (parts.length === 0) return { page: 'home' };
  if (parts.length === 1 && parts[0] === 'jobs') return { page: 'jobs' };
  if (parts.length === 1 && parts[0] === 'datasets') return { page: 'datasets' };
  if (parts.length === 1 && parts[0] === 'people') return { page: 'people' };
  const [kind, id, tab] = parts;
  if ((kind !== 'datalake' && kind !== 'version') || id === undefined || !isUuid(id) || parts.length > 3) return { page: 'unknown', path };
  const scope: Scope = { kind, id: id.toLowerCase() };
  if (tab === 'settings') return { page: 'settings', scope };
  if (tab !== undefined && (tab !== 'shapes' || kind !== 'version')) return { page: 'unknown', path };
  return parseItems({ ...scope, of: tab === 'shapes' ? 'shapes' : 'images' }, new URLSearchParams(search));
}

function parseItems(scope: Listed, parameters: URLSearchParams): ItemsRoute {
  const view = parameters.get('view');
  const order = parameters.get('order');
  return {
    page: 'items',
    scope,
    view: view === 'map' || view === 'table' ? view : 'grid',
    order: order !== null && kOrder.test(order) ? order : null,
    filter: (parameters.get('q') ?? '').trim(),
    query: parseQuery(parameters),
    tags: unique(parameters.getAll('tag')),
    labels: scope.of === 'shapes' ? unique(parameters.getAll('label')) : [],
    statuses: scope.of === 'shapes' ? kStatuses.filter((one) => parameters.getAll('status').includes(one)) : [],
    item: uuidOf(parameters, 'item'),
    map: {
      projection: uuidOf(parameters, 'map'),
      region: parameters.get('region'),
      camera: parameters.get('camera'),
      colour: parameters.get('colour'),
      hidden: parameters.get('hidden'),
    },
  };
}

function parseQuery(parameters: URLSearchParams): VisualQuery | null {
  const limit = clampLimit(Number(parameters.get('k') ?? kDefaultLimit));
  const like = uuids(parameters, 'similar');
  const unlike = uuids(parameters, 'unlike');
  const pictures = uuids(parameters, 'picture');
  if (like.length + pictures.length > 0) return { kind: 'similar', like, unlike, pictures, limit };
  const text = (parameters.get('text') ?? '').trim();
  return text === '' ? null : { kind: 'text', text, limit };
}

function uuidOf(parameters: URLSearchParams, key: string): string | null {
  const value = parameters.get(key);
  return value !== null && isUuid(value) ? value.toLowerCase() : null;
}

// Several, parted by commas; what is no id is left out.
function uuids(parameters: URLSearchParams, key: string): string[] {
  const ids = (parameters.get(key) ?? '').split(',').filter(isUuid);
  return unique(ids.map((id) => id.toLowerCase())).slice(0, kMostExamples);
}

function unique(texts: string[]): string[] {
  return [...new Set(texts.filter((text) => text !== ''))];
}

// "How many" as the server takes it: a whole number from 1 to 10,000; nonsense becomes the default.
export function clampLimit(value: number): number {
  if (!Number.isFinite(value)) return kDefaultLimit;
  return Math.min(kMaxLimit, Math.max(1, Math.round(value)));
}

export function formatRoute(route: Route): string {
  switch (route.page) {
    case 'home':
      return '/';
    case 'jobs':
    case 'datasets':
    case 'people':
      return `/${route.page}`;
    case 'unknown':
      return route.path;
    case 'settings':
      return `/${route.scope.kind}/${route.scope.id}/settings`;
    case 'items':
      return formatItems(route);
  }
}

function formatItems({ scope, view, order, filter, query, tags, labels, statuses, item, map }: ItemsRoute): string {
  const parameters = new URLSearchParams();
  const set = (key: string, value: string | null): void => {
    if (value !== null && value !== '') parameters.set(key, value);
  };
  if (view !== 'grid') parameters.set('view', view);
  set('order', order);
  set('q', filter);
  if (query?.kind === 'similar') {
    set('similar', query.like.join(','));
    set('unlike', query.unlike.join(','));
    set('picture', query.pictures.join(','));
  }
  if (query?.kind === 'text') parameters.set('text', query.text);
  if (query !== null && query.limit !== kDefaultLimit) parameters.set('k', String(query.limit));
  for (const tag of tags) parameters.append('tag', tag);
  for (const label of labels) parameters.append('label', label);
  for (const status of statuses) parameters.append('status', status);
  set('item', item);
  set('map', map.projection);
  set('region', map.region);
  set('camera', map.camera);
  set('colour', map.colour);
  set('hidden', map.hidden);
  const text = parameters.toString();
  return `/${scope.kind}/${scope.id}${scope.of === 'shapes' ? '/shapes' : ''}${text === '' ? '' : `?${text}`}`;
}

export function itemsOf({ kind, id }: Scope, of: ItemKind = 'images'): ItemsRoute {
  const scope: Listed = { kind, id, of };
  return { page: 'items', scope, view: 'grid', order: null, filter: '', query: null, tags: [], labels: [], statuses: [], item: null, map: kNoMapPlace };
}

// What narrows the list beside the visual query.
export function narrowOf({ filter, tags, labels, statuses }: ItemsRoute): Filter {
  return { text: filter, tags, labels, statuses };
}

export function isNarrowed({ filter, query, tags, labels, statuses }: ItemsRoute): boolean {
  return filter !== '' || query !== null || tags.length + labels.length + statuses.length > 0;
}

export function scopeOf(route: Route): Scope | null {
  return route.page === 'items' || route.page === 'settings' ? route.scope : null;
}
