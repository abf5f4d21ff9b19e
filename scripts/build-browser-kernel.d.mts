import type { Metafile } from 'esbuild';

/** @see build-browser-kernel.mjs */
export function bundleBrowserKernel(): Promise<{
  files: { name: string; contents: Uint8Array }[];
  metafile: Metafile;
}>;
