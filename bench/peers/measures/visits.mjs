import { loadavg } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { isRight, photo } from '../photos.mjs';
import { Tab } from '../tab.mjs';

const FURTHER_UPLOADS = 3;
/** A link such as Binder's. */
const SLOW_NETWORK = { bytesPerSecond: 1e6 / 8, latencyMs: 100 };

/** A visit: until something is seen, the control works and its first photo has a label; what it costs; more photos. */
export async function visit(browser, contestant, round) {
  await contestant.rest();
  const tab = await Tab.open(browser, contestant.entry, 'classify');
  try {
    let arrival;
    const cpu = await contestant.cpuOf(async () => {
      arrival = await arrive(tab, contestant.url, round);
    });
    // Taken now: the photos that follow are no part of a first visit.
    const { traffic } = tab;
    return { ...arrival, cpu, traffic, load: loadavg()[0], ...(await uploadMore(tab, round)) };
  } finally {
    await tab.leave();
  }
}

/** The same over a slow network. */
export async function slowVisit(browser, contestant, round) {
  await contestant.rest();
  const network = SLOW_NETWORK;
  const tab = await Tab.open(browser, contestant.entry, 'classify', { network });
  try {
    return await arrive(tab, contestant.url, round);
  } finally {
    await tab.leave();
  }
}

async function arrive(tab, url, round) {
  const { startedAt, usable } = await tab.visit(url);
  // No pause here: a control that looks usable must be.
  const first = await tab.upload(photo(round), { timeoutMs: 60_000 });
  return {
    paint: (await tab.paintedAt()) - startedAt,
    usable,
    firstLabel: first && first.endedAt - startedAt,
    firstIsRight: isRight(first, round),
  };
}

async function uploadMore(tab, round) {
  const uploads = [];
  let rightUploads = 0;
  for (let number = round + 1; number <= round + FURTHER_UPLOADS; number += 1) {
    const answer = await tab.upload(photo(number));
    uploads.push(answer?.ms);
    if (isRight(answer, number)) rightUploads += 1;
    await delay(500);
  }
  return { uploads, rightUploads };
}
