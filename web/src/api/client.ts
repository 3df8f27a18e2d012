// One place that speaks HTTP: cookie session, CSRF header, JSON in and out, and every failure as an ApiError whose message is a
// sentence to show.

export class ApiError extends Error {
  // `status` is 0 when no answer came at all.
  constructor(
    readonly status: number,
    message: string,
    readonly detail: string | null = null,
  ) {
    super(message);
    this.name = 'ApiError';
  }
}

export type QueryValue = string | number | boolean | null | undefined | readonly string[];

export interface RequestOptions {
  query?: Record<string, QueryValue>;
  body?: unknown; // sent as JSON
  file?: Blob; // sent as it is
  signal?: AbortSignal;
}

// XGET is the contract's own verb: a GET that carries a body.
export type Method = 'GET' | 'XGET' | 'POST' | 'PATCH' | 'DELETE';

let csrfToken: string | null = null;

export function setCsrfToken(token: string | null): void {
  csrfToken = token;
}

// Arrays become repeated keys; null and undefined are left out.
export function withQuery(path: string, query: Record<string, QueryValue> = {}): string {
  const parameters = new URLSearchParams();
  for (const [key, value] of Object.entries(query)) {
    if (value === null || value === undefined) continue;
    if (typeof value === 'object') for (const one of value) parameters.append(key, one);
    else parameters.append(key, String(value));
  }
  const text = parameters.toString();
  return text === '' ? path : `${path}?${text}`;
}

export async function request<T>(method: Method, path: string, options: RequestOptions = {}): Promise<T> {
  const headers: Record<string, string> = { Accept: 'application/json' };
  if (method !== 'GET' && csrfToken !== null) headers['X-CSRF-Token'] = csrfToken;
  if (options.body !== undefined) headers['Content-Type'] = 'application/json';
  if (options.file !== undefined) headers['Content-Type'] = options.file.type || 'application/octet-stream';
  const init: RequestInit = { method, headers, credentials: 'same-origin' };
  if (options.body !== undefined) init.body = JSON.stringify(options.body);
  if (options.file !== undefined) init.body = options.file;
  if (options.signal) init.signal = options.signal;
  const response = await reach(withQuery(path, options.query), init);
  return (await read(response)) as T;
}

// A binary body.
export async function requestBytes(path: string, signal?: AbortSignal): Promise<{ bytes: ArrayBuffer; headers: Headers }> {
  const response = await reach(path, { credentials: 'same-origin', ...(signal ? { signal } : {}) });
  if (!response.ok) throw errorOf(response.status, parseJson(await response.text()));
  return { bytes: await response.arrayBuffer(), headers: response.headers };
}

// A file to a signed address: that address is its own permission, so neither cookie nor token goes along.
export async function postForm(url: string, form: FormData, signal?: AbortSignal): Promise<void> {
  const init: RequestInit = { method: 'POST', body: form, credentials: 'omit' };
  if (signal) init.signal = signal;
  await read(await reach(url, init));
}

async function reach(url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, init);
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw new ApiError(0, 'The server cannot be reached. Check that kindred is running, then retry.');
  }
}

async function read(response: Response): Promise<unknown> {
  const text = await response.text();
  const body = parseJson(text);
  if (!response.ok) throw errorOf(response.status, body);
  if (text === '') return null;
  if (body === undefined) throw new ApiError(response.status, 'The server sent an answer that is not JSON. Is a proxy in between?');
  return body;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function errorOf(status: number, body: unknown): ApiError {
  const { message, detail } = (typeof body === 'object' && body !== null ? body : {}) as { message?: unknown; detail?: unknown };
  return new ApiError(status, typeof message === 'string' && message !== '' ? message : defaultMessage(status), detailText(detail));
}

function detailText(detail: unknown): string | null {
  if (typeof detail === 'string' && detail !== '') return detail;
  if (Array.isArray(detail) && detail.length > 0) return detail.map((one) => (typeof one === 'string' ? one : JSON.stringify(one))).join('; ');
  return null;
}

function defaultMessage(status: number): string {
  switch (status) {
    case 401:
      return 'You are signed out.';
    case 403:
      return 'Your role does not allow this.';
    case 404:
      return 'This no longer exists.';
    case 409:
      return 'This is in use by a job. Wait for it to end, or cancel it.';
    case 413:
      return 'The file is too large for the server.';
    case 429:
      return 'Too many requests. Wait a moment, then retry.';
    default:
      return `The server answered ${status}. Its log names the reason.`;
  }
}
