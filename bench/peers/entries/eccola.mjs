import path from 'node:path';
import { ROOT } from '../../../scripts/run.mjs';
import { inCache } from '../cache.mjs';

export const eccola = {
  name: 'eccola',
  title: 'eccola',
  command: (app, port) => [
    process.execPath,
    path.join(ROOT, 'dist', 'cli', 'main.js'),
    `${app}.ipynb`,
    '--no-watch',
    '--port',
    `${port}`,
  ],
  cwd: inCache('apps', 'eccola'),
  env: { XDG_CACHE_HOME: inCache('compiled') },
  readyPath: '/readyz',
  pagePath: (app) => `/voila/render/${app}.ipynb`,
  restMs: 500,
  // Then the compiler has ended.
  startUpMs: 65_000,
  selectors: {
    upload: '.widget-upload',
    answer: '.answer',
    slider: '.noUi-handle',
    echo: '.echo',
  },
};
