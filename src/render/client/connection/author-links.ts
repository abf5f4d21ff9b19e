/**
 * Links that authors write into HTML of their own start from where a server has a notebook's page: `../files/table.csv`. A
 * page without a server lies in a folder of the notebook's name, one step deeper. They are mended as they are about to be
 * used, since widgets and outputs bring new ones at any time.
 * @param baseUrl the page's, with which all links begin that eccola makes
 */
export function mendAuthorLinks(baseUrl: string): void {
  const mend = ({ target }: Event) => {
    const link = target instanceof Element ? target.closest('a[href]') : null;
    const href = link?.getAttribute('href') ?? '';
    if (!link || !isRelative(href) || href.startsWith(baseUrl)) return;
    link.setAttribute('href', new URL(`../${href}`, document.baseURI).href);
  };
  // All come before whatever follows a link; of some screen readers a click is all that comes.
  for (const type of ['pointerdown', 'focusin', 'click']) {
    document.addEventListener(type, mend, true);
  }
}

function isRelative(href: string): boolean {
  return !/^(?:[a-z][a-z0-9+.-]*:|\/|#|\?|$)/i.test(href);
}
