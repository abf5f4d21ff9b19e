import { expect, test } from 'vitest';
import { IntSlider, Label, Layout } from '../../../src/widgets/index.js';
import { recordHost } from '../../helpers/recording-host.js';

test('opens a comm with its whole state and the protocol’s version', () => {
  const { take } = recordHost();
  new Label({ value: 'Hello', tooltip: 'a word' });
  expect(take()).toEqual([
    {
      type: 'comm_open',
      comm_id: 'c1',
      target_name: 'jupyter.widget',
      metadata: { version: '2.1.0' },
      data: {
        state: {
          _model_module: '@jupyter-widgets/controls',
          _model_module_version: '2.0.0',
          _model_name: 'LabelModel',
          _view_module: '@jupyter-widgets/controls',
          _view_module_version: '2.0.0',
          _view_name: 'LabelView',
          _dom_classes: [],
          layout: null,
          tabbable: null,
          tooltip: 'a word',
          description: '',
          description_allow_html: false,
          placeholder: '\u200b',
          style: null,
          value: 'Hello',
        },
        buffer_paths: [],
      },
    },
  ]);
});

test('a trait set in TypeScript is sent as an update, under its wire name', () => {
  const { take } = recordHost();
  const slider = new IntSlider();
  take();
  slider.continuousUpdate = false;
  expect(take()).toEqual([
    {
      type: 'comm_msg',
      comm_id: 'c1',
      data: { method: 'update', state: { continuous_update: false }, buffer_paths: [] },
    },
  ]);
  expect(slider.continuousUpdate).toBe(false);
});

test('a trait set to the value that it has sends nothing and calls nobody', () => {
  const { take } = recordHost();
  const slider = new IntSlider({ value: 5 });
  const changes: unknown[] = [];
  slider.observe('value', (change) => changes.push(change));
  take();
  slider.value = 5;
  expect(take()).toEqual([]);
  expect(changes).toEqual([]);
});

test('set sends several traits in one message, and observers see all of them set', () => {
  const { take } = recordHost();
  const slider = new IntSlider({ value: 5 });
  take();
  const seen: number[] = [];
  slider.observe('value', ({ owner }) => seen.push(owner.max));
  slider.set({ value: 150, max: 200 });
  expect(take().map(({ data }) => data)).toEqual([
    { method: 'update', state: { max: 200, value: 150 }, buffer_paths: [] },
  ]);
  expect(seen).toEqual([200]);
});

test('holdSync gathers what changed of the widget into one message with the last values', () => {
  const { take } = recordHost();
  const slider = new IntSlider();
  take();
  const result = slider.holdSync(() => {
    slider.value = 1;
    slider.holdSync(() => (slider.description = 'n'));
    slider.value = 2;
    return 'done';
  });
  expect(result).toBe('done');
  expect(take().map(({ data }) => data)).toEqual([
    { method: 'update', state: { value: 2, description: 'n' }, buffer_paths: [] },
  ]);
});

test('holdSync sends what changed before its function threw', () => {
  const { take } = recordHost();
  const slider = new IntSlider();
  take();
  const hold = () =>
    slider.holdSync(() => {
      slider.value = 1;
      throw new Error('half way');
    });
  expect(hold).toThrow('half way');
  expect(take().map(({ data }) => data)).toEqual([
    { method: 'update', state: { value: 1 }, buffer_paths: [] },
  ]);
});

test('request_state is answered with the whole state', () => {
  const { take, deliver } = recordHost();
  const label = new Label('Hello');
  const [opened] = take();
  deliver(label.modelId, { method: 'request_state' });
  expect(take()).toEqual([
    { type: 'comm_msg', comm_id: 'c1', data: { method: 'update', ...opened?.data } },
  ]);
});

test('custom messages go both ways with their buffers', () => {
  const { take, deliverJson } = recordHost();
  const label = new Label();
  take();
  const received: unknown[] = [];
  const unsubscribe = label.onMsg((content, buffers) => received.push([content, buffers]));
  label.send({ do: 'shine' }, [new Uint8Array([1, 2])]);
  expect(take()).toEqual([
    {
      type: 'comm_msg',
      comm_id: 'c1',
      data: { method: 'custom', content: { do: 'shine' } },
      buffers: [[1, 2]],
    },
  ]);
  const message = '{"method":"custom","content":{"event":"shone"}}';
  deliverJson(label.modelId, message, [new Uint8Array([3])]);
  unsubscribe();
  deliverJson(label.modelId, message);
  expect(received).toEqual([[{ event: 'shone' }, [new Uint8Array([3])]]]);
});

