import { ensureChromium } from '../../scripts/chromium.mjs';

/** Finds Chromium, or installs it where that asks nothing, and tells the tests where it is. */
export async function setup(project) {
  project.provide('chromiumPath', await ensureChromium({ log: console.log }));
}
