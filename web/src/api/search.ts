// Find similar and Text to image: one address serves both, and tells them apart by whether the query is a UUID.
import { request } from './client';
import type { Filter } from './filter';
import { itemsById } from './items';
import { scopePath, type Item, type Scope } from './scope';
import type { Point } from './types';

export const kDefaultLimit = 20;
export const kMaxLimit = 10_000;

export type VisualQuery = { kind: 'similar'; id: string; limit: number } | { kind: 'text'; text: string; limit: number };

export async function searchItems(scope: Scope, query: VisualQuery, filter: Filter, signal?: AbortSignal): Promise<Item[]> {
  const { points } = await request<{ points: Point[] }>('GET', `${scopePath(scope)}/datas/ids/visual-search`, {
    query: { visual_search_query: query.kind === 'similar' ? query.id : query.text, visual_search_limit: query.limit },
    ...(signal ? { signal } : {}),
  });
  const scores = new Map(points.map((point) => [point.id, point.score]));
  const items = points.length === 0 ? [] : await itemsById(scope, points.map((point) => point.id), filter, signal);
  return items.map((item) => ({ ...item, score: scores.get(item.id) ?? null }));
}
