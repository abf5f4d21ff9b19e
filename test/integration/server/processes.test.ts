import { readdirSync, readFileSync } from 'node:fs';
import { chmod, cp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { ECHO, echoWidgets } from '../../helpers/echo.js';
import { makeFolder } from '../../helpers/folder.js';
import { notebook } from '../../helpers/notebook.js';
import {
  descendantsOf,
  descendantsRunning,
  isAlive,
  kernelsOf,
} from '../../helpers/process-tree.js';
import { REPOSITORY, runEccola, startEccola } from '../../helpers/run-eccola.js';
import { startServer } from '../../helpers/start-server.js';
import { accountThatRuns, asAccount, giveTo } from '../../helpers/unprivileged.js';
import { Visitor } from '../../helpers/visitor.js';

const BUSY = notebook([
  `import { IntSlider } from "eccola";
const slider = new IntSlider({ value: 3 });
slider.observe("value", () => { while (true) {} });
slider`,
]);

test('no process and no folder outlives a server that was killed, not even a busy kernel', async () => {
  const temporary = await makeFolder();
  const server = await startServer({ 'busy.ipynb': BUSY }, { env: { TMPDIR: temporary } });
  const { page } = await new Visitor(server.url).open('busy.ipynb');
  const { slider } = await echoWidgets(page);
  page.update(slider, { value: 4 });
  await page.next(({ header }) => header.msg_type === 'status');
  const children = descendantsOf(server.pid);
  expect(kernelsOf(server.pid).length).toBeGreaterThanOrEqual(1);

  process.kill(server.pid, 'SIGKILL');

  await expect.poll(() => children.filter(isAlive), { timeout: 20_000 }).toEqual([]);
  await expect.poll(() => readdirSync(temporary), { timeout: 20_000 }).toEqual([]);
});

test('a busy kernel does not hold up the end of the server', async () => {
  const server = await startServer({ 'busy.ipynb': BUSY });
  const { page } = await new Visitor(server.url).open('busy.ipynb');
  const { slider } = await echoWidgets(page);
  page.update(slider, { value: 4 });
  await page.next(({ header }) => header.msg_type === 'status');
  const children = descendantsOf(server.pid);

  expect(await server.close()).toMatchObject({ code: 0 });

  expect(children.filter(isAlive)).toEqual([]);
  expect(await page.closed).toBe(1012);
});

test('a notebook sees no environment but what the operator named', async () => {
  const cell =
    'JSON.stringify(Object.keys(process.env).sort().map((name) => [name, process.env[name]]))';
  const { url } = await startServer(
    { 'env.ipynb': notebook([cell]) },
    {
      args: ['--env=SHOWN', '--env=GIVEN=a=b'],
      env: { SHOWN: 'yes', SECRET_OF_THE_SERVER: 'no' },
    },
  );
  const visitor = new Visitor(url);
  await visitor.snapshot('env.ipynb');
  const page = await (await visitor.fetch('/voila/render/env.ipynb')).text();
  expect(page).not.toContain('SECRET_OF_THE_SERVER');
  const seen = /\[\[.*?\]\]/.exec(page.replaceAll('&quot;', '"').replaceAll('\\"', '"'))?.[0];
  expect(JSON.parse(seen ?? '[]')).toEqual([
    ['GIVEN', 'a=b'],
    ['SHOWN', 'yes'],
    // Where the kernel may write: a folder of its own.
    ['TMPDIR', expect.stringMatching(/kernel-\w+$/)],
  ]);
});

/** Empty for a process that has ended. */
function environmentOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'utf8');
  } catch {
    return '';
  }
}

test('a visit’s processes have a clean environment, and what they print is in the log', async () => {
  const server = await startServer(
    {
      'print.ipynb': notebook([
        'process.stderr.write("")',
        'import { writeSync } from "node:fs"; writeSync(2, "printed past the kernel\\n"); 1',
      ]),
    },
    { env: { SECRET_OF_THE_SERVER: 'no' } },
  );
  await new Visitor(server.url).snapshot('print.ipynb');
  // One that is only just being made still has its parent's.
  const environments = () => descendantsOf(server.pid).map(environmentOf).join();
  await expect.poll(environments).not.toContain('SECRET');
  const lines = () => server.log().map(({ msg, process: name }) => [name, msg]);
  await expect.poll(lines).toContainEqual(['kernel', 'printed past the kernel']);
});

