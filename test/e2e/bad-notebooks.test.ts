import { expect, test } from 'vitest';
import { makeFolder } from '../helpers/folder.js';
import { notebook } from '../helpers/notebook.js';
import { openPage } from '../helpers/open-page.js';
import { startEccola } from '../helpers/run-eccola.js';
import { takeScreenshot } from '../helpers/screenshot.js';

const ECHO = `
import { IntSlider, Label, VBox, display } from "eccola";
const slider = new IntSlider({ value: 3 });
const echo = new Label({ value: "value 3" });
slider.observe("value", ({ new: value }) => { echo.value = \`value \${value}\`; });
display(new VBox([slider, echo]));
`;

const NO_PAGE = [
  ['notes.ipynb', 422, /notes\.ipynb is not a notebook/],
  ['missing.ipynb', 404, /missing\.ipynb/],
  ['python.ipynb', 422, /python\.ipynb is written in python/i],
] as const;

test('says in a sentence why there is no page, and goes on serving', async () => {
  const root = await makeFolder({
    'notes.ipynb': 'Bears I have met',
    'python.ipynb': notebook(['print(1)'], { language: 'python' }),
    'echo.ipynb': notebook([ECHO]),
  });
  const { url } = await startEccola([root, '--port=0']);

  for (const [name, status, sentence] of NO_PAGE) {
    const address = `${url}/voila/render/${name}`;
    expect((await fetch(address)).status).toBe(status);
    const { page } = await openPage(address, {
      allowErrors: [new RegExp(`status of ${status}`)],
    });
    expect(await page.innerText('body')).toMatch(sentence);
    await takeScreenshot(page, `no-page-${name.replace('.ipynb', '')}`);
  }
  await expectEcho(`${url}/voila/render/echo.ipynb`);
});

const BAD_CELLS = [
  ['does not compile', 'const count: number = "three";', /went wrong/, /TS2322/],
  ['throws', 'throw new RangeError("bears hide");', /went wrong/, /RangeError.*bears hide/],
  [
    'names a model that is not there',
    'import { ImageClassifier } from "eccola/onnx";\nawait ImageClassifier.load("models/none.onnx");',
    /There is no model at models\/none\.onnx/,
    /MODEL_NOT_FOUND|no model at models\/none\.onnx/,
  ],
] as const;

test.for(BAD_CELLS)('says what a cell that %s did, and the page lives', async (row) => {
  const [what, source, sentence, logged] = row;
  const root = await makeFolder({ 'echo.ipynb': notebook([ECHO, source]) });
  const { url, output } = await startEccola([root, '--port=0']);

  const page = await expectEcho(`${url}/voila/render/echo.ipynb`);

  const text = await page.innerText('body');
  expect(text).toMatch(sentence);
  expect(text, 'no traceback reaches a visitor').not.toMatch(/\bat .*:\d+:\d+/);
  expect(await page.content(), 'nor does a cell’s source').not.toContain(source.split('\n').at(-1));
  const reference = /Reference: (\w+)/.exec(text)?.[1];
  expect(reference).toBeDefined();
  expect(output(), 'the log finds the error by its reference').toContain(reference);
  expect(output()).toMatch(logged);
  await takeScreenshot(page, `bad-cell-${what.split(' ').at(-1)}`);
});

/** Opens a page with the echo cell, moves its slider and reads the echo. */
async function expectEcho(address: string) {
  const { page } = await openPage(address);
  const handle = page.getByRole('slider');
  await handle.focus();
  await page.keyboard.press('ArrowRight');
  await expect.poll(() => page.locator('.widget-label').allInnerTexts()).toContain('value 4');
  return page;
}
