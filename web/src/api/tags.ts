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

export function renameTag(tag: string, name: string): Promise<Tag> {
  return request('PATCH', `/api/tag/${tag}`, { body: { name } });
}

export function deleteTag(tag: string): Promise<unknown> {
  return request('DELETE', `/api/tag/${tag}`);
}

export function attachTag(tag: string, ids: readonly string[]): Promise<void> {
  return change(`/api/tag/${tag}/attach`, ids);
}

export function detachTag(tag: string, ids: readonly string[]): Promise<void> {
  return change(`/api/tag/${tag}/detach`, ids);
}

const kIdsPerRequest = 1000;

async function change(path: string, ids: readonly string[]): Promise<void> {
  for (let first = 0; first < ids.length; first += kIdsPerRequest) {
    await request('POST', path, { body: ids.slice(first, first + kIdsPerRequest) });
  }
}
