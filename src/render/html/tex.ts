import katex from 'katex';
import type { RenderTex } from './render-context.js';

/** TeX as MathML, which browsers draw themselves. A formula with an error stands in red with the error as its title. */
export const renderTex: RenderTex = (tex, { display }) =>
  katex.renderToString(tex, {
    displayMode: display,
    output: 'mathml',
    throwOnError: false,
    strict: false,
    trust: false,
    maxSize: 50,
    maxExpand: 1000,
  });
