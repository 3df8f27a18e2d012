// Boxes on the first Assets of a version, and the embeddings of what is in them.
import { api } from './app.mjs';

// `perAsset` boxes on each of `assets` Assets, labelled cat, dog, cat, dog …; gives { labels: {cat, dog}, shapes }.
export async function drawBoxes(page, version, { assets = 12, perAsset = 3 } = {}) {
  const label = async (name) => (await api(page, 'POST', `/api/dataset/version/${version}/labels`, { name })).id;
  const labels = { cat: await label('cat'), dog: await label('dog') };
  const { items } = await api(page, 'GET', `/api/dataset/version/${version}/assets?limit=${assets}&order_by=-created_at`);
  const shapes = [];
  for (const [number, asset] of items.entries()) {
    const annotation = await api(page, 'POST', `/api/asset/${asset.id}/annotations`, { duration: 1 });
    const rectangles = Array.from({ length: perAsset }, (_, place) => ({
      x: 8 + 22 * place,
      y: 10 + 14 * place + (number % 3),
      w: 60 + 12 * place,
      h: 50 + 9 * (number % 4),
      label_id: place % 2 === 0 ? labels.cat : labels.dog,
    }));
    shapes.push(...(await api(page, 'POST', `/api/annotation/${annotation.id}/bulk-rectangles`, { rectangles })).rectangles);
  }
  return { labels, shapes };
}

export async function ended(page, job) {
  for (;;) {
    const { status, message } = await api(page, 'GET', `/api/v2/job/${job}`);
    if (status === 'SUCCEEDED') return;
    if (status === 'FAILED' || status === 'KILLED') throw new Error(`The job ended as ${status}: ${message}`);
    await page.waitForTimeout(100);
  }
}

export async function embedShapes(page, version) {
  const { job_id: job } = await api(page, 'POST', `/api/dataset/version/${version}/embeddings/shapes`, {});
  await ended(page, job);
}
