import path from 'node:path';
import { expect, test } from 'vitest';
import { visitApp } from '../../../src/deploy/doctor/launch/visit.js';
import { makeFolder } from '../../helpers/folder.js';
import { notebook } from '../../helpers/notebook.js';
import { REPOSITORY, startEccola } from '../../helpers/run-eccola.js';

const SITE = path.join(REPOSITORY, 'test/fixtures/mount-in-express.mjs');

test('an express server shows apps below a path of its own, and the rest of its site beside them', async () => {
  const root = await makeFolder({ 'app.ipynb': notebook(['"here it is"']) });
  const { url, close } = await startEccola([root, await makeFolder()], {
    command: [process.execPath, SITE],
  });
  expect(await (await fetch(url)).text()).toBe('A site of its own.');
  expect(await visitApp(`${url}/apps/`, 'app.ipynb')).toMatchObject({ ok: true });
  expect((await fetch(`${url}/voila/render/app.ipynb`)).status).toBe(404);
  expect((await close()).code).toBe(0);
});
