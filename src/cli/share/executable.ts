import { accessSync, constants } from 'node:fs';
import path from 'node:path';

/** True when a shell would find the program. */
export function isExecutableOnPath(program: string, env: NodeJS.ProcessEnv = process.env): boolean {
  const names = process.platform === 'win32' ? [`${program}.exe`, `${program}.cmd`] : [program];
  const folders = (env.PATH ?? '').split(path.delimiter).filter(Boolean);
  return folders.some((folder) => names.some((name) => canExecute(path.join(folder, name))));
}

function canExecute(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
