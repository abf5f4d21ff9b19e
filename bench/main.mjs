// `npm run bench`: what a visitor costs. Names after `--` choose measures: npm run bench -- memory first-visit
import { chromium } from 'playwright-core';
import { build } from '../scripts/build.mjs';
import { ensureChromium } from '../scripts/chromium.mjs';
import { firstVisit } from './measures/first-visit.mjs';
import { growth } from './measures/growth.mjs';
import { kernel } from './measures/kernel.mjs';
import { leaving } from './measures/leaving.mjs';
import { memory } from './measures/memory.mjs';
import { packageInstall } from './measures/package.mjs';
import { watch } from './measures/watch.mjs';
import { ECCOLA } from './server.mjs';

const MEASURES = {
  'first-visit': firstVisit,
  memory,
  growth,
  leaving,
  watch,
  kernel,
  package: packageInstall,
};

const log = console.error;
const chosen = process.argv.slice(2);
const unknown = chosen.filter((name) => !(name in MEASURES));
if (unknown.length > 0) {
  log(`No measure is called ${unknown.join(', ')}: there are ${Object.keys(MEASURES).join(', ')}.`);
  process.exit(1);
}

await build({ log });
const executablePath = await ensureChromium({ log });
for (const name of chosen.length > 0 ? chosen : Object.keys(MEASURES)) {
  log(`Measuring ${name} …`);
  // A browser for each measure: what one leaves in it must not cost the next.
  const browser = await chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--disable-gpu'],
  });
  try {
    print(name, await MEASURES[name](ECCOLA, browser));
  } finally {
    await browser.close();
  }
}

function print(name, figures) {
  console.log(`\n${name}`);
  for (const [what, value] of Object.entries(figures)) {
    const shown = Number.isInteger(value) ? String(value) : value.toFixed(value < 10 ? 2 : 1);
    console.log(`  ${what.padEnd(36)} ${shown.padStart(10)}`);
  }
}
