/** Draws the formulas in an element's text, as JupyterLab's LaTeX typesetter does for views. */
export interface Typesetter {
  typeset(element: HTMLElement): void;
}

const FORMULA = /\$|\\[([]/;

/** Loads what draws TeX when the first formula comes. */
export function createTypesetter(): Typesetter {
  return {
    typeset: (element) => {
      if (FORMULA.test(element.textContent ?? '')) void drawFormulas(element);
    },
  };
}

async function drawFormulas(element: HTMLElement): Promise<void> {
  const text = element.textContent;
  const { drawTextNodes } = await import('./draw-formulas.js');
  // A newer text has been set meanwhile, and is being drawn.
  if (element.textContent === text) drawTextNodes(element);
}
