import { DISPLAY_CLASS, renderTextWithMath } from '../../html/math.js';
import { renderTex } from '../../html/tex.js';

/** Replaces the formulas in all text below an element; what stands in code is left alone. */
export function drawTextNodes(element: HTMLElement): void {
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  const texts: Text[] = [];
  while (walker.nextNode()) {
    const { currentNode } = walker;
    if (
      currentNode instanceof Text &&
      !currentNode.parentElement?.closest('code, pre, math, textarea')
    )
      texts.push(currentNode);
  }
  for (const text of texts) {
    if (!text.data.includes('$')) continue;
    const template = document.createElement('template');
    template.innerHTML = renderTextWithMath(text.data, renderTex);
    text.replaceWith(template.content);
  }
}

/** Draws the formulas that were rendered without whoever draws them. */
export function drawMarkedFormulas(root: ParentNode): void {
  for (const element of root.querySelectorAll('.eccola-math[data-tex]')) {
    const display = element.classList.contains(DISPLAY_CLASS);
    element.innerHTML = renderTex(element.textContent ?? '', { display });
    element.removeAttribute('data-tex');
  }
}
