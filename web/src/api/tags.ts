// Tags of a Datalake's Data or of a version's Assets.
import { request } from './client';
import { scopePath, type Scope } from './scope';
import type { Tag } from './types';

export async function listTags(scope: Scope): Promise<Tag[]> {
  return (await request<{ items: Tag[] }>('GET', `${scopePath(scope)}/tags`, { query: { limit: 1000, offset: 0 } })).items;
}

export function createTag(scope: Scope, name: string): Promise<Tag> {
  return request('POST', `${scopePath(scope)}/tags`, { body: { name } });
}

export function attachTag(tag: string, ids: readonly string[]): Promise<{ count: number }> {
  return request('POST', `/api/tag/${tag}/attach`, { body: ids });
}

export function detachTag(tag: string, ids: readonly string[]): Promise<{ count: number }> {
  return request('POST', `/api/tag/${tag}/detach`, { body: ids });
}
