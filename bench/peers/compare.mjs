// `npm run bench:peers`: eccola beside the others, on the same machine at the same time. See README.md here.
import { cp, mkdir } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { build } from '../../scripts/build.mjs';
import { launchBrowser } from './browser.mjs';
import { inCache, SOURCES } from './cache.mjs';
import { renderDemands } from './demands.mjs';
import { ENTRIES } from './entries/index.mjs';
import { Contestant, withFleet } from './fleet.mjs';
import { install } from './install.mjs';
import { bursts } from './measures/bursts.mjs';
import { echoes } from './measures/echoes.mjs';
import { look } from './measures/looks.mjs';
import { memory } from './measures/memory.mjs';
import { slowVisit, visit } from './measures/visits.mjs';
import { Results } from './results.mjs';
import { renderTable } from './table.mjs';

const MEASURES = ['visits', 'looks', 'slow', 'bursts', 'echoes', 'memory'];
// A peer keeps what a visitor's kernel took, about 100 MiB each: a hundred would fill the machine.
const PEER_VISITORS = 10;

const { values: options } = parseArgs({
  options: {
    entries: { type: 'string', default: ENTRIES.map(({ name }) => name).join(',') },
    only: { type: 'string' },
    rounds: { type: 'string', default: '5' },
    'slow-rounds': { type: 'string', default: '3' },
    visitors: { type: 'string', default: '100' },
  },
});
const entries = ENTRIES.filter(({ name }) => options.entries.split(',').includes(name));
const wanted = new Set(options.only?.split(',') ?? MEASURES);
const log = (line) => console.error(`${new Date().toISOString().slice(11, 19)} ${line}`);

for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(1));
await prepare();
const results = new Results({ keep: options.only !== undefined });
const browser = await launchBrowser();
try {
  if (['visits', 'looks', 'slow', 'bursts'].some((measure) => wanted.has(measure))) {
    await withFleet(entries, 'classify', log, measureClassifiers);
  }
  if (wanted.has('echoes') || wanted.has('looks')) {
    await withFleet(entries, 'echo', log, measureEchoes);
  }
  if (wanted.has('memory')) for (const entry of entries) await measureMemory(entry);
} finally {
  await browser.close();
}
console.log(`${renderTable(results.all)}\n\n${renderDemands(results.all)}`);

async function prepare() {
  if (entries.some(({ name }) => name === 'eccola')) await build({ log });
  await install({ log });
  await mkdir(inCache('shots'), { recursive: true });
  // Beside its notebook, as a model lies; and away from the sources, as Python writes beside what it imports.
  await cp(path.join(SOURCES, 'apps'), inCache('apps'), { recursive: true });
  for (const file of ['model.onnx', 'model.json']) {
    await cp(inCache(file), inCache('apps', 'eccola', file));
  }
}

async function measureClassifiers(fleet) {
  if (wanted.has('visits')) await inTurns(fleet, 'visits', visit, Number(options.rounds));
  if (wanted.has('looks')) await measureLooks(fleet);
  if (wanted.has('slow')) await inTurns(fleet, 'slow', slowVisit, Number(options['slow-rounds']));
  if (wanted.has('bursts')) {
    const rounds = Number(options.rounds);
    for (const [{ entry }, value] of await bursts(browser, fleet, { rounds })) {
      results.save(entry, 'bursts', value);
      log(`${entry.title} bursts ${JSON.stringify(value)}`);
    }
  }
}

/** Everyone once a round, after a round that only warms up. */
async function inTurns(fleet, measure, run, rounds) {
  const taken = new Map(fleet.map((contestant) => [contestant, []]));
  for (let round = 0; round <= rounds; round += 1) {
    for (const contestant of fleet) {
      const value = await run(browser, contestant, round);
      log(`${contestant.entry.title} ${measure} ${round} ${JSON.stringify(value)}`);
      if (round === 0) continue;
      taken.get(contestant).push(value);
      results.save(contestant.entry, measure, taken.get(contestant));
    }
  }
}

async function measureLooks(fleet) {
  for (const contestant of fleet) {
    const { entry, app } = contestant;
    const others = (results.of(entry.name)?.looks ?? []).filter((other) => other.app !== app);
    results.save(entry, 'looks', [...others, { app, ...(await look(browser, contestant)) }]);
  }
}

async function measureEchoes(fleet) {
  if (wanted.has('looks')) await measureLooks(fleet);
  if (!wanted.has('echoes')) return;
  const rounds = Number(options.rounds);
  for (const [{ entry }, times] of await echoes(browser, fleet, { rounds })) {
    results.save(entry, 'echo', times);
    log(`${entry.title} echo ${times.map((time) => time?.toFixed(1)).join(' ')}`);
  }
}

async function measureMemory(entry) {
  const contestant = await Contestant.start(entry, 'classify');
  const visitors = entry.name === 'eccola' ? Number(options.visitors) : PEER_VISITORS;
  try {
    results.save(entry, 'memory', await memory(browser, contestant, { visitors, log }));
  } finally {
    await contestant.close();
  }
}
