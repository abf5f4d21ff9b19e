import { type Check, type Finding, shellQuote } from '../finding.js';

/** Any of these tells repo2docker that it is to install Python, which brings Jupyter. */
const SELECTS_PYTHON = ['requirements.txt', 'runtime.txt', 'environment.yml'];
const IGNORED_IN_ROOT = [...SELECTS_PYTHON, 'postBuild', 'apt.txt', 'start'];

/**
 * Binder builds from binder/, and finds in it what it needs.
 * @see https://repo2docker.readthedocs.io/en/latest/configuration/
 */
export const binderFolderCheck: Check = {
  name: 'binder-folder',
  passed: 'binder/ holds what repo2docker needs',
  async run({ files }) {
    const inFolder = (folder: string) => files.filter((file) => file.startsWith(`${folder}/`));
    const folder = ['binder', '.binder'].find((name) => inFolder(name).length > 0);
    if (folder === undefined) return [];
    const has = (name: string) => files.includes(`${folder}/${name}`);
    const findings: Omit<Finding, 'check'>[] = [];
    if (folder === 'binder' && inFolder('.binder').length > 0) {
      findings.push({
        level: 'error',
        where: { path: '.binder' },
        message: 'There are both binder/ and .binder/: Binder refuses to choose.',
        mend: 'Keep one of them.',
      });
    }
    if (!has('Dockerfile') && !SELECTS_PYTHON.some(has)) {
      findings.push({
        level: 'error',
        where: { path: folder },
        message: `${folder}/ has neither requirements.txt nor runtime.txt nor environment.yml: Binder finds nothing to build.`,
        mend: 'Let eccola init write them.',
        commands: ['npx eccola init --target binder --force'],
      });
    }
    if (has('environment.yml') && has('requirements.txt')) {
      findings.push({
        level: 'error',
        where: { path: `${folder}/environment.yml` },
        message: `${folder}/environment.yml makes Binder ignore ${folder}/requirements.txt, which brings jupyter-server-proxy.`,
        mend: 'Name jupyter-server-proxy in environment.yml and remove requirements.txt, or remove environment.yml.',
      });
    }
    for (const name of IGNORED_IN_ROOT.filter((file) => files.includes(file))) {
      findings.push({
        level: 'warning',
        where: { path: name },
        message: `${name} is ignored by Binder, because there is ${folder}/.`,
        mend: `If Binder is to use it, move it to ${folder}/${name}.`,
        commands: has(name) ? undefined : [`git mv ${shellQuote(name)} ${folder}/${name}`],
      });
    }
    return findings;
  },
};
