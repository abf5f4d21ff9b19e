import { BROWSER_PACKAGES } from '../protocol/browser-packages.js';
import { toPackageName } from './doctor/code/package-name.js';
import { readSources } from './doctor/code/sources.js';
import { isImport } from './doctor/code/string-literals.js';
import type { Repository } from './repository.js';

/** Which of these the notebooks need, as npm installs them: a notebook that loads a model, or imports a package. */
export async function findBrowserPackages(repository: Repository): Promise<string[]> {
  const imports = (await readSources(repository)).flatMap(({ literals }) =>
    literals.filter(isImport).map(({ text }) => text),
  );
  const needed = {
    'onnxruntime-web': imports.includes('eccola/onnx'),
    esbuild: imports.some((specifier) => toPackageName(specifier) !== undefined),
  } satisfies Record<keyof typeof BROWSER_PACKAGES, boolean>;
  return Object.entries(BROWSER_PACKAGES)
    .filter(([name]) => needed[name as keyof typeof needed])
    .map(([name, version]) => `${name}@${version}`);
}
