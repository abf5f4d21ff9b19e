import { brotliCompressSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { bundleBrowserKernel } from '../../../scripts/build-browser-kernel.mjs';
import { bundleClient } from '../../../scripts/build-client.mjs';

/** In brotli, which is what travels. Raise one only with a reason for the visitor who waits for it. */
const BUDGET = { firstVisit: 62_000, everything: 205_000, kernel: 56_000 };

const { files, manifest, metafile } = await bundleClient();
const weight = (names: readonly string[]) =>
  files
    .filter(({ name }) => names.includes(name))
    .reduce((sum, { contents }) => sum + brotliCompressSync(contents).byteLength, 0);

test('what every page loads stays within its budget', () => {
  expect(weight([manifest.script, manifest.style])).toBeLessThan(BUDGET.firstVisit);
});

test('all that a page could load stays within its budget', () => {
  const names = files.map(({ name }) => name).filter((name) => /\.(?:js|css)$/.test(name));
  expect(weight(names)).toBeLessThan(BUDGET.everything);
});

test('no page loads what the bundle stands in for', () => {
  const inputs = Object.keys(metafile.inputs).join('\n');
  for (const name of ['jquery', 'sanitize-html', 'lodash', 'minimist']) {
    expect(inputs).not.toContain(`node_modules/${name}/`);
  }
  expect(inputs).not.toContain('dockpanel');
});

test('what a page of a site without a server loads beside it stays within its budget, and needs no Node', async () => {
  const kernel = await bundleBrowserKernel();
  const [script] = kernel.files;
  expect(brotliCompressSync(script?.contents ?? '').byteLength).toBeLessThan(BUDGET.kernel);
  const inputs = Object.keys(kernel.metafile.inputs);
  expect(
    inputs.filter((file) => /kernel\/node\/|inference\/(?:images|models)\//.test(file)),
  ).toEqual([]);
  // Frames are for a worker alone: a server's page has JupyterLab's own.
  const page = Object.entries(metafile.outputs).find(([file]) => file.endsWith(manifest.script));
  expect(Object.keys(page?.[1].inputs ?? {})).not.toContain('src/protocol/framing.ts');
});
