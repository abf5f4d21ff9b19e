import { mkdir, realpath, rename, symlink, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import {
  describeModel,
  findModelFiles,
  readVersion,
} from '../../../src/runtime/inference/models/model-files.js';
import { makeFolder } from '../../helpers/folder.js';

const SIDECAR = JSON.stringify({ input: { width: 2, height: 2 }, labels: ['a', 'b'] });

/** `root` is served; `root-secret`, `elsewhere.onnx` and what else lies beside it is not. */
async function makeServedFolder(files: Record<string, string> = {}) {
  const top = await realpath(
    await makeFolder({
      'root/notes/m.onnx': 'model',
      'root/notes/m.json': SIDECAR,
      'root-secret/m.onnx': 'model',
      'root-secret/m.json': SIDECAR,
      'elsewhere.onnx': 'model',
      'elsewhere.json': SIDECAR,
      ...files,
    }),
  );
  const root = path.join(top, 'root');
  const scope = { root, cwd: path.join(root, 'notes') };
  return { top, root, scope, find: (name: string) => findModelFiles(name, scope) };
}

test('a model is found by its path from the notebook, its JSON file beside it', async () => {
  const { root, scope, find } = await makeServedFolder();
  const expected = {
    modelPath: path.join(root, 'notes/m.onnx'),
    sidecarPath: path.join(root, 'notes/m.json'),
  };
  for (const name of ['m.onnx', './m.onnx', '../notes/m.onnx', path.join(scope.cwd, 'm.onnx')]) {
    expect(await find(name)).toMatchObject(expected);
  }
});

test('what lies outside the root is refused, whether it exists or not', async () => {
  const { top, root, find } = await makeServedFolder();
  await symlink(path.join(top, 'elsewhere.onnx'), path.join(root, 'notes/link.onnx'));
  await symlink(top, path.join(root, 'notes/up'));
  await symlink(path.join(top, 'elsewhere.json'), path.join(root, 'notes/half.json'));
  await writeFile(path.join(root, 'notes/half.onnx'), 'model');
  for (const name of [
    '../../elsewhere.onnx',
    '../../nothing.onnx',
    '../../root-secret/m.onnx',
    path.join(top, 'root-secret/m.onnx'),
    '/etc/passwd',
    'link.onnx',
    'up/elsewhere.onnx',
    'half.onnx',
    'm.onnx\0.onnx',
  ]) {
    await expect(find(name), name).rejects.toMatchObject({ code: 'OUTSIDE_ROOT' });
  }
});

test('a link within the root is followed, and the JSON file is the one beside the link', async () => {
  const { root, find } = await makeServedFolder({ 'root/store/0a1b': 'model' });
  await symlink('../store/0a1b', path.join(root, 'notes/linked.onnx'));
  await writeFile(path.join(root, 'notes/linked.json'), SIDECAR);
  expect(await find('linked.onnx')).toMatchObject({
    modelPath: path.join(root, 'store/0a1b'),
    sidecarPath: path.join(root, 'notes/linked.json'),
  });
});

test('a root that is a link itself is served', async () => {
  const { top, root } = await makeServedFolder();
  const link = path.join(top, 'link');
  await symlink(root, link);
  const scope = { root: link, cwd: path.join(link, 'notes') };
  expect(await findModelFiles('m.onnx', scope)).toMatchObject({
    modelPath: path.join(root, 'notes/m.onnx'),
  });
});

test('a model that is not there is told which ones are', async () => {
  const { find } = await makeServedFolder();
  await expect(find('bears.onnx')).rejects.toMatchObject({
    code: 'MODEL_NOT_FOUND',
    message: 'There is no model at bears.onnx.',
    hint: 'In that folder: m.onnx.',
  });
  await expect(find('models/bears.onnx')).rejects.toMatchObject({
    hint: 'The path starts from the notebook’s folder.',
  });
});

test('a model without a JSON file, and a file of another kind, say what is missing', async () => {
  const { find } = await makeServedFolder({
    'root/notes/alone.onnx': 'model',
    'root/notes/model.pth': 'model',
  });
  await expect(find('alone.onnx')).rejects.toMatchObject({
    code: 'MODEL_INVALID',
    message: 'alone.onnx has no alone.json beside it.',
  });
  await expect(find('model.pth')).rejects.toThrow('model.pth is not an .onnx file.');
});

test('labels may lie in a file of their own, within the root', async () => {
  const sidecar = (labels: string) => JSON.stringify({ input: { width: 2, height: 2 }, labels });
  const { find } = await makeServedFolder({
    'root/notes/named.onnx': 'model',
    'root/notes/named.json': sidecar('../labels/names.txt'),
    'root/labels/names.txt': 'one\ntwo\n',
    'root/notes/lost.onnx': 'model',
    'root/notes/lost.json': sidecar('names.txt'),
    'root/notes/spy.onnx': 'model',
    'root/notes/spy.json': sidecar('../../root-secret/m.json'),
  });
  const { labels, sources } = await describeModel(await find('named.onnx'));
  expect(labels).toEqual(['one', 'two']);
  expect(sources.map((file) => path.basename(file))).toContain('names.txt');
  await expect(find('lost.onnx').then(describeModel)).rejects.toThrow(
    'lost.json: there are no labels at names.txt.',
  );
  await expect(find('spy.onnx').then(describeModel)).rejects.toMatchObject({
    code: 'OUTSIDE_ROOT',
  });
});

test('a version changes with every way of writing a file anew', async () => {
  const folder = await makeFolder({ 'm.onnx': 'one', 'other.onnx': 'two' });
  const file = path.join(folder, 'm.onnx');
  const versions = [readVersion([file])];
  expect(readVersion([file])).toBe(versions[0]);
  await writeFile(file, 'longer');
  versions.push(readVersion([file]));
  await utimes(file, 0, 0);
  versions.push(readVersion([file]));
  await rename(path.join(folder, 'other.onnx'), file);
  versions.push(readVersion([file]));
  await mkdir(path.join(folder, 'kept'));
  await rename(file, path.join(folder, 'kept/m.onnx'));
  versions.push(readVersion([file]));
  expect(new Set(versions).size).toBe(5);
});
