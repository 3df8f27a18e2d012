// Pictures to search with that are not in the workspace: the server keeps them for an hour.
import { request } from './client';

export async function addQueryImage(picture: Blob): Promise<string> {
  return (await request<{ id: string }>('POST', '/api/query-images', { file: picture })).id;
}

export function queryImageThumbnailUrl(id: string, pixels: 128 | 256): string {
  return `/api/query-images/${id}/thumbnail?size=${pixels}`;
}
