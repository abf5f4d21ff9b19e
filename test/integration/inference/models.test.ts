import { appendFile, copyFile, cp, readFile, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import type { InferenceClient } from '../../../src/runtime/inference/client.js';
import type { ModelSidecar } from '../../../src/runtime/inference/core/sidecar.js';
import { makeFolder } from '../../helpers/folder.js';
import { pngOf } from '../../helpers/images.js';
import { BEARS, NOTEBOOKS, startInference } from '../../helpers/start-inference.js';
import { inspectThreads } from '../../helpers/thread-inspector.js';

const HOSTILE = path.resolve(import.meta.dirname, '../../fixtures/models/hostile');

const sidecar = (fields: Partial<ModelSidecar> = {}) =>
  JSON.stringify({ input: { width: 2, height: 2 }, labels: ['a', 'b', 'c'], ...fields });

const load = (client: InferenceClient, name: string) =>
  client.call({ method: 'load', params: { path: name } });

async function classify(client: InferenceClient, name: string) {
  const colour = [200, 100, 50] as const;
  const image = await pngOf([
    [colour, colour],
    [colour, colour],
  ]);
  const call = { method: 'classify', params: { path: name, top: 1 } } as const;
  return (await client.call(call, image)).result[0];
}

/** A served folder `top/root` with some of the hostile models in it, each with a JSON file that fits. */
async function serveModels(names: readonly string[], files: Record<string, string> = {}) {
  const top = await makeFolder({ 'root/.keep': '', 'weights.data': Buffer.alloc(144) });
  const root = path.join(top, 'root');
  for (const name of names) {
    await copyFile(path.join(HOSTILE, `${name}.onnx`), path.join(root, `${name}.onnx`));
    await writeFile(path.join(root, `${name}.json`), sidecar());
  }
  for (const [name, text] of Object.entries(files)) await writeFile(path.join(root, name), text);
  const service = await startInference({ root });
  return { root, top, service, client: service.connect() };
}

test('weights in a file beside the model are used', async () => {
  const { root, client } = await serveModels(['weights-beside']);
  await writeFile(path.join(root, 'weights.data'), Buffer.alloc(144));
  expect((await classify(client, 'weights-beside.onnx'))?.probability).toBeCloseTo(1 / 3);
});

test('weights outside the model’s folder are refused, by links too', async () => {
  const names = ['weights-above', 'weights-absolute', 'weights-linked'];
  const { root, top, client } = await serveModels(names);
  await symlink(path.join(top, 'weights.data'), path.join(root, 'link.data'));
  for (const name of names) {
    await expect(load(client, `${name}.onnx`), name).rejects.toMatchObject({
      code: 'OUTSIDE_ROOT',
      message: `${name}.onnx keeps its weights in another file, which is not in the model’s folder.`,
    });
  }
});

test('what is no model, or half of one, gets a sentence, and the service lives', async () => {
  const { root, client } = await serveModels(['logits']);
  const real = await readFile(path.join(NOTEBOOKS, BEARS));
  for (const [name, content] of Object.entries({
    'empty.onnx': '',
    'text.onnx': 'this is no model',
    'half.onnx': real.subarray(0, real.length / 2),
  })) {
    await writeFile(path.join(root, name), content);
    await writeFile(path.join(root, name.replace('onnx', 'json')), sidecar());
    await expect(load(client, name), name).rejects.toMatchObject({
      code: 'MODEL_INVALID',
      message: `${name} is not a model that can be loaded.`,
      hint: expect.not.stringContaining(root),
    });
  }
  expect(await load(client, 'logits.onnx')).toMatchObject({ result: { labels: ['a', 'b', 'c'] } });
});

test('a JSON file that does not fit its model says what differs', async () => {
  const { root, client } = await serveModels(['logits']);
  const cases: [Partial<ModelSidecar>, RegExp][] = [
    [{ labels: ['a', 'b'] }, /answers 3 scores for an image, and there are 2 labels/],
    [{ input: { width: 4, height: 2 } }, /takes \[N, 3, 2, 2\]/],
    [{ output: { activation: 'none' } }, /answers -4\.\d+ where a probability should be/],
    [{ output: { name: 'probs' } }, /has no output "probs". It has: scores/],
  ];
  for (const [fields, message] of cases) {
    await writeFile(path.join(root, 'logits.json'), sidecar(fields));
    await expect(load(client, 'logits.onnx')).rejects.toMatchObject({
      code: 'MODEL_INVALID',
      message: expect.stringMatching(message),
    });
  }
  await writeFile(path.join(root, 'logits.json'), sidecar());
  expect((await classify(client, 'logits.onnx'))?.label).toBe('c');
});

test('a model that was written anew is loaded anew', async () => {
  const { root, client } = await serveModels(['logits']);
  expect((await classify(client, 'logits.onnx'))?.label).toBe('c');
  await writeFile(path.join(root, 'logits.json'), sidecar({ labels: ['x', 'y', 'z'] }));
  expect((await classify(client, 'logits.onnx'))?.label).toBe('z');
  await appendFile(path.join(root, 'logits.onnx'), 'no model any more');
  await expect(classify(client, 'logits.onnx')).rejects.toMatchObject({ code: 'MODEL_INVALID' });
  await copyFile(path.join(HOSTILE, 'logits.onnx'), path.join(root, 'logits.onnx'));
  expect((await classify(client, 'logits.onnx'))?.label).toBe('z');
});

test('paths start from each kernel’s own folder, and end at the root', async () => {
  const { root, service } = await serveModels(['logits']);
  const deep = path.join(root, 'deep', 'er');
  await cp(path.join(root, 'logits.onnx'), path.join(deep, 'logits.onnx'));
  await writeFile(path.join(deep, 'logits.json'), sidecar({ labels: ['d', 'e', 'f'] }));
  const above = service.connect();
  const below = service.connect(deep);
  expect((await classify(above, 'logits.onnx'))?.label).toBe('c');
  expect((await classify(below, 'logits.onnx'))?.label).toBe('f');
  expect((await classify(below, '../../logits.onnx'))?.label).toBe('c');
  for (const [name, code] of [
    ['../../../logits.onnx', 'OUTSIDE_ROOT'],
    ['/etc/passwd', 'OUTSIDE_ROOT'],
    ['lost.onnx', 'MODEL_NOT_FOUND'],
  ] as const) {
    await expect(load(below, name), name).rejects.toMatchObject({ code });
    await expect(classify(below, name), name).rejects.toMatchObject({ code });
  }
});

test('a model that does not come to an end gets a sentence, and ends the service', async () => {
  const { root } = await serveModels(['endless']);
  const labels = Array.from({ length: 12 }, (_, index) => `class ${index}`);
  await writeFile(path.join(root, 'endless.json'), sidecar({ labels }));
  const service = await startInference({ root, limits: { run: 1000 } });
  await expect(classify(service.connect(), 'endless.onnx')).rejects.toMatchObject({
    code: 'INFERENCE_FAILED',
    message: 'endless.onnx did not come to an end.',
  });
  await service.exited;
});

test('models beyond the limit take turns', async () => {
  const { root } = await serveModels(['logits']);
  await copyFile(path.join(root, 'logits.onnx'), path.join(root, 'other.onnx'));
  await writeFile(path.join(root, 'other.json'), sidecar({ labels: ['x', 'y', 'z'] }));
  const client = (await startInference({ root, limits: { models: 1 } })).connect();
  for (let round = 0; round < 2; round += 1) {
    expect((await classify(client, 'logits.onnx'))?.label).toBe('c');
    expect((await classify(client, 'other.onnx'))?.label).toBe('z');
  }
  const both = ['logits.onnx', 'other.onnx'].map((name) => classify(client, name));
  expect((await Promise.all(both)).map((best) => best?.label)).toEqual(['c', 'z']);
});

test('a model that nobody uses is unloaded, and loaded again for whoever does', async () => {
  const { root } = await serveModels(['logits']);
  const service = await startInference({
    root,
    limits: { modelIdle: 50 },
    execArgv: ['--inspect=127.0.0.1:0'],
  });
  const client = service.connect();
  expect((await classify(client, 'logits.onnx'))?.label).toBe('c');
  const threads = async () => (await inspectThreads(service.stderr())).count;
  await expect.poll(threads, { timeout: 30_000 }).toBe(0);
  expect((await classify(client, 'logits.onnx'))?.label).toBe('c');
});
