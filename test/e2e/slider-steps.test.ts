import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { notebook } from '../helpers/notebook.js';
import { openPage } from '../helpers/open-page.js';
import { startServer } from '../helpers/start-server.js';

const SLIDERS = [
  'new IntSlider()',
  'new IntRangeSlider({ value: [0, 50] })',
  'new FloatSlider({ step: 1 })',
  'new FloatRangeSlider({ value: [0, 50], step: 1 })',
  'new FloatLogSlider({ value: 1, min: 0, step: 1 })',
  'new SelectionSlider({ options: ["none", "one"], value: "none" })',
];
const NOTEBOOK = notebook([
  `import { display, FloatLogSlider, FloatRangeSlider, FloatSlider, IntRangeSlider, IntSlider, Label, SelectionSlider } from "eccola";
   import { existsSync } from "node:fs";
   function answering(index: number): [Label, () => void] {
     const answers = new Label({ value: "0 answers" });
     let count = 0;
     const answer = () => {
       // The second waits until it is let go.
       if (count === 1) while (!existsSync(\`go-\${index}\`)) {}
       answers.value = \`\${++count} answers\`;
     };
     return [answers, answer];
   }`,
  ...SLIDERS.map(
    (slider, index) => `{
     const [answers, answer] = answering(${index});
     const slider = ${slider};
     slider.observe("value", answer);
     display(slider);
     display(answers);
   }`,
  ),
]);

test('a slider’s step by key is drawn with the kernel’s answer, and without one after 8 ms', async () => {
  const { url, root } = await startServer({ 'sliders.ipynb': NOTEBOOK });
  const { page } = await openPage(`${url}/voila/render/sliders.ipynb`, {
    prepare: (page) => page.clock.install(),
  });
  await page.locator('.noUi-handle').first().waitFor();
  // From here on nothing happens in the page that waits for a time to pass.
  await page.clock.pauseAt(Date.now() + 60_000);

  for (const [index, source] of SLIDERS.entries()) {
    const slider = page.locator('.widget-slider').nth(index);
    const answers = page.getByText(/\d answers/).nth(index);
    const drawn = async () => ({
      moved: await slider.locator('.noUi-origin').first().getAttribute('style'),
      at: await slider.locator('.noUi-handle').first().getAttribute('aria-valuenow'),
      readout: await slider.locator('.widget-readout').textContent(),
    });
    const before = await drawn();
    await slider.locator('.noUi-handle').first().focus();

    await page.keyboard.press('ArrowRight');
    await expect.poll(() => answers.textContent()).toBe('1 answers');
    await expect.poll(drawn, { message: source }).not.toEqual(before);
    const answered = await drawn();
    await page.keyboard.press('ArrowLeft');
    const waiting = await drawn();
    await page.clock.runFor(8);
    const late = await drawn();
    const unanswered = await answers.textContent();
    await writeFile(path.join(root, `go-${index}`), '');
    await expect.poll(() => answers.textContent()).toBe('2 answers');

    for (const what of ['moved', 'at', 'readout'] as const) {
      expect(answered[what], `${what} of ${source}`).not.toBe(before[what]);
    }
    expect(waiting, source).toEqual(answered);
    expect(late, source).toEqual(before);
    expect(unanswered, source).toBe('1 answers');
  }
});
