// Law: no page, in neither theme, has anything that axe-core holds against WCAG 2.2 AA.
import { after, before, describe, it } from 'node:test';
import { assertAccessible } from './accessible.mjs';
import { openApp, openVersion } from './app.mjs';

let app;

before(async () => {
  app = await openApp();
});

after(() => app?.close());

for (const theme of ['light', 'dark']) {
  describe(`in the ${theme} theme`, () => {
    before(async () => {
      await app.page.goto(app.origin);
      await app.page.locator('.tile__image--shown').first().waitFor();
      const other = app.page.getByRole('button', { name: `Use the ${theme} theme` });
      if ((await other.count()) > 0) await other.click();
    });

    it('the grid, with a selection and an image beside it', async () => {
      const { page, origin } = app;
      await openVersion(page, origin);
      await assertAccessible(page, 'grid');
      await page.locator('.tile').nth(1).click();
      await page.locator('.tile').nth(4).click({ modifiers: ['Shift'] });
      await page.keyboard.press('Enter');
      await page.locator('.nearest__one:not(.tile--placeholder)').first().waitFor();
      await assertAccessible(page, 'grid with details');
    });

    it('the dialogs of the selection', async () => {
      const { page } = app;
      for (const name of ['New version…', 'Add to version…', 'Remove…']) {
        await page.getByRole('button', { name }).click();
        await page.locator('dialog[open]').waitFor();
        await assertAccessible(page, name);
        await page.keyboard.press('Escape');
      }
    });

    it('nothing found', async () => {
      const { page } = app;
      await page.goto(`${page.url().split('?')[0]}?tag=there+is+no+such+tag`);
      await page.getByRole('heading', { name: 'Nothing matches' }).waitFor();
      await assertAccessible(page, 'nothing found');
    });

    it('settings, with a list of failed images and the question before deactivating', async () => {
      const { page, origin } = app;
      await page.goto(origin);
      await page.getByRole('link', { name: 'Settings' }).click();
      await page.getByRole('button', { name: 'List' }).first().click();
      await page.locator('.failed__reason').first().waitFor();
      await assertAccessible(page, 'settings');
      await page.getByRole('button', { name: 'Deactivate…' }).first().click();
      await assertAccessible(page, 'deactivate');
      await page.keyboard.press('Escape');
    });

    it('datasets, jobs, a page that is not there, and the keys', async () => {
      const { page, origin } = app;
      for (const [path, heading] of [['/datasets', 'Datasets'], ['/jobs', 'Jobs'], ['/nowhere', 'There is no such page']]) {
        await page.goto(origin + path);
        await page.locator('main').getByRole('heading', { name: heading }).waitFor();
        await assertAccessible(page, path);
      }
      await page.keyboard.press('?');
      await page.locator('dialog[open]').waitFor();
      await assertAccessible(page, 'keys');
    });

    it('signing in', async () => {
      const { browser, origin } = app;
      const context = await browser.newContext({ colorScheme: theme });
      const page = await context.newPage();
      await page.goto(origin);
      await page.getByRole('heading', { name: 'Sign in to Kindred' }).waitFor();
      await assertAccessible(page, 'sign in');
      await context.close();
    });
  });
}
