// Writes src/widgets/generated/ from the schema of Jupyter's widgets: `node scripts/generate-widgets.mjs`.
// What it writes is committed; a test generates it again and finds no difference.
import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { CATALOGUE } from './widgets/catalogue.mjs';
import { renderFile, renderIndex, renderModules } from './widgets/render.mjs';
import { readSchema } from './widgets/schema.mjs';

const OUTPUT = new URL('../src/widgets/generated/', import.meta.url);
const BIOME = createRequire(import.meta.url).resolve('@biomejs/biome/bin/biome');

/** Every generated file by name, formatted. */
export function generateWidgets() {
  const schema = readSchema();
  const files = Object.keys(CATALOGUE).map((file) => [`${file}.ts`, renderFile(file, schema)]);
  files.push(['modules.ts', renderModules(schema)], ['index.ts', renderIndex()]);
  return new Map(files.map(([name, source]) => [name, format(name, source)]));
}

function format(name, source) {
  const path = fileURLToPath(new URL(name, OUTPUT));
  return execFileSync(process.execPath, [BIOME, 'check', '--write', `--stdin-file-path=${path}`], {
    input: source,
    encoding: 'utf8',
    // Biome writes remarks on its configuration there.
    stdio: ['pipe', 'pipe', 'pipe'],
    cwd: fileURLToPath(new URL('..', import.meta.url)),
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  rmSync(OUTPUT, { recursive: true, force: true });
  mkdirSync(OUTPUT, { recursive: true });
  for (const [name, source] of generateWidgets()) writeFileSync(new URL(name, OUTPUT), source);
}
