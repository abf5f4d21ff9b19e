import { format } from 'd3-format';
import { type Painted, paint } from './painted.js';
import { described, INLINE, INLINE_VERTICAL, type PaintWidget, styleClass } from './parts.js';
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
  return sliderWith(model, places, readout, { vertical, base: 'jupyter-widgets' });
}

/** A slider over a list of options. */
export const paintSelectionSlider: PaintWidget = (model) => {
  const labels = model.texts('_options_labels');
  const index = model.value('index');
  const indices = (Array.isArray(index) ? index : [index]).map((item) => Number(item ?? 0));
  const places = indices.map((item) => (100 * item) / (labels.length - 1 || 1));
  const readout = indices.map((item) => labels[item] ?? '').join('-');
  const vertical = model.text('orientation') === 'vertical';
  return sliderWith(model, places, readout, { vertical, base: undefined });
};

/** @param base the class that sliders over options lack */
function sliderWith(
  model: PaintedModel,
  places: readonly number[],
  readout: string,
  { vertical, base }: { vertical: boolean; base: string | undefined },
): Painted {
  const classes = [
    ...(base === undefined ? [] : [base]),
    vertical ? 'widget-inline-vbox' : 'widget-inline-hbox',
    'widget-slider',
    vertical ? 'widget-vslider' : 'widget-hslider',
  ];
  const style: Record<string, string> = model.flag('readout', true) ? {} : { display: 'none' };
  return described(model, classes, [
    paint('div', { classes: ['slider-container'] }, [
      track(places, {
        vertical,
        disabled: model.flag('disabled'),
        draggable: model.text('behavior').includes('drag'),
      }),
    ]),
    paint('div', { classes: ['widget-readout'], style }, [readout]),
  ]);
}

/** Handles at some places, in per cent of the way; what lies between two of them is filled. */
function track(
  places: readonly number[],
  { vertical, disabled, draggable }: { vertical: boolean; disabled: boolean; draggable: boolean },
): Painted {
  const [first = 0, second] = places;
  const along = (way: number) => (vertical ? `translate(0,${way}%)` : `translate(${way}%,0)`);
  const handles = places.map((place, index) =>
    paint(
      'div',
      {
        classes: ['noUi-origin'],
        style: {
          transform: along(10 * (vertical ? 100 - place : place - 100)),
          'z-index': String(places.length > 1 && index === 0 ? 5 : 4),
        },
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
  const filled =
    second === undefined
      ? []
      : [
          paint('div', {
            classes: ['noUi-connect', ...(draggable ? ['noUi-draggable'] : [])],
            style: {
              transform: vertical
                ? `${along(100 - second)} scale(1, ${(second - first) / 100})`
                : `${along(first)} scale(${(second - first) / 100}, 1)`,
            },
          }),
        ];
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
        paint('div', { classes: ['noUi-connects'] }, filled),
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
  const classes = vertical
    ? [...INLINE_VERTICAL, 'widget-vprogress']
    : [...INLINE, 'widget-hprogress'];
  return described(model, classes, [
    paint('div', { classes: ['progress'], style: { position: 'relative' } }, [bar]),
  ]);
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
