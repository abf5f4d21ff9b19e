import { isBuiltin } from 'node:module';
import { parseRecord, RECORD_FILE } from '../../init/record.js';
import { readSources } from '../code/sources.js';
import { isImport } from '../code/string-literals.js';
import type { Check } from '../finding.js';

/** Where the site of `eccola build --static` is asked for, no notebook needs what only Node has. */
export const pagesCheck: Check = {
  name: 'pages',
  passed: 'no notebook of a site without a server imports what only Node has',
  async run(repository) {
    const { targets } = parseRecord(await repository.readText(RECORD_FILE));
    if (!targets.includes('pages')) return [];
    return (await readSources(repository)).flatMap(({ path, cell, literals }) =>
      literals
        .filter((literal) => isImport(literal) && isBuiltin(literal.text))
        .map(({ text }) => ({
          level: 'error' as const,
          where: { path, cell },
          message: `“${text}” is Node’s and in no browser: on GitHub Pages nothing else runs the notebook.`,
          mend: 'Take what the cell does without it, or publish the notebook where a server runs it, such as with --target binder.',
        })),
    );
  },
};
