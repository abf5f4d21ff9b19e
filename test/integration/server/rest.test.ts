import { expect, test } from 'vitest';
import { ECHO, moveSlider } from '../../helpers/echo.js';
import { residentSize } from '../../helpers/resident-size.js';
import { startServer } from '../../helpers/start-server.js';
import { Visitor } from '../../helpers/visitor.js';

test('a server gives back what its visitors left behind, and takes the next ones in', async () => {
  const { url, pid } = await startServer(ECHO, { args: ['--left-grace=0', '--pool=4'] });
  const visit = async (value: number) => {
    const { page } = await new Visitor(url).open('echo.ipynb');
    await moveSlider(page, value);
    page.close('left');
    await page.closed;
  };
  for (let visits = 0; visits < 60; visits++) await visit(visits);
  const left = await residentSize(pid);
  await expect.poll(() => residentSize(pid)).toBeLessThan(left - 5000);
  await visit(41);
});
