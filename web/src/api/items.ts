// Lists of items, by place in the order or by id.
import { request } from './client';
import { queryText, type Filter } from './filter';
import { itemPath, listPath, toItem, type Item, type Scope } from './scope';
import type { Asset, Data, Page, Tag } from './types';

export interface ItemPage {
  items: Item[];
  count: number;
}

const kOrder = ['-created_at'];

export async function listItems(scope: Scope, offset: number, limit: number, filter: Filter, signal?: AbortSignal): Promise<ItemPage> {
  const page = await request<Page<Data | Asset>>('GET', listPath(scope), {
    query: { limit, offset, q: queryText(filter), order_by: kOrder },
    ...(signal ? { signal } : {}),
  });
  return { items: page.items.map(toItem), count: page.count };
}

const kIdsPerRequest = 1000; // the contract's limit

// In the order of `ids`; those that no longer exist, or do not pass the filter, are left out.
export async function itemsById(scope: Scope, ids: readonly string[], filter: Filter, signal?: AbortSignal): Promise<Item[]> {
  const found = new Map<string, Item>();
  for (let first = 0; first < ids.length; first += kIdsPerRequest) {
    const body: Record<string, unknown> = { ids: ids.slice(first, first + kIdsPerRequest) };
    const q = queryText(filter);
    if (q !== null) body['q'] = q;
    const page = await request<Page<Data | Asset>>('XGET', listPath(scope), { body, ...(signal ? { signal } : {}) });
    for (const row of page.items) found.set(row.id, toItem(row));
  }
  return ids.flatMap((id) => found.get(id) ?? []);
}

// The ids at the places `first` to `end` of the list, however many; to the end of the list when `end` is Infinity.
export async function listIds(scope: Scope, filter: Filter, first: number, end: number, signal?: AbortSignal): Promise<string[]> {
  const ids: string[] = [];
  let where: { offset?: number; cursor?: string } = { offset: first };
  while (ids.length < end - first) {
    const page: Page<string> = await request<Page<string>>('GET', `${listPath(scope)}/ids/paginated`, {
      query: { ...where, limit: Math.min(kIdsPerRequest, end - first - ids.length), q: queryText(filter), order_by: kOrder },
      ...(signal ? { signal } : {}),
    });
    ids.push(...page.items);
    if (page.items.length === 0 || typeof page.next_cursor !== 'string') break;
    where = { cursor: page.next_cursor };
  }
  return ids;
}

export interface ItemWithTags extends Item {
  tags: Tag[];
}

export async function getItem(scope: Scope, id: string, signal?: AbortSignal): Promise<ItemWithTags> {
  const row = await request<(Data | Asset) & { tags?: Tag[] }>('GET', itemPath(scope, id), signal ? { signal } : {});
  return { ...toItem(row), tags: row.tags ?? [] };
}

export async function removeItems(scope: Scope, ids: readonly string[]): Promise<void> {
  for (let first = 0; first < ids.length; first += kIdsPerRequest) {
    await request('DELETE', listPath(scope), { body: { ids: ids.slice(first, first + kIdsPerRequest) } });
  }
}
