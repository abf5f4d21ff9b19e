import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { makeFolder } from '../../helpers/folder.js';
import { type Answer, contentsOf } from '../../helpers/kernel-client.js';
import { descendantsOf } from '../../helpers/process-tree.js';
import { startKernel } from '../../helpers/start-kernel.js';

/** A kernel that compiles what it is given, cell by cell, as the one that JupyterLab has. */
test('a cell is compiled as it comes, and later ones know what it declares once it has run', async () => {
  const kernel = await startKernel();

  const answers: Answer[] = [];
  for (const code of [
    'type Pair = [number, number];\nlet count: number = 1;',
    'count += 1;\nconst pair: Pair = [count, 2];\npair',
    'const late = 1;\nthrow new Error("before the end");',
    'late',
    'const bad: Pair = "text";',
    'pair[0]',
    'const pair = "redeclared";',
    'pair.toUpperCase()',
  ]) {
    answers.push(await kernel.execute(code));
  }

  expect(answers.map(resultOf)).toEqual([
    undefined,
    '[ 2, 2 ]',
    'Error: before the end',
    "CompileError: Cannot find name 'late'.",
    "CompileError: Type 'string' is not assignable to type 'Pair'.",
    '2',
    undefined,
    'REDECLARED',
  ]);
  expect(answers.map(({ reply }) => Reflect.get(reply.content, 'execution_count'))).toEqual([
    1, 2, 3, 4, 5, 6, 7, 8,
  ]);
});

test('an imported file that changes is loaded anew by the next cell that imports it', async () => {
  const cwd = await makeFolder({
    'counter.ts': 'export const version: number = 1;',
    'kept.ts': 'export const kept = {};',
  });
  const kernel = await startKernel({ cwd });
  const imports = 'import { version } from "./counter";\nimport { kept } from "./kept";';

  const before = await kernel.execute(`${imports}\nconst first = kept;\nversion`);
  await writeFile(path.join(cwd, 'counter.ts'), 'export const version: number = 22;');
  const after = await kernel.execute(`${imports}\n[version, kept === first]`);

  expect([before, after].map(resultOf)).toEqual(['1', '[ 22, true ]']);
});

test('an import that was not found is found once it is there', async () => {
  const kernel = await startKernel();

  const before = await kernel.execute('import { late } from "./late";\nlate');
  await writeFile(path.join(kernel.cwd, 'late.ts'), 'export const late = "came";');
  const after = await kernel.execute('import { late } from "./late";\nlate');

  expect([before, after].map(resultOf)).toEqual([
    expect.stringContaining("Cannot find module './late'"),
    'came',
  ]);
});

test('a cell may define a module, and define it anew', async () => {
  const kernel = await startKernel();
  const use = 'import { area } from "./shapes";\narea';

  await kernel.execute('/** @module shapes */\nexport const area = 1;');
  const first = await kernel.execute(use);
  await kernel.execute('/** @module shapes */\nexport const area = 2;');
  const second = await kernel.execute(use);

  expect([first, second].map(resultOf)).toEqual(['1', '2']);
});

test('a compiler that dies is said in words, and the next cell has another', async () => {
  const kernel = await startKernel();
  await kernel.execute('const kept = 1;');
  const [compiler] = descendantsOf(kernel.pid);
  if (compiler === undefined) throw new Error('The kernel has no compiler.');

  process.kill(compiler, 'SIGSTOP');
  const request = kernel.send('execute_request', { code: 'kept', stop_on_error: false });
  await kernel.find(
    ({ header, parent_header }) =>
      header.msg_type === 'execute_input' &&
      'msg_id' in parent_header &&
      parent_header.msg_id === request.header.msg_id,
  );
  process.kill(compiler, 'SIGKILL');
  const answers = await kernel.idle(request);
  const again = await kernel.execute('kept');

  expect(contentsOf(answers)).toContainEqual([
    'error',
    expect.objectContaining({
      ename: 'AppError',
      evalue: 'The compiler ended (SIGKILL).',
      traceback: expect.arrayContaining(['Run the cell again: that starts another one.']),
    }),
  ]);
  expect(resultOf(again)).toBe('1');
});

test('a JavaScript kernel says so, and runs JavaScript', async () => {
  const kernel = await startKernel({ language: 'javascript' });

  const { reply } = await kernel.request('kernel_info_request', {});
  const answer = await kernel.execute('const list = [1, 2];\nlist.map((n) => n * 2)');

  expect(reply.content).toMatchObject({
    status: 'ok',
    protocol_version: '5.4',
    implementation: 'eccola',
    language_info: { name: 'javascript', file_extension: '.js', mimetype: 'text/javascript' },
  });
  expect(resultOf(answer)).toBe('[ 2, 4 ]');
});

test('prompt asks the front end, and gives its answer to the cell', async () => {
  const kernel = await startKernel();

  const request = kernel.send('execute_request', {
    code: 'const name = await prompt("Who?");\n["Hello", name].join(" ")',
    allow_stdin: true,
  });
  const asked = await kernel.find(({ channel }) => channel === 'stdin');
  kernel.send('input_reply', { status: 'ok', value: 'you' }, { channel: 'stdin' });
  const answers = await kernel.idle(request);
  const refused = await kernel.execute('await prompt("Who?")');

  expect(asked).toMatchObject({
    header: { msg_type: 'input_request' },
    parent_header: request.header,
    content: { prompt: 'Who?', password: false },
  });
  expect(contentsOf(answers)).toContainEqual([
    'execute_result',
    expect.objectContaining({ data: { 'text/plain': 'Hello you' } }),
  ]);
  expect(resultOf(refused)).toBe('Error: This front end does not take input.');
});

test.each([
  ['a message that no one knows', 'unheard_of_request', {}, 'unheard_of_reply'],
  ['a name of Object’s', 'toString_request', {}, 'toString_reply'],
  ['an execute_request without code', 'execute_request', {}, 'execute_reply'],
  ['a complete_request without code', 'complete_request', { code: 7 }, 'complete_reply'],
])('%s is answered in words', async (_, msgType, content, replyType) => {
  const kernel = await startKernel();

  const { reply } = await kernel.request(msgType, content);

  expect(reply).toMatchObject({
    header: { msg_type: replyType },
    content: { status: 'error', evalue: expect.stringContaining(msgType) },
  });
});

/** The text of a cell's result, or of its error. */
function resultOf({ iopub }: Answer): unknown {
  for (const { header, content } of iopub) {
    if (header.msg_type === 'execute_result') return Reflect.get(content, 'data')['text/plain'];
    if (header.msg_type === 'error') {
      return `${Reflect.get(content, 'ename')}: ${Reflect.get(content, 'evalue')}`;
    }
  }
  return undefined;
}
