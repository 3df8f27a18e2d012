// `./dev bench web`: how much script the first page takes, and how quick the map is, in headless Chromium with a software GPU.
// Needs web/dist and build/map-harness (web/harness). Prints the tables of docs/web.md.
import { readdir, readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { cpus, loadavg } from 'node:os';
import { extname, join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { launch } from './browser.mjs';

const root = resolve(import.meta.dirname, '../..');
const kTypes = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml' };
const kRounds = 3;

function serve(folder) {
  const server = createServer(async (request, response) => {
    const path = new URL(request.url, 'http://host').pathname;
    try {
      const body = await readFile(join(folder, path === '/' ? 'index.html' : path));
      response.writeHead(200, { 'Content-Type': kTypes[extname(path)] ?? 'text/html' }).end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  return new Promise((ready) => server.listen(0, '127.0.0.1', () => ready(server)));
}

// Bytes of script after gzip: what index.html asks for, and what is asked for when a map is opened.
async function sizes() {
  const folder = join(root, 'web/dist');
  const page = await readFile(join(folder, 'index.html'), 'utf8');
  const rows = [];
  for (const file of await readdir(join(folder, 'assets'))) {
    if (!/\.(js|css)$/.test(file)) continue;
    const bytes = gzipSync(await readFile(join(folder, 'assets', file))).length;
    rows.push({ file: file.replace(/-[\w-]{8}\./, '.'), first: page.includes(file), bytes });
  }
  return rows.sort((a, b) => Number(b.first) - Number(a.first) || b.bytes - a.bytes);
}

function median(values) {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
}

async function measureMap(page, address, count) {
  const rounds = [];
  for (let round = 0; round < kRounds; ++round) {
    await page.goto(`${address}/?n=${count}`);
    await page.waitForFunction(() => 'result' in window, null, { timeout: 120_000 });
    rounds.push(await page.evaluate(() => window.result));
  }
  if (rounds[0].error) throw new Error(rounds[0].error);
  return Object.fromEntries(Object.keys(rounds[0]).map((key) => [key, median(rounds.map((one) => one[key]))]));
}

console.log(`Machine: ${cpus()[0].model}, ${cpus().length} cores, load average ${loadavg()[0].toFixed(1)} when it began; medians of ${kRounds} rounds.\n`);
console.log('| file | when | kB after gzip |\n|---|---|---|');
for (const { file, first, bytes } of await sizes()) console.log(`| ${file} | ${first ? 'first page' : 'when a map is opened'} | ${(bytes / 1000).toFixed(1)} |`);

const server = await serve(join(root, 'build/map-harness'));
const browser = await launch();
const page = await browser.newPage({ viewport: { width: 1000, height: 800 } });
const kColumns = [
  ['shuffleAndFirstPart', 'points in hand to first picture'],
  ['firstFull', 'to the whole picture'],
  ['frameMedian', 'a frame while moving'],
  ['frameWorst', 'the worst of 30'],
  ['fullAfterRest', 'whole again at rest'],
  ['lasso', 'lasso test, 200 corners'],
  ['lassoAndUpload', 'lasso to the GPU'],
];
console.log(`\n| points | ${kColumns.map(([, name]) => `${name}, ms`).join(' | ')} |\n|---|${'---|'.repeat(kColumns.length)}`);
for (const count of [10_000, 100_000, 1_000_000]) {
  const result = await measureMap(page, `http://127.0.0.1:${server.address().port}`, count);
  console.log(`| ${count.toLocaleString('en')} | ${kColumns.map(([key]) => result[key].toFixed(result[key] < 10 ? 1 : 0)).join(' | ')} |`);
}
await browser.close();
server.close();
