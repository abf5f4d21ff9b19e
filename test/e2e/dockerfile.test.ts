import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { expect, inject, onTestFinished, test } from 'vitest';
import { makeCleanCheckout } from '../../src/deploy/doctor/launch/clean-checkout.js';
import { folderBytes } from '../../src/deploy/doctor/launch/folder-bytes.js';
import { withoutOwnSettings } from '../../src/deploy/doctor/launch/place.js';
import { openRepository } from '../../src/deploy/repository.js';
import { expectProgram, runProgram } from '../../src/deploy/run-program.js';
import { buildByHand, readDockerfile } from '../helpers/dockerfile.js';
import { makeFolder } from '../helpers/folder.js';
import { makeGitRepository } from '../helpers/git-repository.js';
import { notebook } from '../helpers/notebook.js';
import { REPOSITORY, runEccola, startEccola } from '../helpers/run-eccola.js';
import { asAccount, NOBODY } from '../helpers/unprivileged.js';

/** Installs and builds everything. */
const MINUTES = 10 * 60_000;
/** What the base image and tini leave of 400 MB. */
const APP_MEGABYTES = 150;

/** Builds a context's Dockerfile by hand, and starts what it makes with nothing writable but /tmp. */
async function startImage(context: string, notebookPath: string) {
  const into = await makeFolder();
  const home = await makeFolder();
  await expectProgram('chmod', ['a+rx', into]);
  await expectProgram('chmod', ['a+rwx', home]);
  const env = { ...definedOnly(withoutOwnSettings(process.env)), HOME: home };
  const dockerfile = await readDockerfile(context);
  const image = await buildByHand(dockerfile, { context, into, account: NOBODY, env });
  await expectProgram('chmod', ['-R', 'a-w', image.app]);
  onTestFinished(() => void runProgram('chmod', ['-R', 'u+w', image.app]));

  const server = await startEccola([], {
    command: asAccount(NOBODY, image.entrypoint),
    cwd: image.app,
    env: { ...env, ...image.env, PORT: '0' },
  });
  const { port } = new URL(server.url);
  const [program, ...args] = image.healthcheck;
  const health = await runProgram(program, args, { env: { ...process.env, PORT: port } });
  return {
    health: health.code,
    page: await fetchPage(new URL(`voila/render/${notebookPath}`, server.url), server.output()),
    sizes: await sizesBelow(image.app),
    output: server.output,
  };
}

/** In megabytes, by name. */
async function sizesBelow(app: string): Promise<Record<string, number>> {
  const sizes: Record<string, number> = {};
  for (const name of await readdir(app)) {
    const item = path.join(app, name);
    const bytes = (await stat(item)).isDirectory() ? await folderBytes(item) : 0;
    sizes[name] = Math.round(bytes / 1e5) / 10;
  }
  return sizes;
}

/** With the token that it printed, if it wants one. */
async function fetchPage(url: URL, printed: string): Promise<string> {
  const token = /[?&]token=(\S+)/.exec(printed)?.[1];
  const headers = token === undefined ? undefined : { Authorization: `token ${token}` };
  for (;;) {
    const response = await fetch(url, { headers });
    const html = await response.text();
    // A page that names no snapshot says what is being prepared.
    if (!response.ok || html.includes('"snapshot"')) return html;
  }
}

function definedOnly(env: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}

test('this repository’s Dockerfile, step by step and without rights, makes a running app', {
  timeout: MINUTES,
}, async ({ skip }) => {
  const npm = inject('npm');
  if ('missing' in npm) return skip(npm.missing);
  const { folder, close } = await makeCleanCheckout(await openRepository(REPOSITORY));
  onTestFinished(close);

  const { health, page, sizes, output } = await startImage(folder, 'bears.ipynb');

  expect(page).toContain('Which bear');
  expect(health).toBe(0);
  expect(output()).not.toContain('compiled at each start');
  console.log(`What this makes of the image, in MB: ${JSON.stringify(sizes)}`);
  expect(Object.values(sizes).reduce((sum, size) => sum + size)).toBeLessThan(APP_MEGABYTES);
});

test('the Dockerfile that eccola init writes makes a running app', {
  timeout: MINUTES,
}, async ({ skip }) => {
  const npm = inject('npm');
  if ('missing' in npm) return skip(npm.missing);
  const { folder } = await makeGitRepository({ 'my app.ipynb': notebook(['"here it is"']) });
  await runEccola(['init', folder]);

  const { health, page } = await startImage(folder, 'my%20app.ipynb');

  expect(page).toContain('here it is');
  expect(health).toBe(0);
});
