import path from 'node:path';
import { ROOT } from '../../scripts/run.mjs';
import { startFrontEnd } from '../front-end.mjs';
import { memoryOf, processorTimeOf, settle } from '../process-tree.mjs';

const KERNELS = {
  eccola: (file) => [
    process.execPath,
    path.join(ROOT, 'dist/runtime/kernel/jupyter-main.js'),
    '--language',
    'typescript',
    '--connection-file',
    file,
  ],
  tslab: (file) => [
    process.execPath,
    path.join(ROOT, 'node_modules/tslab/bin/tslab'),
    'kernel',
    '--config-path',
    file,
  ],
};

/** Starts of each kernel, in turn: what else the machine does meanwhile meets both. */
const STARTS = 5;
const CELLS = 15;

/**
 * A kernel for JupyterLab beside stock tslab: from the start of its process to the first cell's result, a trivial cell's
 * round trip after that, and the memory of all its processes.
 */
export async function kernel() {
  const samples = { eccola: [], tslab: [] };
  for (let start = 0; start < STARTS; start++) {
    for (const name of Object.keys(KERNELS)) samples[name].push(await sample(KERNELS[name]));
  }
  const figures = {};
  for (const [what, unit] of [
    ['first', 's'],
    ['work', 's'],
    ['cell', 'ms'],
    ['memory', 'MiB'],
  ]) {
    const [ours, theirs] = ['eccola', 'tslab'].map((name) =>
      median(samples[name].map((one) => one[what])),
    );
    figures[`${TITLES[what]}, eccola, ${unit}`] = ours;
    figures[`${TITLES[what]}, tslab, ${unit}`] = theirs;
    figures[`${TITLES[what]}, eccola ÷ tslab`] = ours / theirs;
  }
  return figures;
}

const TITLES = {
  first: 'first result',
  work: 'processor time for it',
  cell: 'a cell’s round trip',
  memory: 'memory',
};

async function sample(toCommand) {
  const begin = performance.now();
  const frontEnd = await startFrontEnd(toCommand);
  try {
    await frontEnd.execute('1 + 1', '2');
    const first = (performance.now() - begin) / 1000;
    const work = processorTimeOf(frontEnd.pid) / 1000;
    const times = [];
    for (let index = 0; index < CELLS; index++) {
      const before = performance.now();
      await frontEnd.execute(
        `const value${index} = ${index}; value${index} + 1000`,
        `${index + 1000}`,
      );
      times.push(performance.now() - before);
    }
    // eccola's compiler gives memory back when it has rested for 2 s; tslab's kernel has the same time.
    await settle(frontEnd.pid, { pause: 3500 });
    return { first, work, cell: median(times), memory: memoryOf(frontEnd.pid) };
  } finally {
    await frontEnd.close();
  }
}

function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}
