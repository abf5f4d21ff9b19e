import { inCache } from '../cache.mjs';

export const solara = {
  name: 'solara',
  title: 'Solara',
  distribution: { environment: 'solara', name: 'solara' },
  command: (app, port) => [
    inCache('venvs', 'solara', 'bin', 'solara'),
    'run',
    `${app}.py`,
    '--host=127.0.0.1',
    `--port=${port}`,
    '--no-open',
    '--production',
  ],
  cwd: inCache('apps', 'solara'),
  env: { CLASSIFIER_MODEL: inCache('model.onnx') },
  readyPath: '/readyz',
  pagePath: () => '/',
  restMs: 500,
  selectors: {
    upload: '.widget-upload',
    answer: '.answer',
    slider: '.v-slider-thumb',
    // The thumb itself is painted later than the slider works.
    sliderVisible: '.v-slider',
    echo: '.echo',
  },
};
