import { expect, test } from 'vitest';
import type { JsonObject, WidgetManagerState } from '../../../src/protocol/widget-state.js';
import { markupText } from '../../../src/render/html/markup.js';
import { createWidgetPainter } from '../../../src/render/html/painting/index.js';
import { renderTex } from '../../../src/render/html/tex.js';

type Models = Record<string, [name: string, state: JsonObject, module?: string]>;

function paint(models: Models, id = 'it'): string {
  const state: WidgetManagerState['state'] = {};
  for (const [key, [model_name, modelState, module]] of Object.entries(models)) {
    state[key] = {
      model_name,
      model_module: module ?? '@jupyter-widgets/controls',
      model_module_version: '2.0.0',
      state: modelState,
    };
  }
  const painted = createWidgetPainter({ version_major: 2, version_minor: 0, state }, renderTex)(id);
  return painted ? markupText(painted) : '';
}

test('texts of widgets are text', () => {
  const hostile = '<img src=x onerror=alert(1)>';
  for (const [name, trait] of [
    ['LabelModel', 'value'],
    ['ButtonModel', 'description'],
    ['FileUploadModel', 'description'],
    ['TextModel', 'value'],
    ['TextareaModel', 'value'],
    ['CheckboxModel', 'description'],
    ['IntSliderModel', 'description'],
  ] as const) {
    const page = paint({ it: [name, { [trait]: hostile }] });
    expect(page).toContain('&lt;img');
    expect(page).not.toContain('<img');
  }
});

test('a description’s markup waits for the live view, which sanitizes it', () => {
  const description = '<b>bold</b><script>alert(1)</script>';
  const page = paint({ it: ['IntSliderModel', { description, description_allow_html: true }] });
  expect(page).toContain('>boldalert(1)</label>');
});

test('an HTML widget’s value is the author’s HTML', () => {
  expect(paint({ it: ['HTMLModel', { value: '<b>bold</b>' }] })).toContain('<b>bold</b>');
});

test('a formula in a label is drawn', () => {
  expect(paint({ it: ['LabelModel', { value: '$x^2$ <b>' }] })).toMatch(/<math.*&lt;b&gt;/s);
});

test('the layout is the root’s inline style, and cannot leave its attribute', () => {
  const page = paint({
    it: ['LabelModel', { layout: 'IPY_MODEL_layout' }],
    layout: ['LayoutModel', { max_width: '50%', width: '"><b>', border_top: '1px;}red' }],
  });
  expect(page).toContain('border-top:1pxred;max-width:50%;width:&quot;&gt;&lt;b&gt;');
});

test('a style shows on the part of the widget that it is for', () => {
  const page = paint({
    it: ['IntSliderModel', { description: 'x', style: 'IPY_MODEL_style' }],
    style: ['SliderStyleModel', { description_width: 'initial', handle_color: 'red' }],
  });
  expect(page).toContain('class="widget-label" style="width:initial"');
  expect(page).toMatch(/noUi-handle-lower" style="background-color:red"/);
});

test('a slider stands at its value and says it in its format', () => {
  const page = paint({ it: ['FloatSliderModel', { value: 2.5, min: 0, max: 10 }] });
  expect(page).toContain('translate(-750%,0)');
  expect(page).toContain('>2.50</div>');
});

test('a range, a bad format and an empty range paint something', () => {
  expect(paint({ it: ['IntRangeSliderModel', { value: [20, 60] }] })).toContain('20 – 60');
  expect(paint({ it: ['IntSliderModel', { value: 5, readout_format: '%%' }] })).toContain('>5<');
  expect(paint({ it: ['IntProgressModel', { min: 1, max: 1, value: 1 }] })).toContain('width:0%');
});

test('a box holds its children in order, those that are missing left out', () => {
  const page = paint({
    it: ['VBoxModel', { children: ['IPY_MODEL_b', 'IPY_MODEL_gone', 'IPY_MODEL_a', 7] }],
    a: ['LabelModel', { value: 'first?' }],
    b: ['LabelModel', { value: 'second?' }],
  });
  expect(page.indexOf('second?')).toBeLessThan(page.indexOf('first?'));
});

test('a box that contains itself ends', () => {
  expect(paint({ it: ['VBoxModel', { children: ['IPY_MODEL_it'] }] })).toContain('widget-vbox');
});

test('boxes that hold a box twice at each level are painted up to a bound', () => {
  const models: Models = { it: ['VBoxModel', { children: ['IPY_MODEL_0', 'IPY_MODEL_0'] }] };
  for (let level = 0; level < 16; level++) {
    const child = `IPY_MODEL_${level + 1}`;
    models[level] = ['VBoxModel', { children: [child, child] }];
  }
  models[16] = ['LabelModel', { value: 'leaf' }];
  const page = paint(models);
  expect(page).toContain('leaf');
  expect(page.length).toBeLessThan(2_000_000);
});

test('a picture is in the page; without bytes there is none', () => {
  const models: Models = { it: ['ImageModel', { format: 'png' }] };
  expect(paint(models)).not.toContain('src=');
});

test('a widget of another package keeps a place with its description', () => {
  const page = paint({ it: ['MapModel', { description: 'A map' }, 'jupyter-leaflet'] });
  expect(page).toContain('eccola-placeholder');
  expect(page).toContain('A map');
});

test('only the selected tab’s contents are seen', () => {
  const page = paint({
    it: [
      'TabModel',
      { children: ['IPY_MODEL_a', 'IPY_MODEL_b'], titles: ['A', 'B'], selected_index: 1 },
    ],
    a: ['LabelModel', { value: 'one' }],
    b: ['LabelModel', { value: 'two' }],
  });
  expect(page).toMatch(/lm-mod-hidden">one/);
  expect(page).not.toMatch(/lm-mod-hidden">two/);
});

test('nothing is painted for an id that no model has', () => {
  expect(paint({}, 'constructor')).toBe('');
});
