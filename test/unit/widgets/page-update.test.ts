import { expect, test } from 'vitest';
import { FileUpload, IntSlider, Label, Play, Text, VBox } from '../../../src/widgets/index.js';
import { recordHost } from '../../helpers/recording-host.js';

const echo = (state: object) => ({ method: 'echo_update', state, buffer_paths: [] });
const update = (state: object) => ({ method: 'update', state, buffer_paths: [] });

test('a value that the page sets is taken, echoed, and not sent back', () => {
  const host = recordHost();
  const slider = new IntSlider();
  const changes: unknown[] = [];
  slider.observe('value', ({ name, old, new: value, owner }) =>
    changes.push({ name, old, value, owner: owner === slider }),
  );
  host.take();
  host.update(slider, { value: 7 });
  expect(host.take()).toEqual([
    { type: 'comm_msg', comm_id: slider.modelId, data: echo({ value: 7 }) },
  ]);
  expect(changes).toEqual([{ name: 'value', old: 0, value: 7, owner: true }]);
});

test('a value that is cut to fit is echoed as it came, then put right', () => {
  const { take, update: receive } = recordHost();
  const slider = new IntSlider({ max: 10 });
  take();
  receive(slider, { value: 70 });
  expect(take().map(({ data }) => data)).toEqual([echo({ value: 70 }), update({ value: 10 })]);
});

test('the page is put right also where the kernel’s value did not change', () => {
  const { take, update: receive } = recordHost();
  const slider = new IntSlider({ max: 10, value: 10 });
  const changes: unknown[] = [];
  slider.observe('value', (change) => changes.push(change));
  take();
  receive(slider, { value: 70 });
  expect(take().map(({ data }) => data)).toEqual([echo({ value: 70 }), update({ value: 10 })]);
  expect(changes).toEqual([]);
});

test('what else a value from the page changes is sent to it', () => {
  const { take, update: receive } = recordHost();
  const slider = new IntSlider({ max: 100, value: 90 });
  take();
  receive(slider, { max: 50 });
  expect(take().map(({ data }) => data)).toEqual([echo({ max: 50 }), update({ value: 50 })]);
});

test('a handler that sets the trait anew has its value sent to the page', () => {
  const { take, update: receive } = recordHost();
  const text = new Text();
  text.observe('value', ({ new: value }) => {
    text.value = value.toUpperCase();
  });
  take();
  receive(text, { value: 'bear' });
  expect(text.value).toBe('BEAR');
  expect(take().map(({ data }) => data)).toEqual([
    echo({ value: 'bear' }),
    update({ value: 'BEAR' }),
  ]);
});

test('several values of one message are checked together', () => {
  const { take, errors, update: receive } = recordHost();
  const slider = new IntSlider();
  take();
  receive(slider, { value: 250, min: 200, max: 300 });
  expect(slider).toMatchObject({ value: 250, min: 200, max: 300 });
  expect(take().map(({ data }) => data)).toEqual([echo({ value: 250, min: 200, max: 300 })]);
  expect(errors).toEqual([]);
});

test('values that contradict each other are reported, and the page is put right', () => {
  const { take, errors, update: receive } = recordHost();
  const slider = new IntSlider({ value: 5 });
  take();
  receive(slider, { min: 20, max: 10 });
  expect(slider).toMatchObject({ value: 5, min: 0, max: 100 });
  expect(take().map(({ data }) => data)).toEqual([update({ min: 0, max: 100 })]);
  expect(errors).toEqual([
    expect.objectContaining({
      code: 'INVALID_TRAIT',
      message: 'IntSlider.min must not be above its max, but they would be 20 and 10.',
    }),
  ]);
});

test('a value of the wrong type is reported and ignored, the rest of its message is taken', () => {
  const { take, errors, update: receive } = recordHost();
  const slider = new IntSlider({ value: 5 });
  take();
  receive(slider, { value: 'seven', description: 'n', orientation: 'askew', disabled: 1 });
  expect(slider).toMatchObject({ value: 5, description: 'n', disabled: false });
  expect(take().map(({ data }) => data)).toEqual([echo({ description: 'n' })]);
  expect(errors.map(String)).toEqual([
    'AppError: IntSlider.value must be a whole number, but was given "seven".',
    'AppError: IntSlider.orientation must be one of "horizontal", "vertical", but was given "askew".',
    'AppError: IntSlider.disabled must be true or false, but was given 1.',
  ]);
});

test('NaN, which JSON writes as null, is reported and ignored', () => {
  const { errors, update: receive } = recordHost();
  const slider = new IntSlider({ value: 5 });
  receive(slider, { value: Number.NaN });
  expect(slider.value).toBe(5);
  expect(errors).toHaveLength(1);
});

