import { setTimeout as delay } from 'node:timers/promises';
import { memoryOf, treeOf } from '../../process-tree.mjs';
import { photo } from '../photos.mjs';
import { Tab } from '../tab.mjs';

const SESSIONS = 10;
const WATCH_MS = 60_000;
const BACK = 1.05;

/** On a server that nobody has visited yet: what ten open pages cost, and what is left when all visitors have left. */
export async function memory(browser, contestant, { visitors, log }) {
  await delay(contestant.entry.startUpMs ?? 0);
  const start = memoryOf(contestant.pid);
  const tabs = [];
  const open = async () => {
    const tab = await Tab.open(browser, contestant.entry, 'classify');
    tabs.push(tab);
    await tab.visit(contestant.url);
    await tab.upload(photo(tabs.length));
  };
  const leave = async () => {
    await Promise.all(tabs.splice(0).map((tab) => tab.leave()));
  };
  try {
    await open();
    await contestant.rest();
    const one = memoryOf(contestant.pid);
    while (tabs.length < SESSIONS) await open();
    await contestant.rest();
    const ten = memoryOf(contestant.pid);
    const processes = treeOf(contestant.pid).length;
    const result = { start, one, ten, processes, perSession: (ten - one) / (SESSIONS - 1) };
    for (let come = SESSIONS; come < visitors; ) {
      await leave();
      for (; tabs.length < SESSIONS && come < visitors; come += 1) await open();
      log(`${contestant.entry.title}: ${come} of ${visitors} visitors have come`);
    }
    await leave();
    return { ...result, visitors, left: await watchRelease(contestant, start) };
  } finally {
    await leave();
  }
}

/** How the memory comes down; ends when it is back at the start's, or after a minute. */
async function watchRelease({ pid }, start) {
  const leftAt = performance.now();
  const curve = [];
  for (;;) {
    const seconds = (performance.now() - leftAt) / 1000;
    const mib = memoryOf(pid);
    curve.push({ seconds, mib, processes: treeOf(pid).length });
    if (mib <= start * BACK) return { backAfterSeconds: seconds, curve };
    if (seconds * 1000 > WATCH_MS) return { backAfterSeconds: undefined, curve };
    await delay(1000);
  }
}
