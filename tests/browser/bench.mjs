// `./dev bench web`: how much script the first page takes, how quick the map is, and a grid of a million items, in headless Chromium with a software GPU.
// Needs web/dist and build/map-harness (web/harness). Prints the tables of docs/web.md.
import { readdir, readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { cpus, loadavg } from 'node:os';
import { extname, join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { launch } from './browser.mjs';
import { kMillion, startMillion } from './million.mjs';

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
server.close();

// Runs in the page: scrolls by small steps and by long jumps, and looks at each frame how long rows in view stay without their items.
function scrollGrid() {
  const grid = document.querySelector('.grid');
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
  const isBlank = () => {
    const { top, bottom } = grid.getBoundingClientRect();
    return [...grid.querySelectorAll('.tile--loading')].some((tile) => {
      const box = tile.getBoundingClientRect();
      return box.bottom > top && box.top < bottom;
    });
  };
  const result = { longestBlank: 0, longestTask: 0, frames: [] };
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) result.longestTask = Math.max(result.longestTask, entry.duration);
  }).observe({ type: 'longtask' });
  const watch = async (steps, step) => {
    let blankSince = null;
    let last = performance.now();
    for (let at = 0; at < steps; ++at) {
      step(at);
      await frame();
      const now = performance.now();
      result.frames.push(now - last);
      last = now;
      blankSince = isBlank() ? (blankSince ?? now) : null;
      if (blankSince !== null) result.longestBlank = Math.max(result.longestBlank, now - blankSince);
    }
  };
  return (async () => {
    await watch(240, () => (grid.scrollTop += 90));
    for (let jump = 1; jump <= 8; ++jump) {
      grid.scrollTop = (grid.scrollHeight * jump) / 9;
      await watch(30, () => undefined);
    }
    result.frames.sort((a, b) => a - b);
    return { longestBlank: result.longestBlank, longestTask: result.longestTask, frame: result.frames[Math.floor(result.frames.length / 2)] };
  })();
}

const million = await startMillion(join(root, 'web/dist'));
const grid = await browser.newPage({ viewport: { width: 1280, height: 800 } });
const opened = performance.now();
await grid.goto(`http://127.0.0.1:${million.address().port}/`);
await grid.locator('.tile__image--shown').first().waitFor();
const firstPicture = performance.now() - opened;
const { longestBlank, longestTask, frame } = await grid.evaluate(scrollGrid);
console.log(`\n| grid of ${kMillion.toLocaleString('en')} items | ms |\n|---|---|`);
console.log(`| opening the page to the first picture | ${firstPicture.toFixed(0)} |`);
console.log(`| a frame while scrolling, median | ${frame.toFixed(0)} |`);
console.log(`| the longest that rows in view were blank, jumps to anywhere included | ${longestBlank.toFixed(0)} |`);
console.log(`| the longest task | ${longestTask === 0 ? 'none over 50' : longestTask.toFixed(0)} |`);
await browser.close();
million.closeAllConnections();
million.close();
