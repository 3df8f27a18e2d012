// Lists of items, by place in the order or by id.
import { request } from './client';
import { itemPath, listPath, toItem, type Item, type Scope } from './scope';
import type { Asset, Data, Page, Tag } from './types';

export interface ItemPage {
  items: Item[];
  count: number;
}

// Query-language text for "has every one of these tags".
export function tagQuery(tags: readonly string[]): string | null {
  return tags.length === 0 ? null : tags.map((name) => `tags.name = ${quoted(name)}`).join(' and ');
}

function quoted(text: string): string {
  return `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
}

export async function listItems(scope: Scope, offset: number, limit: number, tags: readonly string[], signal?: AbortSignal): Promise<ItemPage> {
  const page = await request<Page<Data | Asset>>('GET', listPath(scope), {
    query: { limit, offset, q: tagQuery(tags), order_by: ['-created_at'] },
    ...(signal ? { signal } : {}),
  });
  return { items: page.items.map(toItem), count: page.count };
}

const kIdsPerRequest = 1000; // the contract's limit

// In the order of `ids`; those that no longer exist, or lack one of the tags, are left out.
export async function itemsById(scope: Scope, ids: readonly string[], tags: readonly string[], signal?: AbortSignal): Promise<Item[]> {
  const found = new Map<string, Item>();
  for (let first = 0; first < ids.length; first += kIdsPerRequest) {
    const body: Record<string, unknown> = { ids: ids.slice(first, first + kIdsPerRequest) };
    const q = tagQuery(tags);
    if (q !== null) body['q'] = q;
    const page = await request<Page<Data | Asset>>('XGET', listPath(scope), { body, ...(signal ? { signal } : {}) });
    for (const row of page.items) found.set(row.id, toItem(row));
  }
  return ids.flatMap((id) => found.get(id) ?? []);
}

export interface ItemWithTags extends Item {
  tags: Tag[];
}

export async function getItem(scope: Scope, id: string, signal?: AbortSignal): Promise<ItemWithTags> {
  const row = await request<(Data | Asset) & { tags?: Tag[] }>('GET', itemPath(scope, id), signal ? { signal } : {});
  return { ...toItem(row), tags: row.tags ?? [] };
}
