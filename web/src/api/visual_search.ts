// The state of a Datalake's or version's image embeddings, and what can be done about it.
import { request } from './client';
import { visualSearchPath, type Scope } from './scope';
import type { EmbeddingStatus, FailedItem, Model, Page, VisualSearch } from './types';

export function getVisualSearch(scope: Scope): Promise<VisualSearch> {
  const path = visualSearchPath(scope);
  return request<VisualSearch>('GET', scope.kind === 'datalake' ? path : `${path}/status`);
}

// The server's default, which needs no choosing when it is registered.
export const kDefaultModel = 'open_clip||ViT-B-16||datacomp_xl_s13b_b90k';

export async function listModels(): Promise<Model[]> {
  return (await request<{ items: Model[] }>('GET', '/api/models')).items;
}

// A version takes the model of its Datalake.
export function activate(scope: Scope, model: string | null): Promise<{ job_id: string }> {
  return request('POST', visualSearchPath(scope), scope.kind === 'datalake' ? { body: model === null ? {} : { model } } : {});
}

export function deactivate(scope: Scope): Promise<unknown> {
  return request('DELETE', visualSearchPath(scope));
}

export function retry(scope: Scope, status: EmbeddingStatus): Promise<{ job_id: string }> {
  return request('POST', `${visualSearchPath(scope)}/retry`, { body: { kind: 'images', status } });
}

export function listByStatus(scope: Scope, status: EmbeddingStatus, cursor: string | null): Promise<Page<FailedItem>> {
  return request('GET', `${visualSearchPath(scope)}/items`, { query: { kind: 'images', status, cursor, limit: 100 } });
}
