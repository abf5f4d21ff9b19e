import { html } from '../markup.js';
import { paint } from './painted.js';
import { described, descriptionText, INLINE, icon, type PaintWidget, styleClass } from './parts.js';

export const paintCheckbox: PaintWidget = (model) => {
  const text = descriptionText(model);
  const box = paint('input', {
    attributes: {
      type: 'checkbox',
      checked: model.flag('value'),
      disabled: model.flag('disabled'),
      title: text,
    },
  });
  const root = paint('div', {
    classes: ['jupyter-widgets', 'widget-inline-hbox', 'widget-checkbox'],
  });
  // The empty label keeps the baseline, and the indent.
  root.content.push(
    paint(
      'label',
      {
        classes: ['widget-label'],
        style: model.flag('indent', true) ? {} : { display: 'none' },
      },
      ['\u200b'],
    ),
    paint('label', { classes: ['widget-label-basic'] }, [
      box,
      paint('span', { attributes: { title: text } }, [text]),
    ]),
  );
  return root;
};

export const paintValid: PaintWidget = (model) => {
  const valid = model.flag('value');
  return described(
    model,
    [...INLINE, 'widget-valid', valid ? 'mod-valid' : 'mod-invalid'],
    [
      ...icon(valid ? 'check' : 'times', ['fa-fw']),
      paint('span', { classes: ['widget-valid-readout', 'widget-readout'] }, [
        model.text('readout', 'Invalid'),
      ]),
    ],
  );
};

export const paintDropdown: PaintWidget = (model) => {
  const selected = model.value('index');
  const options = model
    .texts('_options_labels')
    .map((label, index) => option(label, index === selected));
  const list = paint(
    'select',
    { attributes: { disabled: model.flag('disabled') } },
    // Without a choice a browser would show the first.
    selected === null ? [html`<option selected hidden></option>`, ...options] : options,
  );
  return described(model, [...INLINE, 'widget-dropdown'], [list]);
};

export const paintSelect: PaintWidget = (model) => {
  const index = model.value('index');
  const selected = Array.isArray(index) ? index : [index];
  const multiple = model.name === 'SelectMultipleModel';
  const options = model
    .texts('_options_labels')
    .map((label, position) => option(label, selected.includes(position)));
  const list = paint(
    'select',
    { attributes: { size: model.number('rows', 5), multiple, disabled: model.flag('disabled') } },
    options,
  );
  return described(
    model,
    [...INLINE, 'widget-select', ...(multiple ? ['widget-select-multiple'] : [])],
    [list],
  );
};

/** Radio buttons and rows of buttons lack the classes that other widgets have. */
export const paintRadioButtons: PaintWidget = (model) => {
  const selected = model.value('index');
  const radios = model.texts('_options_labels').map((label, index) =>
    paint('label', {}, [
      label,
      paint('input', {
        attributes: {
          type: 'radio',
          checked: index === selected,
          disabled: model.flag('disabled'),
        },
      }),
    ]),
  );
  const vertical = model.text('orientation', 'vertical') === 'vertical';
  const box = paint(
    'div',
    { classes: ['widget-radio-box', `widget-radio-box-${vertical ? 'vertical' : 'horizontal'}`] },
    radios,
  );
  return described(model, ['widget-radio'], [box]);
};

export const paintToggleButtons: PaintWidget = (model) => {
  const [selected, icons] = [model.value('index'), model.texts('icons')];
  const buttons = model.texts('_options_labels').map((label, index) =>
    paint(
      'button',
      {
        classes: [
          'widget-toggle-button',
          'jupyter-button',
          ...styleClass(model, 'button_style', 'mod-'),
          ...(index === selected ? ['mod-active'] : []),
        ],
        attributes: { type: 'button', disabled: model.flag('disabled') },
      },
      [
        label.trim() === '' ? '\u00a0' : label,
        paint('i', { classes: icons[index] ? ['fa', `fa-${icons[index]}`] : [] }),
      ],
    ),
  );
  return described(model, ['widget-toggle-buttons'], [paint('div', {}, buttons)]);
};

function option(label: string, selected: boolean) {
  return html`<option${selected && html` selected`}>${label.replaceAll(' ', '\u00a0')}</option>`;
}
