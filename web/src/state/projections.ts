// What the server knows of maps, cached and kept fresh.
import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import { getPoints, getProjection, listProjections, type MapKind, type MapPoints, type Projection } from '../api/projections';
import type { Scope } from '../api/scope';
import { scopeKey } from './queries';

const kSoon = 1_000; // ms
const kSometimes = 15_000;

export function useProjections(scope: Scope, kind: MapKind): UseQueryResult<Projection[]> {
  return useQuery({
    queryKey: [...scopeKey(scope), 'projections', kind],
    queryFn: () => listProjections(scope, kind),
    refetchInterval: ({ state }) => (state.data?.some((one) => one.state === 'COMPUTING') ? kSoon : false),
  });
}

// Alone: with how many items were added and removed since.
export function useProjection(scope: Scope, id: string): UseQueryResult<Projection> {
  return useQuery({ queryKey: [...scopeKey(scope), 'projection', id], queryFn: () => getProjection(scope, id), refetchInterval: kSometimes });
}

// Fetched again when the points have others: `stamp` names their clustering and when they were computed.
export function usePoints(scope: Scope, projection: Projection): UseQueryResult<MapPoints> {
  const stamp = [projection.computed_at, projection.items, projection.clustering];
  return useQuery({
    queryKey: [...scopeKey(scope), 'points', projection.id, stamp],
    queryFn: ({ signal }) => getPoints(scope, projection.id, signal),
    staleTime: Infinity,
    gcTime: 60_000, // a million points are 20 MB
    placeholderData: (before) => before,
    structuralSharing: false,
  });
}
