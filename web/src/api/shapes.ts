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

const kPlurals = { RECTANGLE: 'rectangles', POLYGON: 'polygons' } as const;
export type DrawnType = keyof typeof kPlurals;
export type DrawnGeometry = { x: number; y: number; w: number; h: number } | { polygon: [number, number][] };

export async function addShape(annotation: string, type: DrawnType, label: string, geometry: DrawnGeometry): Promise<Shape> {
  const plural = kPlurals[type];
  const body = { [plural]: [{ ...geometry, label_id: label }] };
  const made = await request<Record<string, Shape[]>>('POST', `/api/annotation/${annotation}/bulk-${plural}`, { body });
  return made[plural]![0]!;
}

// 409 when the shape has another revision by now: somebody else has moved it.
export function reshape({ id, type, revision }: Pick<Shape, 'id' | 'type' | 'revision'>, geometry: DrawnGeometry): Promise<Shape> {
  return request('PATCH', `/api/${type.toLowerCase()}/${id}`, { body: { ...geometry, revision } });
}

// The caller's own of an Asset; made when there is none.
export async function ownAnnotation(asset: string, username: string): Promise<string> {
  const { items } = await request<{ items: { id: string; username: string }[] }>('GET', `/api/asset/${asset}/annotations`);
  const known = items.find((one) => one.username === username);
  return (known ?? (await request<{ id: string }>('POST', `/api/asset/${asset}/annotations`, { body: { duration: 0 } }))).id;
}

export function createLabel(version: string, name: string): Promise<Label> {
  return request('POST', `/api/dataset/version/${version}/labels`, { body: { name } });
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
