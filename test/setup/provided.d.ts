import 'vitest';

declare module 'vitest' {
  /** What the global set-up finds out, for `inject`. */
  interface ProvidedContext {
    /** The executable of the browser that e2e tests drive. */
    chromiumPath: string;
    /** The path of `jupyter-server`, or why there is none. */
    jupyter: { executable: string } | { missing: string };
    /** Whether npm can install packages, or why not. */
    npm: { reachable: true } | { missing: string };
  }
}
