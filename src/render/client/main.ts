import { startPage } from './page.js';
import { parsePage } from './page-data.js';
import { waitForSnapshot } from './wait-for-snapshot.js';

const { config, widgets } = parsePage(document);
void (config.snapshot === undefined ? waitForSnapshot(config) : startPage(config, widgets));
