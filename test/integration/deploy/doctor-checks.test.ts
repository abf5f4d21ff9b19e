import { execFile } from 'node:child_process';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { checkRepository } from '../../../src/deploy/doctor/check-repository.js';
import type { Finding } from '../../../src/deploy/doctor/finding.js';
import { openRepository } from '../../../src/deploy/repository.js';
import { makeFolder } from '../../helpers/folder.js';
import { makeGitRepository } from '../../helpers/git-repository.js';
import { notebook } from '../../helpers/notebook.js';

const run = promisify(execFile);

const PACKED = 'eccola-0.1.0-1a2b3c4d.tgz';
/** A repository in which nothing is wrong. */
const GOOD = {
  'bears.ipynb': notebook(
    [
      'import { readFileSync } from "node:fs";\nimport { label } from "./lib/label";\nimport _ from "lodash";',
      'const names = readFileSync("data/names.csv", "utf8"); // from "/home/me/names.csv"',
    ],
    { markdown: '![A bear](data/bear.svg) and <img src="https://example.org/x.png">' },
  ),
  'lib/label.ts': 'export const label = "x";\n',
  'data/names.csv': 'brown\n',
  'data/bear.svg': '<svg xmlns="http://www.w3.org/2000/svg"/>',
  'package.json': JSON.stringify({
    dependencies: { eccola: `file:${PACKED}`, lodash: '4.17.21' },
  }),
  [PACKED]: 'packed',
};

interface Defect {
  /** Changes a good repository that is committed. */
  plant: (folder: string) => Promise<void>;
  check: string;
  message: RegExp;
  /** Does what the mending says, where it has no commands, or none that can run without a network. */
  mend?: (folder: string) => Promise<void>;
}

const write = (file: string, content: string) => async (folder: string) => {
  await mkdir(path.dirname(path.join(folder, file)), { recursive: true });
  await writeFile(path.join(folder, file), content);
};
const cells = (...sources: string[]) => write('bears.ipynb', notebook(sources));
const dependencies = (named: Record<string, string>) =>
  write('package.json', JSON.stringify({ dependencies: { eccola: `file:${PACKED}`, ...named } }));
const all =
  (...steps: ((folder: string) => Promise<void>)[]) =>
  async (folder: string) => {
    for (const step of steps) await step(folder);
  };
// Put together here, so that no scanner takes this file for one that holds a secret.
const TOKEN = ['hf', 'abcdefghijklmnopqrstuvwxyz0123456789'].join('_');

