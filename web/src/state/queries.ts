// What the server knows, cached and kept fresh. Keys: everything under ['scope', kind, id] belongs to one Datalake or version.
import { MutationCache, QueryCache, QueryClient, useQuery, type UseQueryResult } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { getMe, getVersion, listDatalakes, listDatasets, listVersions } from '../api/catalog';
import { ApiError } from '../api/client';
import { getFacets, getShapeFacets, type Facets, type ShapeFacets } from '../api/facets';
import { kNoFilter, type FilterBody } from '../api/filter';
import { getItem, searchItems, type ItemWithTags } from '../api/items';
import { listJobs } from '../api/jobs';
import type { Item, Listed, Scope } from '../api/scope';
import { listLabels, type Label } from '../api/shapes';
import { listTags } from '../api/tags';
import type { Datalake, Dataset, DatasetVersion, Job, Me, Model, Tag, VisualSearch } from '../api/types';
import { getVisualSearch, listModels, type EmbeddingKind } from '../api/visual_search';
import { useConnection, watchEvents } from './events';
import { isActive, isEnded, meter, withJob } from './jobs';

// A session that ended shows itself as a 401 on any request; asking again who we are makes the app show the way back in.
function noticeSignOut(error: Error): void {
  if (error instanceof ApiError && error.status === 401) void client.invalidateQueries({ queryKey: ['me'] });
}

export const client = new QueryClient({
  queryCache: new QueryCache({
    onError: (error, query) => {
      if (query.queryKey[0] !== 'me') noticeSignOut(error);
    },
  }),
  mutationCache: new MutationCache({ onError: noticeSignOut }),
  defaultOptions: {
    queries: {
      staleTime: 30_000,
      refetchOnWindowFocus: false,
      // An answer that names a fault will be the same next time; only silence is worth another try.
      retry: (failures, error) => failures < 2 && error instanceof ApiError && (error.status === 0 || error.status >= 502),
    },
  },
});

export function scopeKey(scope: Scope): readonly unknown[] {
  return ['scope', scope.kind, scope.id];
}

// Of one list of it.
export function listKey(listed: Listed): readonly unknown[] {
  return [...scopeKey(listed), listed.of];
}

export function refreshScope(scope: Scope): Promise<void> {
  return client.invalidateQueries({ queryKey: scopeKey(scope) });
}

export function useMe(): UseQueryResult<Me> {
  return useQuery({ queryKey: ['me'], queryFn: ({ signal }) => getMe(signal), staleTime: Infinity });
}

export function useDatalakes(organization: string): UseQueryResult<Datalake[]> {
  return useQuery({ queryKey: ['datalakes', organization], queryFn: () => listDatalakes(organization) });
}

export function useDatasets(organization: string): UseQueryResult<Dataset[]> {
  return useQuery({ queryKey: ['datasets', organization], queryFn: () => listDatasets(organization) });
}

export function useVersions(dataset: string, enabled: boolean): UseQueryResult<DatasetVersion[]> {
  return useQuery({ queryKey: ['versions', dataset], queryFn: () => listVersions(dataset), enabled });
}

export function useVersion(version: string | null): UseQueryResult<DatasetVersion> {
  return useQuery({ queryKey: ['version', version], queryFn: () => getVersion(version ?? ''), enabled: version !== null });
}

export function useItem(scope: Listed, id: string): UseQueryResult<ItemWithTags> {
  return useQuery({ queryKey: [...listKey(scope), 'item', id], queryFn: ({ signal }) => getItem(scope, id, signal) });
}

export function useNearest(scope: Listed, id: string, limit: number): UseQueryResult<Item[]> {
  return useQuery({
    queryKey: [...listKey(scope), 'nearest', id, limit],
    queryFn: ({ signal }) => searchItems(scope, { kind: 'similar', like: [id], unlike: [], pictures: [], limit }, kNoFilter, signal),
  });
}

export function useTags(scope: Scope): UseQueryResult<Tag[]> {
  return useQuery({ queryKey: [...scopeKey(scope), 'tags'], queryFn: () => listTags(scope) });
}

// Of what the filter finds; the ones before stay until the new ones are there.
export function useFacets(scope: Listed, filter: FilterBody): UseQueryResult<Facets> {
  return useQuery({
    queryKey: [...listKey(scope), 'facets', filter],
    queryFn: ({ signal }) => getFacets(scope, filter, signal),
    placeholderData: (before) => before,
  });
}

export function useShapeFacets(scope: Listed, filter: FilterBody): UseQueryResult<ShapeFacets> {
  return useQuery({
    queryKey: [...listKey(scope), 'facets', filter],
    queryFn: ({ signal }) => getShapeFacets(scope, filter, signal),
    placeholderData: (before) => before,
  });
}

export function useLabels(version: string, enabled = true): UseQueryResult<Label[]> {
  return useQuery({ queryKey: [...scopeKey({ kind: 'version', id: version }), 'labels'], queryFn: () => listLabels(version), enabled });
}

export function useVisualSearch(scope: Scope, kind: EmbeddingKind = 'images'): UseQueryResult<VisualSearch> {
  return useQuery({
    queryKey: [...scopeKey(scope), 'visual-search', kind],
    queryFn: () => getVisualSearch(scope, kind),
    staleTime: 1_000,
    refetchInterval: ({ state }) => (state.data && (state.data.state === 'ACTIVATING' || state.data.state === 'DEACTIVATING' || state.data.counts.pending > 0) ? 1_000 : 10_000),
  });
}

export function useModels(enabled: boolean): UseQueryResult<Model[]> {
  return useQuery({ queryKey: ['models'], queryFn: listModels, enabled });
}

// For the frame, once: takes over what the events tell of jobs, measures how fast they go, and looks again at everything when one has
// ended, since it may have changed lists, counts, the states of visual search, the datasets themselves.
export function useWatchJobs(organization: string): void {
  const { data: jobs, dataUpdatedAt } = useJobs(organization);
  const ended = useRef<ReadonlySet<string> | null>(null); // as of the last look; a job can come and go between two
  useEffect(
    () =>
      watchEvents({
        onJob: (job) => client.setQueryData<Job[]>(jobsKey(organization), (known) => (known === undefined ? known : withJob(known, job))),
        onReconnect: () => void client.invalidateQueries(),
      }),
    [organization],
  );
  useEffect(() => {
    if (!jobs) return;
    for (const job of jobs) if (isActive(job)) meter.observe(job.id, job.done, dataUpdatedAt);
    const before = ended.current;
    ended.current = new Set(jobs.filter(isEnded).map((job) => job.id));
    if (before === null || [...ended.current].every((id) => before.has(id))) return;
    for (const key of ['scope', 'datalakes', 'datasets', 'versions']) void client.invalidateQueries({ queryKey: [key] });
  }, [jobs, dataUpdatedAt]);
}

function jobsKey(organization: string): readonly unknown[] {
  return ['jobs', organization];
}

const kSlowly = 20_000; // ms: the events tell of changes at once; asking is for what they missed

export function useJobs(organization: string): UseQueryResult<Job[]> {
  const connection = useConnection();
  return useQuery({
    queryKey: jobsKey(organization),
    queryFn: () => listJobs(organization),
    staleTime: 500,
    refetchInterval: ({ state }) => (connection === 'open' ? kSlowly : state.data?.some(isActive) ? 1_000 : 5_000),
  });
}
