// What narrows a list: query-language text and tags, all of which must hold.
export interface Filter {
  text: string; // query language; empty: everything
  tags: readonly string[];
}

export const kNoFilter: Filter = { text: '', tags: [] };

export function isNarrow(filter: Filter): boolean {
  return filter.text !== '' || filter.tags.length > 0;
}

// The whole filter as query-language text; null when everything passes. Its `and` and `or` bind equally and group to the right, so a
// person's own text is bracketed before anything is joined to it.
export function queryText({ text, tags }: Filter): string | null {
  const parts = tags.map((name) => `tags.name = ${quoted(name)}`);
  if (text !== '') parts.unshift(parts.length > 0 ? `(${text})` : text);
  return parts.length === 0 ? null : parts.join(' and ');
}

export function quoted(text: string): string {
  return `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
}
