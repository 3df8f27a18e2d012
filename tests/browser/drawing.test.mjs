// Law: what is drawn, moved, resized and taken back with pointer or keys is what the server has, to the pixel; who comes late is told so.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { assertAccessible } from './accessible.mjs';
import { api, openApp, openVersion } from './app.mjs';
import { takePicture } from './browser.mjs';

let app;
let version;
let asset;
let size;

before(async () => {
  app = await openApp();
  version = await openVersion(app.page, app.origin);
  asset = await app.page.locator('.tile').nth(1).getAttribute('data-id');
  size = (await api(app.page, 'GET', `/api/asset/${asset}`)).data.meta;
});

after(() => app?.close());

const shapes = async () => (await api(app.page, 'GET', `/api/asset/${asset}/shapes`)).items;
const boxes = async () => (await shapes()).filter((one) => one.type === 'RECTANGLE').map(({ x, y, w, h }) => [x, y, w, h]);

// Where a pixel of the image is on the screen.
async function place(x, y) {
  const area = await app.page.locator('.drawboard').boundingBox();
  const scale = Math.min(area.width / size.width, area.height / size.height);
  return [area.x + (area.width - size.width * scale) / 2 + x * scale, area.y + (area.height - size.height * scale) / 2 + y * scale];
}

async function drag(from, to) {
  const { mouse } = app.page;
  await mouse.move(...(await place(...from)));
  await mouse.down();
  await mouse.move(...(await place(...to)), { steps: 4 });
  await mouse.up();
}

async function until(what, holds) {
  const end = Date.now() + 15_000;
  let seen = await what();
  while (!holds(seen)) {
    assert.ok(Date.now() < end, `still ${JSON.stringify(seen)}`);
    seen = await what();
  }
  return seen;
}

// A pixel of the screen may be half a pixel of the image.
const near = (a, b) => a.length === b.length && a.every((value, at) => Math.abs(value - b[at]) <= 2);

describe('drawing', () => {
  it('makes a label and a box by dragging', async () => {
    const { page } = app;
    await page.locator('.tile').nth(1).dblclick();
    await page.getByRole('button', { name: 'Draw' }).click();
    await page.locator('.drawboard').waitFor();
    await page.getByLabel('Label of what is drawn').fill('button');
    await page.getByRole('button', { name: 'Box' }).click();
    await drag([40, 50], [140, 120]);
    await page.locator('.drawboard [data-shape]').waitFor();
    const [box] = await boxes();
    assert.ok(near(box, [40, 50, 100, 70]), String(box));
    assert.equal((await shapes())[0].label.name, 'button');
    await assertAccessible(page, 'drawing');
    await takePicture(page, 'drawing');
  });

  it('moves it, resizes it by a handle, and takes both back', async () => {
    const { page } = app;
    const [before] = await boxes();
    await page.getByRole('button', { name: 'Choose and move' }).click();
    await drag([90, 80], [110, 95]);
    const [moved] = await until(boxes, ([box]) => box[0] !== before[0]);
    assert.ok(near(moved, [before[0] + 20, before[1] + 15, before[2], before[3]]), String(moved));
    assert.deepEqual(moved.slice(2), before.slice(2));
    await page.locator('.drawboard').focus();
    await drag([moved[0] + moved[2], moved[1] + moved[3]], [moved[0] + moved[2] + 30, moved[1] + moved[3] + 10]);
    const [larger] = await until(boxes, ([box]) => box[2] !== moved[2]);
    assert.ok(near(larger, [moved[0], moved[1], moved[2] + 30, moved[3] + 10]), String(larger));
    await page.locator('.drawboard').focus();
    await page.keyboard.press('Control+z');
    await page.getByText('Taken back: moved.').first().waitFor();
    assert.deepEqual(await boxes(), [moved]);
    await page.locator('.drawboard').focus();
    await page.waitForFunction(() => document.querySelector('[aria-label="Undo"]')?.disabled === false);
    await page.keyboard.press('Control+z');
    await until(boxes, ([box]) => box[0] === before[0]);
    await page.keyboard.press('Control+Shift+z');
    await until(boxes, ([box]) => box[0] === moved[0]);
    assert.deepEqual(await boxes(), [moved]);
  });

  it('draws, moves, resizes, accepts and deletes by keys alone, and brings back what was deleted', async () => {
    const { page } = app;
    const [first] = await boxes();
    await page.locator('.drawboard').focus();
    await page.keyboard.press('b');
    await page.keyboard.press('Enter');
    const all = await until(boxes, (list) => list.length === 2);
    const made = all.find((box) => box[0] !== first[0]);
    await page.locator('.drawboard [data-shape]').nth(1).waitFor();
    await page.keyboard.press('v');
    await page.keyboard.press('Shift+ArrowLeft');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Alt+ArrowRight');
    const wanted = [made[0] - 10, made[1] + 1, made[2] + 1, made[3]];
    await until(boxes, (list) => list.some((box) => String(box) === String(wanted)));
    await page.keyboard.press('a');
    await until(shapes, (list) => list.filter((one) => one.status === 'ACCEPTED').length === 1);
    await page.keyboard.press('Delete');
    await until(boxes, (list) => list.length === 1);
    await page.waitForFunction(() => document.querySelector('[aria-label="Undo"]')?.disabled === false);
    await page.keyboard.press('Control+z');
    await until(shapes, (list) => list.length === 2 && list.some((one) => one.status === 'ACCEPTED' && one.x === wanted[0]));
  });

  it('draws a polygon click by click', async () => {
    const { page } = app;
    await page.locator('.drawboard').focus();
    await page.keyboard.press('Escape');
    await page.keyboard.press('p');
    const corners = [[150, 150], [250, 160], [240, 250], [160, 240]];
    for (const corner of corners) await page.mouse.click(...(await place(...corner)));
    await page.keyboard.press('Enter');
    const polygons = async () => (await shapes()).filter((one) => one.type === 'POLYGON').map((one) => one.polygon);
    const [polygon] = await until(polygons, (list) => list.length === 1);
    assert.ok(near(polygon.flat(), corners.flat()), String(polygon));
    await takePicture(page, 'drawing-polygon');
  });

  it('does not overwrite what somebody else has moved meanwhile, and says so', async () => {
    const { page } = app;
    const box = (await shapes()).find((one) => one.type === 'RECTANGLE' && one.status === 'PENDING');
    await api(page, 'PATCH', `/api/rectangle/${box.id}`, { x: 1, y: 2, w: 60, h: 40 });
    await page.locator('.drawboard').focus();
    await page.keyboard.press('v');
    await drag([box.x + 8, box.y + 10], [box.x + 38, box.y + 40]); // beside the other ones
    await page.getByText('Your change was not made.').waitFor();
    assert.deepEqual((({ x, y, w, h }) => [x, y, w, h])((await shapes()).find((one) => one.id === box.id)), [1, 2, 60, 40]);
    await page.locator(`.drawboard [data-shape="${box.id}"] rect[x="1"]`).waitFor();
    await takePicture(page, 'drawing-conflict');
  });

  it('fits a tablet in the dark', async () => {
    const { page } = app;
    await page.setViewportSize({ width: 820, height: 1180 });
    await page.getByRole('button', { name: 'Use the dark theme' }).click();
    await assertAccessible(page, 'drawing in the dark');
    await takePicture(page, 'drawing-tablet');
    await page.getByRole('button', { name: 'Done' }).click();
    await page.locator('.shapelayer').waitFor();
  });

  it('is done without a fault and without asking other machines', () => {
    assert.deepEqual(app.faults, []);
  });
});
