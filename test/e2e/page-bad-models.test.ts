import { expect, test } from 'vitest';
import { notebook } from '../helpers/notebook.js';
import { openPage } from '../helpers/open-page.js';
import { startServer } from '../helpers/start-server.js';

const PATH = '/voila/render/app.ipynb';

const APP = notebook([
  `import { IntSlider, Label, VBox, display } from "eccola";
   const slider = new IntSlider({ value: 3 });
   const echo = new Label({ value: "value 3" });
   slider.observe("value", ({ new: value }) => { echo.value = "value " + value; });
   display(new VBox([new Label({ value: "ill" }), slider, echo]));`,
  'display(new Label({ value: "alone" }));',
]);

test.each([
  ['refers to a model that is not there', { state: { layout: 'IPY_MODEL_gone' } }],
  ['is of a class that nobody has', { model_name: 'NoSuchModel' }],
])('a model that %s is an error in its place, and the page lives', async (_, spoiled) => {
  const { url } = await startServer({ 'app.ipynb': APP });
  const { page } = await openPage(url + PATH, {
    allowErrors: [/widget model not found/, /NoSuchModel/, /Could not instantiate widget/],
    prepare: async (empty) => {
      await empty.addInitScript(spoilLabel, spoiled);
    },
  });
  await page.locator('.eccola-live .noUi-handle').press('ArrowRight');
  await page.getByText('value 4').waitFor();
  expect(await page.locator('.jupyter-widgets-error-widget').count()).toBe(1);
  await page.getByText('alone').waitFor();
});

/** Runs in the page: spoils the label that says "ill" before the page's script reads its model. */
function spoilLabel({ state, ...identity }: { state?: object; model_name?: string }): void {
  document.addEventListener('readystatechange', () => {
    const script = document.querySelector(
      'script[type="application/vnd.jupyter.widget-state+json"]',
    );
    if (document.readyState !== 'interactive' || !script) return;
    const snapshot = JSON.parse(script.textContent ?? '');
    for (const model of Object.values<{ state: { value?: unknown } }>(snapshot.state)) {
      if (model.state.value !== 'ill') continue;
      Object.assign(model, identity);
      Object.assign(model.state, state);
    }
    script.textContent = JSON.stringify(snapshot);
  });
}
