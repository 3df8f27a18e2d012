// What is being looked at: the Data of a Datalake, or the Assets of a DatasetVersion. Both list, search and tag alike, so the app has
// one Item for them and this file knows the two families of addresses.
import type { Asset, Data } from './types';

export interface Scope {
  kind: 'datalake' | 'version';
  id: string;
}

// An Asset of a version (id = the Asset's) or a Data of a Datalake (id = the Data's).
export interface Item {
  id: string;
  data: Data;
  score: number | null; // cosine, when ranked
}

export function scopePath(scope: Scope): string {
  return scope.kind === 'datalake' ? `/api/datalake/${scope.id}` : `/api/dataset/version/${scope.id}`;
}

export function listPath(scope: Scope): string {
  return `${scopePath(scope)}/${scope.kind === 'datalake' ? 'datas' : 'assets'}`;
}

export function itemPath(scope: Scope, id: string): string {
  return `/api/${scope.kind === 'datalake' ? 'data' : 'asset'}/${id}`;
}

export function visualSearchPath(scope: Scope): string {
  return `/api/visual-search/${scope.kind === 'datalake' ? 'datalake' : 'dataset-version'}/${scope.id}`;
}

export function toItem(row: Data | Asset): Item {
  return 'data' in row ? { id: row.id, data: row.data, score: null } : { id: row.id, data: row, score: null };
}

// The server makes thumbnails of these sizes once; asking for the next larger one keeps its cache small and ours warm.
const kThumbnailSizes = [128, 256, 512] as const;

export function thumbnailUrl(data: Data, pixels: number): string {
  const size = kThumbnailSizes.find((one) => one >= pixels) ?? 512;
  return `/api/data/${data.id}/thumbnail?size=${size}`;
}

export function itemThumbnailUrl(scope: Scope, id: string, pixels: 128 | 256 | 512): string {
  return `${itemPath(scope, id)}/thumbnail?size=${pixels}`;
}

export function contentUrl(data: Data): string {
  return `/api/data/${data.id}/content`;
}
