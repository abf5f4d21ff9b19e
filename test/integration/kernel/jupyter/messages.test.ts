import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { createMessage } from '../../../../src/protocol/messages.js';
import { Signer, toWireMessage } from '../../../../src/runtime/kernel/zeromq/wire.js';
import { contentsOf } from '../../../helpers/kernel-client.js';
import { startJupyterKernel } from '../../../helpers/start-jupyter-kernel.js';

/* The kernel that JupyterLab starts, over real ZeroMQ. */

test('says what it is, the true version of the language included', async () => {
  const kernel = await startJupyterKernel();
  const { reply } = await kernel.request('kernel_info_request', {});
  const typescript = JSON.parse(
    readFileSync(
      path.resolve(
        import.meta.dirname,
        '../../../../node_modules/@tslab/typescript-for-tslab/package.json',
      ),
      'utf8',
    ),
  );
  expect(reply.content).toMatchObject({
    status: 'ok',
    protocol_version: '5.4',
    language_info: { name: 'typescript', file_extension: '.ts', version: typescript.version },
  });
});

test('drops a message that is wrongly signed, says so, and answers the next', async () => {
  const kernel = await startJupyterKernel();
  const forged = createMessage(
    'execute_request',
    { code: 'console.log("forged")' },
    { channel: 'shell', session: 'thief' },
  );
  await kernel.sendFrames(
    'shell',
    new Signer(randomUUID(), 'sha256').sign(toWireMessage(forged, [])),
  );
  await kernel.sendFrames('shell', [Buffer.from('no message at all')]);
  await kernel.printed('A message on shell: its signature is wrong. It was left out.');
  await kernel.printed('A message on shell: it has no <IDS|MSG> delimiter. It was left out.');

  const { reply } = await kernel.execute('1');

  expect(reply.content).toMatchObject({ status: 'ok', execution_count: 1 });
  expect(JSON.stringify(kernel.messages)).not.toContain('forged');
});

test('all of 10 000 printed lines arrive, in order, and idle after them', async () => {
  const kernel = await startJupyterKernel();

  const { iopub } = await kernel.execute('for (let i = 0; i < 10_000; i += 1) console.log(i);');

  const text = iopub
    .filter(({ header }) => header.msg_type === 'stream')
    .map(({ content }) => Reflect.get(content, 'text'))
    .join('');
  expect(text).toBe(Array.from({ length: 10_000 }, (_, i) => `${i}\n`).join(''));
});

test('the bytes of a photo come as bytes, and go as bytes', async () => {
  const kernel = await startJupyterKernel();
  const bytes = Uint8Array.from({ length: 100_000 }, (_, i) => i % 256);
  const { iopub } = await kernel.execute(`import { FileUpload, Image } from "eccola";
const upload = new FileUpload();
const image = new Image();
upload.observe("value", () => { image.value = upload.value[0]!.content; });`);
  const opened = iopub.filter(({ header }) => header.msg_type === 'comm_open');
  const idOf = (model: string) =>
    opened
      .map(({ content }) => Object(content))
      .find(({ data }) => data.state._model_name === model)?.comm_id;

  const file = { name: 'bear.png', type: 'image/png', size: bytes.length, last_modified: 0 };
  const request = kernel.send(
    'comm_msg',
    {
      comm_id: idOf('FileUploadModel'),
      data: {
        method: 'update',
        state: { value: [file] },
        buffer_paths: [['value', 0, 'content']],
      },
    },
    { buffers: [bytes] },
  );
  const answers = await kernel.idle(request);

  const update = answers.find(({ content }) => Object(content).comm_id === idOf('ImageModel'));
  expect(Object(update?.content).data).toMatchObject({
    method: 'update',
    buffer_paths: [['value']],
  });
  const view = Object(update?.buffers?.[0]);
  expect(Buffer.from(view.buffer, view.byteOffset, view.byteLength)).toEqual(Buffer.from(bytes));
});

test('asks whoever sent the cell for a line, and gives it to the cell', async () => {
  const kernel = await startJupyterKernel();
  const asking = kernel.execute('const name = await prompt("Who?"); name', {
    content: { allow_stdin: true },
  });
  const question = await kernel.find(({ header }) => header.msg_type === 'input_request');
  kernel.send('input_reply', { status: 'ok', value: 'Ada' }, { channel: 'stdin' });

  const { iopub } = await asking;

  expect(question.content).toEqual({ prompt: 'Who?', password: false });
  expect(contentsOf(iopub)).toContainEqual([
    'execute_result',
    expect.objectContaining({ data: { 'text/plain': 'Ada' } }),
  ]);
});

test('requests that wait behind an error are aborted', async () => {
  const kernel = await startJupyterKernel();
  const codes = [
    'await new Promise((done) => setTimeout(done, 50)); throw new Error("no")',
    '1',
    '2',
  ];
  const requests = codes.map((code) =>
    kernel.send('execute_request', { code, stop_on_error: true, store_history: true }),
  );
  const replies = await Promise.all(
    requests.map(({ header }) =>
      kernel.find(
        ({ channel, parent_header }) =>
          channel === 'shell' && Reflect.get(parent_header, 'msg_id') === header.msg_id,
      ),
    ),
  );
  expect(replies.map(({ content }) => Reflect.get(content, 'status'))).toEqual([
    'error',
    'aborted',
    'aborted',
  ]);
});

test.each([
  ['a comm that no one opened', { comm_id: 'nobody', data: { method: 'update', state: {} } }],
  [
    'paths into the prototype',
    {
      comm_id: 'nobody',
      data: { method: 'update', state: {}, buffer_paths: [['__proto__', 'polluted']] },
    },
  ],
  ['no comm at all', {}],
])('lives on after a message for %s', async (_, content) => {
  const kernel = await startJupyterKernel();
  await kernel.idle(kernel.send('comm_msg', content, { buffers: [Buffer.from('bytes')] }));
  const { iopub } = await kernel.execute('(({}) as { polluted?: unknown }).polluted === undefined');
  expect(contentsOf(iopub)).toContainEqual([
    'execute_result',
    expect.objectContaining({ data: { 'text/plain': 'true' } }),
  ]);
});
