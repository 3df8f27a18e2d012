// Law: items by id come back in the order asked, in requests no larger than the contract allows; tags become query text that the server
// reads back as the same names.
import { afterEach, describe, expect, it, vi } from 'vitest';
import { itemsById, tagQuery } from './items';
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
    const items = await itemsById({ kind: 'datalake', id: 'l' }, ids, []);
    expect(sizes).toEqual([1_000, 500]);
    expect(items.map((item) => item.id)).toEqual(ids.filter((id) => id !== 'n7'));
  });
});

describe('tag query', () => {
  it('joins and quotes', () => {
    expect(tagQuery([])).toBeNull();
    expect(tagQuery(['train', 'a "b" \\c'])).toBe('tags.name = "train" and tags.name = "a \\"b\\" \\\\c"');
  });
});

describe('thumbnails', () => {
  it('ask for the next larger of the sizes that are kept', () => {
    expect([90, 128, 129, 600].map((pixels) => thumbnailUrl(data('d'), pixels).split('size=')[1])).toEqual(['128', '128', '256', '512']);
  });
});
