import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { launchBrowser } from '../helpers/browser.js';
import { notebook } from '../helpers/notebook.js';
import { openPage } from '../helpers/open-page.js';
import { startServer } from '../helpers/start-server.js';

const PATH = '/voila/render/widgets.ipynb';
// A GIF of one pixel.
const PIXEL = 'R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7';

const WIDGETS = notebook([
  `import * as eccola from "eccola";
   const { display, VBox, HBox, GridBox, Label, Button } = eccola;
         const pixel = Uint8Array.from(atob("${PIXEL}"), (char) => char.charCodeAt(0));
   const labels = () => [new Label({ value: "one" }), new Label({ value: "two" })];`,
  `display(new Button({ description: "Some words", icon: "check", buttonStyle: "primary" }));
   display(new Button({ description: "Words that are longer than a button is wide", disabled: true }));
   display(new Button({ description: "Some words", style: { buttonColor: "lightgreen", fontWeight: "bold" }, layout: { width: "50%", height: "80px" } }));
   display(new eccola.ToggleButton({ description: "Some words", value: true }));
   display(new eccola.FileUpload({ description: "Some words" }));
   display(new Label({ value: "A label with a formula, $x^2$" }));
   display(new Label({ value: "large and red", style: { fontSize: "24px", textColor: "red" } }));
   display(new eccola.HTML({ value: "<h2>A heading</h2><ul><li>a list</li></ul>", description: "Some words" }));
   display(new eccola.HTMLMath({ value: "<b>bold</b> $x$" }));
   display(new eccola.Image({ value: pixel, format: "gif", width: "120", height: "60" }));`,
  `display(new eccola.Text({ description: "Some words", value: "text", placeholder: "type" }));
   display(new eccola.Password({ description: "Some words", value: "text" }));
   display(new eccola.Textarea({ description: "Some words", value: "two\\nlines", rows: 4 }));
   display(new eccola.Combobox({ description: "Some words", options: ["brown bear", "polar bear", "panda"] }));
   display(new eccola.IntText({ description: "Some words", value: 3 }));
   display(new eccola.BoundedFloatText({ description: "Some words", value: 3.5, max: 10 }));
   display(new eccola.Checkbox({ description: "Some words", value: true }));
   display(new eccola.Checkbox({ description: "Some words", indent: false }));
   display(new eccola.Valid({ description: "Some words", value: false }));`,
  `display(new eccola.IntSlider({ description: "Some words", value: 30 }));
   display(new eccola.FloatSlider({ description: "Some words", value: 2.5, max: 10, orientation: "vertical" }));
   display(new eccola.FloatLogSlider({ description: "Some words", value: 10 }));
   display(new eccola.IntRangeSlider({ description: "Some words", value: [20, 60] }));
   display(new eccola.FloatRangeSlider({ description: "Some words", value: [25, 75] }));
   display(new eccola.IntProgress({ description: "Some words", value: 30, barStyle: "success" }));
   display(new eccola.FloatProgress({ description: "Some words", value: 3, max: 10, orientation: "vertical" }));
   display(new eccola.SelectionSlider({ description: "Some words", options: ["brown bear", "polar bear", "panda"] }));`,
  `display(new eccola.Dropdown({ description: "Some words", options: ["brown bear", "polar bear", "panda"], index: 1 }));
   display(new eccola.Select({ description: "Some words", options: ["brown bear", "polar bear", "panda"] }));
   display(new eccola.SelectMultiple({ description: "Some words", options: ["brown bear", "polar bear", "panda"], rows: 3 }));
   display(new eccola.RadioButtons({ description: "Some words", options: ["brown bear", "polar bear", "panda"] }));
   display(new eccola.ToggleButtons({ description: "Some words", options: ["brown bear", "polar bear", "panda"] }));
   display(new eccola.DatePicker({ description: "Some words", value: "2024-02-05" }));
   display(new eccola.TimePicker({ description: "Some words" }));
   display(new eccola.DatetimePicker({ description: "Some words" }));
   display(new eccola.ColorPicker({ description: "Some words", value: "red" }));
   display(new eccola.Play({ value: 0 }));`,
  `display(new VBox([new eccola.Text({ description: "Some words" }), new eccola.IntProgress({ value: 30 })]));
   display(new VBox(labels(), { boxStyle: "info" }));
   display(new HBox(labels(), { layout: { justifyContent: "space-between", borderTop: "3px solid red" } }));
   display(new GridBox(labels(), { layout: { gridTemplateColumns: "1fr 2fr", width: "300px" } }));
   display(new eccola.Accordion(labels(), { titles: ["One", "Two"], selectedIndex: 1 }));
   display(new eccola.Tab(labels(), { titles: ["One", "Two"], selectedIndex: 1 }));
   display(new eccola.Stack(labels(), { selectedIndex: 0 }));`,
]);

/** Left, top, width and height of every element of every widget, from its host, in whole pixels. */
async function boxesOn(page: Page): Promise<Record<string, string[]>> {
  return await page.evaluate(() => {
    const boxes: Record<string, string[]> = {};
    for (const host of document.querySelectorAll<HTMLElement>('.eccola-widget')) {
      const origin = host.getBoundingClientRect();
      const live = host.querySelector(':scope > .eccola-live');
      const elements = [host, ...(live ?? host).querySelectorAll('*')];
      const [root] = (live ?? host).children;
      boxes[`${[...(root?.classList ?? [])].sort().join(' ')} ${host.dataset.modelId}`] = elements
        .filter((element) => !['DATALIST', 'OPTION'].includes(element.tagName))
        .map((element) => {
          const { left, top, width, height } = element.getBoundingClientRect();
          const box =
            width * height === 0 ? [] : [left - origin.left, top - origin.top, width, height];
          return `${element.localName} ${box.map(Math.round).join(' ')}`;
        });
    }
    return boxes;
  });
}

test.each([1200, 360])(
  'at %i px every widget is painted as its live view is drawn, and nothing moves when it comes to life',
  async (width) => {
    const { url } = await startServer({ 'widgets.ipynb': WIDGETS });
    const { browser } = await launchBrowser();
    const options = { browser, viewport: { width, height: 800 } };
    const { page } = await openPage(url + PATH, {
      ...options,
      prepare: async (empty) => {
        await empty.addInitScript(() => {
          Object.assign(window, { shifts: 0 });
          new PerformanceObserver((list) => {
            for (const entry of list.getEntries()) {
              Object.assign(window, {
                shifts: Reflect.get(window, 'shifts') + Reflect.get(entry, 'value'),
              });
            }
          }).observe({ type: 'layout-shift', buffered: true });
        });
      },
    });
    await page.locator('.eccola-widget').first().waitFor();
    await page.waitForFunction(() => !document.querySelector('.eccola-widget[inert]'));
    // What draws formulas is loaded when the first one comes.
    await page.waitForFunction(() => !document.querySelector('main')?.textContent?.includes('$x'));
    const live = await boxesOn(page);
    const cut = await page.evaluate(() =>
      [
        ...document.querySelectorAll(
          '.eccola-live :is(.widget-vbox, .jupyter-widgets > .widget-readout)',
        ),
      ]
        .filter((element) => element.scrollWidth > element.clientWidth)
        .map((element) => element.className),
    );
    const shifts = await page.evaluate(() => Reflect.get(window, 'shifts'));

    const { page: still } = await openPage(url + PATH, { ...options, javaScriptEnabled: false });
    const painted = await boxesOn(still);

    expect(Object.keys(painted).length).toBe(44);
    expect(painted).toEqual(live);
    expect(cut).toEqual([]);
    expect(shifts).toBeLessThanOrEqual(0.02);
  },
);
