// How what a filter finds is made up.
import { request } from './client';
import type { FilterBody } from './filter';
import { listPath, type Scope } from './scope';

export interface Facets {
  count: number;
  tags: { id: string; name: string; count: number }[];
}

export function getFacets(scope: Scope, filter: FilterBody, signal?: AbortSignal): Promise<Facets> {
  return request('POST', `${listPath(scope)}/facets`, { body: filter, ...(signal ? { signal } : {}) });
}
