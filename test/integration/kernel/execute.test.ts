import { expect, test } from 'vitest';
import { contentsOf } from '../../helpers/kernel-client.js';
import { startKernel } from '../../helpers/start-kernel.js';

test('answers an execute_request with busy, its outputs, the result, a reply and idle, in this order', async () => {
  const script = 'console.log("said"); exports.result = [1, 2];';
  const kernel = await startKernel({ scripts: [script], published: false });

  const request = kernel.send('execute_request', { code: script });
  const answers = await kernel.idle(request);

  expect(answers.map(({ channel, header }) => [channel, header.msg_type])).toEqual([
    ['iopub', 'status'],
    ['iopub', 'execute_input'],
    ['iopub', 'stream'],
    ['iopub', 'execute_result'],
    ['shell', 'execute_reply'],
    ['iopub', 'status'],
  ]);
  expect(answers.map(({ content }) => content)).toEqual([
    { execution_state: 'busy' },
    { code: script, execution_count: 1 },
    { name: 'stdout', text: 'said\n' },
    { data: { 'text/plain': '[ 1, 2 ]' }, metadata: {}, execution_count: 1 },
    { status: 'ok', execution_count: 1, user_expressions: {}, payload: [] },
    { execution_state: 'idle' },
  ]);
  for (const { parent_header, header } of answers) {
    expect(parent_header).toEqual(request.header);
    expect(header.version).toBe('5.4');
  }
});

test('a published kernel never says what a cell’s source is', async () => {
  const script = 'const secret = 1; exports.result = secret;';
  const kernel = await startKernel({ scripts: [script] });

  await kernel.executeAll();

  expect(JSON.stringify(kernel.messages)).not.toContain('secret');
});

test('a published kernel runs the cells of its notebook only', async () => {
  const kernel = await startKernel({ scripts: ['exports.result = 1;'] });

  const { reply } = await kernel.execute('exports.result = 2;');

  expect(reply.content).toMatchObject({
    status: 'error',
    evalue: expect.stringContaining('runs the cells of its notebook only'),
  });
});

test('of two cells with the same source the one with the id runs', async () => {
  const kernel = await startKernel({
    compiled: {
      version: 1,
      language: 'typescript',
      modules: {},
      imports: [],
      cells: ['first', 'second'].map((id, index) => ({
        id,
        index,
        sourceHash: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
        code: `exports.result = ${JSON.stringify(id)};`,
        lineMap: [1],
        hasTopLevelAwait: false,
        lastExpressionVar: 'result',
        modules: [],
        diagnostics: [],
      })),
    },
  });

  const { iopub } = await kernel.execute('test', { cellId: 'second' });

  expect(contentsOf(iopub)).toEqual([
    ['execute_result', expect.objectContaining({ data: { 'text/plain': 'second' } })],
  ]);
});

test('an error names the line of the cell and shows it', async () => {
  const script = 'function divide() {\n  throw new RangeError("no");\n}\n\ndivide();';
  const kernel = await startKernel({ scripts: [script] });

  const [answer] = await kernel.executeAll();

  const error = {
    ename: 'RangeError',
    evalue: 'no',
    traceback: [
      'RangeError: no',
      '    at divide (In[1]:2)',
      '    at In[1]:5',
      '',
      '  1 | function divide() {',
      '> 2 |   throw new RangeError("no");',
      '  3 | }',
      '  4 |',
    ],
  };
  expect(contentsOf(answer?.iopub ?? [])).toEqual([['error', error]]);
  expect(answer?.reply.content).toEqual({ status: 'error', execution_count: 1, ...error });
});

test.each([
  ['an error with causes', 'throw new Error("a", { cause: new Error("b", { cause: 7 }) });', 'a'],
  [
    'an error that cannot be printed',
    'throw { toString() { throw 1; } };',
    '{ toString: [Function: toString] }',
  ],
  ['a string', 'throw "words";', 'words'],
  ['undefined', 'throw undefined;', 'undefined'],
  ['an error after an await', 'await null; throw new Error("late");', 'late'],
  ['a syntax error', 'let 1;', 'Unexpected number'],
])('%s that a cell throws is described', async (_, script, evalue) => {
  const kernel = await startKernel({ scripts: [script] });

  const [answer] = await kernel.executeAll();

  expect(answer?.reply.content).toMatchObject({ status: 'error', evalue });
});

test('a silent request says nothing and counts nothing', async () => {
  const script = 'exports.result = 1;';
  const kernel = await startKernel({ scripts: [script], published: false });

  const silent = await kernel.execute(script, { content: { silent: true } });
  const unsaved = await kernel.execute(script, { content: { store_history: false } });
  const counted = await kernel.execute(script);

  expect(silent.iopub).toEqual([]);
  expect(silent.reply.content).toMatchObject({ status: 'ok', execution_count: 0 });
  expect(unsaved.reply.content).toMatchObject({ status: 'ok', execution_count: 0 });
  expect(counted.reply.content).toMatchObject({ status: 'ok', execution_count: 1 });
});

