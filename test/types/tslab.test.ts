import { mkdir, mkdtemp, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import * as generated from '../../src/widgets/generated/index.js';
import { Widget } from '../../src/widgets/widget.js';
import { recordHost } from '../helpers/recording-host.js';

// What an author meets: tslab's own converter, with its TypeScript 5.0 and its resolution, on the built package.

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const require = createRequire(import.meta.url);
const { createConverter }: typeof import('tslab/dist/converter.js') =
  require('tslab/dist/converter.js');
const ts: typeof import('@tslab/typescript-for-tslab') = require('@tslab/typescript-for-tslab');

/** One folder for all tests: this TypeScript asks for the working directory once. */
let folder: string;
const startedIn = process.cwd();

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'eccola-types-'));
  await mkdir(path.join(folder, 'node_modules'));
  await symlink(ROOT, path.join(folder, 'node_modules', 'eccola'));
  process.chdir(folder);
});

afterAll(async () => {
  process.chdir(startedIn);
  await rm(folder, { recursive: true });
});

/** Converts cells one after the other in a folder that has eccola installed; a list of messages for each. */
function convert(cells: string[], isJS = false): string[][] {
  const converter = createConverter({ isJS });
  onTestFinished(() => converter.close());
  let declarations = '';
  return cells.map((cell) => {
    const { diagnostics, declOutput } = converter.convert(declarations, cell);
    declarations = declOutput ?? declarations;
    return diagnostics.map(({ messageText }) => messageText);
  });
}

/** Everything that a widget's class and those above it say of it, but for what every widget has. */
function traitsOf(widget: object): string[] {
  const names: string[] = [];
  let prototype: unknown = Object.getPrototypeOf(widget);
  while (prototype instanceof Object && prototype !== Widget.prototype) {
    names.push(...Object.getOwnPropertyNames(prototype));
    prototype = Object.getPrototypeOf(prototype);
  }
  return [...new Set(names)].filter((name) => typeof Reflect.get(widget, name) !== 'function');
}

/** A cell for each widget that makes one and reads, observes and sets every trait of it. */
function exercise([name, Class]: [string, (typeof generated)[keyof typeof generated]]): string {
  recordHost();
  const given = name.startsWith('Selection') ? "{ options: ['a', 'b'] }" : '';
  const widget = Reflect.construct(Class, given ? [{ options: ['a', 'b'] }] : []);
  const traits = traitsOf(widget);
  const lines = traits.map(
    (trait) =>
      `widget.observe('${trait}', (c) => { widget.${trait} = c.new; c.owner.${trait} = c.old; });`,
  );
  const all = traits.map((trait) => `${trait}: widget.${trait}`).join(', ');
  return `{
  const widget = new eccola.${name}(${given});
  ${lines.join('\n  ')}
  widget.set({ ${all} });
  new eccola.${name}({ ${all} }).close();
}`;
}

test('every widget with all its traits passes tslab’s converter', () => {
  const cells = Object.entries(generated).map(exercise);
  for (const trait of ['readoutFormat', 'layout', 'options', 'tooltip']) {
    expect(cells.join('\n')).toContain(`widget.observe('${trait}'`);
  }
  const messages = convert(['import * as eccola from "eccola";', ...cells]);
  expect(messages.flat()).toEqual([]);
});

const NOTEBOOK = [
  `import { Button, FileUpload, Image, IntSlider, Label, VBox, display } from "eccola";
const upload = new FileUpload({ accept: "image/*", description: "Choose a photo" });
const classify = new Button({ description: "Classify", buttonStyle: "primary" });
const photo = new Image({ layout: { maxWidth: "256px" } });
const prediction = new Label();
classify.onClick(async () => {
  const [file] = upload.value;
  if (!file) { prediction.value = "Choose a photo first."; return; }
  photo.value = file.content;
});
display(new VBox([new Label("Which bear is it?"), upload, classify, photo, prediction]));`,
  `const slider = new IntSlider({ value: 5 });
const stop = slider.observe("value", ({ new: value }) => (prediction.value = String(value)));
slider`,
  'stop(); slider.style.handleColor = "teal"; prediction.value.length + slider.value',
];

test('a notebook’s cells use the widgets of the cells before them, in TypeScript and JavaScript', () => {
  expect(convert(NOTEBOOK)).toEqual([[], [], []]);
  expect(convert(NOTEBOOK, true)).toEqual([[], [], []]);
});

test.each([
  ['a trait that is none', 'new IntSlider({ vlaue: 5 })', /Did you mean to write 'value'\?/],
  ['a value of another type', 'new IntSlider().value = "5"', /'string' is not assignable/],
  [
    'a choice that is none',
    'new Button({ buttonStyle: "big" })',
    /not assignable to type .*"info"/,
  ],
  ['a trait to observe that is none', 'new Label().observe("vlaue", () => {})', /"vlaue"/],
  ['a handler of another type', 'new Label().observe("value", (c) => c.new.toFixed())', /toFixed/],
])('tslab names the mistake in the cell: %s', (_, cell, words) => {
  const [messages] = convert([`import { Button, IntSlider, Label } from "eccola";\n${cell}`]);
  expect(messages?.join('\n')).toMatch(words);
});

test('the published declarations hold under TypeScript 5.0, strictly, with Node10 resolution', () => {
  const program = ts.createProgram([path.join(ROOT, 'dist', 'widgets', 'index.d.ts')], {
    strict: true,
    skipLibCheck: false,
    noEmit: true,
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Node10,
    types: [],
  });
  const ours = ts.getPreEmitDiagnostics(program).map(({ messageText, file }) => ({
    file: file?.fileName,
    message: ts.flattenDiagnosticMessageText(messageText, '\n'),
  }));
  expect(ours).toEqual([]);
});
