// Law: what a person does with many pictures (select, tag, copy into versions, remove) reaches exactly those pictures, loaded or not.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { api, openApp, openVersion } from './app.mjs';
import { takePicture } from './browser.mjs';

let app;
let version;

before(async () => {
  app = await openApp();
  version = await openVersion(app.page, app.origin);
});

after(() => app?.close());

const countText = (page) => page.locator('.selection__count').textContent();
const assetsOf = async (id, q = '') => (await api(app.page, 'GET', `/api/dataset/version/${id}/assets/ids/paginated?limit=1000${q}`)).items;

describe('selection', () => {
  it('takes a range to the far end, over rows that were never loaded', async () => {
    const { page } = app;
    const all = await assetsOf(version, '&order_by=-created_at');
    await page.locator('.tile').nth(2).click();
    await page.keyboard.press('Shift+End');
    await page.getByText(`${all.length - 2} selected of ${all.length}`).waitFor();
    await page.locator('.selection').getByLabel('Tag').fill('far');
    await page.keyboard.press('Enter');
    await page.getByText(/^Tagged \d+ images “far”/).waitFor();
    const tagged = await assetsOf(version, `&order_by=-created_at&q=${encodeURIComponent('tags.name = "far"')}`);
    assert.deepEqual(tagged, all.slice(2));
  });

  it('takes everything with one key, less what is clicked away', async () => {
    const { page } = app;
    await page.locator('.grid').focus();
    await page.keyboard.press('Control+a');
    await page.keyboard.press('Home');
    await page.keyboard.press('x');
    const total = (await assetsOf(version)).length;
    assert.equal(await countText(page), `${total - 1} selected of ${total}`);
    await takePicture(page, 'selection-all');
    await page.keyboard.press('Escape');
    await page.locator('.selection').waitFor({ state: 'detached' });
  });
});

describe('versions', () => {
  it('makes a version of what is selected, in four actions', async () => {
    const { page } = app;
    await page.locator('.tile').nth(0).click();
    await page.locator('.tile').nth(4).click({ modifiers: ['Shift'] });
    await page.getByRole('button', { name: 'New version…' }).click();
    await page.getByLabel('Name').fill('five');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Open five' }).click();
    await page.getByRole('link', { name: 'Assets 5' }).waitFor();
    assert.equal(await page.locator('.tile').count(), 5);
  });

  it('adds what a search found in the datalake to it', async () => {
    const { page, origin } = app;
    await page.goto(origin);
    await page.locator('.tile__image--shown').first().waitFor();
    await page.keyboard.press('t');
    await page.keyboard.type('a slice of pizza');
    await page.keyboard.press('Enter');
    await page.locator('.tile__score').first().waitFor();
    await page.locator('.grid').focus();
    await page.keyboard.press('Control+a');
    await page.getByRole('button', { name: 'Add to version…' }).click();
    await page.locator('dialog[open]').getByLabel('Version').selectOption({ label: 'five' });
    await page.getByRole('button', { name: 'Add', exact: true }).click();
    await page.getByRole('button', { name: 'Open five' }).click();
    await page.locator('.tile').nth(5).waitFor();
    const count = Number((await page.locator('.tab[aria-current] .numbers').textContent()).replaceAll(',', ''));
    assert.ok(count > 5 && count <= 25, `${count} assets`);
  });

  it('removes from a version only what was named, after saying how many and what stays', async () => {
    const { page } = app;
    const before = (await page.locator('.tile').evaluateAll((tiles) => tiles.map((tile) => tile.dataset.id))).length;
    const gone = await page.locator('.tile').nth(1).getAttribute('data-id');
    await page.locator('.tile').nth(1).click();
    await page.getByRole('button', { name: 'Remove…' }).click();
    await page.getByText('The images stay in the datalake').waitFor();
    await page.getByRole('button', { name: 'Remove 1 image' }).click();
    await page.getByText('1 image removed.').waitFor();
    await page.locator(`[data-id="${gone}"]`).waitFor({ state: 'detached' });
    assert.equal(await page.locator('.tile').count(), before - 1);
  });

  it('makes and deletes datasets and versions on their page', async () => {
    const { page } = app;
    await page.getByRole('link', { name: 'Datasets' }).click();
    await page.getByRole('button', { name: 'New dataset…' }).click();
    await page.getByLabel('Name').fill('Straßen 街 🙂');
    await page.keyboard.press('Enter');
    const card = page.locator('main .job', { hasText: 'Straßen 街 🙂' });
    await card.getByText('No version yet.').waitFor();
    await card.getByRole('button', { name: 'New version…' }).click();
    await page.getByLabel('Name').fill('leer');
    await page.keyboard.press('Enter');
    await card.getByRole('link', { name: 'leer' }).waitFor();
    await takePicture(page, 'datasets');
    await card.getByRole('button', { name: 'Delete…', exact: true }).click();
    await page.getByRole('button', { name: 'Delete dataset' }).click();
    await card.waitFor({ state: 'detached' });
  });
});

describe('tags', () => {
  it('are made, renamed and deleted in the settings', async () => {
    const { page, origin } = app;
    await page.goto(`${origin}/version/${version}/settings`);
    await page.getByLabel('Name of the new tag').fill('night');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Rename tag night' }).click();
    await page.locator('dialog[open]').getByLabel('Name').fill('at night');
    await page.keyboard.press('Enter');
    await page.getByRole('link', { name: 'at night' }).waitFor();
    await page.getByRole('button', { name: 'Delete tag at night' }).click();
    await page.getByRole('button', { name: 'Delete tag', exact: true }).click();
    await page.getByRole('link', { name: 'at night' }).waitFor({ state: 'detached' });
  });
});

it('did all that without a fault and without asking other machines', () => {
  assert.deepEqual(app.faults, []);
});
