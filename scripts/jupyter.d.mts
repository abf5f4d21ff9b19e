/** @see jupyter.mjs */
export function ensureJupyter(options?: {
  name?: 'jupyter' | 'jupyter-repo2docker';
  log?: (line: string) => void;
}): Promise<string>;
