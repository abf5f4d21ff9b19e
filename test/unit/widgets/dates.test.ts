import { expect, test } from 'vitest';
import {
  DatePicker,
  DatetimePicker,
  NaiveDatetimePicker,
  TimePicker,
} from '../../../src/widgets/index.js';
import { recordHost } from '../../helpers/recording-host.js';

const DAY = { year: 2024, month: 1, date: 29 };
const NOON = { hours: 12, minutes: 5, seconds: 0, milliseconds: 0 };

test.each([
  [DatePicker, '2024-02-29', DAY],
  [TimePicker, '12:05', NOON],
  [TimePicker, '12:05:07', { ...NOON, seconds: 7 }],
  [TimePicker, '12:05:07.040', { ...NOON, seconds: 7, milliseconds: 40 }],
  [NaiveDatetimePicker, '2024-02-29T12:05', { ...DAY, ...NOON }],
  [DatetimePicker, new Date('2024-02-29T12:05:00Z'), { ...DAY, ...NOON }],
])('%o is on the wire as its parts, months counted from 0: %s', (Class, value, wire) => {
  const { take, update } = recordHost();
  const picker = Reflect.construct(Class, [{ value }]);
  expect(take()[0]?.data).toMatchObject({ state: { value: wire, min: null } });
  const other = Reflect.construct(Class, []);
  update(other, { value: wire });
  expect(other.value).toEqual(value);
  expect(other.value).toEqual(picker.value);
  update(other, { value: null });
  expect(other.value).toBeNull();
});

test('a time written at length is the same as in short', () => {
  recordHost();
  expect(new TimePicker({ value: '12:05:00.000' }).value).toBe('12:05');
  expect(new NaiveDatetimePicker({ value: '2024-02-29T12:05:00' }).value).toBe('2024-02-29T12:05');
});

test('a year of two digits is not one of this century', () => {
  const { take } = recordHost();
  new DatePicker({ value: '0033-04-03' });
  expect(take()[0]?.data).toMatchObject({ state: { value: { year: 33, month: 3, date: 3 } } });
});

test.each([
  [DatePicker, '2023-02-29'],
  [DatePicker, '29.2.2024'],
  [DatePicker, ''],
  [DatePicker, new Date()],
  [TimePicker, '24:00'],
  [TimePicker, '12:60'],
  [TimePicker, '12'],
  [NaiveDatetimePicker, '2024-02-29'],
  [NaiveDatetimePicker, '2024-02-30T12:00'],
  [DatetimePicker, new Date(Number.NaN)],
  [DatetimePicker, '2024-02-29T12:05:00Z'],
])('%o refuses %s', (Class, value) => {
  recordHost();
  expect(() => Reflect.construct(Class, [{ value }])).toThrow('must be a');
});

test.each([
  ['a day that is none', { year: 2023, month: 1, date: 29 }],
  ['a month that is none', { year: 2023, month: 12, date: 1 }],
  ['strings', { year: '2023', month: '1', date: '2' }],
  ['a part missing', { year: 2023, month: 1 }],
  ['a year beyond four digits', { year: 10_000, month: 0, date: 1 }],
  ['no object', '2023-02-01'],
])('a date from the page is reported and ignored that has %s', (_, value) => {
  const { errors, update } = recordHost();
  const picker = new DatePicker({ value: '2024-02-29' });
  update(picker, { value });
  expect(picker.value).toBe('2024-02-29');
  expect(errors).toHaveLength(1);
});

test('a date stays between min and max, where there are any', () => {
  recordHost();
  const picker = new DatePicker({ value: '2024-02-29', min: '2024-03-01' });
  expect(picker.value).toBe('2024-03-01');
  picker.set({ min: null, max: '2024-01-31' });
  expect(picker.value).toBe('2024-01-31');
  expect(() => {
    picker.min = '2025-01-01';
  }).toThrow('must not be above its max, but they would be 2025-01-01 and 2024-01-31.');
  const moment = new DatetimePicker({ value: new Date(0), min: new Date(1000) });
  expect(moment.value).toEqual(new Date(1000));
});

test('a step may be any', () => {
  recordHost();
  expect(new DatePicker({ step: 'any' }).step).toBe('any');
  expect(() => Reflect.construct(TimePicker, [{ step: 'none' }])).toThrow(
    'TimePicker.step must be a finite number or one of "any", but was given "none".',
  );
});
