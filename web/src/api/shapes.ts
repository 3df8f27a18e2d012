// Shapes drawn on the Assets of a version, and the labels that they have.
import { ApiError, request } from './client';
import type { Page } from './types';

export type ShapeStatus = 'PENDING' | 'ACCEPTED' | 'REFUSED';

export interface Shape {
  id: string;
  type: 'RECTANGLE' | 'POLYGON' | 'LINE' | 'POINT' | 'CLASSIFICATION' | 'MASK' | 'KEYPOINTS';
  label: { id: string; name: string };
  status: ShapeStatus;
  asset_id: string;
  annotation_id: string;
  revision: number; // another after each edit of the geometry
  created_at: string;
  // In pixels of the image, as the type needs.
  x?: number;
  y?: number;
  w?: number;
  h?: number;
  polygon?: [number, number][];
  line?: [number, number][];
  point?: [number, number];
  keypoints?: [number, number, number][];
  bbox?: [number, number, number, number]; // of a mask
}

export interface Label {
  id: string;
  name: string;
}

// Of all its Annotations.
export async function shapesOfAsset(asset: string, signal?: AbortSignal): Promise<Shape[]> {
  try {
    return (await request<{ items: Shape[] }>('GET', `/api/asset/${asset}/shapes`, signal ? { signal } : {})).items;
  } catch (error) {
    // A server from before there were annotations.
    if (error instanceof ApiError && error.status === 404) return [];
    throw error;
  }
}

export async function listLabels(version: string): Promise<Label[]> {
  return (await request<Page<Label>>('GET', `/api/dataset/version/${version}/labels`, { query: { limit: 1000, offset: 0 } })).items;
}

export interface BulkShapeChange {
  label_id?: string;
  status?: ShapeStatus;
}

const kIdsPerRequest = 1_000;

// Both give how many changed: those that no longer exist are left out.
export function changeShapes(version: string, ids: readonly string[], change: BulkShapeChange): Promise<number> {
  return inParts(ids, (part) => request('PATCH', `/api/dataset/version/${version}/shapes`, { body: { ids: part, ...change } }));
}

export function deleteShapes(version: string, ids: readonly string[]): Promise<number> {
  return inParts(ids, (part) => request('DELETE', `/api/dataset/version/${version}/shapes`, { body: { ids: part } }));
}

async function inParts(ids: readonly string[], send: (part: readonly string[]) => Promise<{ count: number }>): Promise<number> {
  let count = 0;
  for (let first = 0; first < ids.length; first += kIdsPerRequest) count += (await send(ids.slice(first, first + kIdsPerRequest))).count;
  return count;
}
