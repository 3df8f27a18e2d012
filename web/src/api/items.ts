// Lists of items: what a filter finds, by place in the order or best first, and items by id.
import { request } from './client';
import { filterBody, type Filter, type FilterBody, type VisualQuery } from './filter';
import { itemPath, listPath, toItem, type Item, type Scope } from './scope';
import type { Asset, Data, Page, Tag } from './types';

export interface ItemPage {
  items: Item[];
  count: number;
}

interface FoundPage extends Page<Data | Asset> {
  scores: number[] | null; // when ranked
}

const kOrder = ['-created_at'];
const kMostAtOnce = 1_000; // the server's limit of one page
const kMostIds = 10_000; // of ids in one filter

async function search(scope: Scope, body: FilterBody, signal?: AbortSignal): Promise<FoundPage> {
  return request<FoundPage>('POST', `${listPath(scope)}/search`, { body, ...(signal ? { signal } : {}) });
}

export async function listItems(scope: Scope, offset: number, limit: number, filter: Filter, signal?: AbortSignal): Promise<ItemPage> {
  const page = await search(scope, { ...filterBody(filter), offset, limit, order_by: kOrder }, signal);
  return { items: page.items.map(toItem), count: page.count };
}

// Best first, with scores.
export async function searchItems(scope: Scope, query: VisualQuery, filter: Filter, signal?: AbortSignal): Promise<Item[]> {
  return all(scope, filterBody(filter, query), signal);
}

// In the order of `ids`; those that no longer exist are left out.
export async function itemsById(scope: Scope, ids: readonly string[], signal?: AbortSignal): Promise<Item[]> {
  const found = new Map<string, Item>();
  for (let first = 0; first < ids.length; first += kMostIds) {
    for (const item of await all(scope, { ids: ids.slice(first, first + kMostIds) }, signal)) found.set(item.id, item);
  }
  return ids.flatMap((id) => found.get(id) ?? []);
}

// Page by page until the end.
async function all(scope: Scope, filter: FilterBody, signal?: AbortSignal): Promise<Item[]> {
  const items: Item[] = [];
  let cursor: string | null = null;
  do {
    const page: FoundPage = await search(scope, { ...filter, limit: kMostAtOnce, ...(cursor === null ? {} : { cursor }) }, signal);
    items.push(...page.items.map((row, at) => ({ ...toItem(row), score: page.scores?.[at] ?? null })));
    cursor = page.next_cursor ?? null;
  } while (cursor !== null);
  return items;
}

// The ids at the places `first` to `end` of the list, however many; to the end of the list when `end` is Infinity.
export async function listIds(scope: Scope, filter: Filter, first: number, end: number, signal?: AbortSignal): Promise<string[]> {
  const ids: string[] = [];
  let where: { offset?: number; cursor?: string } = { offset: first };
  while (ids.length < end - first) {
    const page: Page<string> = await request<Page<string>>('GET', `${listPath(scope)}/ids/paginated`, {
      query: { ...where, limit: Math.min(kMostAtOnce, end - first - ids.length), q: queryText(filter), order_by: kOrder },
      ...(signal ? { signal } : {}),
    });
    ids.push(...page.items);
    if (page.items.length === 0 || typeof page.next_cursor !== 'string') break;
    where = { cursor: page.next_cursor };
  }
  return ids;
}

// The filter as query-language text alone, for the contract's own lists; null when everything passes. `and` and `or` bind equally and group
// to the right, so a person's own text is bracketed before anything is joined to it.
export function queryText({ text, tags }: Filter): string | null {
  const parts = tags.map((name) => `tags.name = ${quoted(name)}`);
  if (text !== '') parts.unshift(parts.length > 0 ? `(${text})` : text);
  return parts.length === 0 ? null : parts.join(' and ');
}

function quoted(text: string): string {
  return `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
}

export interface ItemWithTags extends Item {
  tags: Tag[];
}

export async function getItem(scope: Scope, id: string, signal?: AbortSignal): Promise<ItemWithTags> {
  const row = await request<(Data | Asset) & { tags?: Tag[] }>('GET', itemPath(scope, id), signal ? { signal } : {});
  return { ...toItem(row), tags: row.tags ?? [] };
}

export async function removeItems(scope: Scope, ids: readonly string[]): Promise<void> {
  for (let first = 0; first < ids.length; first += kMostAtOnce) {
    await request('DELETE', listPath(scope), { body: { ids: ids.slice(first, first + kMostAtOnce) } });
  }
}