test('keys that are no traits are ignored: the model’s names, a view count, those of another version', () => {
  const { take, errors, stateOf, update: receive } = recordHost();
  const label = new Label('a');
  take();
  receive(label, { _model_name: 'EvilModel', _view_count: 3, of_the_future: true, modelId: 'x' });
  expect(take()).toEqual([]);
  expect(errors).toEqual([]);
  expect(stateOf(label)._model_name).toBe('LabelModel');
});

test.each([
  ['a state with __proto__', '{"method":"update","state":{"__proto__":{"polluted":1}}}'],
  ['a state with constructor', '{"method":"update","state":{"constructor":{"polluted":1}}}'],
  ['a method of a prototype', '{"method":"constructor"}'],
  ['a buffer path of __proto__', '{"method":"update","buffer_paths":[["__proto__","polluted"]]}'],
  ['a state that is no object', '{"method":"update","state":[1,2]}'],
  ['no state', '{"method":"update"}'],
  ['no method', '{}'],
  ['custom content that is null', '{"method":"custom","content":null}'],
  ['an event that is no string', '{"method":"custom","content":{"event":{}}}'],
  ['buffer paths that are no array', '{"method":"update","state":{},"buffer_paths":7}'],
])('a hostile message changes nothing and crashes nothing: %s', (_, json) => {
  const { take, errors, deliverJson } = recordHost();
  const label = new Label('a');
  const before = take()[0]?.data?.state;
  deliverJson(label.modelId, json, [new Uint8Array([1])]);
  expect(take()).toEqual([]);
  expect(errors).toEqual([]);
  expect(Reflect.get({}, 'polluted')).toBeUndefined();
  deliverJson(label.modelId, '{"method":"request_state"}');
  expect(take()[0]?.data?.state).toEqual(before);
});

test('a page that sets children refers to widgets by their models', () => {
  const { take, errors, update: receive } = recordHost();
  const [one, two] = [new Label('1'), new Label('2')];
  const box = new VBox([one]);
  take();
  receive(box, { children: [`IPY_MODEL_${two.modelId}`, `IPY_MODEL_${one.modelId}`] });
  expect(box.children).toEqual([two, one]);
  receive(box, { children: ['IPY_MODEL_of-nobody'] });
  expect(box.children).toEqual([two, one]);
  expect(errors.map(String)).toEqual([
    'AppError: VBox.children must be an array of widgets, but was given an array of 1.',
  ]);
});

test('a visitor’s page sets what views write; of all else it is told the kernel’s value', () => {
  const { take, update: receive, errors } = recordHost({ published: true });
  const slider = new IntSlider({ max: 10, description: 'Size' });
  const seen: unknown[] = [];
  for (const trait of ['value', 'max', 'step'] as const) {
    slider.observe(trait, ({ name, new: value }) => seen.push([name, value]));
  }
  take();
  receive(slider, {
    value: 99999,
    max: 1e6,
    step: 'none',
    description: '<b>',
    layout: 'IPY_MODEL_other',
    _dom_classes: ['evil'],
  });
  expect(take().map(({ data }) => data)).toEqual([
    echo({
      value: 99999,
      max: 10,
      step: 1,
      description: 'Size',
      layout: null,
      _dom_classes: [],
    }),
    update({ value: 10 }),
  ]);
  expect(seen).toEqual([['value', 10]]);
  expect(errors).toEqual([]);
});

test('a visitor’s page does not rewrite what a widget only shows, nor what a box holds', () => {
  const { take, update: receive } = recordHost({ published: true });
  const label = new Label('mine');
  const box = new VBox([label]);
  take();
  receive(label, { value: 'theirs' });
  receive(box, { children: [`IPY_MODEL_${box.modelId}`] });
  expect(take().map(({ data }) => data)).toEqual([
    echo({ value: 'mine' }),
    echo({ children: [`IPY_MODEL_${label.modelId}`] }),
  ]);
  expect([label.value, box.children]).toEqual(['mine', [label]]);
});

test('a widget with several traits that a view writes takes each of them, a derived one too', () => {
  class Stopwatch extends Play {}
  const { update: receive } = recordHost({ published: true });
  const play = new Stopwatch();
  receive(play, { value: 3, playing: true, repeat: true, interval: 1 });
  expect([play.value, play.playing, play.repeat, play.interval]).toEqual([3, true, true, 100]);
  const upload = new FileUpload();
  receive(upload, { error: 'too large' });
  expect(upload.error).toBe('too large');
});
