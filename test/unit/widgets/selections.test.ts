import { expect, test } from 'vitest';
import {
  Dropdown,
  RadioButtons,
  Select,
  SelectionRangeSlider,
  SelectionSlider,
  SelectMultiple,
  ToggleButtons,
} from '../../../src/widgets/index.js';
import { recordHost } from '../../helpers/recording-host.js';

const BEARS = { Brown: { legs: 4 }, Polar: { legs: 4, white: true } };

test.each([Dropdown, RadioButtons, Select, ToggleButtons])(
  '%o chooses the first of its options, and tells the page their labels',
  (Class) => {
    const { take } = recordHost();
    const widget = new Class({ options: ['brown', 'polar'] });
    expect(widget).toMatchObject({ value: 'brown', label: 'brown', index: 0 });
    const [opened] = take();
    const state = Object(opened?.data?.state);
    expect(state).toMatchObject({ _options_labels: ['brown', 'polar'], index: 0 });
    for (const local of ['options', 'value', 'label']) expect(state).not.toHaveProperty(local);
    expect(new Class()).toMatchObject({ value: null, label: null, index: null, options: [] });
  },
);

test.each([
  ['values', ['a', 'b'], ['a', 'b'], 'b'],
  ['numbers', [1, 2], ['1', '2'], 2],
  [
    'pairs',
    [
      ['One', 1],
      ['Two', 2],
    ],
    ['One', 'Two'],
    2,
  ],
  ['an object', { One: 1, Two: 2 }, ['One', 'Two'], 2],
])('options may be %s', (_, options, labels, second) => {
  const { stateOf } = recordHost();
  const dropdown = Reflect.construct(Dropdown, [{ options, index: 1 }]);
  expect(stateOf(dropdown)._options_labels).toEqual(labels);
  expect(dropdown).toMatchObject({ options, value: second, label: labels[1] });
});

test('a choice is made by value, by label or by index, and all three follow', () => {
  const { take } = recordHost();
  const dropdown = new Dropdown({ options: BEARS });
  take();
  dropdown.value = BEARS.Polar;
  expect(dropdown).toMatchObject({ index: 1, label: 'Polar' });
  dropdown.label = 'Brown';
  expect(dropdown.value).toBe(BEARS.Brown);
  dropdown.index = null;
  expect(dropdown).toMatchObject({ value: null, label: null });
  dropdown.value = { legs: 4 };
  expect(dropdown.value).toBe(BEARS.Brown);
  expect(take().map(({ data }) => data?.state)).toEqual([
    { index: 1 },
    { index: 0 },
    { index: null },
    { index: 0 },
  ]);
});

test('a choice on the page calls the handlers of value, label and index', () => {
  const { take, update } = recordHost();
  const dropdown = new Dropdown({ options: BEARS });
  const seen: unknown[] = [];
  for (const trait of ['index', 'label', 'value'] as const) {
    dropdown.observe(trait, ({ name, old, new: now }) => seen.push([name, old, now]));
  }
  take();
  update(dropdown, { index: 1 });
  expect(seen).toEqual([
    ['value', BEARS.Brown, BEARS.Polar],
    ['label', 'Brown', 'Polar'],
    ['index', 0, 1],
  ]);
  expect(take().map(({ data }) => data)).toEqual([
    { method: 'echo_update', state: { index: 1 }, buffer_paths: [] },
  ]);
});

test('other options choose the first of them, the same ones change nothing', () => {
  const { take } = recordHost();
  const dropdown = new Dropdown({ options: ['a', 'b'], value: 'b' });
  take();
  dropdown.options = ['a', 'b'];
  expect(take()).toEqual([]);
  dropdown.options = ['b', 'c'];
  expect(dropdown.value).toBe('b');
  dropdown.set({ options: ['c', 'd'], value: 'd' });
  dropdown.options = [];
  expect(dropdown.value).toBeNull();
  expect(take().map(({ data }) => data?.state)).toEqual([
    { _options_labels: ['b', 'c'], index: 0 },
    { _options_labels: ['c', 'd'], index: 1 },
    { _options_labels: [], index: null },
  ]);
});

