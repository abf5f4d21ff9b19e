// Finds the Chromium that the browser tests drive, and installs it where that is one command without questions.
import { accessSync, constants, existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { run } from './run.mjs';

const NAMES = [
  'chromium',
  'chromium-browser',
  'google-chrome-stable',
  'google-chrome',
  'microsoft-edge',
];
const APPLICATIONS = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

/** @returns {string | undefined} the path of an installed browser: CHROMIUM_PATH, else the first one found */
export function findChromium() {
  if (process.env.CHROMIUM_PATH) return process.env.CHROMIUM_PATH;
  const folders = (process.env.PATH ?? '').split(path.delimiter).filter(Boolean);
  const candidates = folders.flatMap((folder) => NAMES.map((name) => path.join(folder, name)));
  return [...candidates.sort(byName), ...APPLICATIONS].find(isExecutable);
}

/**
 * Finds a browser or, on Debian as root, installs one.
 * @throws Error that says in one line what to install
 */
export async function ensureChromium({ log = () => {} } = {}) {
  const found = findChromium();
  if (found) return found;
  if (await isDebianRoot()) {
    log('Installing Chromium with apt-get …');
    await aptGet(['update']);
    await aptGet(['install', '--yes', '--no-install-recommends', 'chromium']);
    const installed = findChromium();
    if (installed) return installed;
  }
  throw new Error(
    'No Chromium was found: install chromium or google-chrome, or set CHROMIUM_PATH to its executable.',
  );
}

/** True where apt-get may install a package: Debian itself, whose `chromium` is no snap, as root. */
export async function isDebianRoot() {
  if (process.getuid?.() !== 0 || !existsSync('/etc/os-release')) return false;
  return /^ID="?debian"?$/m.test(await readFile('/etc/os-release', 'utf8'));
}

/** @throws Error with apt-get's output */
export async function aptGet(args) {
  const { code, output } = await run('apt-get', ['-qq', ...args], {
    quiet: true,
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  });
  if (code !== 0) throw new Error(`apt-get ${args.join(' ')} failed: ${output.trim()}`);
}

function byName(a, b) {
  return NAMES.indexOf(path.basename(a)) - NAMES.indexOf(path.basename(b));
}

function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
