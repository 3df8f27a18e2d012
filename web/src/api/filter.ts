// What narrows a view, all of it together: query-language text, tags, and a visual query. The server takes it as one object.

export interface Filter {
  text: string; // query language; empty: everything
  tags: readonly string[];
  labels?: readonly string[]; // of shapes: any of them
  statuses?: readonly string[]; // of shapes: any of them
}

export const kDefaultLimit = 20;
export const kMaxLimit = 10_000;

// Images like these (and like pictures that aren't in the workspace) and unlike those, or for a text; the best `limit` of what the rest of the filter lets through.
export type VisualQuery =
  | { kind: 'similar'; like: readonly string[]; unlike: readonly string[]; pictures: readonly string[]; limit: number }
  | { kind: 'text'; text: string; limit: number };

export const kNoFilter: Filter = { text: '', tags: [] };

export function isNarrow(filter: Filter): boolean {
  return queryOfFilter(filter) !== '' || filter.tags.length > 0;
}

// A person's own text and the labels and statuses chosen beside it. `and` and `or` bind equally and group to the right, so the text is
// bracketed before anything is joined to it.
function queryOfFilter({ text, labels = [], statuses = [] }: Filter): string {
  const parts: string[] = [];
  if (labels.length > 0) parts.push(`label.name in (${labels.map(quoted).join(', ')})`);
  if (statuses.length > 0) parts.push(`status in (${statuses.map(quoted).join(', ')})`);
  if (text !== '') parts.unshift(parts.length > 0 ? `(${text})` : text);
  return parts.join(' and ');
}

export function quoted(text: string): string {
  return `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
}

export type FilterBody = Record<string, unknown>;

// The server's form. Parts that narrow nothing are left out.
export function filterBody(filter: Filter, query: VisualQuery | null = null): FilterBody {
  const body: FilterBody = {};
  const text = queryOfFilter(filter);
  if (text !== '') body['q'] = text;
  if (filter.tags.length > 0) body['tags'] = filter.tags;
  if (query?.kind === 'text') body['text'] = { prompt: query.text, k: query.limit };
  if (query?.kind === 'similar') body['similar'] = { positive: [...query.like, ...query.pictures], negative: query.unlike, k: query.limit };
  return body;
}
