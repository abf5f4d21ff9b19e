import { startPage } from './page.js';
import { parsePage } from './page-data.js';
import { waitForSnapshot } from './wait-for-snapshot.js';

function start(): void {
  const { config, widgets } = parsePage(document);
  void (config.snapshot === undefined ? waitForSnapshot(config) : startPage(config, widgets));
}

function startWhenParsed(): void {
  // The script starts when the page is first seen, of which the end may still be under way.
  if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', start);
  else start();
}

// A page that the browser prepares may never be seen: it takes no kernel before.
if ('prerendering' in document && document.prerendering) {
  document.addEventListener('prerenderingchange', startWhenParsed, { once: true });
} else {
  startWhenParsed();
}
