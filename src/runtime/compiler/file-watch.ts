import { statSync } from 'node:fs';
import type TypeScript from '@tslab/typescript-for-tslab';
import type { Ts } from './typescript.js';

interface WatchedFile {
  callbacks: Set<TypeScript.FileWatcherCallback>;
  stamp: string;
}

/**
 * Stands for TypeScript's watching of files: nothing polls, but `check` before each compilation tells TypeScript which
 * files have changed since the last one. Installed packages are not looked at: with them changed a new converter is made.
 */
export class FileWatch {
  readonly #files = new Map<string, WatchedFile>();

  install(sys: Ts['sys']): void {
    sys.watchDirectory = () => ({ close: () => {} });
    sys.watchFile = (file, callback) => this.#watch(file, callback);
  }

  /** @param kinds TypeScript's numbers for what can happen to a file */
  check(kinds: Pair): void {
    for (const [file, watched] of this.#files) {
      const stamp = stampOf(file);
      if (stamp === watched.stamp) continue;
      watched.stamp = stamp;
      const kind = stamp === MISSING ? kinds.Deleted : kinds.Changed;
      for (const callback of watched.callbacks) callback(file, kind);
    }
  }

  #watch(file: string, callback: TypeScript.FileWatcherCallback): TypeScript.FileWatcher {
    if (file.includes('/node_modules/')) return { close: () => {} };
    const watched = this.#files.get(file) ?? { callbacks: new Set(), stamp: stampOf(file) };
    watched.callbacks.add(callback);
    this.#files.set(file, watched);
    return {
      close: () => {
        watched.callbacks.delete(callback);
        if (watched.callbacks.size === 0) this.#files.delete(file);
      },
    };
  }
}

type Pair = Pick<typeof TypeScript.FileWatcherEventKind, 'Changed' | 'Deleted'>;

const MISSING = '';

function stampOf(file: string): string {
  const stats = statSync(file, { throwIfNoEntry: false });
  return stats ? `${stats.mtimeMs}:${stats.size}` : MISSING;
}
