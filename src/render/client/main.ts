import { startPage } from './page.js';
import { parsePage } from './page-data.js';
import { waitForSnapshot } from './wait-for-snapshot.js';

function start(): void {
  const { config, widgets } = parsePage(document);
  void (config.snapshot === undefined ? waitForSnapshot(config) : startPage(config, widgets));
}

// The script starts when the page is first seen, of which the end may still be under way.
if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', start);
else start();
