// What narrows a view, all of it together: query-language text, tags, and a visual query. The server takes it as one object.

export interface Filter {
  text: string; // query language; empty: everything
  tags: readonly string[];
}

export const kDefaultLimit = 20;
export const kMaxLimit = 10_000;

// Images like these and unlike those, or for a text; the best `limit` of what the rest of the filter lets through.
export type VisualQuery =
  | { kind: 'similar'; like: readonly string[]; unlike: readonly string[]; limit: number }
  | { kind: 'text'; text: string; limit: number };

export const kNoFilter: Filter = { text: '', tags: [] };

export function isNarrow(filter: Filter): boolean {
  return filter.text !== '' || filter.tags.length > 0;
}

export type FilterBody = Record<string, unknown>;

// The server's form. Parts that narrow nothing are left out.
export function filterBody(filter: Filter, query: VisualQuery | null = null): FilterBody {
  const body: FilterBody = {};
  if (filter.text !== '') body['q'] = filter.text;
  if (filter.tags.length > 0) body['tags'] = filter.tags;
  if (query?.kind === 'text') body['text'] = { prompt: query.text, k: query.limit };
  if (query?.kind === 'similar') body['similar'] = { positive: query.like, negative: query.unlike, k: query.limit };
  return body;
}
