// Law: everything that narrows the view is one filter: what it shows is what the server finds for all its parts together, and what is done
// with everything that matches reaches exactly that.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { assertAccessible } from './accessible.mjs';
import { api, openApp, openVersion } from './app.mjs';
import { takePicture } from './browser.mjs';

let app;
let version;

before(async () => {
  app = await openApp();
  version = await openVersion(app.page, app.origin);
});

after(() => app?.close());

const found = (page, filter) => api(page, 'POST', `/api/dataset/version/${version}/assets/search`, { ...filter, limit: 1000 });
const shownIds = (page) => page.locator('.tile').evaluateAll((tiles) => tiles.map((tile) => tile.dataset.id));

describe('the query bar', () => {
  it('suggests what may come next, and takes it with the keys', async () => {
    const { page } = app;
    await page.keyboard.press('/');
    await page.keyboard.type('data.wi');
    await page.locator('.suggestions__one', { hasText: 'data.width' }).waitFor();
    await takePicture(page, 'query-suggestions');
    await assertAccessible(page, 'suggestions');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.keyboard.type('> 300');
    await page.keyboard.press('Enter');
    await page.waitForURL(/q=data\.width\+%3E\+300/);
    const { count } = await found(page, { q: 'data.width > 300' });
    assert.ok(count > 0);
    await page.getByText(`${count.toLocaleString('en')} image`).first().waitFor();
  });

  it('shows a fault where it lies, and leaves the view as it was', async () => {
    const { page } = app;
    const before = page.url();
    await page.keyboard.press('/');
    await page.keyboard.type('data.width >> 300');
    await page.keyboard.press('Enter');
    const caret = await page.locator('.queryfault__text').textContent();
    assert.equal(caret.split('\n')[1].indexOf('^'), 'data.width >'.length, caret);
    assert.equal(page.url(), before);
    await takePicture(page, 'query-fault');
    await page.keyboard.press('Control+a');
    await page.keyboard.type('data.width > 300 and data.height > 300 or data.filename ~ "wine"');
    await page.keyboard.press('Escape');
    await page.getByText('data.width > 300 and (data.height > 300 or data.filename ~ "wine")').waitFor();
    await page.keyboard.press('Enter');
    const { count } = await found(page, { q: 'data.width > 300 and data.height > 300 or data.filename ~ "wine"' });
    await page.getByText(`${count.toLocaleString('en')} image`).first().waitFor();
  });
});

describe('one filter', () => {
  it('narrows before it ranks: text within a query', async () => {
    const { page, origin } = app;
    await page.goto(`${origin}/version/${version}?q=${encodeURIComponent('data.width > 250')}&text=fruit&k=12`);
    await page.locator('.tile__score').first().waitFor();
    const { items } = await found(page, { q: 'data.width > 250', text: { prompt: 'fruit', k: 12 } });
    assert.equal(items.length, 12);
    assert.deepEqual(await shownIds(page), items.map((item) => item.id));
  });

  it('takes several examples, and more and less like what is selected', async () => {
    const { page, origin } = app;
    await page.goto(`${origin}/version/${version}`);
    await page.locator('.tile__image--shown').first().waitFor();
    const ids = await shownIds(page);
    await page.locator('.tile').nth(0).click();
    await page.locator('.tile').nth(1).click({ modifiers: ['Control'] });
    await page.getByRole('button', { name: 'Find similar' }).click();
    await page.getByText('similar to 2 images').waitFor();
    await page.locator('.tile__score').first().waitFor();
    const first = await found(page, { similar: { positive: ids.slice(0, 2), negative: [], k: 20 } });
    assert.deepEqual(await shownIds(page), first.items.map((item) => item.id));
    const unwanted = first.items[0].id;
    await page.locator('.tile').nth(0).click();
    await page.getByRole('button', { name: 'Less like these' }).click();
    await page.getByText('and unlike 1 image').waitFor();
    await page.locator(`[data-id="${unwanted}"]`).waitFor({ state: 'detached' });
    const second = await found(page, { similar: { positive: ids.slice(0, 2), negative: [unwanted], k: 20 } });
    await page.locator('.tile__score').first().waitFor();
    assert.deepEqual(await shownIds(page), second.items.map((item) => item.id));
  });

  it('tags everything that matches as a job, counts it, and takes it back', async () => {
    const { page, origin } = app;
    const q = 'data.width > 300';
    await page.goto(`${origin}/version/${version}?q=${encodeURIComponent(q)}`);
    await page.locator('.tile__image--shown').first().waitFor();
    const { count } = await found(page, { q });
    await page.locator('.grid').focus();
    await page.keyboard.press('Control+a');
    await page.locator('.selection').getByLabel('Tag').fill('wide');
    await page.keyboard.press('Enter');
    await page.getByText(`Tagging ${count.toLocaleString('en')} images “wide”.`).waitFor();
    await page.locator('.tagtoggle', { hasText: 'wide' }).locator('.numbers', { hasText: count.toLocaleString('en') }).waitFor();
    assert.equal((await found(page, { tags: ['wide'] })).count, count);
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.locator('.tagtoggle', { hasText: 'wide' }).locator('.numbers', { hasText: /^0$/ }).waitFor();
    assert.equal((await found(page, { tags: ['wide'] })).count, 0);
  });
});

it('did all that without a fault and without asking other machines', () => {
  assert.deepEqual(app.faults, []);
});
