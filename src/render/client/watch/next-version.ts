import { inlineScripts } from '../../html/scripts.js';
import { parsePage } from '../page-data.js';

/** A newer version of the page that is open. */
export type NextVersion = ReturnType<typeof parsePage> & {
  document: Document;
  main: HTMLElement;
};

/** The page as the server has it now. @throws Error when there is none, or it could not be had */
export async function fetchNextVersion(): Promise<NextVersion> {
  const response = await fetch(location.href, { headers: { accept: 'text/html' } });
  const page = new DOMParser().parseFromString(await response.text(), 'text/html');
  const main = page.querySelector<HTMLElement>('main');
  if (!main) throw new Error(`The page could not be loaded (${response.status}).`);
  return { ...parsePage(page), document: page, main };
}

/**
 * Whether the open page can become the next version without being loaded anew. Scripts in outputs run only in a page that
 * is loaded, and another script or style of eccola's own is another page.
 */
export function canBecome({ document: next, main }: NextVersion): boolean {
  const hasScripts = (root: Element | null) => inlineScripts(root?.innerHTML ?? '').length > 0;
  return (
    assetsOf(next) === assetsOf(document) &&
    !hasScripts(main) &&
    !hasScripts(document.querySelector('main'))
  );
}

function assetsOf(page: Document): string {
  const assets = page.head.querySelectorAll<HTMLElement>('[data-module], [data-file]');
  return [...assets].map(({ dataset }) => dataset.module ?? dataset.file).join('\n');
}