test('close closes the comm once, and nothing is sent or received after it', () => {
  const { take, update } = recordHost();
  const slider = new IntSlider({ value: 5 });
  const changes: unknown[] = [];
  slider.observe('value', (change) => changes.push(change));
  take();
  slider.close();
  slider.close();
  slider.value = 6;
  update(slider, { value: 7 });
  expect(take()).toEqual([{ type: 'comm_close', comm_id: 'c1' }]);
  expect(slider).toMatchObject({ closed: true, value: 6 });
  expect(changes).toEqual([]);
});

test('a page that closes the comm closes the widget', () => {
  const { take, closeComm } = recordHost();
  const slider = new IntSlider();
  take();
  closeComm(slider.modelId);
  slider.value = 6;
  expect(slider.closed).toBe(true);
  expect(take()).toEqual([]);
});

test('an option that is no trait is refused with the names of those that are', () => {
  const { take } = recordHost();
  const options = { vlaue: 5 };
  expect(() => Reflect.construct(Layout, [options])).toThrow('Layout has no trait "vlaue".');
  expect(() => Reflect.construct(IntSlider, [options])).toThrow(
    expect.objectContaining({ code: 'INVALID_TRAIT', hint: expect.stringContaining(', value.') }),
  );
  expect(take()).toEqual([]);
});

test.each([
  ['a number', 5],
  ['a map', new Map()],
  ['null', null],
])('a constructor that is given no options but %s says so', (_, options) => {
  recordHost();
  expect(() => Reflect.construct(IntSlider, [options])).toThrow(
    'A new IntSlider takes an object of its traits, but was given ',
  );
  expect(() => Reflect.construct(Label, ['a', options])).toThrow(
    'A new Label takes an object of its traits, but was given ',
  );
});

test('a name that is no trait is refused where it is observed', () => {
  recordHost();
  const slider = new IntSlider();
  const observe = (name: string) => Reflect.apply(slider.observe, slider, [name, () => {}]);
  expect(() => observe('vlaue')).toThrow('IntSlider has no trait "vlaue".');
  expect(() => observe('__proto__')).toThrow('IntSlider has no trait "__proto__".');
});

test('options that are undefined count as not given', () => {
  recordHost();
  expect(new IntSlider({ value: undefined, max: 10 })).toMatchObject({ value: 0, max: 10 });
});

test.each([
  ['a string', '5', 'IntSlider.value must be a whole number, but was given "5".'],
  ['NaN', Number.NaN, 'IntSlider.value must be a whole number, but was given NaN.'],
  ['infinity', Number.POSITIVE_INFINITY, 'but was given Infinity.'],
  ['null', null, 'but was given null.'],
  ['an array', [1, 2], 'but was given an array of 2.'],
  ['a huge string', 'x'.repeat(1e6), 'but was given a text of 1000000 characters.'],
  ['an object', {}, 'but was given an object.'],
  ['a widget', new Map(), 'but was given a Map.'],
])('a value of the wrong type is refused in words, and the old one kept: %s', (_, value, words) => {
  const { take } = recordHost();
  const slider = new IntSlider({ value: 3 });
  take();
  expect(() => Object.assign(slider, { value })).toThrow(words);
  expect(slider.value).toBe(3);
  expect(take()).toEqual([]);
});

test('a string of a million characters travels whole', () => {
  const { take, update } = recordHost();
  const huge = 'ä'.repeat(1e6);
  const label = new Label(huge);
  expect(take()[0]?.data).toMatchObject({ state: { value: huge } });
  update(label, { value: `${huge}!` });
  expect(label.value).toBe(`${huge}!`);
});

test('widgets without a kernel say what they need', () => {
  const installed = Reflect.get(globalThis, Symbol.for('eccola.host'));
  Reflect.deleteProperty(globalThis, Symbol.for('eccola.host'));
  try {
    expect(() => new Label()).toThrow('eccola’s widgets need a kernel');
  } finally {
    Reflect.set(globalThis, Symbol.for('eccola.host'), installed);
  }
});
