// How what a filter finds is made up.
import { request } from './client';
import type { FilterBody } from './filter';
import { listPath, type Listed } from './scope';

export interface Facets {
  count: number;
  tags?: { id: string; name: string; count: number }[]; // not of shapes
}

export function getFacets(listed: Listed, filter: FilterBody, signal?: AbortSignal): Promise<Facets> {
  return request('POST', `${listPath(listed)}/facets`, { body: filter, ...(signal ? { signal } : {}) });
}

export interface ShapeFacets {
  count: number;
  labels: Record<string, number>; // by name; those of no shape too
  statuses: Record<string, number>;
}

export function getShapeFacets(listed: Listed, filter: FilterBody, signal?: AbortSignal): Promise<ShapeFacets> {
  return request('POST', `${listPath(listed)}/facets`, { body: filter, ...(signal ? { signal } : {}) });
}
