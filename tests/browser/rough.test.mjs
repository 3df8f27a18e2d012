// Law: an empty workspace says what to do next; bad files, an ended session and a server that goes away cost nothing but the moment.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { openApp } from './app.mjs';
import { takePicture } from './browser.mjs';
import { startEmptyServer } from './server.mjs';

let server;
let app;

before(async () => {
  server = await startEmptyServer();
  app = await openApp({ server });
});

after(async () => {
  await app?.browser.close();
  await server?.stop();
});

// Runs in the page: a picture of one colour, as base64.
function pngOf(colour) {
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [48, 32];
  const pen = canvas.getContext('2d');
  pen.fillStyle = colour;
  pen.fillRect(0, 0, 48, 32);
  return canvas.toDataURL('image/png').split(',')[1];
}

describe('an empty workspace', () => {
  it('leads from the first file to visual search', async () => {
    const { page } = app;
    await page.getByRole('heading', { name: 'This datalake is empty' }).waitFor();
    await page.locator('.steps__one[aria-current]', { hasText: 'Add pictures' }).waitFor();
    await takePicture(page, 'empty');
    const good = Buffer.from(await page.evaluate(pngOf, '#3a6'), 'base64');
    await page.locator('input[type=file][multiple]').setInputFiles([
      { name: 'größe 大 🙂.png', mimeType: 'image/png', buffer: good },
      { name: '../../../etc/passwd.png', mimeType: 'image/png', buffer: Buffer.from(await page.evaluate(pngOf, '#a36'), 'base64') },
      { name: 'nothing.png', mimeType: 'image/png', buffer: Buffer.alloc(0) },
      { name: 'page.png', mimeType: 'image/png', buffer: Buffer.from('<html><script>document.title = "taken"</script></html>') },
      { name: 'drawing.svg', mimeType: 'image/svg+xml', buffer: Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>') },
    ]);
    await page.locator('.uploads__failed').getByText('nothing.png').waitFor();
    await page.locator('.tile', { hasText: 'größe 大 🙂.png' }).locator('.tile__image--shown').waitFor();
    await page.locator('.steps__one[aria-current]', { hasText: 'Activate visual search' }).waitFor();
    assert.notEqual(await page.title(), 'taken');
    await takePicture(page, 'bad-files');
  });
});

describe('trouble', () => {
  it('is survived: the server goes away, and the page goes on when it is back', async () => {
    const { page, origin } = app;
    await server.end();
    await page.getByText('No connection, trying again…').waitFor();
    await takePicture(page, 'no-connection');
    server = await startEmptyServer(server.data, new URL(origin).host);
    await page.getByText('No connection, trying again…').waitFor({ state: 'detached' });
    await page.locator('.tile__image--shown').first().waitFor();
  });

  it('is survived: the session ends in the middle of work, and signing in again leads back', async () => {
    const { page, context } = app;
    await page.locator('.tile').first().click();
    await page.keyboard.press('Enter');
    await page.locator('.detail').getByText('None yet.').waitFor();
    const url = page.url();
    const name = await page.locator('.detail__name').textContent();
    await context.clearCookies();
    // The next thing that asks the server finds out: here the state of visual search, which is looked at every few seconds.
    await page.getByRole('heading', { name: 'Sign in to Kindred' }).waitFor();
    assert.equal(page.url(), url);
    await takePicture(page, 'signed-out');
    await page.goto(server.loginUrl);
    await page.goto(url);
    await page.locator('.detail__name').getByText(name, { exact: true }).waitFor();
  });

  it('is survived: what a link names is gone', async () => {
    const { page, origin } = app;
    await page.goto(`${origin}/version/0189aa00-1111-7222-8333-444455556666`);
    await page.getByRole('heading', { name: 'There is no such version' }).waitFor();
    await page.getByRole('button', { name: 'Go to the start' }).click();
    await page.locator('.tile').first().waitFor();
  });
});

it('is no reason for a fault in the page', () => {
  assert.deepEqual(app.faults, []);
});
