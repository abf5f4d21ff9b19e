import { inspect } from 'node:util';
import { expect, test } from 'vitest';
import { display, IntSlider, Label, VBox } from '../../../src/widgets/index.js';
import { recordHost } from '../../helpers/recording-host.js';

const bundleOf = (value: object) => Reflect.get(value, Symbol.for('Jupyter.display')).call(value);

test('a widget is displayed by its view, with words for where there are no widgets', () => {
  recordHost();
  const slider = new IntSlider({ value: 5, description: 'n', layout: { width: '5em' } });
  expect(bundleOf(slider)).toEqual({
    'application/vnd.jupyter.widget-view+json': {
      version_major: 2,
      version_minor: 0,
      model_id: slider.modelId,
    },
    'text/plain': 'IntSlider(description: "n", value: 5)',
  });
  expect(inspect(slider)).toBe('IntSlider(description: "n", value: 5)');
});

test('a widget in words is one short line, however long its values', () => {
  recordHost();
  expect(String(new Label('x'.repeat(1e6)))).toBe('Label(value: a text of 1000000 characters)');
  expect(String(new Label('a\nb'))).toBe('Label(value: "a\\nb")');
  expect(String(new VBox([new Label()]))).toBe('VBox()');
});

test('display shows values in their order, and its handle replaces the last', () => {
  const { shown } = recordHost();
  const label = new Label();
  const handle = display('first', label);
  expect(shown).toEqual(['first', label]);
  handle.update('other');
  expect(shown).toEqual(['first', 'other']);
  display(undefined);
  expect(shown).toEqual(['first', 'other', undefined]);
});
