// Law: the Shapes view lists, narrows, searches and changes exactly the shapes that the server says, and its address restores it.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { assertAccessible } from './accessible.mjs';
import { api, openApp, openVersion } from './app.mjs';
import { takePicture } from './browser.mjs';
import { drawBoxes, embedShapes } from './drawn.mjs';

let app;
let version;
let drawn;

before(async () => {
  app = await openApp();
  version = await openVersion(app.page, app.origin);
  drawn = await drawBoxes(app.page, version);
  await embedShapes(app.page, version);
});

after(() => app?.close());

const found = (body) => api(app.page, 'POST', `/api/dataset/version/${version}/shapes/search`, { limit: 1000, ...body });
const tileIds = () => app.page.locator('.tile[data-id]').evaluateAll((tiles) => tiles.map((tile) => tile.dataset.id));
const open = async (query = '') => {
  await app.page.goto(`${app.origin}/version/${version}/shapes${query}`);
  await app.page.locator('.tile__image--shown').first().waitFor();
};

describe('the Shapes view', () => {
  it('lists all shapes, the newest first, each with its crop', async () => {
    const { page } = app;
    await page.getByRole('link', { name: 'Shapes' }).click();
    await page.locator('.tile__image--shown').first().waitFor();
    assert.deepEqual(await tileIds(), (await found({})).items.map((one) => one.id));
    await page.getByRole('link', { name: 'Shapes 36' }).waitFor();
    await assertAccessible(page, 'shapes view');
    await takePicture(page, 'shapes-view');
  });

  it('narrows by label and status, said as chips and in the address', async () => {
    const { page } = app;
    await page.getByRole('button', { name: 'dog' }).click();
    await page.getByRole('link', { name: 'Assets' }).waitFor();
    await page.getByText('12 shapes').waitFor();
    const { items } = await found({ q: 'label.name = "dog"' });
    assert.deepEqual(await tileIds(), items.map((one) => one.id));
    assert.match(page.url(), /\/shapes\?label=dog/);
    await page.reload();
    await page.getByText('12 shapes').waitFor();
    await page.getByRole('button', { name: 'accepted' }).click();
    await page.getByRole('heading', { name: 'Nothing matches' }).waitFor();
    await page.getByRole('button', { name: 'Show everything' }).click();
    await page.getByRole('link', { name: 'Shapes 36' }).waitFor();
  });

  it('finds shapes like one, and for a text, within what is narrowed', async () => {
    const { page } = app;
    await open('?label=cat');
    await page.locator('.tile').first().click();
    const like = await page.locator('.tile').first().getAttribute('data-id');
    await page.keyboard.press('s');
    await page.locator('.tile__score').first().waitFor();
    const similar = await found({ q: 'label.name = "cat"', similar: { positive: [like], negative: [], k: 20 } });
    assert.equal(similar.items.length, 20);
    assert.deepEqual(await tileIds(), similar.items.map((one) => one.id));
    assert.ok(similar.items.every((one) => one.label.name === 'cat' && one.id !== like));
    await page.keyboard.press('t');
    await page.keyboard.type('a red thing');
    await page.keyboard.press('Enter');
    await page.getByText('“a red thing”').waitFor();
    const text = await found({ q: 'label.name = "cat"', text: { prompt: 'a red thing', k: 20 } });
    await page.waitForFunction((first) => document.querySelector('.tile')?.dataset.id === first, text.items[0].id);
    assert.deepEqual(await tileIds(), text.items.map((one) => one.id));
    await takePicture(page, 'shapes-text');
  });

  it('shows a shape beside the grid, on its image, with the shapes most like it', async () => {
    const { page } = app;
    await open();
    await page.locator('.tile').nth(2).dblclick();
    await page.locator('.shapelayer__one--chosen').waitFor();
    await page.locator('.nearest__one:not(.tile--placeholder)').first().waitFor();
    const id = await page.locator('.tile').nth(2).getAttribute('data-id');
    const nearest = await found({ similar: { positive: [id], negative: [], k: 12 } });
    const shown = await page.locator('.nearest__one img').evaluateAll((pictures) => pictures.map((one) => /shape\/([0-9a-f-]+)/.exec(one.src)[1]));
    assert.deepEqual(shown, nearest.items.map((one) => one.id));
    await assertAccessible(page, 'a shape beside the grid');
    await takePicture(page, 'shapes-detail');
  });

  it('relabels, accepts, refuses and deletes what is selected, and nothing else', async () => {
    const { page } = app;
    await open('?label=dog');
    await page.locator('.grid').focus();
    await page.keyboard.press('Control+a');
    await page.getByText('12 selected of 12').waitFor();
    await page.getByRole('button', { name: 'Accept', exact: true }).click();
    await page.getByText('12 shapes accepted.').waitFor();
    assert.equal((await found({ q: 'status = "ACCEPTED"' })).count, 12);
    await page.locator('.tile').nth(0).click();
    await page.locator('.tile').nth(2).click({ modifiers: ['Shift'] });
    const three = (await tileIds()).slice(0, 3);
    await page.getByLabel('Relabel').selectOption({ label: 'cat' });
    await page.getByText('3 shapes relabelled “cat”.').waitFor();
    const now = await found({ ids: three });
    assert.ok(now.items.length === 3 && now.items.every((one) => one.label.name === 'cat' && one.status === 'PENDING'));
    await page.getByText('9 shapes').waitFor();
    await page.locator('.tile').nth(0).click();
    const [first] = await tileIds();
    await page.getByRole('button', { name: 'Delete…' }).click();
    await assertAccessible(page, 'deleting shapes');
    await page.getByRole('button', { name: 'Delete 1 shape' }).click();
    await page.getByText('1 shape deleted.').waitFor();
    assert.equal((await found({ ids: [first] })).count, 0);
    assert.equal((await found({})).count, drawn.shapes.length - 1);
  });

  it('is dark when that is wished, and fits a tablet', async () => {
    const { page } = app;
    await open();
    await page.getByRole('button', { name: 'Use the dark theme' }).click();
    await page.locator('.tile').nth(1).dblclick();
    await page.locator('.nearest__one:not(.tile--placeholder)').first().waitFor();
    await assertAccessible(page, 'shapes view in the dark');
    await takePicture(page, 'shapes-view-dark');
    await page.setViewportSize({ width: 820, height: 1180 });
    await page.locator('.sidebar').waitFor({ state: 'detached' });
    await takePicture(page, 'shapes-view-tablet');
  });

  it('is used without a fault and without asking other machines', () => {
    assert.deepEqual(app.faults, []);
  });
});
