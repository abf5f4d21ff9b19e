// `node scripts/record-picture.mjs`: the README's animated picture, from a real session of the built command in Chromium.
import { spawn } from 'node:child_process';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { chromium } from 'playwright-core';
import sharp from 'sharp';
import { build } from './build.mjs';
import { ensureChromium } from './chromium.mjs';
import { ROOT } from './run.mjs';

const SIZE = { width: 640, height: 560 };
const TARGET = path.join(ROOT, 'docs', 'bears.webp');
const PHOTOS = ['european-bear.png', 'edward_bear.png', 'zebra.png'];
/** What a reader needs to see what has happened, in milliseconds. */
const LOOK_MS = 1200;
/** The picture goes round: the last frame is held for longer. */
const LAST_MS = 2500;

await build({ log: console.error });
const eccola = spawn(process.execPath, ['dist/cli/main.js', 'notebooks/bears.ipynb', '--port=0'], {
  cwd: ROOT,
  stdio: ['ignore', 'pipe', 'ignore'],
});
const url = await new Promise((resolve, reject) => {
  eccola.on('close', () => reject(new Error('eccola ended.')));
  eccola.stdout.setEncoding('utf8').on('data', (text) => {
    const address = /http:\S+/.exec(text)?.[0];
    if (address) resolve(address);
  });
});
const browser = await chromium.launch({ executablePath: await ensureChromium() });
try {
  const page = await browser.newPage({ viewport: SIZE });
  await page.addInitScript(showPointer);
  await page.goto(`${url}voila/render/bears.ipynb`);
  await page.getByRole('button', { name: 'Classify' }).waitFor();
  const frames = await recordFrames(page, () => classifyPhotos(page));
  await writePicture(frames);
} finally {
  await browser.close();
  eccola.kill();
}
const { size } = await stat(TARGET);
console.log(`${path.relative(ROOT, TARGET)}: ${Math.round(size / 1000)} kB`);

async function classifyPhotos(page) {
  const prediction = page.locator('.widget-label').last();
  await pause(LOOK_MS);
  for (const name of PHOTOS) {
    const before = await prediction.textContent();
    const [dialog] = await Promise.all([
      page.waitForEvent('filechooser'),
      press(page, page.getByRole('button', { name: 'Choose a photo' })),
    ]);
    await dialog.setFiles(path.join(ROOT, 'test/fixtures/photos', name));
    await press(page, page.getByRole('button', { name: 'Classify' }));
    while (
      !/%/.test(await prediction.textContent()) ||
      (await prediction.textContent()) === before
    ) {
      await pause(20);
    }
    await pause(LOOK_MS);
  }
}

/** As a hand does it: the pointer travels. */
async function press(page, button) {
  const { x, y, width, height } = await button.boundingBox();
  await page.mouse.move(x + width / 2, y + height / 2, { steps: 8 });
  await pause(150);
  await page.mouse.down();
  await pause(80);
  await page.mouse.up();
}

/** A browser without a window draws no pointer. */
function showPointer() {
  addEventListener('DOMContentLoaded', () => {
    const pointer = document.createElement('div');
    Object.assign(pointer.style, {
      position: 'fixed',
      zIndex: '9999',
      width: '16px',
      height: '16px',
      margin: '-8px 0 0 -8px',
      borderRadius: '50%',
      background: 'rgb(200 60 30 / 60%)',
      pointerEvents: 'none',
      left: '-50px',
      top: '-50px',
    });
    document.body.append(pointer);
    addEventListener(
      'mousemove',
      ({ clientX, clientY }) => {
        pointer.style.left = `${clientX}px`;
        pointer.style.top = `${clientY}px`;
      },
      true,
    );
  });
}

/** What the page looked like whenever it changed, and when that was, in milliseconds. */
async function recordFrames(page, session) {
  const client = await page.context().newCDPSession(page);
  const frames = [];
  client.on('Page.screencastFrame', async ({ data, metadata, sessionId }) => {
    frames.push({ png: Buffer.from(data, 'base64'), at: metadata.timestamp * 1000 });
    await client.send('Page.screencastFrameAck', { sessionId }).catch(() => {});
  });
  await client.send('Page.startScreencast', { format: 'png', everyNthFrame: 2 });
  await session();
  await client.send('Page.stopScreencast');
  return frames;
}

async function writePicture(frames) {
  const delay = frames.map(({ at }, index) => {
    const next = frames[index + 1];
    return next ? Math.max(20, Math.round(next.at - at)) : LAST_MS;
  });
  await sharp(
    frames.map(({ png }) => png),
    { join: { animated: true } },
  )
    .webp({ quality: 75, effort: 5, loop: 0, delay })
    .toFile(TARGET);
}
