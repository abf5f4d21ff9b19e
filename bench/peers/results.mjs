import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from '../../scripts/run.mjs';
import { inCache } from './cache.mjs';
import { ENTRIES } from './entries/index.mjs';

const FILE = inCache('results.json');

/** What was measured, by entry and measure; written as it comes, so that a run that is cut short is not lost. */
export class Results {
  #entries;

  constructor({ keep }) {
    this.#entries = keep && existsSync(FILE) ? JSON.parse(readFileSync(FILE, 'utf8')) : {};
  }

  /** @param {import('./entries/index.mjs').Entry} entry */
  save(entry, measure, value) {
    this.#entries[entry.name] = {
      title: entry.title,
      version: versionOf(entry),
      ...this.#entries[entry.name],
      [measure]: value,
    };
    writeFileSync(FILE, `${JSON.stringify(this.#entries, null, 1)}\n`);
  }

  of(name) {
    return this.#entries[name];
  }

  /** In the order in which they are shown. */
  get all() {
    return ENTRIES.filter(({ name }) => this.#entries[name]).map(({ name }) => ({
      name,
      ...this.#entries[name],
    }));
  }
}

function versionOf({ distribution }) {
  if (!distribution) {
    return JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8')).version;
  }
  const python = inCache('venvs', distribution.environment, 'bin', 'python');
  const program = 'import importlib.metadata, sys; print(importlib.metadata.version(sys.argv[1]))';
  return execFileSync(python, ['-c', program, distribution.name], { encoding: 'utf8' }).trim();
}
