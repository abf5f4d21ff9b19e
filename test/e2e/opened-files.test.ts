import { expect, test } from 'vitest';
import { notebook } from '../helpers/notebook.js';
import { openPage } from '../helpers/open-page.js';
import { startServer } from '../helpers/start-server.js';

test('a sound that a page leads to plays when it is opened by itself', async () => {
  const { url } = await startServer({
    'app.ipynb': notebook([
      'import * as tslab from "tslab";\ntslab.display.html(\'<audio src="growl.wav"></audio>\')',
    ]),
    'growl.wav': silence(8000),
  });
  const { page } = await openPage(`${url}/voila/render/app.ipynb`);
  await page.locator('audio').waitFor({ state: 'attached' });
  await page.goto(`${url}/voila/files/growl.wav`);
  const duration = () =>
    page.locator('video, audio').evaluate((media) => Reflect.get(media, 'duration'));
  await expect.poll(duration).toBe(1);
});

/** A sound of 8000 samples a second. */
function silence(samples: number): Uint8Array {
  const wav = Buffer.alloc(44 + samples, 128);
  wav.write('RIFF', 0);
  wav.writeUInt32LE(36 + samples, 4);
  wav.write('WAVEfmt ', 8);
  wav.writeUInt32LE(16, 16);
  wav.writeUInt16LE(1, 20);
  wav.writeUInt16LE(1, 22);
  wav.writeUInt32LE(8000, 24);
  wav.writeUInt32LE(8000, 28);
  wav.writeUInt16LE(1, 32);
  wav.writeUInt16LE(8, 34);
  wav.write('data', 36);
  wav.writeUInt32LE(samples, 40);
  return wav;
}
