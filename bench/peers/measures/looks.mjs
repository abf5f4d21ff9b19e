import { setTimeout as delay } from 'node:timers/promises';
import { inCache } from '../cache.mjs';
import { Tab } from '../tab.mjs';

/** How the page looks as it loads: how far its parts jump, and what there is to read with scripts off. */
export async function look(browser, contestant) {
  const layoutShift = await loadAndWatch(browser, contestant);
  const readable = await readWithoutScripts(browser, contestant);
  return { layoutShift, readable };
}

async function loadAndWatch(browser, { entry, app, url }) {
  const tab = await Tab.open(browser, entry, app);
  try {
    await tab.visit(url);
    await delay(2000);
    await tab.page.screenshot({ path: inCache('shots', `${entry.name}-${app}.png`) });
    return await tab.layoutShift();
  } finally {
    await tab.leave();
  }
}

async function readWithoutScripts(browser, { entry, app, url }) {
  const tab = await Tab.open(browser, entry, app, { scripts: false });
  try {
    await tab.page.goto(url, { waitUntil: 'load' });
    await tab.page.screenshot({ path: inCache('shots', `${entry.name}-${app}-no-scripts.png`) });
    // biome-ignore lint/performance/useDomNodeTextContent: only what is shown can be read
    return (await tab.page.locator('body').innerText()).trim();
  } finally {
    await tab.leave();
  }
}
