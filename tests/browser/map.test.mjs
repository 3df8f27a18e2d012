// Law: what is red on the map and listed beside it is what the server says lies in the region, for every tool; a link brings all of it back.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { assertAccessible } from './accessible.mjs';
import { api, openApp, openVersion } from './app.mjs';
import { openPage, takePicture } from './browser.mjs';

let app;
let version;
let projection;

const path = (rest = '') => `/api/dataset/version/${version}/projections${rest}`;

before(async () => {
  app = await openApp();
  version = await openVersion(app.page, app.origin);
});

after(() => app?.close());

async function drawn(page) {
  await page.locator('[data-drawn="whole"]').waitFor();
}

// Where things are on the screen: the middle of the map, and a length that is a good part of it.
async function stage(page) {
  const box = await page.locator('.mapstage__host').boundingBox();
  return { x: box.x + box.width / 2, y: box.y + box.height / 2, size: Math.min(box.width, box.height) };
}

async function selectedCount(page) {
  const text = await page.locator('.beside__title').textContent();
  return Number(/([\d,]+) selected on the map/.exec(text)[1].replaceAll(',', ''));
}

// The address changes first, then the list.
async function awaitCount(page, count) {
  await page.locator('.beside__title', { hasText: new RegExp(`^${count.toLocaleString('en')} selected on the map$`) }).waitFor();
}

// The gestures that the address holds, read with a reader of our own (docs/web.md).
function regionOf(url, bounds) {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  const width = bounds.maxX - bounds.minX;
  const height = bounds.maxY - bounds.minY;
  return (new URL(url).searchParams.get('region') ?? '').split('*').map((part) => {
    const kind = part[1];
    const rest = part.slice(2);
    if (kind === 'g') return { sign: part[0], body: { clusters: rest.split('.').map(Number) } };
    const corners = [];
    for (let at = 0; at < rest.length; at += 4) {
      const step = [...rest.slice(at, at + 4)].reduce((sum, letter) => sum * 64 + letters.indexOf(letter), 0) / (2 ** 24 - 1);
      corners.push(corners.length % 2 === 0 ? bounds.minX - width + step * 3 * width : bounds.minY - height + step * 3 * height);
    }
    if (kind === 'r') return { sign: part[0], body: { rectangle: corners } };
    return { sign: part[0], body: { polygon: Array.from({ length: corners.length / 2 }, (_, at) => [corners[2 * at], corners[2 * at + 1]]) } };
  });
}

async function boundsOnServer(page) {
  return page.evaluate(async (url) => {
    const view = new DataView(await (await fetch(url)).arrayBuffer());
    return { minX: view.getFloat32(24, true), minY: view.getFloat32(28, true), maxX: view.getFloat32(32, true), maxY: view.getFloat32(36, true) };
  }, path(`/${projection}/points`));
}

// What the server says of the region in the address: gestures in their order.
async function idsOnServer(page) {
  const chosen = new Set();
  for (const { sign, body } of regionOf(page.url(), await boundsOnServer(page))) {
    const { items } = await api(page, 'POST', path(`/${projection}/select`), { ...body, limit: 10_000 });
    for (const id of items) {
      if (sign === 'd') chosen.delete(id);
      else chosen.add(id);
    }
  }
  return chosen;
}

// Scrolls through the list beside the map.
async function idsListed(page) {
  const ids = new Set();
  const total = await selectedCount(page);
  await page.locator('.grid').evaluate((grid) => (grid.scrollTop = 0));
  for (let round = 0; round < 60 && ids.size < total; ++round) {
    await page.locator('.tile--loading').first().waitFor({ state: 'detached' });
    for (const id of await page.locator('.tile').evaluateAll((tiles) => tiles.map((tile) => tile.dataset.id))) ids.add(id);
    await page.locator('.grid').evaluate((grid) => (grid.scrollTop += grid.clientHeight * 0.8));
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
  }
  return ids;
}

