// Lists of items: what a filter finds, by place in the order or best first, and items by id.
import { ApiError, request } from './client';
import { filterBody, quoted, type Filter, type FilterBody, type VisualQuery } from './filter';
import { itemPath, listPath, toItem, type Item, type Listed } from './scope';
import type { Shape } from './shapes';
import type { Asset, Data, Page, Tag } from './types';

export interface ItemPage {
  items: Item[];
  count: number;
}

interface FoundPage extends Page<Data | Asset | Shape> {
  scores: number[] | null; // when ranked
}

export const kNewestFirst = '-created_at';
const kMostAtOnce = 1_000; // the server's limit of one page
const kMostIds = 10_000; // of ids in one filter

async function search(listed: Listed, body: FilterBody, signal?: AbortSignal): Promise<FoundPage> {
  return request<FoundPage>('POST', `${listPath(listed)}/search`, { body, ...(signal ? { signal } : {}) });
}

export async function listItems(listed: Listed, offset: number, limit: number, filter: Filter, order = kNewestFirst, signal?: AbortSignal): Promise<ItemPage> {
  const page = await search(listed, { ...filterBody(filter), offset, limit, order_by: [order] }, signal);
  return { items: page.items.map(toItem), count: page.count };
}

// Best first, with scores.
export async function searchItems(listed: Listed, query: VisualQuery, filter: Filter, signal?: AbortSignal): Promise<Item[]> {
  try {
    return await all(listed, filterBody(filter, query), signal);
  } catch (error) {
    const gone = error instanceof ApiError && error.status === 404 && query.kind === 'similar' && query.pictures.length > 0;
    throw gone ? new ApiError(404, 'The picture that was searched with is no longer kept: that lasts an hour. Choose it again.') : error;
  }
}

// In the order of `ids`; those that no longer exist are left out.
export async function itemsById(listed: Listed, ids: readonly string[], signal?: AbortSignal): Promise<Item[]> {
  const found = new Map<string, Item>();
  for (let first = 0; first < ids.length; first += kMostIds) {
    for (const item of await all(listed, { ids: ids.slice(first, first + kMostIds) }, signal)) found.set(item.id, item);
  }
  return ids.flatMap((id) => found.get(id) ?? []);
}

// Page by page until the end.
async function all(listed: Listed, filter: FilterBody, signal?: AbortSignal): Promise<Item[]> {
  const items: Item[] = [];
  let cursor: string | null = null;
  do {
    const page: FoundPage = await search(listed, { ...filter, limit: kMostAtOnce, ...(cursor === null ? {} : { cursor }) }, signal);
    items.push(...page.items.map((row, at) => ({ ...toItem(row), score: page.scores?.[at] ?? null })));
    cursor = page.next_cursor ?? null;
  } while (cursor !== null);
  return items;
}

// The ids at the places `first` to `end` of the list, however many; to the end of the list when `end` is Infinity.
export async function listIds(listed: Listed, filter: Filter, first: number, end: number, order = kNewestFirst, signal?: AbortSignal): Promise<string[]> {
  const ids: string[] = [];
  let where: { offset?: number; cursor?: string } = { offset: first };
  while (ids.length < end - first) {
    const limit = Math.min(kMostAtOnce, end - first - ids.length);
    const page = listed.of === 'shapes' ? await shapeIds(listed, filter, where, limit, order, signal) : await imageIds(listed, filter, where, limit, order, signal);
    ids.push(...page.items);
    if (page.items.length === 0 || typeof page.next_cursor !== 'string') break;
    where = { cursor: page.next_cursor };
  }
  return ids;
}

type Where = { offset?: number; cursor?: string };

function imageIds(listed: Listed, filter: Filter, where: Where, limit: number, order: string, signal?: AbortSignal): Promise<Page<string>> {
  return request<Page<string>>('GET', `${listPath(listed)}/ids/paginated`, {
    query: { ...where, limit, q: queryText(filter), order_by: [order] },
    ...(signal ? { signal } : {}),
  });
}

// The contract lists no ids of shapes, so they come with all else of them.
async function shapeIds(listed: Listed, filter: Filter, where: Where, limit: number, order: string, signal?: AbortSignal): Promise<Page<string>> {
  const page = await search(listed, { ...filterBody(filter), ...where, limit, order_by: [order] }, signal);
  return { ...page, items: page.items.map(({ id }) => id) };
}

// The filter as query-language text alone, for the contract's own lists; null when everything passes. `and` and `or` bind equally and group
// to the right, so a person's own text is bracketed before anything is joined to it.
export function queryText({ text, tags }: Filter): string | null {
  const parts = tags.map((name) => `tags.name = ${quoted(name)}`);
  if (text !== '') parts.unshift(parts.length > 0 ? `(${text})` : text);
  return parts.length === 0 ? null : parts.join(' and ');
}

export type ItemWithTags = Item & { tags: Tag[] };

export async function getItem(listed: Listed, id: string, signal?: AbortSignal): Promise<ItemWithTags> {
  const row = await request<(Data | Asset | Shape) & { tags?: Tag[] }>('GET', itemPath(listed, id), signal ? { signal } : {});
  return { ...toItem(row), tags: row.tags ?? [] };
}

export async function removeItems(listed: Listed, ids: readonly string[]): Promise<void> {
  for (let first = 0; first < ids.length; first += kMostAtOnce) {
    await request('DELETE', listPath(listed), { body: { ids: ids.slice(first, first + kMostAtOnce) } });
  }
}
