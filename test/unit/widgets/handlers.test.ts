import { expect, test } from 'vitest';
import { Button, FloatSlider, IntSlider, Label, Text } from '../../../src/widgets/index.js';
import { recordHost } from '../../helpers/recording-host.js';

const click = { method: 'custom', content: { event: 'click' } };

test('a click on the page calls the handlers in their order, with the button', () => {
  const { deliver } = recordHost();
  const button = new Button({ description: 'Go' });
  const calls: unknown[] = [];
  button.onClick((clicked) => calls.push(['first', clicked === button]));
  const unsubscribe = button.onClick(() => calls.push('second'));
  deliver(button.modelId, click);
  unsubscribe();
  button.click();
  expect(calls).toEqual([['first', true], 'second', ['first', true]]);
});

test('a button ignores other events than a click', () => {
  const { deliver, errors } = recordHost();
  const button = new Button();
  button.onClick(() => expect.unreachable());
  deliver(button.modelId, { method: 'custom', content: { event: 'submit' } });
  deliver(button.modelId, { method: 'custom', content: 'click' });
  expect(errors).toEqual([]);
});

test('Enter in a text field calls the handlers of onSubmit', () => {
  const { deliver } = recordHost();
  const text = new Text('bear');
  const submitted: string[] = [];
  text.onSubmit(({ value }) => submitted.push(value));
  deliver(text.modelId, { method: 'custom', content: { event: 'submit' } });
  expect(submitted).toEqual(['bear']);
});

test('what a handler throws is reported, and the handlers after it run', () => {
  const { errors } = recordHost();
  const slider = new IntSlider();
  const failure = new Error('no such bear');
  const seen: number[] = [];
  slider.observe('value', () => {
    throw failure;
  });
  slider.observe('value', ({ new: value }) => seen.push(value));
  slider.value = 1;
  expect(errors).toEqual([failure]);
  expect(seen).toEqual([1]);
});

test('what an async handler rejects with is reported', async () => {
  const { errors } = recordHost();
  const button = new Button();
  const failure = new Error('no such bear');
  button.onClick(async () => {
    await Promise.resolve();
    throw failure;
  });
  button.click();
  await expect.poll(() => errors).toEqual([failure]);
});

test('unobserve takes one handler back, or all of a trait', () => {
  recordHost();
  const slider = new IntSlider();
  const seen: string[] = [];
  const first = () => seen.push('first');
  slider.observe('value', first);
  slider.observe('value', () => seen.push('second'));
  slider.observe('max', () => seen.push('max'));
  slider.unobserve('value', first);
  slider.value = 1;
  slider.unobserve('value');
  slider.value = 2;
  slider.unobserve('description');
  slider.max = 50;
  expect(seen).toEqual(['second', 'max']);
});

test('a handler that another one has just taken back is not called', () => {
  recordHost();
  const slider = new IntSlider();
  const seen: string[] = [];
  slider.observe('value', () => unsubscribe());
  const unsubscribe = slider.observe('value', () => seen.push('taken back'));
  slider.value = 1;
  expect(seen).toEqual([]);
});

test('a handler may set the trait that it observes, until it agrees', () => {
  const { errors } = recordHost();
  const slider = new IntSlider();
  slider.observe('value', ({ new: value }) => {
    if (value % 5 !== 0) slider.value = value + 1;
  });
  slider.value = 11;
  expect(slider.value).toBe(15);
  expect(errors).toEqual([]);
});

test('a handler that never agrees is stopped and reported, and the widget lives on', () => {
  const { errors, take } = recordHost();
  const slider = new IntSlider({ max: 1e9 });
  slider.observe('value', ({ new: value }) => {
    slider.value = value + 1;
  });
  slider.value = 1;
  expect(slider.value).toBe(100);
  expect(errors.map(String)).toEqual([
    'AppError: IntSlider.value: its handlers change it without end.',
  ]);
  slider.unobserve('value');
  take();
  slider.value = 3;
  expect(take()).toHaveLength(1);
});

test('two widgets that follow each other settle, also where one rounds', () => {
  const { take, errors } = recordHost();
  const [whole, half] = [new IntSlider(), new FloatSlider()];
  whole.observe('value', ({ new: value }) => {
    half.value = value;
  });
  half.observe('value', ({ new: value }) => {
    whole.value = value;
  });
  take();
  half.value = 2.5;
  expect([whole.value, half.value]).toEqual([2, 2]);
  expect(take()).toHaveLength(3);
  expect(errors).toEqual([]);
});

test('a handler may close the widget', () => {
  const { take, update, errors } = recordHost();
  const label = new Label();
  label.observe('value', () => label.close());
  label.observe('value', () => expect.unreachable());
  take();
  update(label, { value: 'x' });
  expect(take().map(({ type }) => type)).toEqual(['comm_msg', 'comm_close']);
  expect(errors).toEqual([]);
});
