// A stand-in for the server, for measurements only: a datalake of a million images that cost nothing, and the page from web/dist.
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join } from 'node:path';

export const kMillion = 1_000_000;
const kLake = '0189aa00-1111-7222-8333-444455556666';
const kTypes = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml' };
const kAnswers = 4; // ms that an answer takes
const kPicture = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');

const idOf = (index) => `0189aa00-1111-7222-8333-${index.toString(16).padStart(12, '0')}`;

function itemsFrom(offset, limit) {
  const count = Math.max(0, Math.min(limit, kMillion - offset));
  return Array.from({ length: count }, (_, at) => ({
    id: idOf(offset + at),
    filename: `image-${offset + at}.jpg`,
    object_name: 'x',
    type: 'IMAGE',
    content_type: 'image/jpeg',
    upload_status: 'DONE',
    meta: { width: 640, height: 480 },
  }));
}

const empty = { items: [], count: 0, next_cursor: null };
const counts = { pending: 0, done: kMillion, error: 0, unsupported: 0 };

function answer(path, body) {
  if (path === '/api/me') return { id: kLake, username: 'bench', role: 'EDITOR', organization: { id: kLake, name: 'Bench' }, csrf_token: '' };
  if (path.endsWith('/datalakes')) return { items: [{ id: kLake, name: 'million', connector_id: kLake }], count: 1 };
  if (path.endsWith('/datas/search')) return { items: itemsFrom(body.offset ?? 0, body.limit), count: kMillion, scores: null, next_cursor: null };
  if (path.endsWith('/facets')) return { count: kMillion, tags: [] };
  if (path.startsWith('/api/visual-search/')) return { state: 'ACTIVE', model: 'none', dimension: 512, counts, job_id: null };
  return empty;
}

export function startMillion(folder) {
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url, 'http://host');
    if (pathname === '/api/events') return response.writeHead(200, { 'Content-Type': 'text/event-stream' }).write(': \n\n');
    if (pathname.endsWith('/thumbnail')) {
      return setTimeout(() => response.writeHead(200, { 'Content-Type': 'image/png', 'Cache-Control': 'max-age=60' }).end(kPicture), kAnswers);
    }
    if (pathname.startsWith('/api/')) {
      let text = '';
      for await (const part of request) text += part;
      const json = JSON.stringify(answer(pathname, text === '' ? {} : JSON.parse(text)));
      return setTimeout(() => response.writeHead(200, { 'Content-Type': 'application/json' }).end(json), kAnswers);
    }
    const file = extname(pathname) === '' ? 'index.html' : pathname;
    return response.writeHead(200, { 'Content-Type': kTypes[extname(file)] ?? 'text/html' }).end(await readFile(join(folder, file)));
  });
  return new Promise((ready) => server.listen(0, '127.0.0.1', () => ready(server)));
}
