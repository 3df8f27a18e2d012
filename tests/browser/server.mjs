// The server that the tests look at: the one whose login link is in KINDRED_URL, or a demo workspace of our own, made by
// KINDRED_BINARY from the emoji packages in KINDRED_EMOJI and KINDRED_EMOJIBASE and removed afterwards.
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const kStartLimit = 240_000; // ms: drawing, importing and embedding a few hundred pictures on two slow cores

// `ours`: the workspace may be changed.
export async function startServer() {
  if (process.env.KINDRED_URL) return { loginUrl: process.env.KINDRED_URL, ours: false, stop: async () => {} };
  const { KINDRED_BINARY: binary, KINDRED_EMOJI: emoji, KINDRED_EMOJIBASE: emojibase } = process.env;
  if (!binary || !emoji || !emojibase) {
    throw new Error('Set KINDRED_URL to the login link of a running server, or KINDRED_BINARY, KINDRED_EMOJI and KINDRED_EMOJIBASE');
  }
  const data = await mkdtemp(join(tmpdir(), 'kindred-browser-'));
  return start(['demo', '--emoji', emoji, '--emojibase', emojibase, '--singles', '240', '--scenes', '40'], data, '127.0.0.1:0');
}

// An empty workspace of our own. `listen` is where it listened before, to start it again over the same folder.
export async function startEmptyServer(data, listen = '127.0.0.1:0') {
  return start(['serve'], data ?? (await mkdtemp(join(tmpdir(), 'kindred-browser-'))), listen);
}

async function start(command, data, listen) {
  const child = spawn(process.env.KINDRED_BINARY, [...command, '--data', data, '--listen', listen], { stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  // Ends the server and leaves its folder.
  const end = async () => {
    child.kill('SIGTERM');
    await ended;
  };
  const stop = async () => {
    await end();
    await rm(data, { recursive: true, force: true });
  };
  try {
    return { loginUrl: await loginLink(child), ours: true, data, end, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function loginLink(child) {
  return new Promise((resolve, reject) => {
    let output = '';
    const timer = setTimeout(() => reject(new Error(`No login link within ${kStartLimit / 1000} s. The server said:\n${output}`)), kStartLimit);
    const read = (text) => {
      output += text;
      const link = /Log in once with:\s+(\S+)\n/.exec(output)?.[1];
      if (link === undefined) return;
      clearTimeout(timer);
      resolve(link);
    };
    child.stdout.setEncoding('utf8').on('data', read);
    child.stderr.setEncoding('utf8').on('data', read);
    child.once('exit', (code) => {
      clearTimeout(timer);
      reject(new Error(`The server ended with ${code} before it printed a login link:\n${output}`));
    });
  });
}
