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
    '--port',
    `${port}`,
  ],
  cwd: inCache('apps', 'eccola'),
  readyPath: '/voila/tree/',
  pagePath: (app) => `/voila/render/${app}.ipynb`,
  restMs: 500,
  selectors: {
    upload: '.widget-upload',
    answer: '.answer',
    slider: '.noUi-handle',
    echo: '.echo',
  },
};
