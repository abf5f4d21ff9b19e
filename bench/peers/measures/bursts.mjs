import { setTimeout as delay } from 'node:timers/promises';
import { isRight, photo } from '../photos.mjs';
import { Tab } from '../tab.mjs';

const VISITORS = 10;

/** Ten visitors who upload at the same moment, each their own photo: how long until the last has the label. */
export async function bursts(browser, fleet, { rounds }) {
  const crowds = [];
  const results = new Map(fleet.map((contestant) => [contestant, []]));
  try {
    for (const contestant of fleet) {
      const tabs = [];
      crowds.push([contestant, tabs]);
      for (let visitor = 0; visitor < VISITORS; visitor += 1) {
        const tab = await Tab.open(browser, contestant.entry, 'classify');
        tabs.push(tab);
        await tab.visit(contestant.url);
        await tab.upload(photo(visitor));
      }
    }
    for (let round = 1; round <= rounds; round += 1) {
      for (const [contestant, tabs] of crowds) {
        await contestant.rest();
        results.get(contestant).push(await burst(tabs, round));
      }
    }
  } finally {
    for (const [, tabs] of crowds) await Promise.all(tabs.map((tab) => tab.leave()));
  }
  return results;
}

async function burst(tabs, round) {
  const answers = await Promise.all(
    tabs.map((tab, visitor) => tab.upload(photo(visitor + round), { timeoutMs: 60_000 })),
  );
  await delay(500);
  const came = answers.filter(Boolean);
  return {
    right: answers.filter((answer, visitor) => isRight(answer, visitor + round)).length,
    last:
      Math.max(...came.map(({ endedAt }) => endedAt)) -
      Math.min(...came.map(({ startedAt }) => startedAt)),
  };
}
