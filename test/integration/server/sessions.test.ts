import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { CLOSE } from '../../../src/protocol/session.js';
import { ECHO, echoWidgets, moveSlider } from '../../helpers/echo.js';
import { notebook } from '../../helpers/notebook.js';
import { descendantsRunning, isAlive, kernelsOf } from '../../helpers/process-tree.js';
import { startApp } from '../../helpers/start-app.js';
import { startServer } from '../../helpers/start-server.js';
import { Visitor } from '../../helpers/visitor.js';

test('two visitors have kernels of their own, with the same widgets and values of their own', async () => {
  const { url } = await startServer(ECHO);
  const [first, second] = [new Visitor(url), new Visitor(url)];
  const one = await first.open('echo.ipynb');
  const two = await second.open('echo.ipynb');
  expect(one.session.kernel.id).not.toBe(two.session.kernel.id);
  expect(one.session.resumed).toBe(false);

  await moveSlider(one.page, 41);
  await moveSlider(two.page, 42);

  const [seenByOne, seenByTwo] = [await echoWidgets(one.page), await echoWidgets(two.page)];
  expect(seenByOne.echoed).toBe('value 41');
  expect(seenByTwo.echoed).toBe('value 42');
  expect(seenByOne.slider).toBe(seenByTwo.slider);
});

test('a page load, and a crawler’s, costs no kernel', async () => {
  const { url, pid } = await startServer(ECHO);
  const visitor = new Visitor(url);
  await visitor.snapshot('echo.ipynb');
  // A page that was kept is there before the kernel that waits for a visitor.
  await expect.poll(() => kernelsOf(pid).length).toBe(1);
  for (let load = 0; load < 20; load++) await visitor.fetch('/voila/render/echo.ipynb');
  expect(kernelsOf(pid)).toHaveLength(1);
});

test('a page that is loaded again finds its kernel, and what the visitor did', async () => {
  const { url } = await startServer(ECHO);
  const visitor = new Visitor(url);
  const { session, page } = await visitor.open('echo.ipynb');
  await moveSlider(page, 17);
  page.close('left');
  await page.closed;

  const again = await visitor.open('echo.ipynb', { id: session.id });

  expect(again.session).toMatchObject({ id: session.id, kernel: session.kernel, resumed: true });
  expect((await echoWidgets(again.page)).echoed).toBe('value 17');
});

test('a kernel goes after its page was left, at the end of the grace period', async () => {
  const { url, pid } = await startServer(ECHO, { args: ['--left-grace=1', '--pool=0'] });
  const visitor = new Visitor(url);
  const { session, page } = await visitor.open('echo.ipynb');
  const withKernel = kernelsOf(pid);
  page.close('left');

  await expect
    .poll(() => withKernel.filter(isAlive).length, { timeout: 10_000 })
    .toBeLessThan(withKernel.length);
  const kernel = await visitor.fetch(`/api/kernels/${session.kernel.id}`);
  expect(kernel.status).toBe(404);
});

test('a beacon says that a page leaves, also when the websocket just breaks', async () => {
  const { url } = await startServer(ECHO, { args: ['--left-grace=1', '--lost-grace=3600'] });
  const visitor = new Visitor(url);
  const { session, page } = await visitor.open('echo.ipynb');
  const left = await visitor.post(`/api/sessions/${session.id}/leave`);
  expect(left.status).toBe(204);
  page.close('lost');

  await expect
    .poll(async () => (await visitor.fetch(`/api/kernels/${session.kernel.id}`)).status, {
      timeout: 10_000,
    })
    .toBe(404);
});

test('a lost connection leaves the kernel longer than a left page does', async () => {
  const { url } = await startServer(ECHO, { args: ['--left-grace=0', '--lost-grace=3600'] });
  const visitor = new Visitor(url);
  const lost = await visitor.open('echo.ipynb');
  const left = await visitor.open('echo.ipynb');
  lost.page.close('lost');
  left.page.close('left');
  const status = async ({ session }: typeof lost) =>
    (await visitor.fetch(`/api/kernels/${session.kernel.id}`)).status;

  await expect.poll(() => status(left), { timeout: 10_000 }).toBe(404);
  expect(await status(lost)).toBe(200);
});

