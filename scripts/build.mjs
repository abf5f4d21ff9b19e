// `npm run build`: src/ → dist/. What is built already is left alone; `--clean` starts from nothing.
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { buildBrowserKernel } from './build-browser-kernel.mjs';
import { buildKernel } from './build-kernel.mjs';
import { isMain, ROOT, run, runTool } from './run.mjs';

const DIST = path.join(ROOT, 'dist');
const FINGERPRINT = path.join(DIST, '.fingerprint');
const CLIENT_SCRIPT = path.join(ROOT, 'scripts', 'build-client.mjs');
const INPUTS = ['src', 'scripts', 'package-lock.json', 'tsconfig.base.json', 'tsconfig.json'];

/**
 * Brings dist/ up to date. Does nothing when no input has changed since the last build, so that it may stand before
 * whatever needs dist/.
 * @param {{ clean?: boolean, log?: (line: string) => void }} [options]
 * @throws Error with the compiler's output
 */
export async function build({ clean = false, log = () => {} } = {}) {
  const fingerprint = await fingerprintInputs();
  if (clean) await rm(DIST, { recursive: true, force: true });
  else if (existsSync(FINGERPRINT) && (await readFile(FINGERPRINT, 'utf8')) === fingerprint) return;

  await rm(FINGERPRINT, { force: true });
  log('Compiling src …');
  expectSuccess(
    await runTool('typescript/bin/tsc', ['-b', ...(await sourceProjects())], { quiet: true }),
  );
  await buildKernel();
  await buildBrowserKernel();
  if (existsSync(CLIENT_SCRIPT)) {
    log('Bundling the page’s script …');
    expectSuccess(await run(process.execPath, [CLIENT_SCRIPT], { quiet: true }));
  }
  await mkdir(DIST, { recursive: true });
  await writeFile(FINGERPRINT, fingerprint);
}

/** The projects of tsconfig.json but for test/, whose output nobody runs. */
async function sourceProjects() {
  const { references } = JSON.parse(await readFile(path.join(ROOT, 'tsconfig.json'), 'utf8'));
  return references.map(({ path: folder }) => folder).filter((folder) => folder.startsWith('src/'));
}

function expectSuccess({ code, output }) {
  if (code !== 0) throw new Error(output.trim());
}

async function fingerprintInputs() {
  const hash = createHash('sha256').update(process.version);
  for (const input of INPUTS) {
    for (const file of await filesBelow(path.join(ROOT, input))) {
      const { size, mtimeMs } = await stat(file);
      hash.update(`${path.relative(ROOT, file)}\0${size}\0${mtimeMs}\n`);
    }
  }
  return hash.digest('hex');
}

async function filesBelow(entry) {
  if (!(await stat(entry)).isDirectory()) return [entry];
  const entries = await readdir(entry, { recursive: true, withFileTypes: true });
  return entries
    .filter((item) => item.isFile())
    .map((item) => path.join(item.parentPath, item.name))
    .sort();
}

if (isMain(import.meta.url)) {
  try {
    await build({ clean: process.argv.includes('--clean'), log: console.error });
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  }
}
