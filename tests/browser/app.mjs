// A signed-in page on a server, and what several tests do with it.
import { launch, openPage } from './browser.mjs';
import { startServer } from './server.mjs';

export async function openApp({ width = 1280, height = 800, colorScheme = 'light', server: given } = {}) {
  const server = given ?? (await startServer());
  const browser = await launch();
  const origin = new URL(server.loginUrl).origin;
  const context = await browser.newContext({ viewport: { width, height }, colorScheme });
  const { page, faults } = await openPage(context, origin);
  await page.goto(server.loginUrl);
  await page.locator('.topbar').waitFor();
  const close = async () => {
    await browser.close();
    await server.stop();
  };
  return { server, browser, context, origin, page, faults, close };
}

// The first version of the first dataset.
export async function openVersion(page, origin) {
  await page.goto(origin);
  await page.locator('.sidebar__nested .sidebar__link').first().click();
  await page.locator('.tile__image--shown').first().waitFor();
  return /\/version\/([0-9a-f-]+)/.exec(page.url())[1];
}

// The API as the page's own session, for what the page is compared with.
export async function api(page, method, path, body) {
  return page.evaluate(
    async ([verb, url, json]) => {
      const me = await (await fetch('/api/me')).json();
      const headers = { 'X-CSRF-Token': me.csrf_token, 'Content-Type': 'application/json' };
      const response = await fetch(url, { method: verb, headers, ...(json === undefined ? {} : { body: JSON.stringify(json) }) });
      const text = await response.text();
      if (!response.ok) throw new Error(`${response.status} ${text}`);
      return text === '' ? null : JSON.parse(text);
    },
    [method, path, body],
  );
}
