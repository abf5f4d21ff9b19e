import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import { makeCleanCheckout } from '../../src/deploy/doctor/launch/clean-checkout.js';
import { findFreePort } from '../../src/deploy/doctor/launch/free-port.js';
import { type LaunchPlace, makePlace } from '../../src/deploy/doctor/launch/place.js';
import { openRepository } from '../../src/deploy/repository.js';
import { expectProgram } from '../../src/deploy/run-program.js';
import { REPOSITORY } from './run-eccola.js';
import { type Account, accountThatRuns, asAccount, giveTo } from './unprivileged.js';

/** A clean clone of this repository after `binder/postBuild`: what Binder's image holds. */
export interface BinderImage extends LaunchPlace {
  /** Who built it, and runs it; undefined for the account of the tests. */
  account: Account | undefined;
  close(): Promise<void>;
}

/** @param bin the folder of a Jupyter's programs */
export async function buildBinderImage(bin: string): Promise<BinderImage> {
  const account = await accountThatRuns(path.join(bin, 'jupyter-lab'), '--version');
  const { folder, close } = await makeCleanCheckout(await openRepository(REPOSITORY));
  try {
    const { env, pythonBin } = await makePlace(folder, bin);
    // Root's own settings of npm are out of another account's reach.
    const settings = account ? { ...env, npm_config_userconfig: undefined } : env;
    await expectProgram('chmod', ['a+rx', path.dirname(folder)]);
    await giveTo(path.dirname(folder), account);
    const [program, ...args] = asAccount(account, ['bash', 'binder/postBuild']);
    await expectProgram(program, args, { cwd: folder, env: settings });
    return { folder, pythonBin, env: settings, account, close };
  } catch (error) {
    await close();
    throw error;
  }
}

export interface RunningJupyter {
  /** Ends in `/user/NAME/`. */
  url: string;
  token: string;
  pid: number;
  /** All that it printed so far, and what eccola printed through it. */
  output(): string;
}

/** The path that Binder's hub puts the server of `gh/foo/bar` below. */
export const BASE_URL = '/user/foo-bar-xyz/';

/**
 * Starts the image as Binder does: JupyterLab's server, below `/user/NAME/`, with a token, any Origin allowed.
 * @param bin the folder of the Jupyter's programs; they may be of other versions than those that it was built with
 */
export async function startBinderImage(image: BinderImage, bin: string): Promise<RunningJupyter> {
  const [port, token] = [await findFreePort(), randomUUID()];
  const [program, ...args] = asAccount(image.account, [
    path.join(bin, 'jupyter-lab'),
    '--ServerApp.ip=127.0.0.1',
    `--ServerApp.port=${port}`,
    '--ServerApp.port_retries=0',
    `--ServerApp.base_url=${BASE_URL}`,
    `--IdentityProvider.token=${token}`,
    '--ServerApp.allow_origin=*',
    '--no-browser',
    // It would ask whether to fetch news, from another host.
    '--LabApp.news_url=None',
    ...(process.getuid?.() === 0 && !image.account ? ['--ServerApp.allow_root=True'] : []),
  ]);
  const PATH = String(image.env.PATH).replace(image.pythonBin, bin);
  const child = spawn(program, args, {
    cwd: image.folder,
    env: { ...image.env, PATH },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let printed = '';
  const ended = new Promise<void>((resolve) => child.on('close', () => resolve()));
  onTestFinished(async () => {
    child.kill('SIGTERM');
    await ended;
  });
  const url = await new Promise<string>((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        printed += text;
        const address = `http://127.0.0.1:${port}${BASE_URL}`;
        if (printed.includes(address)) resolve(address);
      });
    }
    void ended.then(() => reject(new Error(`Jupyter Server ended:\n${printed}`)));
  });
  return { url, token, pid: child.pid ?? 0, output: () => printed };
}
