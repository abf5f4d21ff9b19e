import path from 'node:path';
import { ROOT } from '../../scripts/run.mjs';

/** Where everything lies that is made and not written: environments, model, photos, logs, results. Not in git. */
export const CACHE = path.join(ROOT, '.cache', 'peers');
export const SOURCES = path.join(ROOT, 'bench', 'peers');

export const inCache = (...parts) => path.join(CACHE, ...parts);
