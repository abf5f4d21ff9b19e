import { expect, test } from 'vitest';
import { contentsOf } from '../../helpers/kernel-client.js';
import { startKernel } from '../../helpers/start-kernel.js';

test('display shows a value, and its handle shows another in the same place', async () => {
  const kernel = await startKernel({
    cells: [
      'import { display } from "eccola";\nconst handle = display({ a: 1 });',
      'handle.update("two");',
      'display(3)',
    ],
  });

  const [shown, updated, last] = await kernel.executeAll();

  const transient = { display_id: expect.stringMatching(/^[0-9a-f]{32}$/) };
  expect(contentsOf(shown?.iopub ?? [])).toEqual([
    ['display_data', { data: { 'text/plain': '{ a: 1 }' }, metadata: {}, transient }],
  ]);
  expect(contentsOf(updated?.iopub ?? [])).toEqual([
    ['update_display_data', { data: { 'text/plain': 'two' }, metadata: {}, transient }],
  ]);
  expect(displayIdOf(updated)).toBe(displayIdOf(shown));
  expect(updated?.iopub[0]?.parent_header).toEqual(updated?.reply.parent_header);
  expect(contentsOf(last?.iopub ?? [])).toEqual([
    ['display_data', { data: { 'text/plain': '3' }, metadata: {}, transient }],
  ]);
});

test('tslab’s display shows every kind of content, and a display of its own id overwrites itself', async () => {
  const kernel = await startKernel({
    cells: [
      `import * as tslab from "tslab";
const bytes = new Uint8Array([1, 2, 3]).subarray(1);
tslab.display.html("<b>h</b>"); tslab.display.markdown("# m"); tslab.display.latex("$l$"); tslab.display.javascript("1");
tslab.display.svg("<svg/>"); tslab.display.text("t"); tslab.display.png(bytes); tslab.display.jpeg(bytes);
tslab.display.gif(bytes); tslab.display.pdf(bytes); tslab.display.raw("application/x-own", "raw");
const own = tslab.newDisplay(); own.text("0 %"); own.text("100 %");
console.log(Object.keys(tslab.versions), tslab.versions.node === process.version)`,
    ],
  });

  const [answer] = await kernel.executeAll();

  const own = { display_id: expect.stringMatching(/^[0-9a-f]{32}$/) };
  const shows = (data: object, transient = {}) => [
    'display_data',
    { data, metadata: {}, transient },
  ];
  expect(contentsOf(answer?.iopub ?? [])).toEqual([
    shows({ 'text/html': '<b>h</b>' }),
    shows({ 'text/markdown': '# m' }),
    shows({ 'text/latex': '$l$' }),
    shows({ 'text/javascript': '1' }),
    shows({ 'image/svg+xml': '<svg/>' }),
    shows({ 'text/plain': 't' }),
    shows({ 'image/png': 'AgM=' }),
    shows({ 'image/jpeg': 'AgM=' }),
    shows({ 'image/gif': 'AgM=' }),
    shows({ 'application/pdf': 'AgM=' }),
    shows({ 'application/x-own': 'raw' }),
    shows({ 'text/plain': '0 %' }, own),
    ['update_display_data', { data: { 'text/plain': '100 %' }, metadata: {}, transient: own }],
    ['stream', { name: 'stdout', text: "[ 'tslab', 'typescript', 'node' ] true\n" }],
  ]);
});

const DISPLAY =
  'const shown = (method) => ({ [Symbol.for("Jupyter.display")]: method, name: "it" });';

test('a result is shown in the forms that its Jupyter.display method returns, with text beside them', async () => {
  const kernel = await startKernel({
    scripts: [
      `${DISPLAY} exports.result = shown(() => ({ "text/html": "<i>it</i>" }));`,
      `${DISPLAY} exports.result = shown(async () => ({ "text/html": "<i>it</i>", "text/plain": "own" }));`,
    ],
  });

  const [sync, async] = await kernel.executeAll();

  expect(contentsOf(sync?.iopub ?? [])).toEqual([
    [
      'execute_result',
      {
        data: { 'text/html': '<i>it</i>', 'text/plain': expect.stringContaining("name: 'it'") },
        metadata: {},
        execution_count: 1,
      },
    ],
  ]);
  expect(contentsOf(async?.iopub ?? [])).toEqual([
    [
      'execute_result',
      { data: { 'text/html': '<i>it</i>', 'text/plain': 'own' }, metadata: {}, execution_count: 2 },
    ],
  ]);
});

