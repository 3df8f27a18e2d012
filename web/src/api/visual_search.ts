// The state of embeddings, of a Datalake's or version's images or of a version's shapes, and what can be done about it.
import { request } from './client';
import { scopePath, visualSearchPath, type Scope } from './scope';
import type { EmbeddingStatus, FailedItem, Model, Page, VisualSearch } from './types';

export type EmbeddingKind = 'images' | 'shapes';

// Where a kind is switched on and off: the contract has shapes under the version's own address.
function switchPath(scope: Scope, kind: EmbeddingKind): string {
  return kind === 'images' ? visualSearchPath(scope) : `${scopePath(scope)}/embeddings/shapes`;
}

export function getVisualSearch(scope: Scope, kind: EmbeddingKind): Promise<VisualSearch> {
  const path = switchPath(scope, kind);
  return request<VisualSearch>('GET', scope.kind === 'datalake' ? path : `${path}/status`);
}

// The server's default, which needs no choosing when it is registered.
export const kDefaultModel = 'open_clip||ViT-B-16||datacomp_xl_s13b_b90k';

export async function listModels(): Promise<Model[]> {
  return (await request<{ items: Model[] }>('GET', '/api/models')).items;
}

// `model` null: the Datalake's, or the server's default.
export function activate(scope: Scope, kind: EmbeddingKind, model: string | null): Promise<{ job_id: string }> {
  return request('POST', switchPath(scope, kind), scope.kind === 'datalake' ? { body: model === null ? {} : { model } } : {});
}

export function deactivate(scope: Scope, kind: EmbeddingKind): Promise<unknown> {
  return request('DELETE', switchPath(scope, kind));
}

export function retry(scope: Scope, kind: EmbeddingKind, status: EmbeddingStatus): Promise<{ job_id: string }> {
  return request('POST', `${visualSearchPath(scope)}/retry`, { body: { kind, status } });
}

export function listByStatus(scope: Scope, kind: EmbeddingKind, status: EmbeddingStatus, cursor: string | null): Promise<Page<FailedItem>> {
  return request('GET', `${visualSearchPath(scope)}/items`, { query: { kind, status, cursor, limit: 100 } });
}
