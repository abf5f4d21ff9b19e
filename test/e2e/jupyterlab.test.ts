import { cp } from 'node:fs/promises';
import path from 'node:path';
import { expect, inject, test } from 'vitest';
import { BearsPage } from '../helpers/bears-page.js';
import { launchBrowser } from '../helpers/browser.js';
import { makeFolder } from '../helpers/folder.js';
import { startJupyterLab } from '../helpers/jupyter.js';
import { LabPage } from '../helpers/lab-page.js';
import { notebook } from '../helpers/notebook.js';
import { photo } from '../helpers/photos.js';
import { REPOSITORY } from '../helpers/run-eccola.js';

/** JupyterLab loads a large page, more than once. */
const MINUTES = 5 * 60_000;

const SCRATCH = notebook(
  [
    'while (true) {}',
    'import { IntSlider } from "eccola";\nconst slider = new IntSlider();',
    'slider.contin',
    'const answer: number = 41;\nthrow new Error("of line two");',
    'const text: string = 7;',
  ],
  { kernelName: 'tslab' },
);

test('an author writes, runs, interrupts, restarts and uses notebooks with widgets in JupyterLab', {
  timeout: MINUTES,
}, async ({ skip }) => {
  const jupyter = inject('jupyter');
  if ('missing' in jupyter) return skip(jupyter.missing);
  const folder = await makeFolder({ 'scratch.ipynb': SCRATCH });
  await cp(path.join(REPOSITORY, 'notebooks'), folder, { recursive: true });
  const lab = await startJupyterLab(folder);
  const { browser } = await launchBrowser();
  const page = await browser.newPage({ viewport: { width: 1400, height: 1000 } });
  page.setDefaultTimeout(60_000);
  const author = new LabPage(page, lab);

  // Interrupt ends an endless loop.
  await author.open('scratch.ipynb');
  await author.run(0);
  await author.kernel('Busy');
  await author.tool('Interrupt the kernel').click();
  await expect
    .poll(() => author.output(0).textContent())
    .toContain('Interrupted: The execution was interrupted.');

  // Tab completes a trait’s name, Shift-Tab shows what it is for.
  await author.run(1);
  await author.cell(1).getByText('[2]:').waitFor();
  await author.edit(2);
  await page.keyboard.press('Tab');
  await page.locator('.jp-Completer').getByText('continuousUpdate').waitFor();
  await page.keyboard.press('Enter');
  await expect
    .poll(() => author.cell(2).locator('.cm-line').textContent())
    .toBe('slider.continuousUpdate');
  await page.keyboard.press('Shift+Tab');
  const tooltip = page.locator('.jp-Tooltip');
  await expect.poll(() => tooltip.textContent()).toContain('IntSlider.continuousUpdate: boolean');
  expect(await tooltip.textContent()).toContain('as the user is holding the slider');

  // An error names its line, one of the compiler’s too.
  await page.keyboard.press('Escape');
  await author.run(3);
  await expect
    .poll(() => author.output(3).textContent())
    .toContain('> 2 | throw new Error("of line two");');
  await author.run(4);
  await expect
    .poll(() => author.output(4).textContent())
    .toContain("1:7 - TS2322: Type 'number' is not assignable to type 'string'.");

  // Restart leaves nothing behind.
  await author.run(1);
  await author.cell(1).getByText('[5]:').waitFor();
  await author.restart();
  await author.run(1);
  await author.cell(1).getByText('[1]:').waitFor();

  // A slider moves its echo.
  await author.open('sliders.ipynb');
  await author.runAll();
  await page.getByText('5 waves, damped by 2.0').waitFor();
  await page.locator('.jupyter-widgets .noUi-handle').first().press('ArrowRight');
  await page.getByText('6 waves, damped by 2.0').waitFor();

  // A photo gets its label.
  await author.open('bears.ipynb');
  await author.runAll();
  await new BearsPage(page).ask(await photo('european-bear.png'), /brown bear/i);
});
