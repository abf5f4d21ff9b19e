import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { NotebookLanguage } from '../protocol/nbformat.js';

/** @see https://jupyter-client.readthedocs.io/en/stable/kernels.html#kernel-specs */
interface Kernelspec {
  argv: readonly string[];
  display_name: string;
  language: NotebookLanguage;
  interrupt_mode: 'message';
  /** By this a kernelspec is known as ours. */
  metadata: { eccola: { version: string } };
}

export interface KernelspecOptions {
  language: NotebookLanguage;
  /** Absolute path of the kernel's program. */
  kernelMain: string;
  version: string;
}

/** Whose the kernelspec of a name is. */
export type KernelspecOwner = 'nobody' | 'eccola' | 'somebody';

/** Both programs stand with their absolute paths: Jupyter starts a kernel in any folder, with any PATH. */
function createKernelspec({ language, kernelMain, version }: KernelspecOptions): Kernelspec {
  return {
    argv: [
      process.execPath,
      kernelMain,
      '--language',
      language,
      '--connection-file',
      '{connection_file}',
    ],
    display_name: language === 'typescript' ? 'TypeScript' : 'JavaScript',
    language,
    interrupt_mode: 'message',
    metadata: { eccola: { version } },
  };
}

export async function kernelspecOwner(folder: string): Promise<KernelspecOwner> {
  let text: string;
  try {
    text = await readFile(path.join(folder, 'kernel.json'), 'utf8');
  } catch {
    return 'nobody';
  }
  try {
    const spec: unknown = JSON.parse(text);
    const metadata = Object(Object(spec).metadata);
    return 'eccola' in metadata ? 'eccola' : 'somebody';
  } catch {
    return 'somebody';
  }
}

export async function writeKernelspec(folder: string, options: KernelspecOptions): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const spec = JSON.stringify(createKernelspec(options), null, 2);
  await writeFile(path.join(folder, 'kernel.json'), `${spec}\n`);
  await writeFile(path.join(folder, 'logo-svg.svg'), logo(options.language));
}

/** What JupyterLab's launcher shows on the tile. */
function logo(language: NotebookLanguage): string {
  const [letters, background, ink] =
    language === 'typescript' ? ['TS', '#3178c6', '#fff'] : ['JS', '#f0db4f', '#222'];
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64"><rect width="64" height="64" rx="8" fill="${background}"/><text x="58" y="55" text-anchor="end" font-family="sans-serif" font-weight="bold" font-size="34" fill="${ink}">${letters}</text></svg>\n`;
}
