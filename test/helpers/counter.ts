import type { Page } from 'playwright-core';
import { notebook } from './notebook.js';

/** A notebook with a slider that a label echoes, and a button that counts what reaches it. */
export const COUNTER = notebook([
  `import { Button, IntSlider, Label, VBox, display } from "eccola";
   const slider = new IntSlider({ description: "n", value: 1, min: 0, max: 100 });
   const echo = new Label({ value: "n is 1" });
   slider.observe("value", () => { echo.value = "n is " + slider.value; });
   const button = new Button({ description: "Count" });
   const count = new Label({ value: "clicked 0 times" });
   let clicks = 0;
   button.onClick(() => { clicks += 1; count.value = "clicked " + clicks + " times"; });
   display(new VBox([slider, echo, button, count]))`,
]);

/** The page of {@link COUNTER} through a person's eyes. */
export function counterOn(page: Page) {
  const label = (text: string) => page.locator('.widget-label', { hasText: text });
  return {
    /** Its widgets can be used. */
    live: () => page.locator('.eccola-widget:not([inert]) .noUi-handle').waitFor(),
    /** Presses an arrow key on the slider's handle. */
    async move(steps: number) {
      await page.locator('.noUi-handle').focus();
      for (let step = 0; step < steps; step++) await page.keyboard.press('ArrowRight');
    },
    click: () => page.getByRole('button', { name: 'Count' }).click(),
    echoes: (n: number) => label(`n is ${n}`).waitFor(),
    counts: (clicks: number) => label(`clicked ${clicks} times`).waitFor(),
    says: (words: string) => page.getByRole('status').getByText(words).waitFor(),
  };
}
