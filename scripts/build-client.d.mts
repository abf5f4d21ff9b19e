import type { Metafile } from 'esbuild';

export interface ClientManifest {
  script: string;
  style: string;
}

/** @see build-client.mjs */
export function bundleClient(): Promise<{
  files: { name: string; contents: Uint8Array }[];
  manifest: ClientManifest;
  metafile: Metafile;
}>;