test('options are changed by setting them, not in place', () => {
  const { stateOf } = recordHost();
  const options = ['a'];
  const dropdown = new Dropdown({ options });
  options.push('b');
  expect(stateOf(dropdown)._options_labels).toEqual(['a']);
  expect(() => Reflect.apply(Array.prototype.push, dropdown.options, ['b'])).toThrow(TypeError);
});

test('null can be an option', () => {
  recordHost();
  const dropdown = new Dropdown({ options: { All: null, One: 1 }, value: 1 });
  dropdown.value = null;
  expect(dropdown).toMatchObject({ index: 0, label: 'All' });
});

test.each([
  [{ value: 'grey' }, 'Dropdown.value must be one of its options, but was given "grey".'],
  [{ label: 'grey' }, 'Dropdown.label must be one of its options, but was given "grey".'],
  [{ index: 2 }, 'Dropdown.index must be the index of one of its 2 options, but was given 2.'],
  [{ index: -1 }, 'Dropdown.index must be the index of one of its 2 options, but was given -1.'],
  [{ options: 'brown' }, 'Dropdown.options must be an array of values'],
])('what is no option is refused, and the choice kept: %o', (traits, words) => {
  const { take } = recordHost();
  const dropdown = new Dropdown({ options: ['brown', 'polar'], value: 'polar' });
  take();
  expect(() => Object.assign(dropdown, traits)).toThrow(words);
  expect(dropdown.value).toBe('polar');
  expect(take()).toEqual([]);
});

test('a page can neither choose what is none nor change the labels', () => {
  const { take, errors, update } = recordHost();
  const dropdown = new Dropdown({ options: ['brown', 'polar'] });
  take();
  update(dropdown, { index: 7 });
  update(dropdown, { _options_labels: ['grey'] });
  update(dropdown, { value: 'grey', options: ['grey'] });
  expect(dropdown).toMatchObject({ value: 'brown', options: ['brown', 'polar'] });
  expect(errors).toHaveLength(1);
  expect(take().map(({ data }) => [data?.method, data?.state])).toEqual([
    ['update', { index: 0 }],
    ['echo_update', { _options_labels: ['grey'] }],
    ['update', { _options_labels: ['brown', 'polar'] }],
  ]);
});

test('several options are chosen by values, labels or indices', () => {
  const { take, update } = recordHost();
  const select = new SelectMultiple({ options: ['a', 'b', 'c'] });
  expect(select).toMatchObject({ value: [], label: [], index: [] });
  take();
  select.value = ['a', 'c'];
  expect(select.index).toEqual([0, 2]);
  update(select, { index: [1] });
  expect(select).toMatchObject({ value: ['b'], label: ['b'] });
  expect(() => {
    select.value = ['a', 'd'];
  }).toThrow('SelectMultiple.value must be one of its options, but was given "d".');
  select.options = ['x'];
  expect(select.value).toEqual([]);
});

test('a slider of options has always one of them', () => {
  recordHost();
  expect(() => Reflect.construct(SelectionSlider, [])).toThrow(
    'SelectionSlider.options must be one option at least, but was given an array of 0.',
  );
  const slider = new SelectionSlider({ options: [10, 20] });
  expect(slider).toMatchObject({ value: 10, index: 0, label: '10' });
  expect(() => Object.assign(slider, { value: null })).toThrow('must be one of its options');
  expect(() => Object.assign(slider, { options: [] })).toThrow('one option at least');
});

test('a range of options has a first and a last', () => {
  const { errors, update } = recordHost();
  const range = new SelectionRangeSlider({ options: ['a', 'b', 'c'] });
  expect(range).toMatchObject({ value: ['a', 'a'], index: [0, 0] });
  range.value = ['a', 'c'];
  expect(range.index).toEqual([0, 2]);
  expect(() => {
    range.value = ['c', 'a'];
  }).toThrow('SelectionRangeSlider.index must be two indices, the lower one first');
  update(range, { index: [1, 5] });
  update(range, { index: [1] });
  expect(range.value).toEqual(['a', 'c']);
  expect(errors).toHaveLength(2);
});