const DEFECTS: Record<string, Defect> = {
  'a model that git ignores': {
    plant: all(
      write('.gitignore', 'models/\n'),
      write('models/bear.onnx', 'weights'),
      write('models/bear.json', '{}'),
      cells('await ImageClassifier.load("models/bear.onnx")'),
    ),
    check: 'files',
    message: /^models\/bear\.onnx and models\/bear\.json are not in git/,
  },
  'a file that does not exist': {
    plant: cells('readFileSync("data/nmaes.csv")'),
    check: 'files',
    message: /^data\/nmaes\.csv does not exist/,
    mend: write('data/nmaes.csv', 'brown\n'),
  },
  'a file outside the repository': {
    plant: cells('readFileSync("../names.csv")'),
    check: 'files',
    message: /^\.\.\/names\.csv lies outside/,
    mend: cells('readFileSync("data/names.csv")'),
  },
  'a module that is not there': {
    plant: cells('import { x } from "./lib/missing"'),
    check: 'files',
    message: /^lib\/missing does not exist/,
    mend: write('lib/missing.ts', 'export const x = 1;\n'),
  },
  'a picture that is not there': {
    plant: write('bears.ipynb', notebook([], { markdown: '![A bear](data/a%20bear.png)' })),
    check: 'files',
    message: /^data\/a bear\.png does not exist/,
    mend: write('data/a bear.png', 'png'),
  },
  'a pointer to Git LFS': {
    plant: write(
      'data/names.csv',
      'version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 6\n',
    ),
    check: 'lfs',
    message: /^data\/names\.csv is a pointer/,
    mend: write('data/names.csv', 'brown\n'),
  },
  'an absolute path': {
    plant: cells('readFileSync("/home/me/names.csv")'),
    check: 'absolute-paths',
    message: /^"\/home\/me\/names\.csv" is an absolute path/,
    mend: cells('readFileSync("data/names.csv")'),
  },
  'an absolute path in an imported file': {
    plant: write('lib/label.ts', 'export const label = "C:\\\\Users\\\\me\\\\x.csv";\n'),
    check: 'absolute-paths',
    message: /Users/,
    mend: write('lib/label.ts', 'export const label = "data/names.csv";\n'),
  },
  'a token in a source': {
    plant: cells(`const token = "${TOKEN}"`),
    check: 'secrets',
    message: /^the source of cell 1 holds what looks like a Hugging Face token: hf_abcde…$/,
    mend: cells('const token = process.env.TOKEN'),
  },
  'a token in an output': {
    plant: write(
      'bears.ipynb',
      notebook(['f()']).replace(
        '"outputs":[]',
        `"outputs":[{"output_type":"stream","name":"stdout","text":["x: ", "${TOKEN}"]}]`,
      ),
    ),
    check: 'secrets',
    message: /^the output of cell 1 holds/,
    mend: cells('f()'),
  },
  'an environment file': {
    plant: write('.env', 'TOKEN=x\n'),
    check: 'secrets',
    message: /^\.env is in git/,
  },
  'a package that is not asked for': {
    plant: cells('import * as d3 from "d3-array/src/mean"'),
    check: 'packages',
    message: /^The package d3-array is imported, but it is not in package\.json/,
    mend: dependencies({ lodash: '4.17.21', 'd3-array': '3.2.4' }),
  },
  'a package that is not pinned': {
    plant: dependencies({ lodash: '^4' }),
    check: 'packages',
    message: /^The package lodash is not pinned: package\.json asks for "\^4"/,
    mend: dependencies({ lodash: '4.17.21' }),
  },
  'a lock file that npm ci refuses': {
    plant: write(
      'package-lock.json',
      JSON.stringify({ packages: { '': { dependencies: { lodash: '4.17.20' } } } }),
    ),
    check: 'packages',
    message: /^package-lock\.json does not fit package\.json \(eccola, lodash\)/,
    mend: (folder) => rm(path.join(folder, 'package-lock.json')),
  },
  'a tarball of eccola that is not there': {
    plant: (folder) => rm(path.join(folder, PACKED)),
    check: 'install-source',
    message: /^eccola-0\.1\.0-1a2b3c4d\.tgz, which eccola is installed from, does not exist/,
    mend: write(PACKED, 'packed'),
  },
  'a tarball of eccola that is not in git': {
    plant: async (folder) => {
      await run('git', ['rm', '--quiet', '--cached', PACKED], { cwd: folder });
      await write('.gitignore', '*.tgz\n')(folder);
    },
    check: 'install-source',
    message: /is not in git, so no clone has it/,
  },
  'a name that a proxy cuts': {
    plant: write('what #1?.ipynb', notebook(['1'])),
    check: 'names',
    message: /has "#" in its path/,
  },
  'a notebook in Python': {
    plant: write('bears.ipynb', notebook(['1'], { language: 'python' })),
    check: 'notebooks',
    message: /^bears\.ipynb is written in python/,
    mend: cells('1'),
  },
  'a binder/ from which nothing is built': {
    plant: write('binder/postBuild', '#!/bin/sh\n'),
    check: 'binder-folder',
    message: /^binder\/ has neither/,
    mend: write('binder/runtime.txt', 'python-3.12\n'),
  },
  'an environment.yml that hides requirements.txt': {
    plant: all(
      write('binder/environment.yml', 'dependencies: []\n'),
      write('binder/requirements.txt', 'jupyter-server-proxy\n'),
    ),
    check: 'binder-folder',
    message: /makes Binder ignore binder\/requirements\.txt/,
    mend: (folder) => rm(path.join(folder, 'binder/environment.yml')),
  },
  'a site without a server whose notebook needs Node': {
    plant: write('.eccola/init.json', JSON.stringify({ targets: ['pages'] })),
    check: 'pages',
    message: /^“node:fs” is Node’s and in no browser/,
    mend: cells('import { label } from "./lib/label";\nimport _ from "lodash";'),
  },
  'a file that GitHub refuses': {
    plant: write('data/all.bin', 'x'.repeat(101_000_000)),
    check: 'size',
    message: /^data\/all\.bin has 101 MB/,
  },
};

async function findingsIn(folder: string): Promise<Finding[]> {
  const results = await checkRepository(await openRepository(folder));
  return results.flatMap(({ findings }) => findings);
}

test('finds nothing wrong in a repository in which nothing is', async () => {
  const { folder } = await makeGitRepository(GOOD);
  expect(await findingsIn(folder)).toEqual([]);
});

test.each(Object.entries(DEFECTS))('names %s, and its mending works', async (_name, defect) => {
  const { folder, commitAll } = await makeGitRepository(GOOD);
  await defect.plant(folder);
  await commitAll();
  const findings = await findingsIn(folder);
  expect(findings).toEqual([
    expect.objectContaining({
      check: defect.check,
      message: expect.stringMatching(defect.message),
    }),
  ]);
  expect(findings[0]?.mend).not.toBe('');

  if (defect.mend) await defect.mend(folder);
  else {
    for (const command of findings[0]?.commands ?? []) {
      await run('sh', ['-c', command], { cwd: folder });
    }
  }
  await commitAll();
  expect(await findingsIn(folder)).toEqual([]);
});

test('says what is not committed, as a link opens what is', async () => {
  const { folder } = await makeGitRepository(GOOD);
  await write('data/names.csv', 'polar\n')(folder);
  expect(await findingsIn(folder)).toMatchObject(
    [{ check: 'committed', level: 'warning', message: /^data\/names\.csv changed/ }].map(
      (finding) => ({ ...finding, message: expect.stringMatching(finding.message) }),
    ),
  );
});

test('says what is new and not committed, and how all of it is', async () => {
  const { folder } = await makeGitRepository(GOOD);
  await write('lib/new.ts', 'export {};\n')(folder);
  const [finding] = await findingsIn(folder);
  expect(finding).toMatchObject({
    check: 'committed',
    message: expect.stringContaining('lib/new.ts'),
    commands: ['git add --all', 'git commit --message="…"', 'git push'],
  });
  for (const command of finding?.commands?.slice(0, 2) ?? []) {
    await run('sh', ['-c', command], { cwd: folder });
  }
  const after = await findingsIn(folder);
  expect(after.filter(({ check }) => check === 'committed')).toEqual([]);
});

test('checks a folder that is no repository too, and says that a link needs one', async () => {
  const folder = await makeFolder(GOOD);
  expect(await findingsIn(folder)).toMatchObject([{ check: 'committed', level: 'warning' }]);
});
