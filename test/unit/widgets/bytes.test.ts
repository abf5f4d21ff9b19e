import { expect, test } from 'vitest';
import { Audio, FileUpload, Image } from '../../../src/widgets/index.js';
import { recordHost } from '../../helpers/recording-host.js';

const photo = (content = [1, 2, 3], size = content.length) => ({
  name: 'bear.jpg',
  type: 'image/jpeg',
  size,
  last_modified: 1_700_000_000_000,
  content: new Uint8Array(content),
});

test('a picture’s bytes travel as a buffer', () => {
  const { take } = recordHost();
  const image = new Image({ value: new Uint8Array([1, 2]), format: 'jpg' });
  const [opened] = take();
  expect(opened).toMatchObject({ data: { buffer_paths: [['value']] }, buffers: [[1, 2]] });
  expect(opened?.data?.state).not.toHaveProperty('value');
  image.value = new Uint8Array([3]);
  expect(take()).toEqual([
    {
      type: 'comm_msg',
      comm_id: 'c1',
      data: { method: 'update', state: {}, buffer_paths: [['value']] },
      buffers: [[3]],
    },
  ]);
});

test('bytes with the same content are no change, the same array written to is one', () => {
  const { take } = recordHost();
  const bytes = new Uint8Array([1, 2]);
  const image = new Image({ value: bytes });
  take();
  image.value = new Uint8Array([1, 2]);
  image.width = '10';
  expect(take().map(({ data }) => data?.state)).toEqual([{ width: '10' }]);
  image.value = bytes;
  bytes[0] = 9;
  image.value = bytes;
  expect(take().at(-1)?.buffers).toEqual([[9, 2]]);
});

test.each([
  ['an ArrayBuffer', new Uint8Array([1, 2]).buffer],
  ['a DataView', new DataView(new Uint8Array([0, 1, 2]).buffer, 1)],
  ['a Buffer', Buffer.from([1, 2])],
])('bytes may come as %s', (_, value) => {
  recordHost();
  const audio = new Audio();
  Object.assign(audio, { value });
  expect([...audio.value]).toEqual([1, 2]);
});

test('what is no bytes is refused', () => {
  recordHost();
  expect(() => Object.assign(new Image(), { value: 'data:image/png;base64,' })).toThrow(
    'Image.value must be a Uint8Array or an ArrayBuffer, but was given "data:image/png;base64,".',
  );
});

test('bytes that a page sets are echoed as a buffer', () => {
  const { take, update } = recordHost();
  const image = new Image();
  take();
  update(image, { value: new Uint8Array([7]), format: 'jpg' });
  expect(take()).toEqual([
    {
      type: 'comm_msg',
      comm_id: 'c1',
      data: { method: 'echo_update', state: { format: 'jpg' }, buffer_paths: [['value']] },
      buffers: [[7]],
    },
  ]);
  expect([...image.value]).toEqual([7]);
});

test('a file that a visitor chooses arrives with its name, time and content', () => {
  const { update, errors } = recordHost();
  const upload = new FileUpload({ accept: 'image/*' });
  expect(upload).toMatchObject({ value: [], description: 'Upload' });
  const seen: unknown[] = [];
  upload.observe('value', ({ old, new: [file] }) => seen.push([old, file]));
  update(upload, { value: [photo()], error: '' });
  const expected = {
    name: 'bear.jpg',
    type: 'image/jpeg',
    size: 3,
    lastModified: new Date(1_700_000_000_000),
    content: new Uint8Array([1, 2, 3]),
  };
  expect(errors).toEqual([]);
  expect(upload.value).toEqual([expected]);
  expect(seen).toEqual([[[], expected]]);
});

test('a file is never sent to a page: no echo, and its content in no state', () => {
  const { take, update, deliver } = recordHost();
  const upload = new FileUpload({ multiple: true });
  take();
  update(upload, { value: [photo(), photo([4])], error: '' });
  expect(take().map(({ data, buffers }) => [data, buffers])).toEqual([
    [{ method: 'echo_update', state: { error: '' }, buffer_paths: [] }, undefined],
  ]);
  deliver(upload.modelId, { method: 'request_state' });
  const [answer] = take();
  expect(answer?.buffers).toBeUndefined();
  expect(answer?.data).toMatchObject({
    buffer_paths: [],
    state: { value: [{ name: 'bear.jpg', size: 3 }, { size: 1 }] },
  });
});

test('another photo is a change, the same one chosen again is none', () => {
  const { update } = recordHost();
  const upload = new FileUpload();
  let changes = 0;
  upload.observe('value', () => (changes += 1));
  update(upload, { value: [photo()] });
  update(upload, { value: [photo()] });
  expect(changes).toBe(1);
  update(upload, { value: [photo([3, 2, 1])] });
  expect(changes).toBe(2);
});

test('files are forgotten by setting an empty array', () => {
  const { take, update } = recordHost();
  const upload = new FileUpload();
  update(upload, { value: [photo()] });
  take();
  upload.value = [];
  expect(take().map(({ data }) => data)).toEqual([
    { method: 'update', state: { value: [] }, buffer_paths: [] },
  ]);
});

test.each([
  ['without content', { ...photo(), content: undefined }],
  ['cut short', photo([1, 2], 3)],
  ['without a name', { ...photo(), name: null }],
  ['that is null', null],
])('a file is refused %s, and the one before it kept', (_, file) => {
  const { update, errors } = recordHost();
  const upload = new FileUpload();
  update(upload, { value: [photo()] });
  update(upload, { value: [file] });
  expect(upload.value).toHaveLength(1);
  expect(upload.value[0]?.size).toBe(3);
  expect(errors.map(String)).toEqual([
    'AppError: FileUpload.value must be an array of whole uploaded files, but was given an array of 1.',
  ]);
});
