// `node scripts/check-release.mjs v0.2.0`: what has to be true before that tag is published.
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from './build.mjs';
import { isMain, ROOT, run } from './run.mjs';

const MOST_BYTES = 2_000_000;

/**
 * Compares what states a version, and weighs the package.
 * @param {string} tag
 * @returns {Promise<string[]>} sentences about what is wrong
 */
export async function checkRelease(tag) {
  const read = (file) => readFile(path.join(ROOT, file), 'utf8');
  const { version, repository } = JSON.parse(await read('package.json'));
  const labextension = 'python/eccola-jupyter/eccola_jupyter/labextension/package.json';
  const stated = {
    'the tag': tag.replace(/^v/, ''),
    'pyproject.toml': /^version = "(.+)"$/m.exec(
      await read('python/eccola-jupyter/pyproject.toml'),
    )?.[1],
    [labextension]: JSON.parse(await read(labextension)).version,
    'CHANGELOG.md': new RegExp(`^## \\[(${version.replaceAll('.', '\\.')})\\]`, 'm').exec(
      await read('CHANGELOG.md'),
    )?.[1],
  };
  const wrong = Object.entries(stated)
    .filter(([, found]) => found !== version)
    .map(([where, found]) => `package.json says ${version}, ${where} says ${found ?? 'nothing'}.`);
  if (!repository) {
    wrong.push(
      'package.json names no repository, without which npm makes no provenance: npm pkg set repository.url=… does, as release.yml.',
    );
  }
  const bytes = await packedBytes();
  if (bytes > MOST_BYTES) wrong.push(`The package has ${bytes} bytes, more than ${MOST_BYTES}.`);
  return wrong;
}

/** @returns {Promise<number>} the size of what `npm pack` makes */
export async function packedBytes() {
  await build();
  const folder = await mkdtemp(path.join(tmpdir(), 'eccola-release-'));
  try {
    const args = ['pack', '--ignore-scripts', '--json', `--pack-destination=${folder}`, '--silent'];
    const { code, output } = await run('npm', args, { quiet: true });
    if (code !== 0) throw new Error(output);
    const [{ filename }] = JSON.parse(output.slice(output.indexOf('[')));
    return (await stat(path.join(folder, filename))).size;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

if (isMain(import.meta.url)) {
  const wrong = await checkRelease(process.argv[2] ?? '');
  for (const sentence of wrong) console.error(sentence);
  process.exitCode = wrong.length > 0 ? 1 : 0;
}
