import { spawn } from 'node:child_process';
import path from 'node:path';
import { ROOT } from '../scripts/run.mjs';

/**
 * One product that the measures run: how it is started and where its app is. Another product is another such object,
 * and a visitor of its own beside bear-visitor.mjs.
 * @typedef {object} Product
 * @property {string} title
 * @property {readonly string[]} command program and arguments; it prints its URL
 * @property {string} app the app's address, relative to that URL
 */

/** @type {Product} */
export const ECCOLA = {
  title: 'eccola',
  command: [
    process.execPath,
    path.join(ROOT, 'dist', 'cli', 'main.js'),
    path.join(ROOT, 'notebooks'),
    '--port=0',
    '--no-watch',
  ],
  app: '/voila/render/bears.ipynb',
};

/**
 * Starts a product and waits until it has printed its URL.
 * @param {Product} product
 * @returns {Promise<{ pid: number, appUrl: string, close: () => Promise<void> }>}
 */
export async function startServer(product) {
  const [program, ...args] = product.command;
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = new Promise((resolve) => child.on('close', resolve));
  let printed = '';
  const url = await new Promise((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text) => {
        printed += text;
        const match = /https?:\/\/[^\s"]+/.exec(printed);
        if (match) resolve(match[0]);
      });
    }
    child.on('error', reject);
    void ended.then(() => reject(new Error(`${product.title} ended:\n${printed}`)));
  });
  const close = async () => {
    child.kill('SIGTERM');
    await ended;
  };
  return { pid: child.pid, appUrl: new URL(product.app, url).href, close };
}
