// Law: items by id come back in the order asked, however many pages that takes; a filter leaves out what narrows nothing, and as query text
// it reads back as the same names.
import { afterEach, describe, expect, it, vi } from 'vitest';
import { filterBody, kNoFilter } from './filter';
import { itemsById, listIds, queryText, searchItems } from './items';
import { thumbnailUrl, toItem } from './scope';
import type { Data } from './types';

afterEach(() => vi.unstubAllGlobals());

function data(id: string): Data {
  return { id, filename: `${id}.png`, object_name: id, type: 'IMAGE', content_type: 'image/png', upload_status: 'DONE' };
}

// A server that has found these, and gives at most 1,000 a page.
function serveFound(found: readonly { id: string; score: number | null }[]): Record<string, unknown>[] {
  const bodies: Record<string, unknown>[] = [];
  vi.stubGlobal('fetch', (_url: string, init: RequestInit) => {
    const body = JSON.parse(String(init.body)) as { limit: number; cursor?: string };
    bodies.push(body as unknown as Record<string, unknown>);
    const first = Number(body.cursor ?? 0);
    const page = found.slice(first, first + Math.min(body.limit, 1_000));
    const end = first + page.length;
    const scores = page.some((one) => one.score !== null) ? page.map((one) => one.score) : null;
    const answer = { items: page.map((one) => data(one.id)), count: found.length, scores, next_cursor: end < found.length ? String(end) : null };
    return Promise.resolve(new Response(JSON.stringify(answer)));
  });
  return bodies;
}

describe('items by id', () => {
  it('keep the order and drop the missing', async () => {
    const ids = Array.from({ length: 1_500 }, (_, index) => `n${index}`);
    const bodies = serveFound(ids.filter((id) => id !== 'n7').map((id) => ({ id, score: null })).reverse());
    const items = await itemsById({ kind: 'datalake', id: 'l', of: 'images' }, ids);
    expect(bodies).toHaveLength(2);
    expect(items.map((item) => item.id)).toEqual(ids.filter((id) => id !== 'n7'));
  });
});

describe('a search', () => {
  it('brings all pages, each item with its score', async () => {
    const found = Array.from({ length: 2_300 }, (_, index) => ({ id: `n${index}`, score: 1 - index / 2_300 }));
    const bodies = serveFound(found);
    const items = await searchItems({ kind: 'version', id: 'v', of: 'images' }, { kind: 'text', text: 'rain', limit: 2_300 }, { text: '', tags: ['a'] });
    expect(items.map(({ id, score }) => ({ id, score }))).toEqual(found);
    expect(bodies[0]).toEqual({ tags: ['a'], text: { prompt: 'rain', k: 2_300 }, limit: 1_000 });
    expect(bodies).toHaveLength(3);
  });
});

describe('a filter', () => {
  it('leaves out what narrows nothing', () => {
    expect(filterBody(kNoFilter)).toEqual({});
    expect(filterBody({ text: 'width > 3', tags: [] }, { kind: 'similar', like: ['a'], unlike: ['b'], pictures: ['c'], limit: 5 })).toEqual({
      q: 'width > 3',
      similar: { positive: ['a', 'c'], negative: ['b'], k: 5 },
    });
  });
});

describe('a filter of shapes', () => {
  it('asks for any of the labels and any of the statuses, beside what a person wrote', () => {
    expect(filterBody({ text: 'area > 9 or w > 3', tags: ['a'], labels: ['cat', 'the "dog"'], statuses: ['PENDING'] })).toEqual({
      q: '(area > 9 or w > 3) and label.name in ("cat", "the \\"dog\\"") and status in ("PENDING")',
      tags: ['a'],
    });
    expect(filterBody({ text: 'area > 9', tags: [], labels: [], statuses: [] })).toEqual({ q: 'area > 9' });
  });
});

describe('ids of a range', () => {
  it('follows the cursor until the range is full or the list ends', async () => {
    const asked: URLSearchParams[] = [];
    vi.stubGlobal('fetch', (url: string) => {
      const query = new URL(url, 'http://host').searchParams;
      asked.push(query);
      const first = Number(query.get('cursor') ?? query.get('offset'));
      const items = Array.from({ length: Math.min(Number(query.get('limit')), 2_500 - first) }, (_, index) => `n${first + index}`);
      const end = first + items.length;
      return Promise.resolve(new Response(JSON.stringify({ items, count: 2_500, next_cursor: end < 2_500 ? String(end) : null })));
    });
    const ids = await listIds({ kind: 'version', id: 'v', of: 'images' }, kNoFilter, 10, 1_510);
    expect([ids.length, ids[0], ids.at(-1)]).toEqual([1_500, 'n10', 'n1509']);
    expect(asked.map((query) => query.get('limit'))).toEqual(['1000', '500']);
    expect(await listIds({ kind: 'version', id: 'v', of: 'images' }, kNoFilter, 0, Infinity)).toHaveLength(2_500);
  });
});

describe('filter text', () => {
  it('joins and quotes tags, and brackets what a person wrote', () => {
    expect(queryText(kNoFilter)).toBeNull();
    expect(queryText({ text: '', tags: ['train', 'a "b" \\c'] })).toBe('tags.name = "train" and tags.name = "a \\"b\\" \\\\c"');
    expect(queryText({ text: 'width > 3 or height > 3', tags: [] })).toBe('width > 3 or height > 3');
    expect(queryText({ text: 'width > 3 or height > 3', tags: ['x'] })).toBe('(width > 3 or height > 3) and tags.name = "x"');
  });
});

describe('thumbnails', () => {
  it('ask for the next larger of the sizes that are kept', () => {
    expect([90, 128, 129, 600].map((pixels) => thumbnailUrl(toItem(data('d')), pixels).split('size=')[1])).toEqual(['128', '128', '256', '512']);
  });
});
