import { disposeViews } from '../widgets/hydrate.js';

const CELLS = ':scope > .eccola-cell';

/** Puts the next version's cells in the place of those that show something else; the others stay as they are, live. */
export async function swapCells(root: Element, next: Element): Promise<void> {
  const kept = new Map<string, Element[]>();
  for (const cell of root.querySelectorAll(CELLS)) {
    const looks = appearance(cell);
    kept.set(looks, [...(kept.get(looks) ?? []), cell]);
  }
  const cells = [...next.querySelectorAll(CELLS)].map(
    (cell) => kept.get(appearance(cell))?.shift() ?? document.importNode(cell, true),
  );
  for (const cell of root.querySelectorAll(CELLS)) {
    // No picture is drawn in between: views are there already, and waiting for them takes no time.
    await disposeViewsOf(cell, cells.includes(cell));
    if (!cells.includes(cell)) cell.remove();
  }
  let place = root.querySelector(CELLS);
  for (const cell of cells) {
    if (cell === place) place = place.nextElementSibling;
    else root.insertBefore(cell, place);
  }
}

/** What handlers put out while the page was open goes, as it came from another kernel; in a cell that goes, all of it. */
async function disposeViewsOf(cell: Element, stays: boolean): Promise<void> {
  if (!stays) return disposeViews(cell);
  for (const output of cell.querySelectorAll('[data-live]')) {
    await disposeViews(output);
    output.remove();
  }
}

/** What a cell shows, apart from its widgets: these are brought up to date where they stand. */
function appearance(cell: Element): string {
  const copy = cell.cloneNode(true) as Element;
  for (const output of copy.querySelectorAll('[data-live]')) output.remove();
  for (const host of copy.querySelectorAll('.eccola-widget')) {
    host.replaceChildren();
    host.removeAttribute('inert');
  }
  return copy.outerHTML;
}
