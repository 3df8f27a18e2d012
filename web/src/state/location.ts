// The browser's address as a store: components read the Route and ask for another.
import { useSyncExternalStore } from 'react';
import { formatRoute, parseRoute, type Route } from './url';

const listeners = new Set<() => void>();
let cached: { url: string; route: Route } | null = null;

function current(): Route {
  const url = location.pathname + location.search;
  if (cached?.url !== url) cached = { url, route: parseRoute(location.pathname, location.search) };
  return cached.route;
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  window.addEventListener('popstate', listener);
  return () => {
    listeners.delete(listener);
    window.removeEventListener('popstate', listener);
  };
}

export function useRoute(): Route {
  return useSyncExternalStore(subscribe, current);
}

// `replace` for changes that Back should not stop at, such as moving the open item along the grid.
export function go(route: Route, how: 'push' | 'replace' = 'push'): void {
  const url = formatRoute(route);
  if (url === location.pathname + location.search) return;
  if (how === 'push') history.pushState(null, '', url);
  else history.replaceState(null, '', url);
  for (const listener of listeners) listener();
}