test('a beacon that arrives after the reload that it announced takes nothing away', async () => {
  const { url } = await startServer(ECHO, { args: ['--left-grace=0', '--lost-grace=3600'] });
  const visitor = new Visitor(url);
  const { session, page } = await visitor.open('echo.ipynb');
  await visitor.post(`/api/sessions/${session.id}/leave`);
  await page.settled();
  expect((await visitor.fetch(`/api/kernels/${session.kernel.id}`)).status).toBe(200);
});

test('a duplicated tab gets a session of its own', async () => {
  const { url } = await startServer(ECHO);
  const visitor = new Visitor(url);
  const original = await visitor.open('echo.ipynb');
  const copy = await visitor.open('echo.ipynb', { id: original.session.id });

  expect(copy.session.id).not.toBe(original.session.id);
  expect(copy.session.kernel.id).not.toBe(original.session.kernel.id);
  await original.page.settled();
});

test('a visitor who knows another’s ids gets nothing of theirs', async () => {
  const { url } = await startServer(ECHO);
  const [owner, stranger] = [new Visitor(url), new Visitor(url)];
  const { session, page } = await owner.open('echo.ipynb');
  const own = await stranger.attach('echo.ipynb', { id: session.id, snapshot: session.snapshot });
  expect(own.id).not.toBe(session.id);
  expect(own.kernel.id).not.toBe(session.kernel.id);

  const connection = await stranger.connect(session.kernel.id);
  expect(await connection.closed).toBe(CLOSE.kernelGone);
  expect((await stranger.fetch(`/api/kernels/${session.kernel.id}`)).status).toBe(404);
  await stranger.post(`/api/sessions/${session.id}/leave`);
  const deleted = await stranger.fetch(`/api/sessions/${session.id}`, { method: 'DELETE' });
  expect(deleted.status).toBe(404);
  await page.settled();
});

test('one websocket has the session: a second takes it over', async () => {
  const { url } = await startServer(ECHO);
  const visitor = new Visitor(url);
  const { session, page } = await visitor.open('echo.ipynb');
  const second = await visitor.connect(session.kernel.id);
  expect(await page.closed).toBe(CLOSE.replaced);
  await second.settled();
});

test('what a kernel says while its page is away is delivered once when it is back', async () => {
  const { url, root, log } = await startServer({
    'app.ipynb': notebook([
      `import { existsSync, writeSync } from "node:fs";
       import { Label } from "eccola";
       const label = new Label({ value: "waits" });
       const timer = setInterval(() => {
         if (!existsSync("go")) return;
         clearInterval(timer);
         label.value = "goes";
         writeSync(2, "it went\\n");
       }, 20);
       label`,
    ]),
  });
  const visitor = new Visitor(url);
  const { session, page } = await visitor.open('app.ipynb');
  await page.settled();
  page.close('lost');
  const connections = async () =>
    (await (await visitor.fetch(`/api/kernels/${session.kernel.id}`)).json()).connections;
  await expect.poll(connections).toBe(0);
  await writeFile(path.join(root, 'go'), '');
  await expect.poll(() => log().some(({ msg }) => msg === 'it went')).toBe(true);

  const back = await visitor.connect(session.kernel.id);
  await back.settled();
  const goes = back.messages.filter(({ content }) => JSON.stringify(content).includes('goes'));
  expect(goes).toHaveLength(1);
});

test('a message that is sent again after an outage counts once', async () => {
  const { url } = await startServer(ECHO);
  const visitor = new Visitor(url);
  const { session, page } = await visitor.open('echo.ipynb');
  const { slider } = await echoWidgets(page);
  const sent = page.update(slider, { value: 9 });
  await page.settled();
  page.update(slider, { value: 10 });
  await page.settled();
  page.close('lost');
  await page.closed;

  const back = await visitor.connect(session.kernel.id);
  back.send('comm_msg', sent.content, { header: sent.header });
  await back.settled();
  expect((await echoWidgets(back)).echoed).toBe('value 10');
});