test('outputs keep their order, and come before the reply, where one takes its time to be shown', async () => {
  const script = `${DISPLAY}
    const { display } = globalThis[Symbol.for("eccola.host")].host;
    display(shown(async () => { await new Promise((resolve) => setTimeout(resolve, 20)); return { "text/plain": "slow" }; }));
    console.log("said after it");
    display("fast");`;
  const kernel = await startKernel({ scripts: [script] });

  const answers = await kernel.idle(kernel.send('execute_request', { code: script }));

  expect(answers.map(({ header }) => header.msg_type)).toEqual([
    'status',
    'display_data',
    'stream',
    'display_data',
    'execute_reply',
    'status',
  ]);
  expect(answers[1]?.content).toMatchObject({ data: { 'text/plain': 'slow' } });
});

test.each([
  ['throws', '() => { throw new Error("cannot"); }'],
  ['rejects', 'async () => { throw new Error("cannot"); }'],
])('a value whose display method %s is shown as text, beside the error', async (_, method) => {
  const kernel = await startKernel({ scripts: [`${DISPLAY} exports.result = shown(${method});`] });

  const [answer] = await kernel.executeAll();

  expect(contentsOf(answer?.iopub ?? [])).toEqual(
    expect.arrayContaining([
      ['error', expect.objectContaining({ evalue: 'cannot' })],
      [
        'execute_result',
        expect.objectContaining({ data: { 'text/plain': expect.stringContaining('name') } }),
      ],
    ]),
  );
  expect(answer?.reply.content).toMatchObject({ status: 'ok' });
});

test.each([
  ['a string, as it is', '"a\\nb"', 'a\nb'],
  [
    'an object that cannot be inspected',
    '({ [Symbol.for("nodejs.util.inspect.custom")]() { throw new Error("x"); } })',
    '[a value that cannot be shown: x]',
  ],
])('a result that is %s has a text', async (_, expression, text) => {
  const kernel = await startKernel({ scripts: [`exports.result = ${expression};`] });

  const [answer] = await kernel.executeAll();

  expect(contentsOf(answer?.iopub ?? [])).toEqual([
    ['execute_result', { data: { 'text/plain': text }, metadata: {}, execution_count: 1 }],
  ]);
});

test('a promise is shown as it is, and as its value once it has one', async () => {
  const kernel = await startKernel({ scripts: ['exports.result = Promise.resolve([1, 2]);'] });

  const [answer] = await kernel.executeAll();

  const transient = { display_id: expect.any(String) };
  expect(contentsOf(answer?.iopub ?? [])).toMatchObject([
    ['execute_result', { data: { 'text/plain': expect.stringMatching(/^Promise \{/) }, transient }],
    ['update_display_data', { data: { 'text/plain': '[ 1, 2 ]' }, transient }],
  ]);
});

test('a promise that is rejected later says why', async () => {
  const kernel = await startKernel({
    scripts: ['exports.result = Promise.reject(new Error("too late"));'],
  });

  const [answer] = await kernel.executeAll();

  expect(contentsOf(answer?.iopub ?? [])).toMatchObject([
    ['execute_result', { data: { 'text/plain': expect.stringContaining('Promise') } }],
    ['error', { ename: 'Error', evalue: 'too late' }],
  ]);
});

test('what a cell has shown is taken away when it says so', async () => {
  const kernel = await startKernel({
    scripts: ['console.log("before"); require("eccola").clearOutput({ wait: true });'],
  });

  const [answer] = await kernel.executeAll();

  expect(contentsOf(answer?.iopub ?? [])).toEqual([
    ['stream', { name: 'stdout', text: 'before\n' }],
    ['clear_output', { wait: true }],
  ]);
});

function displayIdOf(answer: { iopub: readonly { content: object }[] } | undefined): unknown {
  return Reflect.get(answer?.iopub[0]?.content ?? {}, 'transient').display_id;
}

test('a published kernel’s displays have the same ids as those of any other kernel of the notebook', async () => {
  const scripts = [
    'const { display } = require("eccola"); display(1); display(2);',
    'require("eccola").display(3)',
  ];
  const ids = async (commIdSeed: string) => {
    const kernel = await startKernel({ scripts, commIdSeed });
    const answers = await kernel.executeAll();
    return answers.flatMap(({ iopub }) =>
      iopub.map((message) => displayIdOf({ iopub: [message] })),
    );
  };

  const first = await ids('seed');
  expect(new Set(first).size).toBe(3);
  expect(await ids('seed')).toEqual(first);
  expect(await ids('another')).not.toEqual(first);
});
