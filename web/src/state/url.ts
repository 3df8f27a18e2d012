// The address is the state: what is looked at, how it is narrowed, and which item is open. Pure functions between the two, so that a
// copied link restores the view; location.ts ties them to the browser.
import { kDefaultLimit, kMaxLimit, type VisualQuery } from '../api/search';
import type { Scope } from '../api/scope';

export interface ItemsRoute {
  page: 'items';
  scope: Scope;
  query: VisualQuery | null;
  tags: readonly string[]; // all of them, in the order they were chosen
  item: string | null; // shown in the detail panel
}

export type Route = { page: 'home' } | { page: 'jobs' } | ItemsRoute | { page: 'settings'; scope: Scope } | { page: 'unknown'; path: string };

const kUuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export function isUuid(text: string): boolean {
  return kUuid.test(text);
}

export function parseRoute(path: string, search: string): Route {
  const parts = path.split('/').filter((part) => part !== '');
  if (parts.length === 0) return { page: 'home' };
  if (parts.length === 1 && parts[0] === 'jobs') return { page: 'jobs' };
  const [kind, id, tab] = parts;
  if ((kind !== 'datalake' && kind !== 'version') || id === undefined || !isUuid(id) || parts.length > 3) return { page: 'unknown', path };
  const scope: Scope = { kind, id: id.toLowerCase() };
  if (tab === 'settings') return { page: 'settings', scope };
  if (tab !== undefined) return { page: 'unknown', path };
  const parameters = new URLSearchParams(search);
  return { page: 'items', scope, query: parseQuery(parameters), tags: unique(parameters.getAll('tag')), item: uuidOf(parameters, 'item') };
}

function parseQuery(parameters: URLSearchParams): VisualQuery | null {
  const limit = clampLimit(Number(parameters.get('k') ?? kDefaultLimit));
  const similar = uuidOf(parameters, 'similar');
  if (similar !== null) return { kind: 'similar', id: similar, limit };
  const text = (parameters.get('text') ?? '').trim();
  return text === '' ? null : { kind: 'text', text, limit };
}

function uuidOf(parameters: URLSearchParams, key: string): string | null {
  const value = parameters.get(key);
  return value !== null && isUuid(value) ? value.toLowerCase() : null;
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
      return '/jobs';
    case 'unknown':
      return route.path;
    case 'settings':
      return `/${route.scope.kind}/${route.scope.id}/settings`;
    case 'items':
      return formatItems(route);
  }
}

function formatItems(route: ItemsRoute): string {
  const parameters = new URLSearchParams();
  const { query } = route;
  if (query?.kind === 'similar') parameters.set('similar', query.id);
  if (query?.kind === 'text') parameters.set('text', query.text);
  if (query !== null && query.limit !== kDefaultLimit) parameters.set('k', String(query.limit));
  for (const tag of route.tags) parameters.append('tag', tag);
  if (route.item !== null) parameters.set('item', route.item);
  const text = parameters.toString();
  return `/${route.scope.kind}/${route.scope.id}${text === '' ? '' : `?${text}`}`;
}

export function itemsOf(scope: Scope): ItemsRoute {
  return { page: 'items', scope, query: null, tags: [], item: null };
}

export function scopeOf(route: Route): Scope | null {
  return route.page === 'items' || route.page === 'settings' ? route.scope : null;
}
