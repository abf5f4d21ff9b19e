import { readSources } from '../code/sources.js';
import { isImport } from '../code/string-literals.js';
import type { Check } from '../finding.js';

/** How absolute paths begin on Linux, macOS and Windows. /tmp is everywhere. */
const ABSOLUTE =
  /^(?:\/(?:home|Users|root|mnt|media|opt|srv|data|work|workspace|workspaces|content|Volumes|private)\/|[A-Za-z]:(?:[\\/]{1,2})\w|~\/|file:\/\/\/)/;

/** No code names a place that only this computer has. */
export const absolutePathsCheck: Check = {
  name: 'absolute-paths',
  passed: 'no code names a place that only this computer has',
  async run(repository) {
    return (await readSources(repository)).flatMap(({ path, cell, literals }) =>
      literals
        .filter((literal) => ABSOLUTE.test(literal.text) && !isImport(literal))
        .map(({ text }) => ({
          level: 'error' as const,
          where: { path, cell },
          message: `"${text}" is an absolute path: it does not exist where the app will run.`,
          mend: `Put the file into the repository and name it from the notebook's folder, such as "data/${text.split(/[\\/]+/).at(-1)}".`,
        })),
    );
  },
};
