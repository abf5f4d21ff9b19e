import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { generateWidgets } from '../../../scripts/generate-widgets.mjs';
import { WRITTEN } from '../../../scripts/widgets/written.mjs';
import * as generated from '../../../src/widgets/generated/index.js';
import { recordHost } from '../../helpers/recording-host.js';

interface SchemaModel {
  model: { name: string };
  attributes: { name: string; default: unknown; type: string | string[] }[];
}

const FOLDER = new URL('../../../src/widgets/generated/', import.meta.url);
const require = createRequire(import.meta.url);
const schema: SchemaModel[] = require('@jupyter-widgets/schema/jupyterwidgetmodels.latest.json');

test('generating again changes nothing', { timeout: 60_000 }, () => {
  const files = generateWidgets();
  expect([...files.keys()].sort()).toEqual(readdirSync(FOLDER).sort());
  for (const [name, source] of files) {
    expect(source, name).toBe(readFileSync(new URL(name, FOLDER), 'utf8'));
  }
});

/** Where a new widget differs from the schema, as a new one of ipywidgets does. */
const COMPUTED: Record<string, Record<string, unknown>> = {
  FileUploadModel: { description: 'Upload' },
  IntRangeSliderModel: { value: [25, 75] },
  FloatRangeSliderModel: { value: [25, 75] },
  SelectionSliderModel: { _options_labels: ['a', 'b'] },
  SelectionRangeSliderModel: { _options_labels: ['a', 'b'] },
};

/** A new one with nothing given but what it cannot be without. */
function make(Class: (typeof generated)[keyof typeof generated]): object {
  const needed = Class.name.startsWith('Selection') ? [{ options: ['a', 'b'] }] : [];
  return Reflect.construct(Class, needed);
}

test.each(Object.entries(generated))('a new %s has the state that the schema gives', (_, Class) => {
  const { take } = recordHost();
  make(Class);
  const opened = take().at(-1);
  const state = Object(opened?.data?.state);
  const model = schema.find((each) => each.model.name === state._model_name);
  const bytes = model?.attributes.filter(({ type }) => type === 'bytes').map(({ name }) => [name]);
  expect(opened?.data?.buffer_paths).toEqual(bytes);
  const expected = model?.attributes
    .filter(({ type }) => type !== 'bytes')
    .map(({ name, type, default: initial }) => [name, type === 'reference' ? null : initial]);
  expect(state).toEqual({
    ...Object.fromEntries(expected ?? []),
    ...COMPUTED[state._model_name],
  });
});

/** Models that need more than traits, and for what. */
const LEFT_OUT = {
  links: ['DirectionalLinkModel', 'LinkModel'],
  gamepads: ['ControllerAxisModel', 'ControllerButtonModel', 'ControllerModel'],
  capturing: ['OutputModel'],
  abstract: ['DOMWidgetModel'],
};

test('every model of the schema is generated, or left out for a reason', () => {
  const { take } = recordHost();
  for (const Class of Object.values(generated)) make(Class);
  const made = take().map(({ data }) => Object(data?.state)._model_name);
  const known = [...made, ...Object.values(LEFT_OUT).flat()];
  expect(known.sort()).toEqual(schema.map(({ model }) => model.name).sort());
});

test('the traits that a page may set are those that the sources of the views write', () => {
  const folder = pathToFileURL(
    path.dirname(require.resolve('@jupyter-widgets/controls')) + path.sep,
  );
  const views = readdirSync(folder).filter((name) =>
    /^widget_(?!controller|link).*\.js$/.test(name),
  );
  const found = new Set<string>();
  for (const view of views) {
    const source = readFileSync(new URL(view, folder), 'utf8');
    for (const [, one, several] of source.matchAll(
      /\b(?:this|model)\.set\((?:'(\w+)'|\{([^}]*)\})/g,
    )) {
      for (const [trait] of (one ?? several ?? '').matchAll(/\w+(?=:|$)/g)) found.add(trait);
    }
  }
  // Tabs that are dragged are the one other thing, and their view switches that off.
  found.delete('children');
  expect([...found].sort()).toEqual([...new Set(Object.values(WRITTEN).flat())].sort());
});
