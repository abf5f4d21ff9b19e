import path from 'node:path';
import { expect, test } from 'vitest';
import { readConnectionFile } from '../../../../src/runtime/kernel/zeromq/connection-file.js';
import { makeFolder } from '../../../helpers/folder.js';

const INFO = {
  transport: 'tcp',
  ip: '127.0.0.1',
  shell_port: 1001,
  iopub_port: 1002,
  stdin_port: 1003,
  control_port: 1004,
  hb_port: 1005,
  key: 'secret',
  signature_scheme: 'hmac-sha256',
  kernel_name: 'tslab',
};

async function write(text: string): Promise<string> {
  return path.join(await makeFolder({ 'kernel.json': text }), 'kernel.json');
}

test('names the address of each socket, over TCP and over files', async () => {
  const file = await write(JSON.stringify(INFO));
  const ipc = await write(JSON.stringify({ ...INFO, transport: 'ipc', ip: '/run/kernel' }));

  expect(readConnectionFile(file)).toEqual({
    key: 'secret',
    digest: 'sha256',
    addresses: {
      shell: 'tcp://127.0.0.1:1001',
      iopub: 'tcp://127.0.0.1:1002',
      stdin: 'tcp://127.0.0.1:1003',
      control: 'tcp://127.0.0.1:1004',
      hb: 'tcp://127.0.0.1:1005',
    },
  });
  expect(readConnectionFile(ipc).addresses.shell).toBe('ipc:///run/kernel-1001');
});

test.each([
  ['no JSON', '{', 'it is not JSON'],
  ['a number', '7', 'it is not a JSON object'],
  ['another transport', JSON.stringify({ ...INFO, transport: 'udp' }), 'its transport is "udp"'],
  ['no ip', JSON.stringify({ ...INFO, ip: undefined }), 'it has no ip'],
  ['a key that is no text', JSON.stringify({ ...INFO, key: 1 }), 'its key is not a text'],
  ['another scheme', JSON.stringify({ ...INFO, signature_scheme: 'rsa' }), '"rsa"'],
  ['an unknown hash', JSON.stringify({ ...INFO, signature_scheme: 'hmac-none' }), '"hmac-none"'],
  ['no shell port', JSON.stringify({ ...INFO, shell_port: undefined }), 'shell_port is undefined'],
  ['a port out of range', JSON.stringify({ ...INFO, hb_port: 70_000 }), 'hb_port is 70000'],
])('says in a sentence what is wrong with a file of %s', async (_, text, words) => {
  const file = await write(text);
  expect(() => readConnectionFile(file)).toThrow(`${file} is no connection file`);
  expect(() => readConnectionFile(file)).toThrow(words);
});

test('says that there is no file, or that none was named', () => {
  expect(() => readConnectionFile('/nowhere.json')).toThrow('it cannot be read');
  expect(() => readConnectionFile(undefined)).toThrow('A kernel needs --connection-file.');
});
