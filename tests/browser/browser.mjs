// Debian's Chromium, and a page that reports whatever a person would not accept: faults in the console, requests to other machines,
// answers of 500.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

const kFlags = [
  '--no-sandbox',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--enable-unsafe-swiftshader',
  '--use-gl=angle',
  '--use-angle=swiftshader',
];

export function launch() {
  return chromium.launch({ executablePath: process.env.KINDRED_CHROMIUM ?? '/usr/bin/chromium', args: kFlags });
}

// `faults` fills while the page is used.
export async function openPage(context, origin) {
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  const faults = [];
  page.on('pageerror', (error) => faults.push(`exception: ${error.message}`));
  page.on('console', (message) => {
    // Chromium writes each refusal there, also those that the page shows as it should (no thumbnail of a broken picture).
    if (message.text().startsWith('Failed to load resource')) return;
    if (message.type() === 'error' || message.type() === 'warning') faults.push(`console: ${message.text()}`);
  });
  page.on('request', (request) => {
    const url = request.url();
    if (!url.startsWith(origin) && !url.startsWith('blob:') && !url.startsWith('data:')) faults.push(`request to elsewhere: ${url}`);
  });
  page.on('response', (response) => {
    if (response.status() >= 500) faults.push(`${response.status()} for ${response.url()}`);
  });
  return { page, faults };
}

// Into the folder KINDRED_SCREENSHOTS, when there is one.
export async function takePicture(page, name) {
  const folder = process.env.KINDRED_SCREENSHOTS;
  if (!folder) return;
  await mkdir(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name}.png`), animations: 'disabled' });
}
