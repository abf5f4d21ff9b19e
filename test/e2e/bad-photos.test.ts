import { expect, test } from 'vitest';
import { BearsPage } from '../helpers/bears-page.js';
import { openPage } from '../helpers/open-page.js';
import {
  emptyPhoto,
  hugePhoto,
  type Photo,
  photo,
  svgPhoto,
  textPhoto,
  truncatedPhoto,
} from '../helpers/photos.js';
import { startEccola } from '../helpers/run-eccola.js';
import { takeScreenshot } from '../helpers/screenshot.js';

const REFUSED: readonly [kind: string, make: () => Photo | Promise<Photo>, sentence: RegExp][] = [
  ['empty', emptyPhoto, /empty/i],
  ['truncated', truncatedPhoto, /damaged|truncated|incomplete|could not be read/i],
  ['text', textPhoto, /not an image|is no image|format/i],
  ['SVG', svgPhoto, /svg/i],
  ['10 000 × 10 000', hugePhoto, /pixels/i],
];

test('refuses each bad photo in words, and names a bear after each', async () => {
  const { url } = await startEccola(['notebooks', '--port=0']);
  const { page } = await openPage(`${url}/voila/render/bears.ipynb`);
  const bears = new BearsPage(page);
  const good = await photo('european-bear.png');

  for (const [kind, make, sentence] of REFUSED) {
    const said = await bears.ask(await make(), sentence);
    expect(said, kind).not.toMatch(/undefined|\[object|at .*\.js/);
    await takeScreenshot(page, `bad-photo-${kind.split(' ')[0]}`);
    await bears.ask(good, /brown bear/i);
  }
});
