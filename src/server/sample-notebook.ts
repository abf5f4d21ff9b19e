import { createHash } from 'node:crypto';
import type { CompiledNotebook } from '../protocol/compiled.js';
import type { NotebookCell } from '../protocol/nbformat.js';
import type { KernelRecipe } from './kernel-provisioner.js';

/* What most notebooks do: widgets in boxes, a handler, something printed, a value. */

const CODE = `
const { Button, FileUpload, HTML, Image, IntSlider, Label, VBox, display } = require("eccola");
require("eccola/onnx");
const slider = new IntSlider({ description: "n", value: 1, min: 0, max: 10 });
const label = new Label({ value: "" });
label.addClass("answer");
slider.observe("value", ({ new: value }) => { label.value = "n is " + value; });
const button = new Button({ description: "Go" });
button.onClick(() => { label.value = "gone"; });
const upload = new FileUpload({ accept: "image/*" });
upload.observe("value", () => {});
console.log("n is %d", slider.value);
display(new VBox([slider, label, button, upload, new Image({ format: "jpeg" }), new HTML("<b>n</b>")]));
exports.last = { n: slider.value };
`;

export const SAMPLE_CELLS: readonly NotebookCell[] = [
  { id: 'sample', index: 0, kind: 'code', source: CODE, tags: [], metadata: {}, attachments: {} },
];

const COMPILED: CompiledNotebook = {
  version: 1,
  language: 'typescript',
  modules: {},
  // Not eccola/onnx: a service for models is started where a notebook has one.
  imports: [],
  cells: [
    {
      id: 'sample',
      index: 0,
      code: CODE,
      sourceHash: createHash('sha256').update(CODE).digest('hex'),
      lineMap: [],
      hasTopLevelAwait: false,
      lastExpressionVar: 'last',
      modules: [],
      diagnostics: [],
    },
  ],
};

export const SAMPLE_RECIPE: Omit<KernelRecipe, 'cwd'> = {
  language: 'typescript',
  compiled: COMPILED,
  commIdSeed: 'sample',
};
