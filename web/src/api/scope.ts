// What is being looked at: the Data of a Datalake, or the Assets or shapes of a DatasetVersion. All list and search alike, so the app has
// one Item for them and this file knows the families of addresses.
import type { Shape } from './shapes';
import type { Asset, Data } from './types';

export interface Scope {
  kind: 'datalake' | 'version';
  id: string;
}

export type ItemKind = 'images' | 'shapes';

// A list of its items. A Datalake has images alone.
export interface Listed extends Scope {
  of: ItemKind;
}

interface Listable {
  id: string;
  name: string;
  thumbnail: string; // address, but for its size
  score: number | null; // cosine, when ranked
}

// An Asset of a version (id = the Asset's) or a Data of a Datalake (id = the Data's).
export interface ImageItem extends Listable {
  data: Data;
}

export interface ShapeItem extends Listable {
  shape: Shape;
}

export type Item = ImageItem | ShapeItem;

export const kNouns = { images: 'image', shapes: 'shape' } as const;

export function scopePath(scope: Scope): string {
  return scope.kind === 'datalake' ? `/api/datalake/${scope.id}` : `/api/dataset/version/${scope.id}`;
}

export function listPath(listed: Listed): string {
  return `${scopePath(listed)}/${listed.of === 'shapes' ? 'shapes' : listed.kind === 'datalake' ? 'datas' : 'assets'}`;
}

export function itemPath(listed: Listed, id: string): string {
  return `/api/${listed.of === 'shapes' ? 'shape' : listed.kind === 'datalake' ? 'data' : 'asset'}/${id}`;
}

export function visualSearchPath(scope: Scope): string {
  return `/api/visual-search/${scope.kind === 'datalake' ? 'datalake' : 'dataset-version'}/${scope.id}`;
}

export function toItem(row: Data | Asset | Shape): Item {
  // A shape's crop is another after each edit, so its address tells of which revision it is.
  if ('label' in row) return { id: row.id, name: row.label.name, thumbnail: `/api/shape/${row.id}/thumbnail?revision=${row.revision}&size=`, score: null, shape: row };
  const data = 'data' in row ? row.data : row;
  return { id: row.id, name: data.filename, thumbnail: `/api/data/${data.id}/thumbnail?size=`, score: null, data };
}

// The server makes thumbnails of these sizes once; asking for the next larger one keeps its cache small and ours warm.
const kThumbnailSizes = [128, 256, 512] as const;

export function thumbnailUrl({ thumbnail }: { thumbnail: string }, pixels: number): string {
  return thumbnail + String(kThumbnailSizes.find((one) => one >= pixels) ?? 512);
}

export function itemThumbnailUrl(scope: Listed, id: string, pixels: 128 | 256 | 512): string {
  return `${itemPath(scope, id)}/thumbnail?size=${pixels}`;
}

export function contentUrl(data: Data): string {
  return `/api/data/${data.id}/content`;
}
