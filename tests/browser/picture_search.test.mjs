// Law: a picture that is not in the workspace searches like one of ours, however it is handed over, and its address can be gone back to.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { assertAccessible } from './accessible.mjs';
import { api, openApp, openVersion } from './app.mjs';
import { takePicture } from './browser.mjs';

let app;
let version;
let ours; // an image of the version: its id, name, and its bytes in base64

before(async () => {
  app = await openApp();
  const { page } = app;
  version = await openVersion(page, app.origin);
  const { items } = await api(page, 'POST', `/api/dataset/version/${version}/assets/search`, { q: 'data.width > 200', limit: 1 });
  const { id, data } = items[0];
  const base64 = await page.evaluate(async (url) => {
    const bytes = new Uint8Array(await (await fetch(url)).arrayBuffer());
    return btoa(bytes.reduce((text, byte) => text + String.fromCharCode(byte), ''));
  }, `/api/data/${data.id}/content`);
  ours = { id, name: data.filename, base64 };
});

after(() => app?.close());

const shownIds = (page) => page.locator('.tile').evaluateAll((tiles) => tiles.map((tile) => tile.dataset.id));

// Hands the picture over as the browser does when it comes from another program.
const hand = (page, selector, event) =>
  page.locator(selector).evaluate(
    (element, [type, base64]) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([Uint8Array.from(atob(base64), (one) => one.charCodeAt(0))], 'mine.png', { type: 'image/png' }));
      const init = { bubbles: true, cancelable: true };
      element.dispatchEvent(type === 'paste' ? new ClipboardEvent(type, { ...init, clipboardData: transfer }) : new DragEvent(type, { ...init, dataTransfer: transfer }));
    },
    [event, ours.base64],
  );

// The picture itself comes first, or a planted duplicate of it; what is shown is what the server finds.
async function assertFound(page) {
  await page.getByText('your picture').waitFor();
  await page.locator('.tile__score').first().waitFor();
  const picture = new URL(page.url()).searchParams.get('picture');
  const { items } = await api(page, 'POST', `/api/dataset/version/${version}/assets/search`, { similar: { positive: [picture], k: 20 } });
  const shown = await shownIds(page);
  assert.deepEqual(shown, items.map((item) => item.id).slice(0, shown.length));
  assert.ok(shown.slice(0, 3).includes(ours.id), `${ours.name} is not among the first`);
}

describe('a picture of one’s own', () => {
  it('is chosen, and finds itself first', async () => {
    const { page } = app;
    await page.locator('.search input[type=file]').setInputFiles({ name: 'mine.png', mimeType: 'image/png', buffer: Buffer.from(ours.base64, 'base64') });
    await page.waitForURL(/picture=[0-9a-f-]{36}/);
    await assertFound(page);
    await page.locator('.chip__image').evaluate((image) => image.decode());
    await takePicture(page, 'picture-search');
    await assertAccessible(page, 'picture search');
  });

  it('is in the address: reloading shows the same, going back what was before', async () => {
    const { page } = app;
    await page.reload();
    await assertFound(page);
    await page.goBack();
    await page.getByText('your picture').waitFor({ state: 'detached' });
  });

  it('is pasted', async () => {
    const { page } = app;
    await hand(page, 'body', 'paste');
    await assertFound(page);
    await page.getByRole('button', { name: 'Remove similar images' }).click();
  });

  it('is dropped on the search', async () => {
    const { page } = app;
    await hand(page, '.search', 'drop');
    await assertFound(page);
  });

  it('is refused with the reason when it is none', async () => {
    const { page } = app;
    await page.locator('.search input[type=file]').setInputFiles({ name: 'page.png', mimeType: 'image/png', buffer: Buffer.from('<html></html>') });
    await page.getByText('“page.png” cannot be searched with.').waitFor();
  });

  it('is said to be gone when it is no longer kept', async () => {
    const { page, origin } = app;
    await page.goto(`${origin}/version/${version}?picture=00000000-0000-7000-8000-000000000000`);
    await page.getByText('no longer kept').waitFor();
  });
});

it('did all that without a fault and without asking other machines', () => {
  assert.deepEqual(app.faults, []);
});
