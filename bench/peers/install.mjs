// `npm run bench:peers:install`: an environment for each peer from PyPI, and the model and photos that all of them use.
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { isMain, run } from '../../scripts/run.mjs';
import { CACHE, inCache, SOURCES } from './cache.mjs';

const ENVIRONMENTS = ['tools', 'voila', 'gradio', 'solara'];
const DATA_SOURCES = [
  'data/make_photos.py',
  'data/make_model.py',
  'data/make_labels.py',
  'apps/common/classifier.py',
];

/** Installs what is missing or out of date; does nothing when all is there. */
export async function install({ log = () => {} } = {}) {
  await mkdir(CACHE, { recursive: true });
  for (const name of ENVIRONMENTS) {
    await keepUpToDate(name, [`requirements/${name}.txt`], () => installEnvironment(name, log));
  }
  await keepUpToDate('data', DATA_SOURCES, () => makeData(log));
}

async function installEnvironment(name, log) {
  log(`Installing ${name} from PyPI …`);
  const environment = inCache('venvs', name);
  await rm(environment, { recursive: true, force: true });
  await must('python3', ['-m', 'venv', environment]);
  const requirements = path.join(SOURCES, 'requirements', `${name}.txt`);
  await must(python(name), ['-m', 'pip', 'install', '--quiet', '--compile', '-r', requirements]);
}

async function makeData(log) {
  log('Making the photos, the model and the labels that it must give …');
  const script = (name) => path.join(SOURCES, 'data', name);
  const [photos, model] = [inCache('photos'), inCache('model.onnx')];
  const common = path.join(SOURCES, 'apps', 'common');
  await must(python('tools'), [script('make_photos.py'), photos]);
  await must(python('tools'), [script('make_model.py'), photos, model]);
  await must(python('tools'), [script('make_labels.py'), photos, inCache('labels.json')], {
    PYTHONPATH: common,
    PYTHONDONTWRITEBYTECODE: '1',
    CLASSIFIER_MODEL: model,
  });
}

async function keepUpToDate(name, sources, make) {
  const hash = createHash('sha256');
  for (const source of sources) hash.update(await readFile(path.join(SOURCES, source)));
  const digest = hash.digest('hex');
  const stamp = inCache(`${name}.stamp`);
  if (existsSync(stamp) && (await readFile(stamp, 'utf8')) === digest) return;
  await make();
  await writeFile(stamp, digest);
}

const python = (environment) => inCache('venvs', environment, 'bin', 'python');

async function must(command, args, env = {}) {
  const { code, output } = await run(command, args, {
    quiet: true,
    env: { ...process.env, ...env },
  });
  if (code !== 0) throw new Error(`${command} ${args.join(' ')} failed:\n${output.trim()}`);
}

if (isMain(import.meta.url)) {
  try {
    await install({ log: console.error });
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  }
}
