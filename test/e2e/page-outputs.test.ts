import { expect, test } from 'vitest';
import { notebook } from '../helpers/notebook.js';
import { openPage } from '../helpers/open-page.js';
import { startServer } from '../helpers/start-server.js';

const BUTTONS = notebook([
  `import { Button, HBox, Label, display } from "eccola";
   const make = (description: string, handler: () => unknown) => {
     const button = new Button({ description });
     button.onClick(handler);
     return button;
   };`,
  'const plot = display("drawn 0 times");',
  `let drawn = 0;
   display(new HBox([
     make("Draw", () => plot.update("drawn " + ++drawn + " times")),
     make("Print", () => { console.log("printed"); }),
     make("Show", () => { display(new Label({ value: "a new label" })); }),
     make("Throw", () => { throw new Error("a secret"); }),
   ]))`,
  'display("after it")',
]);

async function open(text = BUTTONS) {
  const { url } = await startServer({ 'buttons.ipynb': text });
  const { page } = await openPage(`${url}/voila/render/buttons.ipynb`);
  await page.locator('.eccola-widget:not([inert])').first().waitFor();
  return page;
}

test('a display is updated in its place, in every kernel of the notebook', async () => {
  const page = await open();
  await page.getByRole('button', { name: 'Draw' }).click();
  await page.getByText('drawn 1 times').waitFor();
  await page.getByRole('button', { name: 'Draw' }).click();
  await page.getByText('drawn 2 times').waitFor();

  expect(await page.getByText(/drawn \d times/).count()).toBe(1);
});

test('what a handler prints and shows stands at the end of its widget’s cell', async () => {
  const page = await open();
  await page.getByRole('button', { name: 'Print' }).click();
  await page.getByText('printed').waitFor();
  await page.getByRole('button', { name: 'Print' }).click();
  await page.getByText(/printed\s+printed/).waitFor();
  await page.getByRole('button', { name: 'Show' }).click();
  await page.getByText('a new label').waitFor();

  const text = await page.locator('main').innerText();
  expect(text.replaceAll(/\s+/g, ' ')).toMatch(/printed printed a new label .*after it/);
});

test('an error in a handler is one sentence with a reference, and the page goes on', async () => {
  const page = await open();
  await page.getByRole('button', { name: 'Throw' }).click();
  const status = page.getByRole('status');
  await status.getByText('Something went wrong in the notebook.').waitFor();
  expect(await status.innerText()).toMatch(/Reference: \w+/);
  expect(await page.content()).not.toContain('a secret');

  await status.getByRole('button', { name: 'Dismiss' }).click();
  await status.getByText('Something went wrong').waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Draw' }).click();
  await page.getByText('drawn 1 times').waitFor();
});

test('what a timer of a cell prints later stands in that cell', async () => {
  const page = await open(
    notebook([
      `import { Label } from "eccola"; new Label({ value: "first" })`,
      `let ticks = 0; setInterval(() => { console.log("tick " + ++ticks); }, 200);`,
      `import { display } from "eccola"; display("last")`,
    ]),
  );
  await page.getByText(/tick \d+\s+tick/).waitFor();
  const text = (await page.locator('main').innerText()).replaceAll(/\s+/g, ' ');
  expect(text).toMatch(/first .*tick .*last/);
});

test('without a script the page shows every output and value', async () => {
  const { url } = await startServer({ 'buttons.ipynb': BUTTONS });
  // The first load waits for the snapshot, which a script would ask for.
  const { page: first } = await openPage(`${url}/voila/render/buttons.ipynb`);
  await first.getByText('drawn 0 times').waitFor();
  const { page } = await openPage(`${url}/voila/render/buttons.ipynb`, {
    javaScriptEnabled: false,
  });

  const text = await page.locator('main').innerText();
  expect(text).toContain('drawn 0 times');
  expect(text).toContain('Throw');
  expect(text).toContain('Its controls need JavaScript.');
});

test('a script in the author’s own HTML runs, and one that a handler shows does not', async () => {
  const page = await open(
    notebook([
      `import { Button, HTML, display } from "eccola";
       const markup = (id: string) => ({ "text/html":
         \`<p id="\${id}">still</p><script>document.getElementById("\${id}").textContent = "run"</script>\` });`,
      `display({ [Symbol.for("Jupyter.display")]: () => markup("author") })`,
      `const button = new Button({ description: "Show" });
       button.onClick(() => { display({ [Symbol.for("Jupyter.display")]: () => markup("handler") }); });
       button`,
    ]),
  );
  expect(await page.locator('#author').textContent()).toBe('run');
  await page.getByRole('button', { name: 'Show' }).click();
  expect(await page.locator('#handler').textContent()).toBe('still');
});

test('a handler that keeps the kernel busy is said to work, until it is done', async () => {
  const page = await open(
    notebook([
      `import { Button, Label, VBox, display } from "eccola";
       const button = new Button({ description: "Think" });
       const answer = new Label({ value: "no answer" });
       button.onClick(() => {
         const end = Date.now() + 4000;
         while (Date.now() < end);
         answer.value = "an answer";
       });
       display(new VBox([button, answer]))`,
    ]),
  );
  await page.getByRole('button', { name: 'Think' }).click();
  await page.getByRole('status').getByText('Working…').waitFor();
  await page.getByText('an answer').waitFor();
  await page.getByText('Working…').waitFor({ state: 'detached' });
});

test('a handler that awaits something is said to work too, until it is done', async () => {
  const page = await open(
    notebook([
      `import { Button, Label, VBox, display } from "eccola";
       const button = new Button({ description: "Fetch" });
       const answer = new Label({ value: "no answer" });
       button.onClick(async () => {
         await new Promise((resolve) => setTimeout(resolve, 4000));
         answer.value = "an answer";
       });
       display(new VBox([button, answer]))`,
    ]),
  );
  await page.getByRole('button', { name: 'Fetch' }).click();
  await page.getByRole('status').getByText('Working…').waitFor();
  await page.getByText('an answer').waitFor();
  await page.getByText('Working…').waitFor({ state: 'detached' });
});
