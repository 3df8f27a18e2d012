// Law: the table lists the same items as the grid, in the order that a column's head asks the server for, and its address restores it.
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

async function expectOrder(order) {
  const { page } = app;
  const { items } = await api(page, 'POST', `/api/dataset/version/${version}/assets/search`, { limit: 10, order_by: [order] });
  await page.waitForFunction((first) => document.querySelector('.line')?.dataset.id === first, items[0].id);
  const shown = await page.locator('.line').evaluateAll((lines) => lines.slice(0, 10).map((line) => line.dataset.id));
  assert.deepEqual(shown, items.map((one) => one.id), order);
}

describe('the table', () => {
  it('sorts as the server does, both ways, and keeps that in the address', async () => {
    const { page } = app;
    await page.getByRole('button', { name: 'Table' }).click();
    await page.locator('.line .tile__image--shown').first().waitFor();
    await expectOrder('-created_at');
    await page.getByRole('button', { name: 'Name', exact: true }).click();
    await expectOrder('filename');
    await page.getByRole('button', { name: /^Name/ }).click();
    await expectOrder('-filename');
    await page.reload();
    await expectOrder('-filename');
    await assertAccessible(page, 'table');
    await takePicture(page, 'table');
  });

  it('selects a range in that order, and opens what is double clicked', async () => {
    const { page } = app;
    await page.locator('.line').nth(0).click();
    await page.keyboard.press('Shift+End');
    const total = (await api(page, 'POST', `/api/dataset/version/${version}/assets/count`, {})).count;
    await page.getByText(`${total} selected of ${total}`).waitFor();
    await page.keyboard.press('Home');
    await page.locator('.line').nth(1).dblclick();
    await page.locator('.detail__image').waitFor();
    await page.getByRole('button', { name: 'Use the dark theme' }).click();
    await assertAccessible(page, 'table in the dark');
    await takePicture(page, 'table-dark');
  });

  it('is used without a fault', () => assert.deepEqual(app.faults, []));
});
