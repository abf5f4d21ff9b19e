import { cp, mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { makeFolder } from '../../helpers/folder.js';
import { notebook } from '../../helpers/notebook.js';
import { REPOSITORY } from '../../helpers/run-eccola.js';
import { startServer } from '../../helpers/start-server.js';
import { Visitor } from '../../helpers/visitor.js';
import { makeWorkspace } from '../../helpers/workspace.js';

const REFUSED: Readonly<Record<string, [cell: string, sentence: string]>> = {
  read: [
    'import * as fs from "fs"; fs.readFileSync("/etc/hostname", "utf8")',
    'reads the served folder and the packages that it imports, not /etc/hostname',
  ],
  sibling: [
    'import * as fs from "fs"; fs.readFileSync(process.cwd() + "-secret/key.txt", "utf8")',
    'reads the served folder and the packages that it imports',
  ],
  list: [
    'import * as fs from "fs"; fs.readdirSync(require("path").dirname(require("os").tmpdir()))',
    'reads the served folder and the packages that it imports',
  ],
  write: [
    'import * as fs from "fs"; fs.writeFileSync("here.txt", "x")',
    'writes only to os.tmpdir(), not to',
  ],
  start: ['import { execSync } from "child_process"; execSync("id")', 'starts no other processes'],
  signal: ['process.kill(process.ppid, "SIGKILL")', 'signals no other processes'],
  worker: [
    'import { Worker } from "worker_threads"; new Worker("1", { eval: true })',
    'eccola --allow-worker',
  ],
  addon: ['process.dlopen({ exports: {} }, "/tmp/an-addon.node")', 'eccola --allow-native'],
};

test('a published notebook that reaches further is refused in words that name the flag', async () => {
  const files = Object.entries(REFUSED).map(([name, [cell]]) => [
    `${name}.ipynb`,
    notebook([cell]),
  ]);
  const { url, root } = await startServer(Object.fromEntries(files), { args: ['--debug'] });
  await mkdir(`${root}-secret`);
  await writeFile(`${root}-secret/key.txt`, 'a secret');
  const visitor = new Visitor(url);
  for (const [name, [, sentence]] of Object.entries(REFUSED)) {
    const page = await visitor.page(`${name}.ipynb`);
    expect(page, name).toContain(sentence);
    expect(page, name).not.toContain('a secret');
  }
});

test('a notebook reads its own folder, writes to a temporary folder of its own and sees no environment', async () => {
  const cell = `
    import * as fs from "fs"; import * as os from "os"; import * as path from "path";
    const file = path.join(os.tmpdir(), "kept.txt");
    fs.writeFileSync(file, fs.readFileSync("data/numbers.csv", "utf8").toUpperCase());
    console.log(fs.readFileSync(file, "utf8"), fs.readdirSync(os.tmpdir()).length, Object.keys(process.env).join());`;
  const { url } = await startServer(
    { 'own.ipynb': notebook([cell]), 'data/numbers.csv': 'one,two' },
    { env: { SECRET_OF_THE_SERVER: 'x' } },
  );
  const page = await new Visitor(url).page('own.ipynb');
  expect(page).toContain('ONE,TWO 1 TMPDIR');
});

test('a kernel gives back what its start took, though it has much to do by then', async () => {
  const cell = `
    import { constants, PerformanceObserver } from "perf_hooks";
    const isMajor = (entry: any) => entry.detail.kind === constants.NODE_PERFORMANCE_GC_MAJOR;
    const collected = new Promise<string>((resolve) =>
      new PerformanceObserver((list) => list.getEntries().some(isMajor) && resolve("collected"))
        .observe({ entryTypes: ["gc"] }));
    const work = setInterval(() => Array.from({ length: 3000 }, (_, i) => ({ i })), 5);
    // V8 looks for the second time after eight more seconds.
    const late = new Promise<string>((resolve) => setTimeout(resolve, 5000, "left alone"));
    console.log(await Promise.race([collected, late]));
    clearInterval(work);`;
  const { url } = await startServer({ 'busy.ipynb': notebook([cell]) }, { args: ['--debug'] });
  expect(await new Visitor(url).page('busy.ipynb')).toContain('collected\n');
});

test('another kernel’s temporary folder is refused', async () => {
  const { url } = await startServer(
    {
      'first.ipynb': notebook([
        `import { writeFileSync } from "fs"; import { tmpdir } from "os";
         writeFileSync(tmpdir() + "/own.txt", "of the first"); console.log("[" + tmpdir() + "]")`,
      ]),
      'second.ipynb': notebook([
        `import { request } from "eccola"; import { readFileSync } from "fs";
         console.log(readFileSync(request.query.folder + "/own.txt", "utf8"))`,
      ]),
    },
    { args: ['--debug'] },
  );
  const folder = /\[(.*?kernel-.*?)\]/.exec(await new Visitor(url).page('first.ipynb'))?.[1] ?? '';
  expect(folder).not.toBe('');
  const { content } = await visitWith(url, 'second.ipynb', `?folder=${encodeURIComponent(folder)}`);
  expect(JSON.stringify(content)).toContain('reads the served folder and the packages');
  expect(JSON.stringify(content)).not.toContain('of the first');
});

test('the server’s own routes give a notebook nothing: it has neither the token nor a visitor’s cookie', async () => {
  const reaching = notebook([
    `import { request } from "eccola";
     const asked = (path: string, method = "GET") =>
       fetch(request.query.url + path, { method }).then(async (r) => r.status + " " + await r.text());
     const session = request.query.session;
     throw new Error((await Promise.all([
       asked("/api/kernels/" + session), asked("/api/sessions/" + session, "DELETE"),
       asked("/voila/tree/"), asked("/readyz"),
     ])).join("\\n"));`,
  ]);
  const { url, token } = await startServer(
    { 'reaching.ipynb': reaching, 'other.ipynb': notebook(['1']) },
    { args: ['--debug', '--token=a-token-of-the-test'] },
  );
  expect(token).toBeDefined();
  const search = `?url=${encodeURIComponent(url)}&session=${crypto.randomUUID()}`;
  const { content } = await visitWith(url, 'reaching.ipynb', search, token);
  const said = 'evalue' in content ? JSON.stringify(content.evalue) : '';
  expect(said.match(/401 [^\n]*?This app is open only with its token/g)?.length).toBe(3);
  expect(said).toContain('ready');
});

test('a worker runs where the operator allows it', async () => {
  const cell = `
    import { Worker } from "worker_threads";
    await new Promise((resolve) => new Worker("require('worker_threads').parentPort.postMessage('from afar')", { eval: true })
      .on("message", (said) => { console.log(said); resolve(undefined); }));`;
  const { url } = await startServer({ 'w.ipynb': notebook([cell]) }, { args: ['--allow-worker'] });
  expect(await new Visitor(url).page('w.ipynb')).toContain('from afar');
});

test('a notebook of more memory than it may have ends alone', async () => {
  const hungry = 'const all: number[][] = []; for (;;) all.push(new Array(100_000).fill(1));';
  const { url } = await startServer(
    { 'hungry.ipynb': notebook([hungry]), 'other.ipynb': notebook(['"still here"']) },
    { args: ['--kernel-memory=64'] },
  );
  const visitor = new Visitor(url);
  expect(await visitor.page('hungry.ipynb')).toMatch(/stopped|ended|died/i);
  expect(await visitor.page('other.ipynb')).toContain('still here');
});

test('packages above the notebook, in a workspace and in pnpm’s store are read', async () => {
  const root = await makeWorkspace({
    'apps/site/page.ipynb': notebook([
      'import { near } from "near"; import { linked } from "linked"; import { stored } from "stored";\nconsole.log(near, linked, stored);',
    ]),
    'node_modules/near/package.json': '{"name":"near","main":"index.js","types":"index.d.ts"}',
    'node_modules/near/index.js': 'exports.near = "above";',
    'node_modules/near/index.d.ts': 'export declare const near: string;',
    'packages/linked/package.json': '{"name":"linked","main":"index.js","types":"index.d.ts"}',
    'packages/linked/index.js': 'exports.linked = "in the workspace";',
    'packages/linked/index.d.ts': 'export declare const linked: string;',
    'node_modules/.pnpm/stored@1/node_modules/stored/package.json':
      '{"name":"stored","main":"index.js","types":"index.d.ts"}',
    'node_modules/.pnpm/stored@1/node_modules/stored/index.js':
      'exports.stored = "in the store with " + require("deeper");',
    'node_modules/.pnpm/stored@1/node_modules/stored/index.d.ts':
      'export declare const stored: string;',
    'node_modules/.pnpm/deeper@1/node_modules/deeper/index.js': 'module.exports = "a dependency";',
  });
  const { url } = await startServer(path.join(root, 'apps/site'));
  expect(await new Visitor(url).page('page.ipynb')).toContain(
    'above in the workspace in the store with a dependency',
  );
});

test('a node_modules that is a link itself is read, and the folder that it leads to', async () => {
  const root = await makeFolder({
    'site/app/page.ipynb': notebook(['import { near } from "near"; console.log(near)']),
    'shared/node_modules/near/package.json':
      '{"name":"near","main":"index.js","types":"index.d.ts"}',
    'shared/node_modules/near/index.js': 'exports.near = "in a folder " + require("beside");',
    'shared/node_modules/near/index.d.ts': 'export declare const near: string;',
    'shared/node_modules/beside/index.js': 'module.exports = "that is linked";',
  });
  await symlink(path.join(root, 'shared/node_modules'), path.join(root, 'site/node_modules'));
  const { url } = await startServer(path.join(root, 'site/app'), { args: ['--debug'] });
  expect(await new Visitor(url).page('page.ipynb')).toContain('in a folder that is linked');
});

test('an eccola whose packages are links, as pnpm makes them, serves a folder far from it', async () => {
  const tool = await makeFolder();
  const own = path.join(tool, '.pnpm/eccola@1/node_modules/eccola');
  for (const part of ['dist', 'package.json']) {
    await cp(path.join(REPOSITORY, part), path.join(own, part), { recursive: true });
  }
  const { dependencies } = JSON.parse(await readFile(path.join(own, 'package.json'), 'utf8'));
  for (const name of Object.keys(dependencies)) {
    const link = path.join(path.dirname(own), name);
    await mkdir(path.dirname(link), { recursive: true });
    await symlink(path.join(REPOSITORY, 'node_modules', name), link);
  }
  const { url } = await startServer(
    { 'far.ipynb': notebook(['import { versions } from "tslab"; "by " + Object.keys(versions)']) },
    { command: [process.execPath, path.join(own, 'dist/cli/main.js')] },
  );

  expect(await new Visitor(url).page('far.ipynb')).toContain('by tslab');
});

test('an eccola whose node_modules is a link, as in a second working tree, starts kernels', async () => {
  const own = await makeFolder();
  for (const part of ['dist', 'package.json']) {
    await cp(path.join(REPOSITORY, part), path.join(own, part), { recursive: true });
  }
  await symlink(path.join(REPOSITORY, 'node_modules'), path.join(own, 'node_modules'));
  const { url } = await startServer(
    { 'far.ipynb': notebook(['import { versions } from "tslab"; "by " + Object.keys(versions)']) },
    { command: [process.execPath, path.join(own, 'dist/cli/main.js')] },
  );

  expect(await new Visitor(url).page('far.ipynb')).toContain('by tslab');
});

test('the bears and the sliders run in the sandbox', async () => {
  const root = await makeFolder();
  await cp(path.join(REPOSITORY, 'notebooks'), root, { recursive: true });
  const { url } = await startServer(root);
  for (const name of ['bears.ipynb', 'sliders.ipynb']) {
    expect(await new Visitor(url).snapshot(name)).not.toBe('');
  }
});

/** Visits a notebook with a query. @returns the first error or text that it shows */
async function visitWith(url: string, path: string, search: string, token?: string) {
  const visitor = new Visitor(url);
  if (token !== undefined) await visitor.fetch(`/?token=${token}`);
  const snapshot = await visitor.snapshot(path);
  const id = crypto.randomUUID();
  for (;;) {
    const response = await visitor.post('/api/sessions', { path, id, snapshot, search });
    if (response.status === 202) continue;
    const session = await response.json();
    const page = await visitor.connect(session.kernel.id);
    return await page.next(({ header }) => ['error', 'stream'].includes(header.msg_type));
  }
}
