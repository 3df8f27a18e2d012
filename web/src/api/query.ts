// The query language as the server knows it: what may be written next, and what is wrong with a text.
import { ApiError, request } from './client';
import { listPath, scopePath, type Listed } from './scope';

export interface Suggestion {
  kind: 'FIELD' | 'OPERATOR' | 'VALUE' | 'JOINT' | 'HISTORY'; // the last one is the page's own
  text: string; // to put in place of the text from begin to end
  note: string; // of a field its type
}

export interface Completion {
  begin: number; // places in the text, in UTF-16 units as JavaScript counts
  end: number;
  suggestions: Suggestion[];
}

export async function complete(listed: Listed, text: string, position: number, signal?: AbortSignal): Promise<Completion> {
  // The server counts bytes of UTF-8.
  const bytes = new TextEncoder().encode(text);
  const answer = await request<Completion>('GET', `${scopePath(listed)}/query/complete`, {
    query: { ...(listed.of === 'shapes' ? { view: 'shapes' } : {}), text, position: new TextEncoder().encode(text.slice(0, position)).length },
    ...(signal ? { signal } : {}),
  });
  const units = (byte: number): number => new TextDecoder().decode(bytes.subarray(0, byte)).length;
  return { begin: units(answer.begin), end: units(answer.end), suggestions: answer.suggestions };
}

export interface QueryFault {
  message: string;
  column: number | null; // from 1, in characters of the text's one line
}

// Null when the server understands the text; how many items it finds comes with it elsewhere.
export async function faultOf(listed: Listed, text: string, signal?: AbortSignal): Promise<QueryFault | null> {
  try {
    await request('POST', `${listPath(listed)}/count`, { body: { q: text }, ...(signal ? { signal } : {}) });
    return null;
  } catch (error) {
    if (!(error instanceof ApiError) || error.status !== 400) throw error;
    const place = /col (\d+)/.exec(`${error.message} ${error.detail ?? ''}`)?.[1];
    return { message: error.message.replace(/^Line \d+, col \d+: /, ''), column: place === undefined ? null : Number(place) };
  }
}
