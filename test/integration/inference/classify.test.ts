import { readFile } from 'node:fs/promises';
import path from 'node:path';
import sharp from 'sharp';
import { beforeEach, describe, expect, test } from 'vitest';
import {
  type Classification,
  ImageClassifier,
  thumbnail,
} from '../../../src/runtime/inference/onnx.js';
import { installInferenceHost } from '../../../src/runtime/inference-host.js';
import { badImages, noiseJpeg } from '../../helpers/images.js';
import { BEARS, NOTEBOOKS, photo, startInference } from '../../helpers/start-inference.js';

/** What a notebook has: "eccola/onnx", in a process that knows where the service listens. */
async function startNotebook() {
  const service = await startInference();
  installInferenceHost({
    cwd: NOTEBOOKS,
    address: async () => service.address,
    usesFiles: () => {},
  });
  return { service, bears: await ImageClassifier.load(BEARS) };
}

test('a classifier knows its labels and its input', async () => {
  const { bears } = await startNotebook();
  expect(bears.labels).toHaveLength(1000);
  expect(bears.labels[294]).toBe('brown bear');
  expect(bears.inputShape).toEqual(['N', 3, 224, 224]);
  expect(bears.path).toBe(BEARS);
});

test('photos get the right words', async () => {
  const { bears } = await startNotebook();
  for (const [name, label, least] of [
    ['european-bear.png', 'brown bear', 0.85],
    ['bear.png', 'brown bear', 0.25],
    ['edward_bear.png', 'teddy', 0.4],
    ['tiger.png', 'tiger', 0.7],
    ['zebra.png', 'zebra', 0.8],
    ['elephant.png', 'African elephant', 0.6],
  ] as const) {
    const [best] = await bears.classify(await photo(name));
    expect(best, name).toMatchObject({ label, index: bears.labels.indexOf(label) });
    expect(best?.probability, name).toBeGreaterThan(least);
  }
});

test('as many classes come back as were asked for, best first', async () => {
  const { bears } = await startNotebook();
  const image = await photo('chelsea.png');
  expect(await bears.classify(image)).toHaveLength(5);
  expect(await bears.classify(image, { top: 1 })).toHaveLength(1);
  const all = await bears.classify(image, { top: 5000 });
  expect(all).toHaveLength(1000);
  const probabilities = all.map(({ probability }) => probability);
  expect(probabilities).toEqual([...probabilities].sort((a, b) => b - a));
});

test('what is asked for in numbers that are none is refused alone, whatever was asked beside it', async () => {
  const { bears } = await startNotebook();
  const image = await photo('zebra.png');
  const numbers = [0, -1, 1.5, Number.NaN, 10n as unknown as number];
  const refused = numbers.flatMap((number) => [
    bears.classify(image, { top: number }),
    thumbnail(image, number),
  ]);
  const [outcomes, [best]] = await Promise.all([
    Promise.allSettled(refused),
    bears.classify(image, { top: 1 }),
  ]);
  expect(outcomes).toEqual(
    numbers.flatMap(() =>
      Array(2).fill({
        status: 'rejected',
        reason: expect.objectContaining({ code: 'BAD_REQUEST' }),
      }),
    ),
  );
  expect(best?.label).toBe('zebra');
});

test('bytes may come in any kind of buffer', async () => {
  const { bears } = await startNotebook();
  const bytes = Uint8Array.from(await photo('zebra.png'));
  const padded = new Uint8Array(bytes.length + 7);
  padded.set(bytes, 3);
  for (const image of [bytes.buffer, new DataView(padded.buffer, 3, bytes.length)]) {
    expect((await bears.classify(image))[0]?.label).toBe('zebra');
  }
});

