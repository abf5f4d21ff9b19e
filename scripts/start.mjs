// `npm start`: builds what is not built and serves notebooks/. Arguments after `--` go to eccola.

import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from './build.mjs';
import { ROOT } from './run.mjs';

try {
  await build({ log: console.error });
} catch (error) {
  console.error(error.message);
  process.exit(1);
}

// In this process, not in a child: signals and the exit code are then eccola's own.
const main = path.join(ROOT, 'dist', 'cli', 'main.js');
process.argv = [process.execPath, main, path.join(ROOT, 'notebooks'), ...process.argv.slice(2)];
await import(pathToFileURL(main).href);
