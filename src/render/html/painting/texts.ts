import { unsafeHtml } from '../markup.js';
import { type Painted, paint } from './painted.js';
import { described, descriptionText, type PaintWidget, textWithMath } from './parts.js';
import type { PaintedModel } from './widget-tree.js';

const ZERO_WIDTH = '\u200b';

export const paintLabel: PaintWidget = (model, { renderTex }) =>
  described(model, ['widget-label'], [textWithMath(model.text('value'), renderTex)]);

/** The value is the author's HTML, as in JupyterLab. */
export const paintHtml: PaintWidget = (model) =>
  described(
    model,
    ['widget-html'],
    [paint('div', { classes: ['widget-html-content'] }, [unsafeHtml(model.text('value'))])],
  );

export const paintHtmlMath: PaintWidget = (model) =>
  described(
    model,
    ['widget-htmlmath'],
    [paint('div', { classes: ['widget-htmlmath-content'] }, [unsafeHtml(model.text('value'))])],
  );

export const paintText: PaintWidget = (model) => textInput(model, 'text');
export const paintPassword: PaintWidget = (model) => textInput(model, 'password');

function textInput(model: PaintedModel, type: 'text' | 'password'): Painted {
  const input = paint('input', {
    classes: ['widget-input'],
    attributes: {
      type,
      value: type === 'password' ? '' : model.text('value'),
      placeholder: model.text('placeholder', ZERO_WIDTH),
      disabled: model.flag('disabled'),
      ...accessibleName(model),
    },
  });
  return described(model, ['widget-text'], [input]);
}

export const paintTextarea: PaintWidget = (model) => {
  const textarea = paint(
    'textarea',
    {
      classes: ['widget-input'],
      attributes: {
        rows: model.number('rows', 2),
        placeholder: model.text('placeholder', ZERO_WIDTH),
        disabled: model.flag('disabled'),
        ...accessibleName(model),
      },
    },
    // A parser drops the first line break of a textarea.
    [`\n${model.text('value')}`],
  );
  return described(model, ['widget-textarea'], [textarea]);
};

export const paintNumberInput: PaintWidget = (model) =>
  described(
    model,
    ['widget-text'],
    [
      paint('input', {
        attributes: {
          type: 'number',
          value: model.number('value', 0),
          disabled: model.flag('disabled'),
          ...accessibleName(model),
        },
      }),
    ],
  );

/** A painted input has no `for` to be found by: its name is the description's text. */
function accessibleName(model: PaintedModel): Painted['attributes'] {
  return { 'aria-label': descriptionText(model) || undefined };
}