test('images that come together get the answers that each gets alone', async () => {
  const { bears } = await startNotebook();
  const names = ['european-bear.png', 'tiger.png', 'zebra.png', 'elephant.png', 'edward_bear.png'];
  const images = await Promise.all(names.map(photo));
  const alone: Classification[] = [];
  for (const image of images) alone.push(...(await bears.classify(image, { top: 1 })));
  const many = [...images, ...images, ...images, ...images];
  const together = await Promise.all(many.map((image) => bears.classify(image)));
  together.forEach(([best], index) => {
    const expected = alone[index % alone.length];
    expect(best?.index).toBe(expected?.index);
    expect(best?.probability).toBeCloseTo(expected?.probability ?? 0, 2);
  });
});

test('a photo of 5 MB comes back as a thumbnail of a few kB', async () => {
  await startNotebook();
  const image = await noiseJpeg(3200, 2400);
  expect(image.byteLength).toBeGreaterThan(5_000_000);
  const small = await thumbnail(image, 256);
  expect(small.byteLength).toBeLessThan(30_000);
  expect(await sharp(small).metadata()).toMatchObject({ format: 'jpeg', width: 256, height: 192 });
});

test('HEIC photos are read, those that were stored lying on their side too', async () => {
  const { bears } = await startNotebook();
  const cats = ['tiger cat', 'Egyptian cat', 'tabby'];
  for (const name of ['chelsea.heic', 'turned.heic']) {
    const image = await photo(name);
    const [best] = await bears.classify(image);
    expect(cats).toContain(best?.label);
    const size = await sharp(await thumbnail(image, 150)).metadata();
    expect(size).toMatchObject({ width: 150, height: 100 });
  }
});

describe('whatever somebody chooses in place of a photo', async () => {
  const images = await badImages();
  const heic = await photo('chelsea.heic');
  images.push({ name: 'cut.heic', bytes: heic.subarray(0, 9000), code: 'IMAGE_UNREADABLE' });

  let notebook: Awaited<ReturnType<typeof startNotebook>>;
  beforeEach(async () => {
    notebook = await startNotebook();
  });

  test.each(images)('$name gets a sentence, and the next photo its label', async (bad) => {
    const error = { code: bad.code, message: expect.stringMatching(/^That .+\.$/) };
    await expect(notebook.bears.classify(bad.bytes)).rejects.toMatchObject(error);
    await expect(thumbnail(bad.bytes, 256)).rejects.toMatchObject(error);
    const [best] = await notebook.bears.classify(await photo('tiger.png'));
    expect(best?.label).toBe('tiger');
    expect(notebook.service.stderr()).toBe('');
  });
});

test('a file of more than 100 MiB is refused before it travels', async () => {
  const { bears } = await startNotebook();
  await expect(bears.classify(new Uint8Array(101 * 2 ** 20))).rejects.toMatchObject({
    code: 'IMAGE_TOO_LARGE',
    message: 'That file is 101 MiB large, and the limit is 100.',
  });
});

// The reference is PyTorch's own answer, written by the script that trained the network.
test('a network trained in PyTorch answers as it does there', async () => {
  const folder = path.resolve(import.meta.dirname, '../../fixtures/models/shapes');
  const service = await startInference({ root: folder });
  const used = new Set<string>();
  installInferenceHost({
    cwd: folder,
    address: async () => service.address,
    usesFiles: (paths) => {
      for (const file of paths) used.add(path.relative(folder, file));
    },
  });
  const shapes = await ImageClassifier.load('shapes.onnx');
  expect([...used]).toEqual(['shapes.onnx', 'shapes.json', 'shapes.onnx.data']);
  const reference: { image: string; size: number[]; probabilities: number[] }[] = JSON.parse(
    await readFile(path.join(folder, 'reference.json'), 'utf8'),
  );
  for (const { image, size, probabilities } of reference) {
    const classes = await shapes.classify(await readFile(path.join(folder, image)));
    // Pictures are scaled a little differently by each library; where none is scaled only arithmetic is left.
    const tolerance = size[0] === 64 ? 1e-4 : 0.03;
    for (const { index, probability } of classes) {
      const difference = Math.abs(probability - (probabilities[index] ?? 0));
      expect(difference, `${image}: ${shapes.labels[index]}`).toBeLessThan(tolerance);
    }
    expect(image).toContain(classes[0]?.label);
  }
});
