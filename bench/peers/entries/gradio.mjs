import { inCache } from '../cache.mjs';

export const gradio = {
  name: 'gradio',
  title: 'Gradio',
  distribution: { environment: 'gradio', name: 'gradio' },
  command: (app, port) => [inCache('venvs', 'gradio', 'bin', 'python'), `${app}.py`, `${port}`],
  cwd: inCache('apps', 'gradio'),
  env: {
    CLASSIFIER_MODEL: inCache('model.onnx'),
    GRADIO_ANALYTICS_ENABLED: 'False',
    HF_HUB_OFFLINE: '1',
  },
  readyPath: '/',
  pagePath: () => '/',
  restMs: 500,
  // It never quite rests.
  idleShare: 0.12,
  selectors: {
    upload: '#upload',
    answer: '#answer',
    slider: '#slider input[type=range]',
    echo: '#echo',
  },
};
