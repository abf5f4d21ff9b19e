import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { makeFolder } from '../helpers/folder.js';
import { notebook } from '../helpers/notebook.js';
import { openPage } from '../helpers/open-page.js';
import { startEccola } from '../helpers/run-eccola.js';

test('runs a saved notebook anew at the next load, without a restart', async () => {
  const cell = (text: string) => `import { Label } from "eccola";\nnew Label({ value: "${text}" })`;
  const root = await makeFolder({ 'label.ipynb': notebook([cell('before')]) });
  const { url } = await startEccola([root, '--port=0']);
  const { page } = await openPage(`${url}/voila/render/label.ipynb`);
  await expect.poll(() => page.locator('.widget-label').allInnerTexts()).toEqual(['before']);

  await writeFile(path.join(root, 'label.ipynb'), notebook([cell('after')]));
  await page.reload();

  await expect.poll(() => page.locator('.widget-label').allInnerTexts()).toEqual(['after']);
});
