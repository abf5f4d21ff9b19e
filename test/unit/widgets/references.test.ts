import { expect, test } from 'vitest';
import { Button, ButtonStyle, HBox, Label, Layout, VBox } from '../../../src/widgets/index.js';
import { recordHost } from '../../helpers/recording-host.js';

test('a widget makes no layout and no style before it is asked for one', () => {
  const { take } = recordHost();
  const button = new Button();
  expect(take().map(({ comm_id }) => comm_id)).toEqual(['c1']);
  button.layout.width = '5em';
  expect(take()).toMatchObject([
    { type: 'comm_open', comm_id: 'c2', data: { state: { _model_name: 'LayoutModel' } } },
    { comm_id: 'c1', data: { method: 'update', state: { layout: 'IPY_MODEL_c2' } } },
    { comm_id: 'c2', data: { method: 'update', state: { width: '5em' } } },
  ]);
  expect(button.layout).toBe(button.layout);
  expect(take()).toEqual([]);
});

test('layout and style may be given as plain objects', () => {
  const { take } = recordHost();
  const button = new Button({ layout: { maxWidth: '256px' }, style: { buttonColor: 'teal' } });
  expect(take()).toMatchObject([
    { comm_id: 'c1', data: { state: { max_width: '256px' } } },
    {
      comm_id: 'c2',
      data: {
        state: {
          _model_module: '@jupyter-widgets/controls',
          _model_name: 'ButtonStyleModel',
          _view_module: '@jupyter-widgets/base',
          _view_name: 'StyleView',
          button_color: 'teal',
        },
      },
    },
    { comm_id: 'c3', data: { state: { layout: 'IPY_MODEL_c1', style: 'IPY_MODEL_c2' } } },
  ]);
  expect(button.style.buttonColor).toBe('teal');
});

test('a layout that was made for one widget is closed when another takes its place', () => {
  const { take } = recordHost();
  const button = new Button({ layout: { width: '1em' } });
  const first = button.layout;
  take();
  button.layout = { width: '2em' };
  expect(first.closed).toBe(true);
  expect(take().map(({ type, comm_id }) => [type, comm_id])).toEqual([
    ['comm_open', 'c3'],
    ['comm_msg', 'c2'],
    ['comm_close', 'c1'],
  ]);
});

test('a layout that was made for one widget lives as long as any widget has it', () => {
  recordHost();
  const one = new Button({ layout: { width: '1em' } });
  const two = new Button({ layout: one.layout });
  one.close();
  expect(two.layout.closed).toBe(false);
  two.close();
  expect(two.layout.closed).toBe(true);
});

test('a layout that the notebook made is never closed by a widget', () => {
  recordHost();
  const layout = new Layout({ width: '1em' });
  new Button({ layout }).close();
  expect(layout.closed).toBe(false);
});

test('what is no layout is refused', () => {
  const { take } = recordHost();
  const button = new Button();
  take();
  expect(() => Object.assign(button, { layout: new ButtonStyle() })).toThrow(
    'Button.layout must be a Layout or an object of its traits, but was given a ButtonStyle.',
  );
  expect(() => Object.assign(button, { layout: { width: 5 } })).toThrow(
    'Layout.width must be a string or null, but was given 5.',
  );
});

test('a box takes its children alone, with options, or among them', () => {
  const { stateOf } = recordHost();
  const label = new Label('x');
  const informed = new HBox([label], { boxStyle: 'info' });
  const boxes = [new VBox([label]), informed, new VBox({ children: [label] }), new VBox()];
  expect(boxes.map(({ children }) => children.length)).toEqual([1, 1, 1, 0]);
  expect(stateOf(informed)).toMatchObject({ box_style: 'info' });
});

test('children are changed by setting them, not in place', () => {
  const { take } = recordHost();
  const [one, two] = [new Label('1'), new Label('2')];
  const given = [one];
  const box = new VBox(given);
  take();
  given.push(two);
  expect(box.children).toEqual([one]);
  expect(() => Reflect.apply(Array.prototype.push, box.children, [two])).toThrow(TypeError);
  box.children = [...box.children, two];
  expect(take()).toMatchObject([
    { data: { state: { children: ['IPY_MODEL_c1', 'IPY_MODEL_c2'] } } },
  ]);
});

test('a closed child is no longer referred to on the wire', () => {
  const { deliver, take } = recordHost();
  const [one, two] = [new Label('1'), new Label('2')];
  const box = new VBox([one, two]);
  one.close();
  take();
  deliver(box.modelId, { method: 'request_state' });
  expect(take()).toMatchObject([{ data: { state: { children: ['IPY_MODEL_c2'] } } }]);
});

test('addClass and removeClass change the classes of the element', () => {
  const { take } = recordHost();
  const label = new Label('x');
  take();
  label.addClass('a', 'b').addClass('b').removeClass('a', 'c');
  expect(take().map(({ data }) => data?.state)).toEqual([
    { _dom_classes: ['a', 'b'] },
    { _dom_classes: ['b'] },
  ]);
});

test('focus and blur reach the page’s views', () => {
  const { take } = recordHost();
  const label = new Label('x');
  take();
  label.focus();
  label.blur();
  expect(take().map(({ data }) => data)).toEqual([
    { method: 'custom', content: { do: 'focus' } },
    { method: 'custom', content: { do: 'blur' } },
  ]);
});
