import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ROOT, run } from '../../scripts/run.mjs';

/** The packed tarball, and what installing it in an empty folder takes with npm's cache as it is. */
export async function packageInstall() {
  const folder = await mkdtemp(path.join(tmpdir(), 'eccola-bench-'));
  try {
    const pack = await npm(
      ROOT,
      'pack',
      '--ignore-scripts',
      '--silent',
      `--pack-destination=${folder}`,
    );
    const tarball = path.join(folder, pack.trim().split('\n').at(-1));
    await writeFile(path.join(folder, 'package.json'), '{ "private": true }');
    const start = performance.now();
    await npm(folder, 'install', '--ignore-scripts', '--silent', tarball);
    const seconds = (performance.now() - start) / 1000;
    const modules = path.join(folder, 'node_modules');
    return {
      'tarball, kB': (await stat(tarball)).size / 1000,
      'npm install, s': seconds,
      'installed, MB': (await sizeOf(modules)) / 1e6,
      'packages installed': (await readdir(modules)).filter((name) => !name.startsWith('.')).length,
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function npm(cwd, ...args) {
  const { code, output } = await run('npm', args, { cwd, quiet: true });
  if (code !== 0) throw new Error(output);
  return output;
}

async function sizeOf(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  const sizes = await Promise.all(
    files.map(async ({ parentPath, name }) => (await stat(path.join(parentPath, name))).size),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}
