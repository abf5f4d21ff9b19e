import 'vitest';

declare module 'vitest' {
  /** What the global set-up finds out, for `inject`. */
  interface ProvidedContext {
    /** The executable of the browser that e2e tests drive. */
    chromiumPath: string;
    /** The folder of Jupyter's programs, or why there are none. */
    jupyter: { bin: string } | { missing: string };
    /** Whether npm can install packages, or why not. */
    npm: { reachable: true } | { missing: string };
  }
}
