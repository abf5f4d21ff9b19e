import { type Check, shellQuote } from '../finding.js';

/** Characters that end a path, or start something else, in what Binder's proxies make of an address. */
const REFUSED = /[?#\\\p{Cc}]|%[0-9a-f]{2}/iu;

/** Every notebook's path survives the proxies between a visitor and the server. */
export const namesCheck: Check = {
  name: 'names',
  passed: 'every notebook’s path survives a proxy',
  async run({ notebooks, tracked }) {
    return notebooks
      .filter(({ path, notebook }) => notebook !== undefined && REFUSED.test(path))
      .map(({ path }) => {
        const better = path.replaceAll(new RegExp(REFUSED, 'giu'), '-');
        const move = tracked?.has(path) ? 'git mv' : 'mv';
        return {
          level: 'error',
          where: { path },
          message: `${path} has ${JSON.stringify(REFUSED.exec(path)?.[0])} in its path: proxies cut or change that, so no link opens it.`,
          mend: `Rename it, for example to ${better}.`,
          commands: [`${move} -- ${shellQuote(path)} ${shellQuote(better)}`],
        };
      });
  },
};
