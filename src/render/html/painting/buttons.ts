import { type Painted, paint } from './painted.js';
import { INLINE, icon, type PaintWidget, styleClass } from './parts.js';
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
    content.length === 0 && model.name === 'ToggleButtonModel' ? ['\u00a0'] : content,
  );
}

export const paintPlay: PaintWidget = (model) => {
  const disabled = model.flag('disabled');
  const key = (name: string, { hidden = false, active = false } = {}) =>
    paint(
      'button',
      {
        classes: ['jupyter-button', ...(active ? ['mod-active'] : [])],
        style: hidden ? { display: 'none' } : {},
        attributes: { type: 'button', disabled },
      },
      icon(name),
    );
  return paint('div', { classes: [...INLINE, 'widget-play'] }, [
    key(model.flag('playing') ? 'pause' : 'play'),
    key('stop'),
    key('retweet', { hidden: !model.flag('show_repeat', true), active: model.flag('repeat') }),
  ]);
};
