import type { JsonValue } from '../../../protocol/widget-state.js';
import { type Painted, paint } from './painted.js';
import { described, descriptionText, INLINE, type PaintWidget } from './parts.js';
import type { PaintedModel } from './widget-tree.js';

export const paintDatePicker: PaintWidget = (model) =>
  described(
    model,
    [...INLINE, 'widget-datepicker'],
    [input(model, 'date', dateText(model.value('value')))],
  );

export const paintTimePicker: PaintWidget = (model) =>
  described(
    model,
    [...INLINE, 'widget-timepicker'],
    [input(model, 'time', timeText(model.value('value')))],
  );

/** Without its value, which is shown in the time zone of the browser. */
export const paintDatetimePicker: PaintWidget = (model) =>
  described(
    model,
    [...INLINE, 'widget-datetimepicker'],
    [input(model, 'datetime-local', undefined)],
  );

/** A colour as text and as a patch, which has no value to show before the live view has read the text. */
export const paintColorPicker: PaintWidget = (model) => {
  const concise = model.flag('concise');
  const box = paint('div', { classes: ['widget-inline-hbox', 'widget-colorpicker-input'] }, [
    ...(concise ? [] : [input(model, 'text', model.text('value'))]),
    input(model, 'color', undefined),
  ]);
  return described(
    model,
    [...INLINE, 'widget-colorpicker', ...(concise ? ['concise'] : [])],
    [box],
  );
};

function input(model: PaintedModel, type: string, value: string | undefined): Painted {
  return paint('input', {
    attributes: {
      type,
      value,
      disabled: model.flag('disabled'),
      'aria-label': descriptionText(model) || undefined,
    },
  });
}

/** Months count from 0, as in the widget's state. */
function dateText(value: JsonValue | undefined): string | undefined {
  const { year, month, date } = numbers(value);
  return year === undefined || month === undefined || date === undefined
    ? undefined
    : `${pad(year, 4)}-${pad(month + 1)}-${pad(date)}`;
}

function timeText(value: JsonValue | undefined): string | undefined {
  const { hours, minutes, seconds = 0 } = numbers(value);
  return hours === undefined || minutes === undefined
    ? undefined
    : [hours, minutes, ...(seconds === 0 ? [] : [seconds])].map((part) => pad(part)).join(':');
}

function numbers(value: JsonValue | undefined): Partial<Record<string, number>> {
  const parts = Object.entries(typeof value === 'object' && value !== null ? value : {});
  return Object.fromEntries(
    parts.filter((part): part is [string, number] => typeof part[1] === 'number'),
  );
}

function pad(part: number, length = 2): string {
  return String(part).padStart(length, '0');
}
