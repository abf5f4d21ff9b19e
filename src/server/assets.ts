import { readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { PageAssets } from '../render/html/index.js';
import type { EncodedBody } from './encoded-body.js';

export interface Asset {
  type: string;
  body: EncodedBody;
}

export interface Assets {
  /** What pages refer to. */
  page: PageAssets;
  /** By name; nothing else is served as an asset. */
  files: ReadonlyMap<string, Asset>;
}

const TYPES: Record<string, string> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.map': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff': 'font/woff',
  '.woff2': 'font/woff2',
  '.ttf': 'font/ttf',
};

/** Reads the built page script and its companions, which the build has compressed already. */
export function loadAssets(): Assets {
  const folder = fileURLToPath(new URL('../client/', import.meta.url));
  const manifest: Omit<PageAssets, 'css'> = JSON.parse(
    readFileSync(join(folder, 'manifest.json'), 'utf8'),
  );
  const names = new Set(readdirSync(folder));
  const read = (name: string) => (names.has(name) ? readFileSync(join(folder, name)) : undefined);
  const files = new Map<string, Asset>();
  for (const name of names) {
    const type = TYPES[extname(name)];
    if (type === undefined) continue;
    const body = {
      identity: readFileSync(join(folder, name)),
      br: read(`${name}.br`),
      gzip: read(`${name}.gz`),
    };
    files.set(name, { type, body });
  }
  const css = readFileSync(join(folder, manifest.style), 'utf8');
  return { page: { ...manifest, css }, files };
}
