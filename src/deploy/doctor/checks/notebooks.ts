import type { Check } from '../finding.js';

/** There is something to publish. */
export const notebooksCheck: Check = {
  name: 'notebooks',
  passed: 'every notebook is one that eccola runs',
  async run({ notebooks }) {
    const runnable = notebooks.some(({ notebook }) => notebook !== undefined);
    const refused = notebooks.flatMap(({ path, error }) =>
      error === undefined
        ? []
        : [
            {
              // In another language it may be there for another purpose, beside one that is published.
              level:
                runnable && error.code === 'UNSUPPORTED_LANGUAGE'
                  ? ('warning' as const)
                  : ('error' as const),
              where: { path },
              message: error.message,
              mend: error.hint ?? 'Mend the file, or remove it.',
            },
          ],
    );
    if (notebooks.length > 0) return refused;
    return [
      {
        level: 'error',
        message: 'There is no notebook in this repository.',
        mend: 'Put a .ipynb with a TypeScript or JavaScript kernel into it.',
      },
    ];
  },
};
