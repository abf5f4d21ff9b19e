// What a server and all that it started cost, from Linux's /proc.
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

const TICKS_PER_SECOND = 100;

/** The ids of a process and its descendants that live now. */
export function treeOf(root) {
  const children = new Map();
  for (const entry of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    const stat = readStat(entry);
    if (stat) children.set(stat.parent, [...(children.get(stat.parent) ?? []), Number(entry)]);
  }
  const below = (pid) => (children.get(pid) ?? []).flatMap((child) => [child, ...below(child)]);
  return [root, ...below(root)];
}

/**
 * Memory of a process tree in MiB, as proportional set size: a page that three processes share counts a third for each,
 * so that the sum is what the machine really gives.
 */
export function memoryOf(root, processes = treeOf(root)) {
  const kibibytes = processes.map((pid) => {
    const rollup = readProc(`${pid}/smaps_rollup`);
    return Number(/^Pss:\s+(\d+)/m.exec(rollup ?? '')?.[1] ?? 0);
  });
  return kibibytes.reduce((sum, value) => sum + value, 0) / 1024;
}

/** Processor time of a process tree so far, in ms, that of ended children included. */
export function processorTimeOf(root) {
  const ticks = treeOf(root).map((pid) => readStat(pid)?.ticks ?? 0);
  return (ticks.reduce((sum, value) => sum + value, 0) * 1000) / TICKS_PER_SECOND;
}

/**
 * Waits until a process tree rests.
 * @param {object} [options]
 * @param {number} [options.pause] how long its work may stop before it is done (ms)
 * @param {number} [options.idleShare] of a core: rest is to use less than that over a second
 * @param {number} [options.limit] when to give up (ms)
 */
export async function settle(root, { pause = 0, idleShare = 0.05, limit = 60_000 } = {}) {
  const end = Date.now() + limit;
  await sleep(pause);
  while (Date.now() < end) {
    const before = processorTimeOf(root);
    await sleep(1000);
    if (processorTimeOf(root) - before < idleShare * 1000) return;
  }
}

/**
 * Waits until a process tree rests and none of its processes has ended or come for `pause` ms: what visitors left is
 * kept a while for those who come back.
 */
export async function rest(root, { pause = 30_000, limit = 180_000 } = {}) {
  const end = Date.now() + limit;
  let [known, since] = ['', Date.now()];
  while (Date.now() - since < pause) {
    if (Date.now() > end) throw new Error(`Processes still come and go after ${limit} ms.`);
    const processes = treeOf(root).join();
    if (processes !== known) [known, since] = [processes, Date.now()];
    await sleep(250);
  }
  await settle(root);
}

/** Kills processes that do not end by themselves. */
export function killAll(pids) {
  for (const pid of pids) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It has ended.
    }
  }
}

/** True until a process has ended, whether or not its parent has taken notice. */
export function isAlive(pid) {
  return (readStat(pid)?.state ?? 'Z') !== 'Z';
}

function readStat(pid) {
  const stat = readProc(`${pid}/stat`);
  if (!stat) return undefined;
  // The program's name, in brackets, may hold spaces and brackets of its own.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const ticks = fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0);
  return { state: fields[0], parent: Number(fields[1]), ticks };
}

function readProc(file) {
  try {
    return readFileSync(`/proc/${file}`, 'utf8');
  } catch {
    return undefined; // The process ended in between.
  }
}
