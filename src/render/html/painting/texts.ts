import { unsafeHtml } from '../markup.js';
import { renderHtmlWithMath } from '../math.js';
import { type Painted, paint } from './painted.js';
import { described, descriptionText, INLINE, type PaintWidget, textWithMath } from './parts.js';
import type { PaintedModel } from './widget-tree.js';

const ZERO_WIDTH = '\u200b';

/** A label shows its value only, not its description. */
export const paintLabel: PaintWidget = (model, { renderTex }) =>
  paint('div', { classes: [...INLINE, 'widget-label'] }, [
    textWithMath(model.text('value'), renderTex),
  ]);

/** The value is the author's HTML, as in JupyterLab. */
export const paintHtml: PaintWidget = (model) =>
  described(
    model,
    [...INLINE, 'widget-html'],
    [paint('div', { classes: ['widget-html-content'] }, [unsafeHtml(model.text('value'))])],
  );

export const paintHtmlMath: PaintWidget = (model, { renderTex }) =>
  described(
    model,
    [...INLINE, 'widget-htmlmath'],
    [
      paint('div', { classes: ['widget-htmlmath-content'] }, [
        unsafeHtml(renderHtmlWithMath(model.text('value'), renderTex)),
      ]),
    ],
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
  return described(model, [...INLINE, 'widget-text'], [input]);
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
  return described(model, [...INLINE, 'widget-textarea'], [textarea]);
};

export const paintNumberInput: PaintWidget = (model) =>
  described(
    model,
    [...INLINE, 'widget-text'],
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
