import path from 'node:path';
import { expect, test } from 'vitest';
import { notebook } from '../../helpers/notebook.js';
import { startServer } from '../../helpers/start-server.js';
import { Visitor } from '../../helpers/visitor.js';
import { makeWorkspace } from '../../helpers/workspace.js';

const STORED = 'node_modules/.pnpm/stored@1/node_modules/stored';

test('a published notebook imports packages by their exports, from a workspace and from pnpm’s store', async () => {
  const root = await makeWorkspace({
    'apps/site/page.ipynb': notebook([
      'import { shout } from "linked/tools/shout";\nimport { stored } from "stored";',
      'console.log(shout("linked"), "and", stored)',
    ]),
    'packages/linked/package.json': JSON.stringify({
      name: 'linked',
      exports: { './tools/*': { types: './types/*.d.ts', default: './code/*.js' } },
    }),
    'packages/linked/types/shout.d.ts': 'export declare function shout(text: string): string;',
    'packages/linked/code/shout.js': 'exports.shout = (text) => text.toUpperCase();',
    [`${STORED}/package.json`]: JSON.stringify({
      name: 'stored',
      type: 'module',
      exports: { '.': { types: './index.d.ts', import: './index.js' } },
    }),
    [`${STORED}/index.js`]:
      'import deeper from "deeper";\nexport const stored = "an ES module with " + deeper;',
    [`${STORED}/index.d.ts`]: 'export declare const stored: string;',
    'node_modules/.pnpm/deeper@1/node_modules/deeper/package.json':
      '{ "name": "deeper", "type": "module", "exports": { "import": "./index.js" } }',
    'node_modules/.pnpm/deeper@1/node_modules/deeper/index.js': 'export default "a dependency";',
  });
  const { url } = await startServer(path.join(root, 'apps/site'));
  expect(await new Visitor(url).page('page.ipynb')).toContain(
    'LINKED and an ES module with a dependency',
  );
});

test('what a package does not export is an error of the cell that imports it', async () => {
  const { url, log } = await startServer({
    'page.ipynb': notebook(['import { inner } from "closed/inner";\ninner']),
    'node_modules/closed/package.json':
      '{ "name": "closed", "exports": { ".": "./index.js", "./inner": null } }',
    'node_modules/closed/index.js': 'exports.open = true;',
    'node_modules/closed/inner.js': 'exports.inner = true;',
  });
  await new Visitor(url).page('page.ipynb');
  expect(JSON.stringify(log())).toContain("Package subpath './inner' is not defined");
});
