// Law: every failure becomes an ApiError with a sentence; unsafe methods carry the CSRF token, and nothing else leaks it.
import { afterEach, describe, expect, it, vi } from 'vitest';
import { ApiError, postForm, request, setCsrfToken, withQuery } from './client';

function answer(status: number, body: string): ReturnType<typeof vi.fn<typeof fetch>> {
  const fake = vi.fn<typeof fetch>(() => Promise.resolve(new Response(status === 204 ? null : body, { status })));
  vi.stubGlobal('fetch', fake);
  return fake;
}

function headersOf(fake: ReturnType<typeof vi.fn<typeof fetch>>): Record<string, string> {
  return (fake.mock.calls[0]?.[1]?.headers ?? {}) as Record<string, string>;
}

async function failure(promise: Promise<unknown>): Promise<ApiError> {
  const error: unknown = await promise.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!(error instanceof ApiError)) throw new Error(`expected an ApiError, got ${String(error)}`);
  return error;
}

afterEach(() => {
  vi.unstubAllGlobals();
  setCsrfToken(null);
});

describe('errors', () => {
  it('carry the message and detail of the server', async () => {
    answer(400, '{"message":"The query is wrong.","detail":["column 3","expected a value"]}');
    const error = await failure(request('GET', '/api/x'));
    expect([error.status, error.message, error.detail]).toEqual([400, 'The query is wrong.', 'column 3; expected a value']);
  });

  it.each([401, 403, 404, 409, 413, 429, 500, 502])('say something readable for a bare %d', async (status) => {
    answer(status, '<html>no</html>');
    const error = await failure(request('GET', '/api/x'));
    expect(error.status).toBe(status);
    expect(error.message).toMatch(/^[A-Z].*\.$/);
  });

  it('name a server that cannot be reached', async () => {
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError('Failed to fetch')));
    const error = await failure(request('GET', '/api/x'));
    expect(error.status).toBe(0);
    expect(error.message).toContain('cannot be reached');
  });

  it('leave an abort what it is', async () => {
    vi.stubGlobal('fetch', () => Promise.reject(new DOMException('stop', 'AbortError')));
    await expect(request('GET', '/api/x')).rejects.toHaveProperty('name', 'AbortError');
  });

  it('tell an answer that is not JSON', async () => {
    answer(200, '<html>a proxy</html>');
    expect((await failure(request('GET', '/api/x'))).message).toContain('not JSON');
  });
});

describe('requests', () => {
  it('take an empty answer as null', async () => {
    answer(204, '');
    expect(await request('DELETE', '/api/x')).toBeNull();
  });

  it('send the token with everything but GET', async () => {
    setCsrfToken('secret');
    for (const method of ['GET', 'XGET', 'POST', 'DELETE'] as const) {
      const fake = answer(200, '{}');
      await request(method, '/api/x');
      expect(headersOf(fake)['X-CSRF-Token']).toBe(method === 'GET' ? undefined : 'secret');
    }
  });

  it('send a file to a signed address with neither cookie nor token', async () => {
    setCsrfToken('secret');
    const fake = answer(204, '');
    await postForm('http://elsewhere/put', new FormData());
    expect(fake.mock.calls[0]?.[1]).toMatchObject({ method: 'POST', credentials: 'omit' });
    expect(headersOf(fake)).toEqual({});
  });
});

describe('query strings', () => {
  it('repeat arrays, leave out nothing-values, escape the rest', () => {
    expect(withQuery('/p', { a: 'x y&z', list: ['1', '2'], no: null, un: undefined, zero: 0 })).toBe('/p?a=x+y%26z&list=1&list=2&zero=0');
    expect(withQuery('/p')).toBe('/p');
  });
});