test('what a notebook sends over the channel to the server does not end the server', async () => {
  const { url } = await startServer({
    'evil.ipynb': notebook([
      'process.send?.(new Uint8Array(3)); process.send?.(null); process.send?.("x"); process.send?.({ type: "ready" });',
      'console.log("still here")',
    ]),
  });
  const visitor = new Visitor(url);
  await visitor.snapshot('evil.ipynb');
  expect(await (await visitor.fetch('/voila/render/evil.ipynb')).text()).toContain('still here');
});

test('the kernels of visitors who left are gone, a hundred times over', async () => {
  const { url, pid } = await startServer(ECHO, { args: ['--left-grace=0'] });
  const visitor = new Visitor(url);
  const { page: first } = await visitor.open('echo.ipynb');
  first.close('left');
  for (let visit = 0; visit < 100; visit++) {
    const { page } = await visitor.open('echo.ipynb');
    page.close('left');
    await page.closed;
  }
  await expect.poll(() => kernelsOf(pid).length, { timeout: 20_000 }).toBe(1);
});

const REFUSED: readonly [string, readonly string[], RegExp, number][] = [
  ['an unknown option', ['--prot=1'], /no option --prot[\s\S]*--help/, 2],
  ['a port that is no number', ['--port=many'], /--port takes a number.*"many"/, 2],
  ['a port that is none', ['--port=70000'], /65535/, 2],
  ['two paths', ['a', 'b'], /one path/, 2],
  ['a contradiction', ['--public', '--token=x'], /contradict/, 2],
  ['a level that logs nothing known', ['--log-level=loud'], /"loud"[\s\S]*debug/, 2],
  ['a variable that is not set', ['--env=NO_SUCH_VARIABLE_HERE'], /NO_SUCH_VARIABLE_HERE/, 2],
  ['an origin that is none', ['--allow-origin=example.org'], /--allow-origin[\s\S]*https:\/\//, 2],
  ['a base with dots', ['--base-url=/a/../b'], /base URL/, 2],
  [
    'a host of another machine',
    ['--host=203.0.113.1', '--public', '--port=0'],
    /203\.0\.113\.1[\s\S]*--host/,
    2,
  ],
  [
    'a path where nothing is',
    ['no/such/notebook.ipynb'],
    /no\/such\/notebook\.ipynb[\s\S]*start from/,
    1,
  ],
  ['a file that is no notebook', ['package.json'], /package\.json[\s\S]*\.ipynb/, 1],
];

test.each(REFUSED)('the command refuses %s in a sentence', async (_what, args, sentence, code) => {
  const ended = await runEccola(args);
  expect(ended.output).toMatch(sentence);
  expect(ended.output).not.toMatch(/\bat .*:\d+:\d+/);
  expect(ended.code).toBe(code);
});

test('--help names every option, --version the version', async () => {
  const help = await runEccola(['--help']);
  expect(help.code).toBe(0);
  for (const option of [
    '--port',
    '--host',
    '--base-url',
    '--open',
    '--token',
    '--public',
    '--env',
    '--pool',
  ]) {
    expect(help.output).toContain(option);
  }
  const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
  expect((await runEccola(['--version'])).output.trim()).toBe(version);
});

test('takes the next free port where none was asked for', async () => {
  const args = [path.join(ECHO, 'echo.ipynb')];
  const [first, second] = [await startEccola(args), await startEccola(args)];
  expect(new URL(first.url).port).not.toBe(new URL(second.url).port);
});

test('starts where the account has no home that it can write to', async () => {
  const temporary = await makeFolder();
  const { url } = await startServer(ECHO, {
    env: { HOME: '/proc/none', XDG_CACHE_HOME: '/proc/none', TMPDIR: temporary },
  });
  const { page } = await new Visitor(url).open('echo.ipynb');
  await page.settled();
  expect(tmpdir()).not.toBe(temporary);
});

test('an inference service that dies is there again for the next photo', async () => {
  const thumb = notebook([
    `import { Button, Label, VBox, display } from "eccola";
import { thumbnail } from "eccola/onnx";
const png = Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==", "base64");
const said = new Label({ value: "nothing" });
const button = new Button();
let count = 0;
button.onClick(async () => { said.value = \`\${(await thumbnail(png, 8)).byteLength > 0} \${++count}\`; });
display(new VBox([button, said]));`,
  ]);
  const { url, pid } = await startServer({ 'thumb.ipynb': thumb });
  const { page } = await new Visitor(url).open('thumb.ipynb');
  const { button, label } = await echoWidgets(page);
  const says = (value: string) =>
    page.next(({ content }) => {
      const said = JSON.stringify(content);
      return said.includes(label) && said.includes(value);
    });
  const click = () =>
    page.send('comm_msg', {
      comm_id: button,
      data: { method: 'custom', content: { event: 'click' } },
    });
  click();
  await says('true 1');
  const services = () => descendantsRunning(pid, 'runtime/inference');
  const killed = services();
  for (const service of killed) process.kill(service, 'SIGKILL');
  // The killed one is seen a moment longer.
  await expect
    .poll(() => services().filter((service) => !killed.includes(service)).length, {
      timeout: 10_000,
    })
    .toBe(1);
  click();
  await says('true 2');
});

test('a server without rights outlives folders that it may not read, or may not empty', async () => {
  const cell = `
    import * as fs from "fs"; import * as os from "os"; import * as path from "path";
    const folder = path.join(os.tmpdir(), "locked");
    fs.mkdirSync(folder); fs.writeFileSync(path.join(folder, "file"), ""); fs.chmodSync(folder, 0o555);
    "written"`;
  const root = await makeFolder({ 'locked.ipynb': notebook([cell]), 'secret/file': '' });
  const temporary = await makeFolder();
  await chmod(path.join(root, 'secret'), 0);
  const main = path.join(REPOSITORY, 'dist/cli/main.js');
  const account = await accountThatRuns(process.execPath, main, '--version');
  for (const folder of [root, temporary]) await giveTo(folder, account);
  const server = await startServer(root, {
    command: asAccount(account, [process.execPath, main]),
    env: { TMPDIR: temporary, HOME: temporary, XDG_CACHE_HOME: temporary },
  });
  const visitor = new Visitor(server.url);
  const { session } = await visitor.open('locked.ipynb');
  await visitor.fetch(`/api/sessions/${session.id}`, { method: 'DELETE' });

  expect(await visitor.page('locked.ipynb')).toContain('written');
  await server.close();

  expect(readdirSync(temporary).filter((name) => name !== 'eccola')).toEqual([]);
});

test('a server whose inference service dies before it is ready serves on', async () => {
  const root = await makeFolder();
  await cp(path.join(REPOSITORY, 'notebooks'), root, { recursive: true });
  const server = await startServer(root);
  await expect.poll(() => descendantsRunning(server.pid, 'runtime/inference')).not.toEqual([]);
  for (const pid of descendantsRunning(server.pid, 'runtime/inference')) {
    process.kill(pid, 'SIGKILL');
  }

  expect(await new Visitor(server.url).page('sliders.ipynb')).toContain('<svg');
});

test('however many slashes a URL has, it names one notebook with the kernels of one', async () => {
  const server = await startServer({ 'sub/one.ipynb': notebook(['"one"']) });
  const visitor = new Visitor(server.url);
  expect(await visitor.page('sub/one.ipynb')).toContain('one');
  await expect.poll(() => kernelsOf(server.pid).length).toBe(1);
  for (const path of ['sub//one.ipynb', 'sub///one.ipynb', 'sub%2F%2Fone.ipynb']) {
    expect(await visitor.page(path)).toContain('one');
  }
  const { kernel } = await visitor.attach('sub//one.ipynb');
  const { kernel: other } = await visitor.attach('sub/one.ipynb');

  expect(kernel.id).not.toBe(other.id);
  // One in each of the two visits, and one that waits.
  await expect.poll(() => kernelsOf(server.pid).length).toBe(3);
});

test('of many notebooks that were opened, those that were visited last keep kernels waiting', async () => {
  const names = Array.from({ length: 18 }, (_, index) => `n${index}.ipynb`);
  const files = Object.fromEntries(names.map((name) => [name, notebook(['1'])]));
  const server = await startServer(files);
  const visitor = new Visitor(server.url);
  for (const name of names) await visitor.snapshot(name);
  const kernels = () => kernelsOf(server.pid).length;
  await expect.poll(kernels, { timeout: 20_000 }).toBe(16);
  // The others have one when they are visited, and their page was there all the time.
  await visitor.attach('n0.ipynb', { snapshot: await visitor.snapshot('n0.ipynb') });
}, 180_000);
