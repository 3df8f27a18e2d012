// Law: a person with the login link sees their pictures, finds similar ones and ones for a text, best first, and sees how the work goes.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { launch, openPage, takePicture } from './browser.mjs';
import { startServer } from './server.mjs';

const kPrompt = process.env.KINDRED_PROMPT ?? 'a slice of pizza';

let server;
let browser;
let context;
let origin;
let page;
let faults;

async function scoresInGrid() {
  await page.locator('.grid .tile__score').first().waitFor();
  const texts = await page.locator('.grid .tile__score').allTextContents();
  return texts.map(Number);
}

function assertRanked(scores) {
  assert.ok(scores.length > 1, `only ${scores.length} scores are shown`);
  for (const [index, score] of scores.entries()) {
    assert.ok(score >= -1 && score <= 1, `${score} is no cosine`);
    if (index > 0) assert.ok(score <= scores[index - 1], `${score} comes after ${scores[index - 1]}`);
  }
}

async function openAssets() {
  await page.goto(origin);
  await page.locator('.sidebar__nested .sidebar__link').first().click();
  await page.locator('.tile__image--shown').first().waitFor();
}

before(async () => {
  server = await startServer();
  origin = new URL(server.loginUrl).origin;
  browser = await launch();
  context = await browser.newContext({ viewport: { width: 1280, height: 800 }, colorScheme: 'light' });
  ({ page, faults } = await openPage(context, origin));
  await page.goto(server.loginUrl);
});

after(async () => {
  await browser?.close();
  await server?.stop();
});

describe('the first page', () => {
  it('shows the pictures of the datalake as thumbnails', async () => {
    await page.locator('.tile__image--shown').first().waitFor();
    const shown = await page.locator('.tile__image--shown').evaluateAll((images) => images.filter((image) => image.naturalWidth > 0).length);
    assert.ok(shown > 5, `only ${shown} thumbnails have arrived`);
    const total = Number((await page.locator('.tab[aria-current] .numbers').textContent()).replaceAll(',', ''));
    assert.ok(total > 5, `the tab says ${total} pictures`);
    const drawn = await page.locator('.tile').count();
    assert.ok(drawn < 400, `${drawn} tiles are drawn: the grid is not virtual`);
    assert.doesNotMatch(page.url(), /code=/, 'the one-time code stays in the address');
    await takePicture(page, 'grid');
  });

  it('finds similar images of the selected one: two actions', async () => {
    await openAssets();
    const query = page.locator('.tile').nth(2);
    const id = await query.getAttribute('data-id');
    await query.click();
    await page.getByRole('button', { name: 'Find similar' }).click();
    assertRanked(await scoresInGrid());
    assert.equal(await page.locator('.tile').count(), 20);
    const ids = await page.locator('.tile').evaluateAll((tiles) => tiles.map((tile) => tile.dataset.id));
    assert.ok(!ids.includes(id), 'the picture itself is among its own results');
    assert.equal(new Set(ids).size, ids.length, 'a picture is shown twice');
    await takePicture(page, 'similar');
  });

  it('restores the search from a copied link, and takes its chip away', async () => {
    const link = page.url();
    const before = await page.locator('.tile').evaluateAll((tiles) => tiles.map((tile) => tile.dataset.id));
    await page.goto(link);
    assertRanked(await scoresInGrid());
    assert.deepEqual(await page.locator('.tile').evaluateAll((tiles) => tiles.map((tile) => tile.dataset.id)), before);
    await page.getByRole('button', { name: 'Remove similar images' }).click();
    await page.locator('.tile__score').first().waitFor({ state: 'detached' });
    await page.goBack();
    assertRanked(await scoresInGrid());
  });

  it('shows as many as were asked for', async () => {
    await page.getByLabel('How many').fill('7');
    await page.keyboard.press('Enter');
    await page.getByText('7 images, best first').waitFor();
    assert.equal(await page.locator('.tile').count(), 7);
  });

  it('finds images for a text: one key, type, Enter', async () => {
    await openAssets();
    await page.keyboard.press('t');
    await page.keyboard.type(kPrompt);
    await page.keyboard.press('Enter');
    assertRanked(await scoresInGrid());
    await page.getByText(`“${kPrompt}”`).waitFor();
    assert.equal(new URL(page.url()).searchParams.get('text'), kPrompt);
    await takePicture(page, 'text');
  });

  it('opens an image beside the grid with its nearest, all by keyboard', async () => {
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    const nearest = page.locator('.nearest__one:not(.tile--placeholder)');
    await nearest.first().waitFor();
    assert.equal(await nearest.count(), 12);
    await page.locator('.detail__image').evaluate((image) => image.decode());
    await takePicture(page, 'detail');
    await page.keyboard.press('Escape');
    await page.locator('.detail').waitFor({ state: 'detached' });
  });

  it('shows the jobs and how they went', async () => {
    await page.getByRole('link', { name: 'Jobs' }).click();
    await page.locator('.job__name').first().waitFor();
    for (const word of await page.locator('.job .status').allTextContents()) {
      assert.match(word, /^(Paused|Waiting|Running|Done|Failed|Cancelled)$/);
    }
    const running = page.locator('.job[data-status="RUNNING"]');
    assert.equal(await running.getByRole('progressbar').count(), await running.count());
    await takePicture(page, 'jobs');
  });

  it('shows the state of visual search with exact counts', async () => {
    await page.goto(origin);
    await page.getByRole('link', { name: 'Settings' }).click();
    await page.locator('.counts').waitFor();
    assert.match(await page.locator('.state').textContent(), /^(Active|Activating)$/);
    const done = Number((await page.locator('.counts__value').first().textContent()).replaceAll(',', ''));
    assert.ok(done > 0, 'nothing is embedded');
    const list = page.getByRole('button', { name: 'List' });
    if ((await list.count()) > 0) {
      await list.first().click();
      assert.match(await page.locator('.failed__reason').first().textContent(), /\w+ \w+/, 'a failed image has no reason');
    }
    await takePicture(page, 'settings');
  });

  it('looks right in the dark and on a tablet', async () => {
    for (const [name, width, colorScheme] of [['dark', 1280, 'dark'], ['tablet', 800, 'light'], ['tablet-dark', 800, 'dark']]) {
      await page.setViewportSize({ width, height: 900 });
      await page.emulateMedia({ colorScheme });
      await page.goto(`${origin}/`);
      await page.locator('.tile__image--shown').first().waitFor();
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      assert.ok(overflow <= 0, `the page is ${overflow} px too wide at ${width} px`);
      await takePicture(page, `grid-${name}`);
    }
    await page.setViewportSize({ width: 1280, height: 800 });
    await page.emulateMedia({ colorScheme: 'light' });
  });

  it('did all that without a fault and without asking other machines', () => {
    assert.deepEqual(faults, []);
  });
});

