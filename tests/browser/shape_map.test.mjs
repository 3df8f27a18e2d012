// Law: the map of a version's shapes selects the shapes that the server says, lists them as crops beside it, and colours them by label.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { assertAccessible } from './accessible.mjs';
import { api, openApp, openVersion } from './app.mjs';
import { takePicture } from './browser.mjs';
import { drawBoxes, embedShapes, ended } from './drawn.mjs';

let app;
let version;
let projection;

before(async () => {
  app = await openApp();
  version = await openVersion(app.page, app.origin);
  await drawBoxes(app.page, version, { assets: 40 });
  await embedShapes(app.page, version);
});

after(() => app?.close());

const drawn = () => app.page.locator('[data-drawn="whole"]').waitFor();

describe('the map of shapes', () => {
  it('is computed from the Shapes view, which says that there is none yet', async () => {
    const { page } = app;
    await page.getByRole('link', { name: 'Shapes' }).click();
    await page.locator('.tile__image--shown').first().waitFor();
    await page.getByRole('button', { name: 'UMAP Projection' }).click();
    await page.getByText('A map lays 120 shapes out').waitFor();
    const made = await api(page, 'POST', `/api/dataset/version/${version}/projections`, { kind: 'shapes' });
    projection = made.id;
    await ended(page, made.job_id);
    await drawn();
    await page.getByRole('application', { name: /^Map of 120 shapes/ }).waitFor();
  });

  it('selects with the rectangle what the server finds there, and lists it as crops', async () => {
    const { page } = app;
    await page.getByRole('button', { name: 'Rectangle' }).click();
    const host = await page.locator('.mapstage__host').boundingBox();
    await page.mouse.move(host.x + 2, host.y + 2);
    await page.mouse.down();
    await page.mouse.move(host.x + host.width - 2, host.y + host.height - 2, { steps: 5 });
    await page.mouse.up();
    await page.locator('.beside__title', { hasText: '120 selected on the map' }).waitFor();
    await page.locator('.tile__image--shown').first().waitFor();
    const ids = await page.locator('.tile[data-id]').evaluateAll((tiles) => tiles.map((tile) => tile.dataset.id));
    const { items } = await api(page, 'POST', `/api/dataset/version/${version}/shapes/search`, { ids });
    assert.equal(items.length, ids.length);
    await page.getByRole('button', { name: 'Accept', exact: true }).waitFor();
    await page.getByRole('button', { name: 'Reset selection' }).first().click();
    await page.locator('.beside__title', { hasText: '120 shapes' }).waitFor();
  });

  it('is coloured by label, with as many of each as there are', async () => {
    const { page } = app;
    await page.getByLabel('Colour by').selectOption({ label: 'Labels' });
    await page.locator('.legend__name', { hasText: 'cat' }).waitFor();
    const legend = await page.locator('.legend__name').evaluateAll((rows) => rows.map((row) => row.textContent));
    assert.deepEqual(legend.sort(), ['cat80', 'dog40']);
    assert.match(page.url(), /colour=label/);
    await page.reload();
    await drawn();
    await page.locator('.legend__name', { hasText: 'cat' }).waitFor();
    await assertAccessible(page, 'map of shapes');
    await takePicture(page, 'shapes-map');
  });

  it('shows the crop of a point under the pointer', async () => {
    const { page } = app;
    await page.getByRole('button', { name: 'Move', exact: true }).click();
    const host = await page.locator('.mapstage__host').boundingBox();
    const card = page.locator('.maphover img');
    for (let step = 0; step < 400 && (await card.count()) === 0; ++step) {
      await page.mouse.move(host.x + 20 + ((step * 37) % (host.width - 40)), host.y + 20 + ((step * 53) % (host.height - 40)));
      await page.waitForTimeout(160);
    }
    assert.match(await card.getAttribute('src'), /\/api\/shape\/[0-9a-f-]+\/thumbnail/);
  });

  it('greys what a label chip leaves out, and selects within it alone', async () => {
    const { page } = app;
    await page.goto(`${page.url()}&label=dog`);
    await drawn();
    await page.getByText('40 shapes').first().waitFor();
    await page.getByRole('button', { name: 'Rectangle' }).click();
    const host = await page.locator('.mapstage__host').boundingBox();
    await page.mouse.move(host.x + 2, host.y + 2);
    await page.mouse.down();
    await page.mouse.move(host.x + host.width - 2, host.y + host.height - 2, { steps: 5 });
    await page.mouse.up();
    await page.locator('.beside__title', { hasText: /^40 selected on the map$/ }).waitFor();
    await page.getByRole('button', { name: 'Use the dark theme' }).click();
    await assertAccessible(page, 'map of shapes in the dark');
    await takePicture(page, 'shapes-map-dark');
  });

  it('is used without a fault and without asking other machines', () => {
    assert.deepEqual(app.faults, []);
  });
});
