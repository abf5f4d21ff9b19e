import { readFile, stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { expect, onTestFinished } from 'vitest';
import { makeFolder } from './folder.js';
import { type RunOptions, runEccola } from './run-eccola.js';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.wasm': 'application/wasm',
  '.png': 'image/png',
};

export interface StaticHostOptions {
  /** Where the host puts the site. */
  prefix?: string;
  /** Answers a folder's name without a slash with its index.html, as some hosts do, instead of leading on to the slash. */
  keepsNames?: boolean;
  /** A policy that the host sends with every script, and so with the worker. */
  scriptPolicy?: string;
}

/** Serves the files of a folder and nothing else, as GitHub Pages does: below a prefix, without headers of its own. */
export async function startStaticHost(
  folder: string,
  { prefix = '/some/repo/', keepsNames = false, scriptPolicy }: StaticHostOptions = {},
): Promise<{ url: string }> {
  const server = createServer(async (request, response) => {
    const { pathname, search } = new URL(request.url ?? '/', 'http://host');
    if (`${pathname}/` === prefix) {
      return void response.writeHead(301, { location: `${prefix}${search}` }).end();
    }
    if (!pathname.startsWith(prefix)) return void response.writeHead(404).end();
    let file = path.join(folder, decodeURIComponent(pathname.slice(prefix.length)));
    const found = await stat(file).catch(() => undefined);
    if (found?.isDirectory()) {
      if (!pathname.endsWith('/') && !keepsNames) {
        response.writeHead(301, { location: `${pathname}/${search}` }).end();
        return;
      }
      file = path.join(file, 'index.html');
    }
    const content = await readFile(file).catch(() => undefined);
    if (!content) return void response.writeHead(404).end('Not found');
    const type = TYPES[path.extname(file)] ?? 'application/octet-stream';
    const policy =
      scriptPolicy !== undefined && file.endsWith('.js')
        ? { 'content-security-policy': scriptPolicy }
        : {};
    const headers = { 'content-type': type, 'cache-control': 'max-age=600', ...policy };
    response.writeHead(200, headers).end(content);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}${prefix.slice(0, -1)}` };
}

/** Builds the site of a folder or notebook with the command; returns where it lies. */
export async function buildSite(from: string, options: RunOptions = {}): Promise<string> {
  const out = path.join(await makeFolder(), 'site');
  const { code, output } = await runEccola(['build', from, '--static', out], options);
  expect(output).not.toContain('✗');
  expect(code).toBe(0);
  return out;
}
