import { inCache } from '../cache.mjs';

const voila = (name, title, flags) => ({
  name,
  title,
  distribution: { environment: 'voila', name: 'voila' },
  command: (app, port) => [
    inCache('venvs', 'voila', 'bin', 'voila'),
    `${app}.ipynb`,
    '--no-browser',
    `--port=${port}`,
    '--Voila.ip=127.0.0.1',
    ...flags,
  ],
  cwd: inCache('apps', 'voila'),
  env: { CLASSIFIER_MODEL: inCache('model.onnx') },
  readyPath: '/voila/static/voila.js',
  pagePath: () => '/',
  selectors: {
    upload: '.widget-upload',
    answer: '.answer',
    slider: '.noUi-handle',
    echo: '.echo',
  },
});

export const plainVoila = { ...voila('voila', 'Voilà', []), restMs: 1500 };

/** Five kernels are kept that have run the notebook; making one more takes seconds. */
export const preheatedVoila = {
  ...voila('voila-preheated', 'Voilà preheated', ['--preheat_kernel=True', '--pool_size=5']),
  restMs: 6000,
};