async function assertSameAsServer(page) {
  const expected = await idsOnServer(page);
  assert.ok(expected.size > 0, 'the region is empty: it tests nothing');
  await awaitCount(page, expected.size);
  assert.deepEqual([...(await idsListed(page))].sort(), [...expected].sort());
}

describe('a map', () => {
  it('is offered, never computed by itself, and computed by a job', async () => {
    const { page } = app;
    await page.getByRole('button', { name: 'UMAP Projection' }).click();
    await page.getByRole('heading', { name: 'No map yet' }).waitFor();
    await takePicture(page, 'map-none');
    await page.getByRole('button', { name: 'Compute a map…' }).click();
    await page.getByLabel('n_neighbors').fill('12');
    await takePicture(page, 'map-parameters');
    await page.getByRole('button', { name: 'Compute', exact: true }).click();
    await drawn(page);
    const { items } = await api(page, 'GET', path());
    assert.equal(items.length, 1);
    assert.equal(items[0].umap.n_neighbors, 12);
    projection = items[0].id;
    await takePicture(page, 'map');
  });

  it('selects with a rectangle what the server says', async () => {
    const { page } = app;
    const { x, y, size } = await stage(page);
    await page.keyboard.press('r');
    await page.mouse.move(x - size / 4, y - size / 4);
    await page.mouse.down();
    await page.mouse.move(x + size / 5, y + size / 5, { steps: 4 });
    await page.mouse.up();
    await page.locator('.beside__title', { hasText: 'selected on the map' }).waitFor();
    await assertSameAsServer(page);
    await takePicture(page, 'map-rectangle');
  });

  it('adds a freehand loop with Shift, takes a polygon away with Alt, and undoes', async () => {
    const { page } = app;
    const { x, y, size } = await stage(page);
    const before = await selectedCount(page);
    await page.keyboard.press('f');
    await page.keyboard.down('Shift');
    await page.mouse.move(x + size / 3, y);
    await page.mouse.down();
    for (let turn = 0; turn < 40; ++turn) await page.mouse.move(x + (size / 3) * Math.cos(turn / 6.4), y + (size / 3) * Math.sin(turn / 6.4));
    await page.mouse.up();
    await page.keyboard.up('Shift');
    await page.waitForURL(/\*/);
    await assertSameAsServer(page);
    const both = await selectedCount(page);
    assert.ok(both >= before, `${both} after ${before}`);
    await page.keyboard.press('p');
    await page.keyboard.down('Alt');
    for (const [dx, dy] of [[-4, -4], [4, -4], [0, 6]]) await page.mouse.click(x + (dx * size) / 16, y + (dy * size) / 16);
    await page.mouse.click(x - size / 4, y - size / 4);
    await page.keyboard.up('Alt');
    await page.waitForURL(/\*dp/);
    await assertSameAsServer(page);
    await page.keyboard.press('Control+z');
    await page.waitForURL((url) => !url.href.includes('*dp'));
    await awaitCount(page, both);
  });

  it('selects a cluster from the legend, tags it in three actions, and the tag is exact', async () => {
    const { page } = app;
    await page.getByRole('button', { name: /^Select Cluster/ }).first().click();
    await page.waitForURL(/region=ag\d+(&|$)/);
    const expected = await idsOnServer(page);
    await page.locator('.selection').getByLabel('Tag').fill('cluster');
    await page.keyboard.press('Enter');
    await page.getByText(/^Tagg\w+ \d+ images? “cluster”/).waitFor();
    const tagged = await api(page, 'GET', `/api/dataset/version/${version}/assets/ids/paginated?limit=1000&q=${encodeURIComponent('tags.name = "cluster"')}`);
    assert.deepEqual([...tagged.items].sort(), [...expected].sort());
    await page.getByLabel('Colour by').selectOption('tag');
    await page.locator('.legend__text', { hasText: 'cluster' }).waitFor();
    await page.getByLabel('Colour by').selectOption('cluster');
  });

  it('comes back whole from a copied link: region, camera and hidden groups', async () => {
    const { page } = app;
    await page.locator('.legend__name').last().click();
    await page.waitForURL(/hidden=/);
    await page.keyboard.press('v');
    await page.getByRole('button', { name: 'Zoom in' }).click();
    await page.waitForURL(/camera=/);
    const link = page.url();
    const count = await selectedCount(page);
    const { page: other, faults } = await openPage(app.context, app.origin);
    await other.goto(link);
    await drawn(other);
    await awaitCount(other, count);
    assert.equal(other.url(), link);
    assert.equal(await other.locator('.legend__name[aria-pressed="false"]').count(), 1);
    assert.deepEqual(faults, []);
    await other.close();
    await page.getByRole('button', { name: 'Show all' }).click();
  });

  it('lets Back undo, Esc clear, and keeps the filter between grid and map', async () => {
    const { page } = app;
    await page.getByRole('button', { name: 'Reset selection' }).first().click();
    await page.locator('.beside__title', { hasText: 'selected on the map' }).waitFor({ state: 'detached' });
    await page.goBack();
    await page.locator('.beside__title', { hasText: 'selected on the map' }).waitFor();
    await page.locator('.mapstage__host').focus();
    await page.keyboard.press('Escape');
    await page.locator('.beside__title', { hasText: 'selected on the map' }).waitFor({ state: 'detached' });
    await page.locator('.sidebar').getByRole('button', { name: 'cluster' }).click();
    await page.waitForURL(/tag=cluster/);
    await page.keyboard.press('m');
    await page.locator('.mappane').waitFor({ state: 'detached' });
    assert.match(page.url(), /tag=cluster/);
    await page.keyboard.press('m');
    await drawn(page);
    await page.getByRole('button', { name: 'Remove tag cluster' }).click();
  });

  it('clusters again at once when the slider moves', async () => {
    const { page } = app;
    const before = (await api(page, 'GET', path(`/${projection}`))).clustering;
    await page.getByRole('button', { name: 'Adjust' }).click();
    const answered = page.waitForResponse((response) => response.url().endsWith('/clusterings') && response.ok());
    await page.getByRole('slider', { name: /^eps/ }).press('PageUp');
    await answered;
    const after = (await api(page, 'GET', path(`/${projection}`))).clustering;
    assert.ok(after.eps > before.eps);
    await takePicture(page, 'map-clusters');
    await page.getByRole('button', { name: 'Adjust' }).click();
  });

  it('has nothing that axe-core holds against it, in both themes, and looks right on a tablet', async () => {
    const { page } = app;
    for (const theme of ['light', 'dark']) {
      const other = page.getByRole('button', { name: `Use the ${theme} theme` });
      if ((await other.count()) > 0) await other.click();
      await drawn(page);
      await assertAccessible(page, `map, ${theme}`);
      await takePicture(page, `map-${theme}`);
    }
    await page.setViewportSize({ width: 800, height: 900 });
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    assert.ok(overflow <= 0, `the page is ${overflow} px too wide`);
    await takePicture(page, 'map-tablet');
    await page.setViewportSize({ width: 1280, height: 800 });
  });

  it('says so when the browser has no WebGL2, and lists what a cluster holds', async () => {
    const { page, faults } = await openPage(app.context, app.origin);
    await page.addInitScript(() => {
      const { getContext } = HTMLCanvasElement.prototype;
      HTMLCanvasElement.prototype.getContext = function get(kind, ...rest) {
        return kind === 'webgl2' ? null : getContext.call(this, kind, ...rest);
      };
    });
    await page.goto(`${app.origin}/version/${version}?view=map`);
    await page.getByRole('heading', { name: 'This browser cannot draw the map' }).waitFor();
    await page.getByRole('button', { name: /^Select Cluster/ }).first().click();
    await page.locator('.beside__title', { hasText: 'selected on the map' }).waitFor();
    assert.deepEqual(faults, []);
    await page.close();
  });

  it('did all that without a fault and without asking other machines', () => {
    assert.deepEqual(app.faults, []);
  });
});
