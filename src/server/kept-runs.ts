import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { IOutput } from '../protocol/nbformat.js';
import type { WidgetManagerState, WidgetModelState } from '../protocol/widget-state.js';
import type { NotebookOutputs } from './visitor-outputs.js';
import { hashOf, type WatchedFile, watchFile } from './watched-file.js';

/** What a whole run of a notebook showed. */
export interface KeptRun {
  /** All that it was made of, the notebook first. */
  files: readonly Pick<WatchedFile, 'path' | 'hash'>[];
  outputs: NotebookOutputs;
  widgets: WidgetManagerState;
}

/**
 * What notebooks showed when they were last executed. With it a page is there at once when the server starts, which may be
 * the first visitor's doing, while the notebook is executed anew: what that shows then takes its place, if it is another.
 */
export interface KeptRuns {
  /** @returns undefined if there is none, or if a file that it was made of is another now */
  find(notebook: Pick<WatchedFile, 'path' | 'hash'>): Promise<KeptRun | undefined>;
  /** Keeps a run in the place of the notebook's last one. Where nothing can be written, nothing is kept. */
  keep(run: KeptRun): Promise<void>;
}

/** A page of more than this takes longer to read and to make than its notebook takes to run. */
const MOST_CHARACTERS = 32 * 1024 * 1024;

/**
 * @param cacheDir absolute path of a folder that is this account's own
 * @param release names the eccola that made the runs: those of another are not used
 */
export function createKeptRuns(cacheDir: string, release: string): KeptRuns {
  const folder = path.join(cacheDir, 'runs');
  const placeOf = (notebook: string) => path.join(folder, `${hashOf(notebook)}.json`);
  return {
    find: async (notebook) => {
      const kept = await readRun(placeOf(notebook.path));
      if (kept?.release !== release) return undefined;
      const [first, ...others] = kept.run.files;
      if (first?.hash !== notebook.hash) return undefined;
      const now = await Promise.all(others.map(async (file) => await watchFile(file.path)));
      const same = others.every(({ hash }, index) => hash === now[index]?.hash);
      return same ? kept.run : undefined;
    },
    keep: async ({ files, outputs, widgets }) => {
      const [notebook] = files;
      const named = files.map(({ path: file, hash }) => ({ path: file, hash }));
      const text = JSON.stringify({ release, files: named, outputs: [...outputs], widgets });
      if (!notebook || text.length > MOST_CHARACTERS) return;
      const place = placeOf(notebook.path);
      const draft = `${place}.${process.pid}`;
      // A cache that cannot be written, as in a read-only container, has been filled when the image was made.
      await mkdir(folder, { mode: 0o700 }).catch(() => {});
      await writeFile(draft, text, { mode: 0o600 })
        .then(() => rename(draft, place))
        .catch(() => {});
    },
  };
}

async function readRun(place: string): Promise<{ release: unknown; run: KeptRun } | undefined> {
  try {
    const { release, files, outputs, widgets }: Record<string, unknown> = JSON.parse(
      await readFile(place, 'utf8'),
    );
    const state = Object(widgets).state;
    if (!Array.isArray(files) || !files.every(isFile) || !isOutputs(outputs)) return undefined;
    if (!isStates(state)) return undefined;
    const manager = { version_major: 2, version_minor: 0, state } as const;
    return { release, run: { files, outputs: new Map(outputs), widgets: manager } };
  } catch {
    // There is none, or it is half of one.
    return undefined;
  }
}

function isFile(value: unknown): value is KeptRun['files'][number] {
  const { path: file, hash } = Object(value);
  return typeof file === 'string' && typeof hash === 'string';
}

function isOutputs(value: unknown): value is [string, readonly IOutput[]][] {
  return (
    Array.isArray(value) &&
    value.every((item) => typeof item?.[0] === 'string' && Array.isArray(item[1]))
  );
}

function isStates(value: unknown): value is Record<string, WidgetModelState> {
  return typeof value === 'object' && value !== null;
}
