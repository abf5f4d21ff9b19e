import { parseDependencySpec } from '../../install-source.js';
import { toPackageName } from '../code/package-name.js';
import { readSources } from '../code/sources.js';
import { isImport } from '../code/string-literals.js';
import { type Check, type Finding, shellQuote } from '../finding.js';
import { type Manifest, readManifest } from '../manifest.js';

/** Every package that the code imports is asked for, in one version that stays the same. */
export const packagesCheck: Check = {
  name: 'packages',
  passed: 'every package that is imported is in package.json and pinned',
  async run(repository) {
    const manifest = await readManifest(repository);
    const findings: Omit<Finding, 'check'>[] = [];
    const seen = new Set<string>();
    for (const { path, cell, literals } of await readSources(repository)) {
      for (const { text } of literals.filter(isImport)) {
        const name = toPackageName(text);
        if (name === undefined || seen.has(name)) continue;
        seen.add(name);
        const finding = judge(name, manifest);
        if (finding) findings.push({ ...finding, where: { path, cell } });
      }
    }
    const stale = manifest && staleInLock(manifest);
    return stale ? [...findings, stale] : findings;
  },
};

function judge(name: string, manifest: Manifest | undefined): Omit<Finding, 'check'> | undefined {
  const install = [`npm install --save-exact --ignore-scripts ${shellQuote(name)}`];
  const spec = manifest?.dependencies.get(name);
  if (spec === undefined) {
    const dev = manifest?.devDependencies.has(name)
      ? 'only in its devDependencies, which an image leaves out'
      : 'not in package.json';
    return {
      level: 'error',
      message: `The package ${name} is imported, but it is ${dev}.`,
      mend: 'Add it to the dependencies.',
      commands: install,
    };
  }
  if (parseDependencySpec(spec) || manifest?.locked?.has(name)) return undefined;
  return {
    level: 'error',
    message: `The package ${name} is not pinned: package.json asks for "${spec}", and there is no package-lock.json that says which version that is. An image that is built tomorrow may get another.`,
    mend: 'Pin it, or make a package-lock.json and put that into git.',
    commands: install,
  };
}

/** `npm ci` refuses to install from a lock file that does not fit package.json. */
function staleInLock({ dependencies, locked }: Manifest): Omit<Finding, 'check'> | undefined {
  if (!locked) return undefined;
  const names = new Set([...dependencies.keys(), ...locked.keys()]);
  const stale = [...names].filter((name) => dependencies.get(name) !== locked.get(name));
  if (stale.length === 0) return undefined;
  return {
    level: 'error',
    where: { path: 'package-lock.json' },
    message: `package-lock.json does not fit package.json (${stale.join(', ')}): npm ci will refuse to install.`,
    mend: 'Let npm write it anew.',
    commands: ['npm install --package-lock-only --ignore-scripts'],
  };
}
