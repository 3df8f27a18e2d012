// The rows of the grid for what is selected on the map: a number of ids by place, fetched with their items a page at a time.
import { useQueries } from '@tanstack/react-query';
import { useCallback, useEffect, useState } from 'react';
import { itemsById } from '../api/items';
import type { Item, Listed } from '../api/scope';
import type { ItemSource } from './item_source';
import { listKey } from './queries';

export interface Picked {
  key: string; // names the set: another key is another set
  count: number;
  ids: (first: number, end: number) => Promise<string[]>;
}

const kPageSize = 100;

export function usePickedSource(scope: Listed, picked: Picked | null): ItemSource | null {
  const key = picked?.key ?? '';
  const [pages, setPages] = useState<readonly number[]>([0]);
  useEffect(() => setPages([0]), [key]);
  const results = useQueries({
    queries: pages.map((page) => ({
      queryKey: [...listKey(scope), 'picked', key, page],
      queryFn: async ({ signal }: { signal: AbortSignal }): Promise<Item[]> => {
        if (picked === null) return [];
        const ids = await picked.ids(page * kPageSize, Math.min(picked.count, (page + 1) * kPageSize));
        return itemsById(scope, ids, signal);
      },
      enabled: picked !== null,
    })),
  });
  const show = useCallback((first: number, end: number) => {
    const wanted: number[] = [];
    for (let page = Math.floor(first / kPageSize); page * kPageSize < end; ++page) wanted.push(page);
    setPages((now) => (now.join() === wanted.join() || wanted.length === 0 ? now : wanted));
  }, []);
  if (picked === null) return null;
  return {
    count: picked.count,
    ranked: false,
    error: results.find((result) => result.error)?.error ?? null,
    at: (index) => results[pages.indexOf(Math.floor(index / kPageSize))]?.data?.[index % kPageSize] ?? null,
    show,
    filter: null,
    ids: (first, end) => picked.ids(first, Math.min(end, picked.count)),
    retry: () => results.forEach((result) => void result.refetch()),
  };
}
