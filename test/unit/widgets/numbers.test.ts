import { expect, test } from 'vitest';
import {
  BoundedFloatText,
  BoundedIntText,
  FloatLogSlider,
  FloatProgress,
  FloatRangeSlider,
  FloatSlider,
  FloatText,
  IntProgress,
  IntRangeSlider,
  IntSlider,
  IntText,
  Play,
} from '../../../src/widgets/index.js';
import { recordHost } from '../../helpers/recording-host.js';

const BOUNDED = [
  BoundedFloatText,
  BoundedIntText,
  FloatProgress,
  FloatSlider,
  IntProgress,
  IntSlider,
  Play,
];

test.each(BOUNDED.map((Class) => [Class.name, Class] as const))(
  '%s keeps its value between min and max, as it is made and as they move',
  (_, Class) => {
    recordHost();
    expect(new Class({ value: 5, min: 10 }).value).toBe(10);
    const widget = new Class({ value: 500, max: 50 });
    expect(widget.value).toBe(50);
    widget.max = 40;
    expect(widget.value).toBe(40);
    widget.min = 40;
    widget.value = -1;
    expect(widget.value).toBe(40);
  },
);

test.each(BOUNDED.map((Class) => [Class.name, Class] as const))(
  '%s refuses a min above its max, and says how to move both',
  (_, Class) => {
    recordHost();
    expect(() => new Class({ min: 200 })).toThrow(
      `${Class.name}.min must not be above its max, but they would be 200 and 100.`,
    );
    const widget = new Class({ value: 5 });
    expect(() => {
      widget.min = 101;
    }).toThrow(expect.objectContaining({ hint: expect.stringContaining('widget.set') }));
    expect(widget).toMatchObject({ min: 0, max: 100, value: 5 });
    widget.set({ min: 101, max: 200 });
    expect(widget.value).toBe(101);
  },
);

test('what follows from one set is sent in the same message', () => {
  const { take } = recordHost();
  const slider = new IntSlider({ value: 90 });
  take();
  slider.max = 50;
  expect(take().map(({ data }) => data?.state)).toEqual([{ max: 50, value: 50 }]);
});

test('a whole number has what lies after the point cut off', () => {
  const { take, update } = recordHost();
  const text = new IntText(2.9);
  expect(text.value).toBe(2);
  text.value = -2.9;
  expect(text.value).toBe(-2);
  text.value = -0.5;
  expect(Object.is(text.value, 0)).toBe(true);
  take();
  update(text, { value: 7.5 });
  expect(take().map(({ data }) => [data?.method, data?.state])).toEqual([
    ['echo_update', { value: 7.5 }],
    ['update', { value: 7 }],
  ]);
});

test('a number field may be given its value alone', () => {
  recordHost();
  expect(new FloatText(1.5)).toMatchObject({ value: 1.5 });
  expect(new FloatText(1.5, { description: 'x' })).toMatchObject({ value: 1.5, description: 'x' });
  expect(new FloatText({ step: null })).toMatchObject({ value: 0, step: null });
});

test('a logarithmic slider keeps its value between the powers of its base', () => {
  recordHost();
  const slider = new FloatLogSlider({ value: 1e9 });
  expect(slider.value).toBe(1e4);
  slider.set({ base: 2, min: -1, max: 3 });
  expect(slider.value).toBe(8);
  slider.value = 0;
  expect(slider.value).toBe(0.5);
});

test('a range that is not given is the middle half', () => {
  recordHost();
  expect(new IntRangeSlider().value).toEqual([25, 75]);
  expect(new IntRangeSlider({ min: 0, max: 7 }).value).toEqual([1, 5]);
  expect(new FloatRangeSlider({ min: -1, max: 1 }).value).toEqual([-0.5, 0.5]);
});

test('a range moves with its bounds', () => {
  const { take } = recordHost();
  const slider = new IntRangeSlider({ value: [10, 90] });
  take();
  slider.max = 50;
  slider.min = 20;
  slider.value = [0, 30];
  expect(take().map(({ data }) => data?.state)).toEqual([
    { max: 50, value: [10, 50] },
    { min: 20, value: [20, 50] },
    { value: [20, 30] },
  ]);
});

test('a range equal to the one before it is no change', () => {
  const { take } = recordHost();
  const slider = new FloatRangeSlider({ value: [1, 2] });
  take();
  slider.value = [1, 2];
  expect(take()).toEqual([]);
});

test.each([
  ['upside down', [3, 1]],
  ['of one', [3]],
  ['of three', [1, 2, 3]],
  ['of strings', ['1', '2']],
  ['no array', 3],
])('a range is refused that is %s', (_, value) => {
  const { errors, update } = recordHost();
  const slider = new IntRangeSlider({ value: [10, 20] });
  expect(() => Object.assign(slider, { value })).toThrow(
    'IntRangeSlider.value must be two numbers, the lower one first',
  );
  update(slider, { value });
  expect(slider.value).toEqual([10, 20]);
  expect(errors).toHaveLength(1);
});
