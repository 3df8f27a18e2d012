// The rows of the grid by place, whether listed (fetched a page at a time as they come into view) or ranked (fetched at once).
import { useQueries, useQuery } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import { filterBody, type Filter, type FilterBody, type VisualQuery } from '../api/filter';
import { kNewestFirst, listIds, listItems, searchItems, type ItemPage } from '../api/items';
import type { Item, Listed } from '../api/scope';
import { client, listKey } from './queries';

const kPageSize = 200;
const kFarJumpDelay = 90; // ms: pages that a dragged scroll bar only flies over are not fetched

export interface ItemSource {
  count: number | null; // null until known
  ranked: boolean;
  error: Error | null;
  at: (index: number) => Item | null; // null while it loads
  show: (first: number, end: number) => void; // the range in view
  filter: FilterBody | null; // finds exactly this list on the server; null when no filter says it
  ids: (first: number, end: number) => Promise<string[]>; // of these places, loaded or not; Infinity: to the end
  retry: () => void;
}

export function useItemSource(scope: Listed, query: VisualQuery | null, filter: Filter, order: string | null): ItemSource {
  const listed = useListed(scope, filter, order ?? kNewestFirst, query === null);
  const ranked = useRanked(scope, query, filter);
  return query === null ? listed : ranked;
}

function useRanked(scope: Listed, query: VisualQuery | null, filter: Filter): ItemSource {
  const { data, error, refetch } = useQuery({
    queryKey: [...listKey(scope), 'ranked', query, filter],
    queryFn: ({ signal }) => (query === null ? [] : searchItems(scope, query, filter, signal)),
    enabled: query !== null,
  });
  return {
    count: data?.length ?? null,
    ranked: true,
    error,
    at: (index) => data?.[index] ?? null,
    show: () => undefined,
    filter: query === null ? null : filterBody(filter, query),
    ids: (first, end) => Promise.resolve((data ?? []).slice(first, end).map((item) => item.id)),
    retry: () => void refetch(),
  };
}

function useListed(scope: Listed, filter: Filter, order: string, enabled: boolean): ItemSource {
  const key: readonly unknown[] = [...listKey(scope), 'list', filter, order];
  const [pages, setPages] = useState<readonly number[]>([0]);
  const keyText = JSON.stringify(key);
  useEffect(() => setPages([0]), [keyText]);
  const results = useQueries({
    queries: pages.map((page) => ({
      queryKey: [...key, page],
      queryFn: ({ signal }: { signal: AbortSignal }) => listItems(scope, page * kPageSize, kPageSize, filter, order, signal),
      enabled,
    })),
  });
  // The number of items outlives any one page, so that the scroll bar stays while pages come and go.
  const total = useQuery({
    queryKey: [...key, 0],
    queryFn: ({ signal }) => listItems(scope, 0, kPageSize, filter, order, signal),
    enabled,
  });
  const timer = useRef<number | undefined>(undefined);
  useEffect(() => () => window.clearTimeout(timer.current), []);
  const show = useCallback(
    (first: number, end: number) => {
      const wanted = pagesOf(first, end);
      window.clearTimeout(timer.current);
      const apply = (): void => setPages((now) => (same(now, wanted) ? now : wanted));
      const near = wanted.some((page) => client.getQueryData([...(JSON.parse(keyText) as unknown[]), page]) !== undefined);
      if (near) apply();
      else timer.current = window.setTimeout(apply, kFarJumpDelay);
    },
    [keyText],
  );
  // Pages out of view are still in the cache, where a range selection finds them.
  const inView = new Map(pages.map((page, index) => [page, results[index]?.data]));
  const at = (index: number): Item | null => {
    const page = Math.floor(index / kPageSize);
    const loaded = inView.get(page) ?? client.getQueryData<ItemPage>([...key, page]);
    return loaded?.items[index % kPageSize] ?? null;
  };
  return {
    count: total.data?.count ?? null,
    ranked: false,
    error: total.error ?? results.find((result) => result.error)?.error ?? null,
    at,
    show,
    filter: filterBody(filter),
    ids: (first, end) => listIds(scope, filter, first, end, order),
    retry: () => void client.refetchQueries({ queryKey: key, type: 'active' }),
  };
}

function pagesOf(first: number, end: number): number[] {
  const pages = [];
  for (let page = Math.floor(first / kPageSize); page * kPageSize < end; ++page) pages.push(page);
  return pages.length === 0 ? [0] : pages;
}

function same(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((page, index) => page === b[index]);
}
