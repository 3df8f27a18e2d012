// One file into a Datalake: name it, get a signed address, send it there, register it.
import { postForm, request } from './client';
import type { Data, Datalake } from './types';

interface SignedPost {
  presigned_url_data: { url: string; fields: Record<string, string> };
}

export async function uploadFile(organization: string, lake: Datalake, file: File, signal?: AbortSignal): Promise<Data> {
  const options = signal ? { signal } : {};
  const connector = lake.connector_id;
  const content_type = file.type || 'application/octet-stream';
  const { object_name } = await request<{ object_name: string }>('POST', `/api/organization/${organization}/connector/${connector}/generate_object_name`, {
    body: { filename: file.name, type: 'DATA' },
    ...options,
  });
  const { presigned_url_data } = await request<SignedPost>('POST', `/api/object-storage/${connector}/generate_presigned_url`, {
    body: { object_name, content_type },
    ...options,
  });
  const form = new FormData();
  for (const [key, value] of Object.entries(presigned_url_data.fields)) form.append(key, value);
  form.append('Content-Type', content_type);
  form.append('file', file, object_name);
  await postForm(reachable(presigned_url_data.url), form, signal);
  return request('POST', `/api/datalake/${lake.id}/datas`, {
    body: { type: 'IMAGE', filename: file.name, object_name, content_type, tags: [], data_source_id: null },
    ...options,
  });
}

// Kindred's own storage is reached at the address the page came from: the one that the server knows of itself may be another name for
// it (localhost and 127.0.0.1), which the page's Content-Security-Policy would refuse.
function reachable(url: string): string {
  const { pathname, search } = new URL(url, location.href);
  return pathname.startsWith('/storage/') ? pathname + search : url;
}
