import { type FSWatcher, watch } from 'node:fs';
import { onTestFinished } from 'vitest';

/** Records the path of whatever is written, made or removed below these folders. */
export function watchFiles(folders: readonly string[]): {
  touched: readonly string[];
  close(): void;
} {
  const touched: string[] = [];
  const watchers: FSWatcher[] = folders.map((folder) =>
    watch(folder, { recursive: true }, (_event, name) => touched.push(`${folder}/${name}`)),
  );
  const close = () => {
    for (const watcher of watchers) watcher.close();
  };
  onTestFinished(close);
  return { touched, close };
}
