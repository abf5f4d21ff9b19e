import path from 'node:path';
import { onTestFinished } from 'vitest';
import { makeCleanCheckout } from '../../src/deploy/doctor/launch/clean-checkout.js';
import {
  type JupyterServer,
  startJupyterServer,
} from '../../src/deploy/doctor/launch/jupyter-server.js';
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

/** The path that Binder's hub puts the server of `gh/foo/bar` below. */
export const BASE_URL = '/user/foo-bar-xyz/';

/**
 * Starts the image as Binder does: JupyterLab's server, below `/user/NAME/`, with a token, any Origin allowed.
 * @param bin the folder of the Jupyter's programs; they may be of other versions than those that it was built with
 */
export async function startBinderImage(image: BinderImage, bin: string): Promise<JupyterServer> {
  const PATH = String(image.env.PATH).replace(image.pythonBin, bin);
  const place = { ...image, pythonBin: bin, env: { ...image.env, PATH } };
  const jupyter = await startJupyterServer(place, {
    baseUrl: BASE_URL,
    program: 'jupyter-lab',
    command: (lab) =>
      // It would ask whether to fetch news, from another host.
      asAccount(image.account, [...lab, '--LabApp.news_url=None']),
  });
  onTestFinished(jupyter.close);
  return jupyter;
}
