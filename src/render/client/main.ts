import { startPage } from './page.js';
import { readPageConfig, readWidgetState } from './page-data.js';
import { waitForSnapshot } from './wait-for-snapshot.js';

const config = readPageConfig();
void (config.snapshot === undefined
  ? waitForSnapshot(config)
  : startPage(config, readWidgetState()));
