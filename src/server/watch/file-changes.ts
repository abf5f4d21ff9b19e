import { type FSWatcher, watch } from 'node:fs';
import { dirname } from 'node:path';

/** Tells when something happens beside files. */
export interface FileChanges {
  /** From now on it is these. */
  follow(files: Iterable<string>): void;
  close(): void;
}

/** An editor saves in several steps. */
const QUIET_MS = 30;

/**
 * Watches the folders of files, not the files: most editors save by putting another in the place of the first.
 * @param onChange `isNews` where a file was written that a notebook may be waiting for
 */
export function createFileChanges(onChange: (isNews: boolean) => void): FileChanges {
  const watchers = new Map<string, FSWatcher>();
  let timer: NodeJS.Timeout | undefined;
  let isNews = false;

  function noteChange(name: string | null): void {
    isNews ||= name === null || MATTERS.test(name);
    clearTimeout(timer);
    timer = setTimeout(() => {
      const news = isNews;
      isNews = false;
      onChange(news);
    }, QUIET_MS);
  }

  function add(folder: string): void {
    try {
      const watcher = watch(folder, { persistent: false }, (_event, name) => noteChange(name));
      // It was removed, or the system has no more watches to give: whoever asked also looks now and then.
      watcher.on('error', () => drop(folder));
      watchers.set(folder, watcher);
    } catch {
      // As above.
    }
  }

  function drop(folder: string): void {
    watchers.get(folder)?.close();
    watchers.delete(folder);
  }

  return {
    follow: (files) => {
      const folders = new Set([...files].map((file) => dirname(file)));
      for (const folder of watchers.keys()) if (!folders.has(folder)) drop(folder);
      for (const folder of folders) if (!watchers.has(folder)) add(folder);
    },
    close: () => {
      clearTimeout(timer);
      for (const folder of [...watchers.keys()]) drop(folder);
    },
  };
}

/** Sources and models, which what failed may have lacked. */
const MATTERS = /\.(?:ipynb|[cm]?[jt]sx?|json|onnx|data|txt)$/i;
