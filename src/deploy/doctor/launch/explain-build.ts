import { existsSync } from 'node:fs';
import path from 'node:path';
import { type ProgramResult, runProgram } from '../../run-program.js';
import type { Finding } from '../finding.js';
import type { LaunchPlace } from './place.js';

/** Says why `binder/postBuild` failed: by the notebooks that cannot be published, else by what it printed last. */
export async function explainBuild(place: LaunchPlace, build: ProgramResult): Promise<Finding[]> {
  const found = await brokenNotebooks(place);
  if (found.length > 0) return found;
  const lines = `${build.stdout}\n${build.stderr}`.trim().split('\n');
  const npm = lines.filter((line) => line.startsWith('npm error'));
  const said = (npm.length > 0 ? npm : lines).slice(-8).join('\n');
  const offline = /ENOTFOUND|EAI_AGAIN|ETIMEDOUT|ECONNREFUSED/.test(said);
  return [
    {
      check: 'launch',
      level: offline ? 'warning' : 'error',
      message: offline
        ? `binder/postBuild could not be tried without a network:\n${said}`
        : `binder/postBuild failed (${build.code}):\n${said}`,
      mend: offline
        ? 'Run eccola doctor again with a network.'
        : 'Mend what it says; eccola init brings binder/postBuild up to date.',
    },
  ];
}

async function brokenNotebooks({ folder, env }: LaunchPlace): Promise<Finding[]> {
  const main = path.join(folder, 'node_modules/eccola/dist/cli/main.js');
  if (!existsSync(main)) return [];
  const args = [main, 'build', '--json', '.'];
  const { stdout } = await runProgram(process.execPath, args, { cwd: folder, env });
  return readBuilt(stdout).map(({ path: notebook, message, traceback }) => ({
    check: 'runs',
    level: 'error',
    where: { path: notebook },
    message: [`${notebook} does not run from a clean checkout: ${message}`, traceback]
      .filter(Boolean)
      .join('\n'),
    mend: 'Mend the cell. What it needs has to be in git, or in package.json.',
  }));
}

/** Reads what `eccola build --json` prints. */
function readBuilt(text: string): { path: string; message: string; traceback: string }[] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return [];
  }
  const notebooks = at(value, 'notebooks');
  return (Array.isArray(notebooks) ? notebooks : [])
    .filter((item) => at(item, 'error') !== undefined)
    .filter((item) => at(at(item, 'error'), 'code') !== 'UNSUPPORTED_LANGUAGE')
    .map((item) => ({
      path: String(at(item, 'path')),
      message: String(at(at(item, 'error'), 'message')),
      traceback: String(at(at(item, 'error'), 'traceback') ?? ''),
    }));
}

function at(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
}
