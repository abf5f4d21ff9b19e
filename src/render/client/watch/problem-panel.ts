import type { AuthorProblem } from '../../../protocol/watch.js';
import { PANEL_STYLE } from './panel-style.js';

/** Says over the page what the author is to mend. The page beneath stays as it is, and can be used. */
export interface ProblemPanel {
  show(problem: AuthorProblem, footnote: string): void;
  hide(): void;
}

const ID = 'eccola-problem';

export function createProblemPanel(): ProblemPanel {
  let panel: HTMLElement | undefined;

  function hide(): void {
    // Whoever pressed its button goes on where the page begins; focus elsewhere stays where it is.
    panel?.remove();
    panel = undefined;
  }

  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || !panel || event.defaultPrevented) return;
    event.preventDefault();
    hide();
  });

  return {
    hide,
    show: (problem, footnote) => {
      addStyle();
      const next = makePanel(problem, footnote, hide);
      if (panel) panel.replaceWith(next);
      else document.body.append(next);
      panel = next;
    },
  };
}

function makePanel(
  { title, details, hint }: AuthorProblem,
  footnote: string,
  close: () => void,
): HTMLElement {
  const panel = document.createElement('section');
  panel.id = ID;
  // It takes no focus, as its author is probably at work elsewhere: the live region is what says it.
  panel.setAttribute('role', 'alertdialog');
  panel.setAttribute('aria-live', 'assertive');
  panel.setAttribute('aria-labelledby', `${ID}-title`);
  const head = panel.appendChild(document.createElement('header'));
  const heading = head.appendChild(makeText('h2', title));
  heading.id = `${ID}-title`;
  const button = head.appendChild(makeText('button', 'Close'));
  button.type = 'button';
  button.title = 'Close (Esc)';
  button.addEventListener('click', close);
  if (details !== undefined) panel.append(makeDetails(details));
  if (hint !== undefined) panel.append(makeText('p', hint));
  panel.append(makeText('small', footnote));
  return panel;
}

/** The line at fault of a code frame is marked. */
function makeDetails(details: string): HTMLElement {
  const text = document.createElement('pre');
  // It may be wider than the page: whoever has no mouse scrolls it by the arrow keys.
  text.tabIndex = 0;
  details.split('\n').forEach((line, index) => {
    if (index > 0) text.append('\n');
    text.append(/^> *\d+ \|/.test(line) ? makeText('mark', line) : line);
  });
  return text;
}

function makeText<K extends keyof HTMLElementTagNameMap>(
  name: K,
  text: string,
): HTMLElementTagNameMap[K] {
  const element = document.createElement(name);
  element.textContent = text;
  return element;
}

/** Comes with the panel: visitors never load it. */
function addStyle(): void {
  const id = `${ID}-style`;
  if (document.getElementById(id)) return;
  const style = makeText('style', PANEL_STYLE);
  style.id = id;
  document.head.append(style);
}
