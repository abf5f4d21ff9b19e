import path from 'node:path';
import { REPOSITORY } from './run-eccola.js';
import type { PageConnection } from './visitor.js';

/** A folder with `echo.ipynb`: a slider, a label that follows it, and a button whose handler throws. */
export const ECHO = path.join(REPOSITORY, 'test/fixtures/echo');

/** Lines of its cells, which no visitor may ever see. */
export const ECHO_SOURCE = [
  'const slider = new IntSlider({ value: 3 });',
  'slider.observe("value"',
  'a secret of the handler',
];

/** The ids of the notebook's widgets, and what its label says. */
export async function echoWidgets(page: PageConnection) {
  const states = Object.entries(await page.requestStates());
  const idOf = (name: string) =>
    states.find(([, { state }]) => state._model_name === name)?.[0] ?? '';
  const [slider, label, button] = ['IntSliderModel', 'LabelModel', 'ButtonModel'].map(idOf) as [
    string,
    string,
    string,
  ];
  const echoed = states.find(([id]) => id === label)?.[1].state.value;
  return { slider, label, button, echoed };
}

/** Moves the slider, and waits until the notebook has dealt with it. */
export async function moveSlider(page: PageConnection, value: number): Promise<void> {
  const { slider } = await echoWidgets(page);
  page.update(slider, { value });
  await page.settled();
}
