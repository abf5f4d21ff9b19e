import { format } from 'd3-format';
import { type Painted, paint } from './painted.js';
import { described, type PaintWidget, styleClass } from './parts.js';
import type { PaintedModel } from './widget-tree.js';

export const paintIntSlider: PaintWidget = (model) => paintSlider(model, 'd');
export const paintFloatSlider: PaintWidget = (model) => paintSlider(model, '.2f');
export const paintFloatLogSlider: PaintWidget = (model) => {
  const base = model.number('base', 10);
  return paintSlider(model, '.3g', (value) => Math.log(value) / Math.log(base));
};

/** A slider of noUiSlider's as it stands at a value; a range slider's value is a list of two. */
function paintSlider(
  model: PaintedModel,
  readoutFormat: string,
  toPosition: (value: number) => number = (value) => value,
): Painted {
  const value = model.value('value');
  const isRange = Array.isArray(value);
  const values = (isRange ? value : [value]).map((item) => (typeof item === 'number' ? item : 0));
  const [min, max] = [model.number('min', 0), model.number('max', 100)];
  const places = values.map((item) => clamp((100 * (toPosition(item) - min)) / (max - min || 1)));
  const vertical = model.text('orientation') === 'vertical';
  const readout = values.map(formatter(model.text('readout_format', readoutFormat))).join(' – ');
  return described(
    model,
    ['widget-slider', vertical ? 'widget-vslider' : 'widget-hslider'],
    [
      paint('div', { classes: ['slider-container'] }, [
        track(places, { vertical, disabled: model.flag('disabled') }),
      ]),
      paint(
        'div',
        {
          classes: ['widget-readout'],
          style: model.flag('readout', true) ? {} : { display: 'none' },
        },
        [readout],
      ),
    ],
    { direction: vertical ? 'vbox' : 'hbox' },
  );
}

function track(
  places: readonly number[],
  { vertical, disabled }: { vertical: boolean; disabled: boolean },
): Painted {
  const [from, to] = places.length === 1 ? [0, places[0] ?? 0] : [places[0] ?? 0, places[1] ?? 0];
  const along = (first: number) => (vertical ? `translate(0,${first}%)` : `translate(${first}%,0)`);
  const size = (to - from) / 100;
  const connect = vertical
    ? `${along(100 - to)} scale(1, ${size})`
    : `${along(from)} scale(${size}, 1)`;
  const handles = places.map((place, index) =>
    paint(
      'div',
      {
        classes: ['noUi-origin'],
        style: { transform: along(vertical ? -place : place - 100), 'z-index': String(5 - index) },
      },
      [
        paint(
          'div',
          { classes: ['noUi-handle', `noUi-handle-${index === 0 ? 'lower' : 'upper'}`] },
          [paint('div', { classes: ['noUi-touch-area'] })],
        ),
      ],
    ),
  );
  return paint(
    'div',
    {
      classes: [
        'slider',
        'noUi-target',
        vertical ? 'noUi-rtl' : 'noUi-ltr',
        `noUi-${vertical ? 'vertical' : 'horizontal'}`,
        'noUi-txt-dir-ltr',
      ],
      attributes: { disabled },
    },
    [
      paint('div', { classes: ['noUi-base'] }, [
        paint('div', { classes: ['noUi-connects'] }, [
          paint('div', { classes: ['noUi-connect'], style: { transform: connect } }),
        ]),
        ...handles,
      ]),
    ],
  );
}

export const paintProgress: PaintWidget = (model) => {
  const [min, max] = [model.number('min', 0), model.number('max', 100)];
  const percent = (100 * (model.number('value', 0) - min)) / (max - min || 1);
  const vertical = model.text('orientation') === 'vertical';
  const bar = paint('div', {
    classes: ['progress-bar', ...styleClass(model, 'bar_style', 'progress-bar-')],
    style: {
      position: 'absolute',
      bottom: '0px',
      left: '0px',
      width: vertical ? '100%' : `${percent}%`,
      height: vertical ? `${percent}%` : '100%',
    },
  });
  return described(
    model,
    [vertical ? 'widget-vprogress' : 'widget-hprogress'],
    [paint('div', { classes: ['progress'], style: { position: 'relative' } }, [bar])],
    { direction: vertical ? 'vbox' : 'hbox' },
  );
};

function formatter(specifier: string): (value: number) => string {
  try {
    return format(specifier);
  } catch {
    return String;
  }
}

function clamp(percent: number): number {
  return Math.min(100, Math.max(0, percent));
}
