import { unsafeHtml } from '../markup.js';
import { type Painted, paint } from './painted.js';
import { icon, type PaintWidget, styleClass } from './parts.js';
import type { PaintedModel } from './widget-tree.js';

export const paintButton: PaintWidget = (model) => {
  const description = model.text('description');
  return button(model, ['widget-button'], description, model.text('tooltip', description));
};

export const paintToggleButton: PaintWidget = (model) =>
  button(
    model,
    ['widget-toggle-button', ...(model.flag('value') ? ['mod-active'] : [])],
    model.text('description'),
    model.text('tooltip'),
  );

export const paintFileUpload: PaintWidget = (model) =>
  button(
    model,
    ['widget-upload'],
    `${model.text('description', 'Upload')} (${model.list('value').length})`,
    model.text('tooltip'),
  );

function button(
  model: PaintedModel,
  classes: readonly string[],
  description: string,
  title: string,
): Painted {
  const words = description.trim() === '' ? [] : [description];
  const content = [...icon(model.text('icon'), words.length === 0 ? ['center'] : []), ...words];
  return paint(
    'button',
    {
      classes: [
        'jupyter-widgets',
        'jupyter-button',
        ...classes,
        ...styleClass(model, 'button_style', 'mod-'),
      ],
      attributes: {
        type: 'button',
        disabled: model.flag('disabled'),
        title: title === '' ? undefined : title,
      },
    },
    content.length > 0 ? content : [unsafeHtml('&nbsp;')],
  );
}
