// Law: items by id come back in the order asked, in requests no larger than the contract allows; tags become query text that the server
// reads back as the same names.
import { afterEach, describe, expect, it, vi } from 'vitest';
import { kNoFilter, queryText } from './filter';
import { itemsById, listIds } from './items';
import { thumbnailUrl } from './scope';
import type { Data } from './types';

afterEach(() => vi.unstubAllGlobals());

function data(id: string): Data {
  return { id, filename: `${id}.png`, object_name: id, type: 'IMAGE', content_type: 'image/png', upload_status: 'DONE' };
}

describe('items by id', () => {
  it('keeps the order and drops the missing', async () => {
    const sizes: number[] = [];
    vi.stubGlobal('fetch', (_url: string, init: RequestInit) => {
      const { ids } = JSON.parse(String(init.body)) as { ids: string[] };
      sizes.push(ids.length);
      const items = ids.filter((id) => id !== 'n7').map(data).reverse();
      return Promise.resolve(new Response(JSON.stringify({ items, count: items.length })));
    });
    const ids = Array.from({ length: 1_500 }, (_, index) => `n${index}`);
    const items = await itemsById({ kind: 'datalake', id: 'l' }, ids, kNoFilter);
    expect(sizes).toEqual([1_000, 500]);
    expect(items.map((item) => item.id)).toEqual(ids.filter((id) => id !== 'n7'));
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
    const ids = await listIds({ kind: 'version', id: 'v' }, kNoFilter, 10, 1_510);
    expect([ids.length, ids[0], ids.at(-1)]).toEqual([1_500, 'n10', 'n1509']);
    expect(asked.map((query) => query.get('limit'))).toEqual(['1000', '500']);
    expect(await listIds({ kind: 'version', id: 'v' }, kNoFilter, 0, Infinity)).toHaveLength(2_500);
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
    expect([90, 128, 129, 600].map((pixels) => thumbnailUrl(data('d'), pixels).split('size=')[1])).toEqual(['128', '128', '256', '512']);
  });
});