test('a cell may use what earlier cells have made, and set it anew', async () => {
  const kernel = await startKernel({
    scripts: [
      'Object.defineProperty(exports, "n", { enumerable: true, get: () => 1 });',
      'exports.n = exports.n + 1;',
      'exports.result = exports.n;',
    ],
  });

  const answers = await kernel.executeAll();

  expect(contentsOf(answers[2]?.iopub ?? [])).toEqual([
    ['execute_result', expect.objectContaining({ data: { 'text/plain': '2' } })],
  ]);
});

test.each(['null', 'undefined'])('a cell whose value is %s has no result', async (value) => {
  const kernel = await startKernel({ scripts: [`exports.result = ${value};`] });

  const [answer] = await kernel.executeAll();

  expect(answer?.iopub).toEqual([]);
});

test('an error aborts the requests that wait behind it, unless it says otherwise', async () => {
  const hangs = 'console.log("waiting"); await new Promise(() => {});';
  const fails = 'throw new Error("stop");';
  const works = 'exports.result = 1;';
  const kernel = await startKernel({ scripts: [hangs, fails, works] });

  const stopping = [hangs, works, works].map((code) => kernel.send('execute_request', { code }));
  await kernel.find(({ content }) => Reflect.get(content, 'text') === 'waiting\n');
  // Arrives after the requests that wait, so that all of them are there when the first one fails.
  kernel.send('interrupt_request', {}, { channel: 'control' });
  const stopped = await Promise.all(stopping.map((request) => kernel.idle(request)));
  const after = await kernel.execute(works);
  const going = [fails, works].map((code) =>
    kernel.send('execute_request', { code, stop_on_error: false }),
  );
  const gone = await Promise.all(going.map((request) => kernel.idle(request)));

  const replies = [...stopped, ...gone].map(
    (answers) => answers.find(({ channel }) => channel === 'shell')?.content,
  );
  expect(replies).toMatchObject([
    { status: 'error' },
    { status: 'aborted' },
    { status: 'aborted' },
    { status: 'error' },
    { status: 'ok' },
  ]);
  expect(after.reply.content).toMatchObject({ status: 'ok' });
});

test('evaluates user_expressions over the variables of the cells', async () => {
  const script = 'exports.width = 3;';
  const kernel = await startKernel({ scripts: [script], published: false });

  const { reply } = await kernel.execute(script, {
    content: { user_expressions: { area: 'width * 2', wrong: 'nothing', broken: '(' } },
  });

  expect(reply.content).toMatchObject({
    user_expressions: {
      area: { status: 'ok', data: { 'text/plain': '6' }, metadata: {} },
      wrong: { status: 'error', ename: 'ReferenceError', evalue: 'nothing is not defined' },
      broken: { status: 'error', ename: 'SyntaxError' },
    },
  });
});

test('all of 10 000 printed lines arrive, in order, before idle', async () => {
  const script = 'for (let i = 0; i < 10_000; i += 1) console.log("line", i);';
  const kernel = await startKernel({ scripts: [script] });

  const [answer] = await kernel.executeAll();

  const text = (answer?.iopub ?? []).map(({ content }) => Reflect.get(content, 'text')).join('');
  expect(text).toBe(Array.from({ length: 10_000 }, (_, i) => `line ${i}\n`).join(''));
});

test('whatever prints, prints into the notebook', async () => {
  const kernel = await startKernel({
    scripts: [
      'console.table([{ a: 1 }]); console.dir({ b: { c: { d: {} } } }, { depth: 0 });',
      'process.stdout.write("ö"); process.stdout.write(Buffer.from([0xc3])); process.stdout.write(Buffer.from([0xb6]));',
      'console.error("to stderr"); console.warn("%s", "warned"); process.stderr.write("raw");',
      'await new Promise((resolve) => process.stdout.write("then", resolve));',
    ],
  });

  const answers = await kernel.executeAll();

  const streams = answers.map(({ iopub }) => contentsOf(iopub));
  expect(streams).toEqual([
    [
      [
        'stream',
        {
          name: 'stdout',
          text: expect.stringMatching(/│ 0\s+│ 1 │[\s\S]*\{ b: \[Object\] \}\n$/),
        },
      ],
    ],
    [['stream', { name: 'stdout', text: 'öö' }]],
    [['stream', { name: 'stderr', text: 'to stderr\nwarned\nraw' }]],
    [['stream', { name: 'stdout', text: 'then' }]],
  ]);
});

test('what a cell prints after it has ended still belongs to it', async () => {
  const late = 'setTimeout(() => console.log("late"), 20);';
  const kernel = await startKernel({ scripts: [late, 'console.log("next");'] });

  const first = kernel.send('execute_request', { code: late });
  await kernel.execute('console.log("next");');
  const stream = await kernel.find(({ content }) => Reflect.get(content, 'text') === 'late\n');

  expect(stream.parent_header).toEqual(first.header);
});