describe('changes, in a workspace of our own', () => {
  it('tags what is selected, filters by it, and undoes', async (t) => {
    if (!server.ours) return t.skip('the server is not ours to change');
    await openAssets();
    await page.locator('.tile').nth(0).click();
    await page.locator('.tile').nth(3).click({ modifiers: ['Shift'] });
    await page.locator('.selection').getByLabel('Tag').fill('to check');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'to check', exact: true }).click();
    await page.getByText('4 images', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByRole('heading', { name: 'Nothing matches' }).waitFor();
  });

  it('uploads files, each on its own, and names the one that failed', async (t) => {
    if (!server.ours) return t.skip('the server is not ours to change');
    await page.goto(origin);
    await page.locator('.tile__image--shown').first().waitFor();
    const picture = Buffer.from(await page.locator('.tile__image--shown').first().evaluate(pngOfImage), 'base64');
    await page.locator('input[type=file][multiple]').setInputFiles([
      { name: 'neu ü.png', mimeType: 'image/png', buffer: picture },
      { name: 'empty.png', mimeType: 'image/png', buffer: Buffer.alloc(0) },
    ]);
    await page.getByText('1 of 2 files uploaded').waitFor();
    await page.locator('.uploads__failed').getByText('empty.png').waitFor();
    await page.locator('.tile', { hasText: 'neu ü.png' }).locator('.tile__image--shown').waitFor();
    assert.deepEqual(faults, []);
  });
});

// Runs in the page: a picture of it that no other is.
function pngOfImage(image) {
  const canvas = document.createElement('canvas');
  canvas.width = 64;
  canvas.height = 64;
  const pen = canvas.getContext('2d');
  pen.drawImage(image, 0, 0, 64, 64);
  pen.fillRect(0, 0, 3, 3);
  return canvas.toDataURL('image/png').split(',')[1];
}
