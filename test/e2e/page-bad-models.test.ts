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
  ['refers to a model that is not there', '"layout":null', '"layout":"IPY_MODEL_gone"'],
  ['is of a class that nobody has', '"model_name":"LabelModel"', '"model_name":"NoSuchModel"'],
])('a model that %s is an error in its place, and the page lives', async (_, healthy, ill) => {
  const { url } = await startServer({ 'app.ipynb': APP });
  const { page } = await openPage(url + PATH, {
    allowErrors: [/./],
    prepare: async (empty) => {
      await empty.route(`**${PATH}`, async (route) => {
        const response = await route.fetch();
        const body = (await response.text()).replace(
          /<script[^>]*widget-state\+json.*?<\/script>/s,
          (state) => withFirstLabel(state, healthy, ill),
        );
        await route.fulfill({ response, body });
      });
    },
  });
  await page.getByRole('slider').press('ArrowRight');
  await page.getByText('value 4').waitFor();
  expect(await page.locator('.jupyter-widgets-error-widget').count()).toBe(1);
  await page.getByText('alone').waitFor();
});

/** The page's script with one label's model spoiled. */
function withFirstLabel(script: string, healthy: string, ill: string): string {
  const label = /\{[^{}]*"model_name":"LabelModel"[^{}]*"state":\{[^{}]*"ill"[^{}]*\}[^{}]*\}/.exec(
    script,
  );
  if (!label) throw new Error(`There is no label in ${script}`);
  return script.replace(label[0], label[0].replace(healthy, ill));
}
