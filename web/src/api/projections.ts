// Maps: UMAP runs over the embeddings of a Datalake's or version's images (or a version's shapes), and DBSCAN runs over their points.
import { request, requestBytes } from './client';
import { scopePath, type Scope } from './scope';
import type { Page } from './types';

export type MapKind = 'images' | 'shapes';

export interface UmapParameters {
  n_neighbors: number;
  min_dist: number;
  spread: number;
  metric: 'cosine' | 'euclidean';
  n_epochs: number | null; // null: by the number of items
  seed: number;
}

export interface DbscanParameters {
  eps: number | null; // null: the suggested one
  min_samples: number;
}

export interface Clustering {
  eps: number;
  min_samples: number;
  clusters: number;
  noise: number; // points in no cluster
}

export interface Projection {
  id: string;
  kind: MapKind;
  name: string;
  state: 'COMPUTING' | 'READY' | 'FAILED';
  message: string | null; // why it failed
  job_id: string | null; // at work on it now
  points: number;
  items: number;
  suggested_eps: number | null; // null until computed
  umap: UmapParameters;
  dbscan: DbscanParameters;
  clustering: Clustering | null;
  created_at: string;
  computed_at: string | null;
  items_added?: number | null; // since it was computed; when asked for alone
  items_removed?: number | null;
}

export interface MapPoints {
  version: string; // of the points: they are numbered in it
  suggestedEps: number;
  x: Float32Array;
  y: Float32Array;
  cluster: Int32Array; // -1: noise
  multiplicity: Uint32Array;
  itemRows: Uint32Array; // row numbers of the items, point by point
}

function path(scope: Scope, projection?: string): string {
  return `${scopePath(scope)}/projections${projection === undefined ? '' : `/${projection}`}`;
}

export async function listProjections(scope: Scope, kind: MapKind): Promise<Projection[]> {
  return (await request<Page<Projection>>('GET', path(scope), { query: { kind, limit: 100 } })).items;
}

export function getProjection(scope: Scope, id: string): Promise<Projection> {
  return request('GET', path(scope, id));
}

export function createProjection(scope: Scope, kind: MapKind, umap: Partial<UmapParameters>, dbscan: DbscanParameters): Promise<{ id: string; job_id: string }> {
  return request('POST', path(scope), { body: { kind, umap: withoutNull(umap), dbscan: withoutNull(dbscan) } });
}

export function deleteProjection(scope: Scope, id: string): Promise<unknown> {
  return request('DELETE', path(scope, id));
}

export function clusterAgain(scope: Scope, id: string, dbscan: DbscanParameters): Promise<Clustering> {
  return request('POST', `${path(scope, id)}/clusterings`, { body: withoutNull(dbscan) });
}

export function placeNew(scope: Scope, id: string): Promise<{ job_id: string }> {
  return request('POST', `${path(scope, id)}/place`);
}

export interface ItemsOfPoint {
  point: number;
  ids: string[]; // the first ones
  count: number;
}

export const kMostPointsAsked = 1_000;

export async function itemsOfPoints(scope: Scope, id: string, version: string, points: readonly number[], limit: number): Promise<ItemsOfPoint[]> {
  const query = { points: points.join(','), limit, version };
  return (await request<{ items: ItemsOfPoint[] }>('GET', `${path(scope, id)}/items`, { query })).items;
}

export type RegionBody = { polygon: [number, number][] } | { rectangle: [number, number, number, number] } | { clusters: number[] };

export interface SelectedPage {
  items: string[];
  count: number;
  next_cursor: string | null;
}

export function selectOnMap(scope: Scope, id: string, region: RegionBody, limit: number, cursor: string | null): Promise<SelectedPage> {
  return request('POST', `${path(scope, id)}/select`, { body: { ...region, limit, ...(cursor === null ? {} : { cursor }) } });
}

export async function getPoints(scope: Scope, id: string, signal?: AbortSignal): Promise<MapPoints> {
  const { bytes, headers } = await requestBytes(`${path(scope, id)}/points`, signal);
  return parsePoints(bytes, headers.get('X-Map-Version') ?? '');
}

const kMark = 'KPTS';
const kHeaderBytes = 40;

// Columns of little-endian numbers behind a header (docs/map-points.md). They are looked at in place, not copied.
export function parsePoints(bytes: ArrayBuffer, version: string): MapPoints {
  const view = new DataView(bytes);
  const mark = bytes.byteLength < kHeaderBytes ? '' : String.fromCharCode(...new Uint8Array(bytes, 0, 4));
  if (mark !== kMark || view.getUint32(4, true) !== 1) throw new Error('The map’s points are not in a form that this page knows. Load the page again.');
  const points = view.getUint32(8, true);
  const items = view.getUint32(12, true);
  if (bytes.byteLength !== kHeaderBytes + 16 * points + 4 * items) throw new Error('The map’s points arrived cut short. Load the page again.');
  let at = kHeaderBytes;
  const next = (length: number): number => {
    const start = at;
    at += 4 * length;
    return start;
  };
  return {
    version,
    suggestedEps: view.getFloat32(20, true),
    x: new Float32Array(bytes, next(points), points),
    y: new Float32Array(bytes, next(points), points),
    cluster: new Int32Array(bytes, next(points), points),
    multiplicity: new Uint32Array(bytes, next(points), points),
    itemRows: new Uint32Array(bytes, next(items), items),
  };
}

function withoutNull(values: object): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null));
}
