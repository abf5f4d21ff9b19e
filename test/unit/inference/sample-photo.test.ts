import sharp from 'sharp';
import { expect, test } from 'vitest';
import { makeSamplePhoto } from '../../../src/runtime/inference/images/sample-photo.js';

test('the sample is a JPEG as large as a photo, and the same each time', async () => {
  const photo = await makeSamplePhoto();
  expect(await sharp(photo).metadata()).toMatchObject({ format: 'jpeg', width: 1024, height: 768 });
  expect(photo.byteLength).toBeGreaterThan(100_000);
  expect(await makeSamplePhoto()).toEqual(photo);
});
