// Law: an admin lets people in with a role, they see and may do what it says, and a password or token taken away ends their way in.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { assertAccessible } from './accessible.mjs';
import { openApp } from './app.mjs';
import { openPage, takePicture } from './browser.mjs';
import { startEmptyServer } from './server.mjs';

let app;

before(async () => {
  app = await openApp({ server: await startEmptyServer() });
});

after(() => app?.close());

async function signedOut() {
  const context = await app.browser.newContext();
  const { page } = await openPage(context, app.origin);
  await page.goto(`${app.origin}/jobs`);
  await page.getByRole('heading', { name: 'Sign in to Kindred' }).waitFor();
  return { context, page };
}

describe('people', () => {
  it('are added with a role, and sign in with their password', async () => {
    const { page } = app;
    await page.goto(`${app.origin}/people`);
    await page.getByRole('button', { name: 'Add a person…' }).click();
    await page.locator('dialog[open]').getByLabel('Name').fill('zoë');
    await page.locator('dialog[open]').getByLabel('Password').fill('correct horse');
    await page.getByRole('button', { name: 'Add', exact: true }).click();
    await page.getByLabel('Role of zoë').waitFor();
    await takePicture(page, 'people');
    await assertAccessible(page, 'people');

    const { context, page: other } = await signedOut();
    await other.getByLabel('Name').fill('zoë');
    await other.getByLabel('Password').fill('wrong');
    await other.keyboard.press('Enter');
    await other.getByRole('alert').waitFor();
    await other.getByLabel('Password').fill('correct horse');
    await other.keyboard.press('Enter');
    await other.getByRole('heading', { name: 'Jobs', exact: true }).waitFor();
    await other.goto(app.origin);
    await other.getByText('An editor can add pictures here.').waitFor();
    await other.goto(`${app.origin}/people`);
    await other.getByRole('heading', { name: 'Your API tokens' }).waitFor();
    assert.equal(await other.getByRole('button', { name: 'Add a person…' }).count(), 0);

    await page.getByLabel('Role of zoë').selectOption('EDITOR');
    await page.getByText('zoë is editor now.').waitFor();
    await other.goto(app.origin);
    await other.getByRole('button', { name: 'Choose files' }).waitFor();

    await page.getByRole('button', { name: 'Delete zoë' }).click();
    await page.getByRole('button', { name: 'Delete person' }).click();
    await page.getByLabel('Role of zoë').waitFor({ state: 'detached' });
    await other.goto(app.origin);
    await other.getByRole('heading', { name: 'Sign in to Kindred' }).waitFor();
    await context.close();
  });
});

describe('tokens', () => {
  it('are shown once, let in, and end when they are revoked', async () => {
    const { page } = app;
    await page.getByRole('button', { name: 'Make a token…' }).click();
    await page.getByLabel('What it is for').fill('script');
    await page.keyboard.press('Enter');
    const secret = await page.locator('.secret').textContent();
    await page.getByRole('button', { name: 'Close', exact: true }).click();
    const { context, page: other } = await signedOut();
    await other.getByRole('button', { name: 'Use an API token' }).click();
    await other.getByLabel('API token').fill(secret);
    await other.keyboard.press('Enter');
    await other.getByRole('heading', { name: 'Jobs', exact: true }).waitFor();
    await context.close();

    await page.getByRole('button', { name: 'Revoke token script' }).click();
    await page.getByRole('button', { name: 'Revoke token', exact: true }).click();
    await page.getByRole('button', { name: 'Revoke token script' }).waitFor({ state: 'detached' });
    const after = await signedOut();
    await after.page.getByRole('button', { name: 'Use an API token' }).click();
    await after.page.getByLabel('API token').fill(secret);
    await after.page.keyboard.press('Enter');
    await after.page.getByRole('alert').waitFor();
    await after.context.close();
  });
});

it('did all that without a fault and without asking other machines', () => {
  assert.deepEqual(app.faults, []);
});