test('a page whose kernel was killed is told, and gets a fresh one under the same session', async () => {
  const { url, pid } = await startServer(ECHO, { args: ['--pool=0'] });
  const visitor = new Visitor(url);
  const { session, page } = await visitor.open('echo.ipynb');
  await moveSlider(page, 30);
  for (const child of kernelsOf(pid)) process.kill(child, 'SIGKILL');

  expect(await page.closed).toBe(CLOSE.kernelGone);
  const again = await visitor.attach('echo.ipynb', { id: session.id, snapshot: session.snapshot });
  expect(again).toMatchObject({ id: session.id, resumed: false, snapshot: session.snapshot });
  expect(again.kernel.id).not.toBe(session.kernel.id);
  const fresh = await visitor.connect(again.kernel.id);
  expect((await echoWidgets(fresh)).echoed).toBe('value 3');
});

test('a page whose kernel was killed with all that waited or started is given one that lives', async () => {
  const { url, pid } = await startServer(ECHO, { args: ['--pool=5'] });
  for (let round = 0; round < 5; round++) {
    const visitor = new Visitor(url);
    const { session, page } = await visitor.open('echo.ipynb');
    await page.settled();
    for (const kernel of kernelsOf(pid)) process.kill(kernel, 'SIGKILL');

    expect(await page.closed).toBe(CLOSE.kernelGone);
    const { id, snapshot } = session;
    const { kernel } = await visitor.attach('echo.ipynb', { id, snapshot });
    await (await visitor.connect(kernel.id)).settled();
  }
});

test('a page whose kernel was killed is not given one that gives no sign of life', async () => {
  const says = 'setTimeout(() => { process.title = "runtime/kernel that has run"; }, 10); 1';
  const { url, pid } = await startServer({ 'app.ipynb': notebook([says]) });
  const visitor = new Visitor(url);
  const { session, page } = await visitor.open('app.ipynb');
  const haveRun = () => descendantsRunning(pid, 'that has run');
  await expect.poll(haveRun, { timeout: 20_000 }).toHaveLength(2);
  // The server has heard of it too.
  await visitor.snapshot('app.ipynb');
  const [own = 0, waiting = 0] = haveRun().sort((one, other) => one - other);
  process.kill(waiting, 'SIGSTOP');
  process.kill(own, 'SIGKILL');

  expect(await page.closed).toBe(CLOSE.kernelGone);
  const { id, snapshot } = session;
  const { kernel } = await visitor.attach('app.ipynb', { id, snapshot });
  await (await visitor.connect(kernel.id)).settled();
  await expect.poll(() => isAlive(waiting), { timeout: 20_000 }).toBe(false);
});

test('DELETE ends a session at once', async () => {
  const { url } = await startServer(ECHO);
  const visitor = new Visitor(url);
  const { session, page } = await visitor.open('echo.ipynb');
  const deleted = await visitor.fetch(`/api/sessions/${session.id}`, { method: 'DELETE' });
  expect(deleted.status).toBe(204);
  expect(await page.closed).toBe(CLOSE.kernelGone);
});

test('says in words when every place is taken', async () => {
  const { url } = await startServer(ECHO, { args: ['--max-sessions=1'] });
  await new Visitor(url).open('echo.ipynb');
  const late = new Visitor(url);
  const response = await late.post('/api/sessions', {
    path: 'echo.ipynb',
    id: crypto.randomUUID(),
    snapshot: await late.snapshot('echo.ipynb'),
  });
  expect(response.status).toBe(503);
  expect(response.headers.get('retry-after')).not.toBeNull();
  expect(await response.json()).toMatchObject({
    code: 'TOO_MANY_SESSIONS',
    hint: expect.any(String),
  });
});

test('a kernel that was asked for and never fetched goes soon', async () => {
  const { url } = await startApp({ root: ECHO, sessionTimes: { connect: 500 } });
  const visitor = new Visitor(url);
  const { kernel } = await visitor.attach('echo.ipynb');
  const status = async () => (await visitor.fetch(`/api/kernels/${kernel.id}`)).status;
  await expect.poll(status, { timeout: 10_000 }).toBe(404);
});
