// Law: shapes are drawn where they are, and relabelling, accepting and deleting one beside its image changes that one and no other.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { assertAccessible } from './accessible.mjs';
import { api, openApp, openVersion } from './app.mjs';
import { takePicture } from './browser.mjs';

let app;
let version;
let asset;

before(async () => {
  app = await openApp();
  version = await openVersion(app.page, app.origin);
});

after(() => app?.close());

const shapes = async (page) => (await api(page, 'GET', `/api/asset/${asset}/shapes`)).items;

describe('shapes beside their image', () => {
  it('are drawn in the image’s own pixels', async () => {
    const { page } = app;
    asset = await page.locator('.tile').nth(1).getAttribute('data-id');
    const label = (name) => api(page, 'POST', `/api/dataset/version/${version}/labels`, { name });
    const [cat, dog] = [await label('cat'), await label('dog')];
    const annotation = await api(page, 'POST', `/api/asset/${asset}/annotations`, { duration: 1 });
    await api(page, 'POST', `/api/annotation/${annotation.id}/bulk-rectangles`, {
      rectangles: [
        { x: 10, y: 20, w: 100, h: 80, label_id: cat.id },
        { x: 60, y: 60, w: 50, h: 50, label_id: dog.id },
      ],
    });
    await page.locator('.tile').nth(1).dblclick();
    await page.locator('.shapelayer rect').nth(1).waitFor();
    const { width, height } = (await api(page, 'GET', `/api/asset/${asset}`)).data.meta;
    const stage = await page.locator('.detail__stage').boundingBox();
    const box = await page.locator('.shapelayer rect[x="10"]').boundingBox();
    const scale = Math.min(stage.width / width, stage.height / height);
    const left = stage.x + (stage.width - width * scale) / 2;
    assert.ok(Math.abs(box.x - (left + 10 * scale)) < 4, `${box.x} for ${left + 10 * scale}`);
    await takePicture(page, 'shapes');
    await assertAccessible(page, 'shapes');
  });

  it('are relabelled, accepted and deleted one by one', async () => {
    const { page } = app;
    await page.getByLabel('Label of rectangle cat').selectOption({ label: 'dog' });
    await page.getByText('Relabelled “dog”.').waitFor();
    assert.deepEqual((await shapes(page)).map((one) => one.label.name).sort(), ['dog', 'dog']);
    await page.getByRole('button', { name: 'Accept dog' }).first().click();
    await page.getByText('Accepted.').waitFor();
    assert.deepEqual((await shapes(page)).map((one) => one.status).sort(), ['ACCEPTED', 'PENDING']);
    const kept = (await shapes(page)).find((one) => one.status === 'ACCEPTED').id;
    await page.locator('.shapes__one', { has: page.locator('[aria-pressed="false"]') }).getByRole('button', { name: 'Delete dog…' }).click();
    await page.getByRole('button', { name: 'Delete shape' }).click();
    await page.locator('.shapes__one').nth(1).waitFor({ state: 'detached' });
    assert.deepEqual((await shapes(page)).map((one) => one.id), [kept]);
  });

  it('are changed without a fault and without asking other machines', () => {
    assert.deepEqual(app.faults, []);
  });
});
