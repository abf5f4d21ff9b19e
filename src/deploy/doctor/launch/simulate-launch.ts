import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { isAppError } from '../../../protocol/errors.js';
import { createUrls } from '../../../protocol/urls.js';
import { parseRecord, RECORD_FILE } from '../../init/record.js';
import type { Repository } from '../../repository.js';
import { runProgram } from '../../run-program.js';
import type { Finding } from '../finding.js';
import { findBrowser, visitInBrowser } from './browser.js';
import { makeCleanCheckout } from './clean-checkout.js';
import { explainBuild } from './explain-build.js';
import { folderBytes } from './folder-bytes.js';
import { type JupyterServer, startJupyterServer } from './jupyter-server.js';
import { type LaunchPlace, makePlace } from './place.js';
import { preparePython } from './python.js';
import { visitApp } from './visit.js';

export interface LaunchOptions {
  /** Absolute path of a folder that is kept from one run to the next. */
  cacheDir: string;
  /** Told what is being done. */
  onStep: (step: string) => void;
}

/** What a simulated launch showed. */
export interface LaunchResult {
  findings: readonly Finding[];
  /** Each app that came to life. */
  live: readonly { notebook: string; pageBytes: number; liveAfterMs: number }[];
  /** Path of the browser that each of them was opened in; undefined if there is none. */
  browser: string | undefined;
  /** What the checkout holds after its build, in bytes: what Binder adds to its base image. */
  imageBytes: number | undefined;
}

const MB = 1_000_000;
/** Binder's base image has some 1.5 GB itself; what comes on top is pulled at every cold launch. */
const LARGE_IMAGE_BYTES = 1000 * MB;
/** At the 1 Mbit/s that a visitor of mybinder.org may get, 8 s. */
const LARGE_PAGE_BYTES = 1 * MB;

/**
 * Does with a clean checkout what Binder does: installs Python packages, runs `binder/postBuild`, starts a Jupyter Server
 * with the repository's own configuration, and visits every app through it.
 * @returns undefined where there is nothing to launch: for GitHub Pages alone
 */
export async function simulateLaunch(
  repository: Repository,
  { cacheDir, onStep }: LaunchOptions,
): Promise<LaunchResult | undefined> {
  const binder = ['binder', '.binder'].find((name) =>
    existsSync(path.join(repository.root, name, 'postBuild')),
  );
  if (binder === undefined) {
    const { targets } = parseRecord(await repository.readText(RECORD_FILE));
    if (targets.includes('pages') && !targets.includes('binder')) return undefined;
    return nothing({
      level: 'warning',
      message: 'There is no binder/postBuild, so no launch was simulated.',
      mend: 'eccola init --target binder writes one.',
    });
  }
  onStep('Making a clean checkout');
  const checkout = await makeCleanCheckout(repository);
  try {
    onStep('Installing Jupyter Server');
    const requirements = await readFile(
      path.join(checkout.folder, binder, 'requirements.txt'),
      'utf8',
    ).catch(() => '');
    const place = await makePlace(checkout.folder, await preparePython(cacheDir, requirements));
    onStep(`Running ${binder}/postBuild, which takes a minute or two`);
    const build = await runProgram('bash', [`${binder}/postBuild`], {
      cwd: place.folder,
      env: place.env,
    });
    if (build.code !== 0) return { ...nothing(), findings: await explainBuild(place, build) };
    const imageBytes = await folderBytes(checkout.folder);
    return await visitAll(repository, place, imageBytes, onStep);
  } catch (error) {
    if (!isAppError(error)) throw error;
    return nothing({
      level: 'warning',
      message: `The launch was not simulated: ${error.message}`,
      mend: error.hint ?? 'Run eccola doctor where Python and a network are.',
    });
  } finally {
    await checkout.close();
  }
}

async function visitAll(
  { notebooks }: Repository,
  place: LaunchPlace,
  imageBytes: number,
  onStep: (step: string) => void,
): Promise<LaunchResult> {
  onStep('Starting Jupyter Server');
  const server = await startJupyterServer(place);
  const findings: Finding[] = [];
  const live: { notebook: string; pageBytes: number; liveAfterMs: number }[] = [];
  const browser = findBrowser();
  try {
    for (const { path: notebook } of notebooks.filter((found) => found.notebook)) {
      onStep(`Visiting ${notebook}`);
      const visit = await visitApp(`${server.url}voila/`, notebook, server.token);
      if (visit.ok) {
        const { pageBytes, liveAfterMs } = visit;
        live.push({ notebook, pageBytes, liveAfterMs });
        if (browser) findings.push(...(await openInBrowser(browser, server, notebook)));
      } else {
        findings.push({
          check: 'launch',
          level: 'error',
          where: { path: notebook },
          message: `${notebook} did not open through Jupyter Server: ${visit.reason}`,
          mend: `eccola ${notebook} shows it on this computer; its log says more.`,
        });
      }
    }
  } finally {
    await server.close();
  }
  return { findings: [...findings, ...sizeFindings(live, imageBytes)], live, browser, imageBytes };
}

async function openInBrowser(
  browser: string,
  { url, token }: JupyterServer,
  notebook: string,
): Promise<Finding[]> {
  const { render } = createUrls(`${new URL(url).pathname}voila/`);
  const page = new URL(`${render(notebook)}?token=${token}`, url).href;
  const visit = await visitInBrowser(browser, page);
  const about = { check: 'launch', where: { path: notebook } };
  const mend = `eccola ${notebook} shows it on this computer; the browser's console says more.`;
  if (!visit.ok) {
    const message = `${notebook} did not come to life in ${path.basename(browser)}: ${visit.reason}`;
    return [{ ...about, level: 'error', message, mend }];
  }
  if (visit.errors.length === 0) return [];
  const message = `The page of ${notebook} reports errors in ${path.basename(browser)}:\n${visit.errors.join('\n')}`;
  return [{ ...about, level: 'warning', message, mend }];
}

function sizeFindings(live: LaunchResult['live'], imageBytes: number): Finding[] {
  const pages = live
    .filter(({ pageBytes }) => pageBytes > LARGE_PAGE_BYTES)
    .map(
      ({ notebook, pageBytes }): Finding => ({
        check: 'launch',
        level: 'warning',
        where: { path: notebook },
        message: `The page of ${notebook} has ${(pageBytes / MB).toFixed(1)} MB: on Binder's 1 Mbit/s that takes ${Math.round((pageBytes * 8) / MB)} s.`,
        mend: 'Show smaller pictures and fewer rows.',
      }),
    );
  if (imageBytes <= LARGE_IMAGE_BYTES) return pages;
  return [
    ...pages,
    {
      check: 'launch',
      level: 'warning',
      message: `Repository and packages have ${Math.round(imageBytes / MB)} MB in the image, which every cold launch pulls.`,
      mend: 'Leave out packages and files that no notebook uses.',
    },
  ];
}

function nothing(...findings: Omit<Finding, 'check'>[]): LaunchResult {
  return {
    findings: findings.map((finding) => ({ check: 'launch', ...finding })),
    live: [],
    browser: undefined,
    imageBytes: undefined,
  };
}
