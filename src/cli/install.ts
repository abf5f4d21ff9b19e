import { rm } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { AppError } from '../protocol/errors.js';
import type { NotebookLanguage } from '../protocol/nbformat.js';
import { eccolaVersion } from '../server/eccola-version.js';
import { JUPYTER_KERNEL_MAIN } from '../server/start-runtime.js';
import type { Command } from './command.js';
import { kernelspecOwner, writeKernelspec } from './kernelspec.js';
import { kernelspecFolder } from './kernelspec-folder.js';
import type { Terminal } from './terminal.js';

const USAGE = `eccola install [--user | --sys-prefix | --prefix PREFIX] [--name NAME] [--replace]
eccola uninstall [--user | --sys-prefix | --prefix PREFIX] [--name NAME]

Gives JupyterLab, VS Code and other Jupyter front ends the kernels for TypeScript and JavaScript.

  --user           for this user (default)
  --sys-prefix     for the Python environment that is active
  --prefix PREFIX  below PREFIX/share/jupyter/kernels
  --name NAME      call the TypeScript kernel NAME and the JavaScript one NAME-js   (tslab, jslab)
  --replace        overwrite kernels of these names that are not eccola's`;

interface Named {
  name: string;
  folder: string;
  language: NotebookLanguage;
}

const PLACE_OPTIONS = {
  user: { type: 'boolean', default: false },
  'sys-prefix': { type: 'boolean', default: false },
  prefix: { type: 'string' },
  name: { type: 'string' },
} as const;

export const installCommand: Command = { usage: USAGE, run: install };
export const uninstallCommand: Command = { usage: USAGE, run: uninstall };

async function install(args: readonly string[], terminal: Terminal): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: { ...PLACE_OPTIONS, replace: { type: 'boolean', default: false } },
  });
  const kernels = namedKernels(values);
  for (const { name, folder } of kernels) {
    if (values.replace || (await kernelspecOwner(folder)) !== 'somebody') continue;
    throw new AppError('BAD_OPTION', `There is a kernel ${name} at ${folder} already.`, {
      hint: 'Overwrite it with --replace, or choose other names with --name.',
    });
  }
  const kernelMain = fileURLToPath(JUPYTER_KERNEL_MAIN);
  for (const { folder, language } of kernels) {
    await writable(folder, () =>
      writeKernelspec(folder, { language, kernelMain, version: eccolaVersion() }),
    );
  }
  const names = kernels.map(({ name, language }) => `${name} (${label(language)})`).join(' and ');
  terminal.print(
    `The kernels ${names} are installed in ${path.dirname(kernels[0]?.folder ?? '')}.\nReload JupyterLab or VS Code, and choose one for a notebook.\nJupyterLab draws widgets if its environment has the Python package jupyterlab-widgets.`,
  );
  return 0;
}

/** Removes kernels of ours, and no others. */
async function uninstall(args: readonly string[], terminal: Terminal): Promise<number> {
  const { values } = parseArgs({ args: [...args], options: PLACE_OPTIONS });
  const removed: string[] = [];
  for (const { name, folder } of namedKernels(values)) {
    if ((await kernelspecOwner(folder)) !== 'eccola') continue;
    await writable(folder, () => rm(folder, { recursive: true }));
    removed.push(name);
  }
  terminal.print(
    removed.length > 0
      ? `Removed ${removed.join(' and ')}.`
      : 'There is no kernel of eccola’s to remove there.',
  );
  return 0;
}

function namedKernels(values: {
  user: boolean;
  'sys-prefix': boolean;
  prefix?: string | undefined;
  name?: string | undefined;
}): Named[] {
  const { user, 'sys-prefix': sysPrefix, prefix, name } = values;
  if ([user, sysPrefix, prefix !== undefined].filter(Boolean).length > 1) {
    throw new AppError('BAD_OPTION', '--user, --sys-prefix and --prefix exclude each other.', {
      hint: 'Give one of them, or none for --user.',
    });
  }
  if (name !== undefined && !/^[A-Za-z0-9._-]+$/.test(name)) {
    throw new AppError('BAD_OPTION', `A kernel cannot be called "${name}".`, {
      hint: 'Letters, digits, ".", "_" and "-" may be in its name.',
    });
  }
  const parent = kernelspecFolder({ sysPrefix, prefix });
  const names: readonly (readonly [string, NotebookLanguage])[] = [
    [name ?? 'tslab', 'typescript'],
    [name === undefined ? 'jslab' : `${name}-js`, 'javascript'],
  ];
  return names.map(([kernelName, language]) => ({
    name: kernelName,
    folder: path.join(parent, kernelName),
    language,
  }));
}

async function writable(folder: string, action: () => Promise<void>): Promise<void> {
  try {
    await action();
  } catch (cause) {
    throw new AppError('BAD_OPTION', `${folder} cannot be written.`, {
      hint: 'Choose another place with --prefix, or leave --prefix and --sys-prefix away.',
      cause,
    });
  }
}

function label(language: NotebookLanguage): string {
  return language === 'typescript' ? 'TypeScript' : 'JavaScript';
}
