import { setTimeout as delay } from 'node:timers/promises';
import { Tab } from '../tab.mjs';

/** A slider moved by the keyboard: from the key to the text that the server answers, in turns of a few steps each. */
export async function echoes(browser, fleet, { rounds, stepsPerRound = 10 }) {
  const tabs = [];
  const times = new Map(fleet.map((contestant) => [contestant, []]));
  try {
    for (const contestant of fleet) {
      const tab = await Tab.open(browser, contestant.entry, 'echo');
      tabs.push([contestant, tab]);
      await tab.visit(contestant.url);
      await contestant.rest();
    }
    // Round 0 warms up.
    for (let round = 0; round <= rounds; round += 1) {
      for (const [contestant, tab] of tabs) {
        await tab.page.bringToFront();
        await tab.focusSlider();
        for (let step = 0; step < (round ? stepsPerRound : 5); step += 1) {
          const answer = await tab.step();
          if (round) times.get(contestant).push(answer?.ms);
          // As people move: neither in step with any timer of the page nor faster than it may answer.
          await delay(120 + Math.random() * 80);
        }
      }
    }
  } finally {
    for (const [, tab] of tabs) await tab.leave();
  }
  return times;
}
