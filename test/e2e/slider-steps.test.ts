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
  'new SelectionSlider({ options: ["none", "one", "two"], value: "none" })',
  'new SelectionRangeSlider({ options: ["none", "one", "two"], value: ["none", "two"] })',
];
const NOTEBOOK = notebook([
  `import * as eccola from "eccola";
   import { existsSync } from "node:fs";
   const { display, FloatLogSlider, FloatRangeSlider, FloatSlider, IntRangeSlider, IntSlider, Label, SelectionRangeSlider, SelectionSlider } = eccola;
   function answering(index: number): [eccola.Label, () => void] {
     const answers = new Label({ value: "0 answers" });
     let count = 0;
     const answer = () => {
       // All but the first wait until they are let go.
       if (count > 0) while (!existsSync(\`go-\${index}-\${count + 1}\`)) {}
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
  // Another orientation gives a view another slider.
  `{
     const [answers, answer] = answering(${SLIDERS.length});
     const turned = new IntSlider({ description: "Turned" });
     turned.observe("value", answer);
     display(turned);
     display(answers);
     const turn = new eccola.Button({ description: "Turn" });
     turn.onClick(() => { turned.orientation = "vertical"; });
     display(turn);
   }`,
  `{
     const pings = new Label({ value: "0 pings" });
     const ping = new eccola.Button({ description: "Ping" });
     let count = 0;
     ping.onClick(() => { pings.value = \`\${++count} pings\`; });
     display(ping);
     display(pings);
   }`,
]);

test('a slider’s step by key is drawn with the kernel’s answer, but not later than after 12 ms', async () => {
  const { url, root } = await startServer({ 'sliders.ipynb': NOTEBOOK });
  const { page } = await openPage(`${url}/voila/render/sliders.ipynb`, {
    prepare: (page) => page.clock.install(),
  });
  await page.getByRole('button', { name: 'Turn' }).click();
  const turned = page.locator('.eccola-live .widget-vslider');
  await turned.waitFor();
  expect(await turned.getByRole('slider').getAttribute('aria-label')).toBe('Turned');
  const sliders = page.locator('.eccola-live .widget-slider');
  await expect.poll(() => sliders.count()).toBe(SLIDERS.length + 1);
  // From here on nothing happens in the page that waits for a time to pass.
  await page.clock.pauseAt(Date.now() + 60_000);

  let pings = 0;
  // What the kernel says comes in its order: when this returns, all that it has said before has come.
  const ping = async () => {
    await page.getByRole('button', { name: 'Ping' }).focus();
    await page.keyboard.press('Enter');
    pings += 1;
    await page.getByText(`${pings} pings`).waitFor();
  };
  for (const [index, source] of [...SLIDERS, 'the turned one'].entries()) {
    const slider = sliders.nth(index);
    const answers = page.getByText(/\d answers/).nth(index);
    const letGo = async (answer: number) => {
      await writeFile(path.join(root, `go-${index}-${answer}`), '');
      await expect.poll(() => answers.textContent()).toBe(`${answer} answers`);
    };
    const drawn = () =>
      slider.evaluate((element) => {
        const attributes = (selector: string, name: string) =>
          [...element.querySelectorAll(selector)].map((found) => found.getAttribute(name));
        return {
          moved: attributes('.noUi-origin, .noUi-connect', 'style'),
          at: attributes('.noUi-handle', 'aria-valuenow'),
          readout: element.querySelector('.widget-readout')?.textContent,
        };
      });
    const before = await drawn();
    const press = async (key: string) => {
      await slider.locator('.noUi-handle').first().focus();
      await page.keyboard.press(key);
    };

    await press('ArrowRight');
    await expect.poll(drawn, { message: source }).not.toEqual(before);
    const answered = await drawn();
    const answer = await answers.textContent();
    await ping();

    await press('ArrowLeft');
    const waiting = await drawn();
    await page.clock.runFor(12);
    const late = await drawn();
    await page.clock.runFor(1);
    await letGo(2);
    await ping();

    // The kernel took too long to be waited for again.
    await press('ArrowRight');
    const atOnce = await drawn();
    await letGo(3);

    for (const what of ['moved', 'at', 'readout'] as const) {
      expect(answered[what], `${what} of ${source}`).not.toEqual(before[what]);
    }
    expect(answer, source).toBe('1 answers');
    expect(waiting, source).toEqual(answered);
    expect(late, source).toEqual(before);
    expect(atOnce, source).toEqual(answered);
  }
});
