import { chmod } from 'node:fs/promises';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { startJupyterServer } from '../../../src/deploy/doctor/launch/jupyter-server.js';
import { makeFolder } from '../../helpers/folder.js';
import { isAlive } from '../../helpers/process-tree.js';

/** A program that says, as Jupyter Server does, where it is before it listens there; then it does what the code says. */
async function makePlaceOf(code: string) {
  const folder = await makeFolder({
    'jupyter-server': `#!${process.execPath}
      const { createServer } = require("node:http");
      const given = (name) =>
        process.argv.find((arg) => arg.startsWith("--ServerApp." + name + "=")).split("=")[1];
      const port = Number(given("port"));
      console.log("Jupyter Server is running at:\\nhttp://127.0.0.1:" + port + given("base_url"));
      ${code}`,
  });
  await chmod(path.join(folder, 'jupyter-server'), 0o755);
  return { folder, pythonBin: folder, env: process.env };
}

test('a Jupyter Server that has started can be asked at once', async () => {
  const place = await makePlaceOf(`
    setTimeout(() => createServer((_, response) => response.end("hello")).listen(port, "127.0.0.1"), 500);`);
  const server = await startJupyterServer(place);
  onTestFinished(server.close);
  expect(await (await fetch(server.url)).text()).toBe('hello');
});

test('a Jupyter Server that ends before it listens is an error with what it printed', async () => {
  const place = await makePlaceOf(`
    console.error("there is no room"); setTimeout(() => process.exit(1), 100);`);
  await expect(startJupyterServer(place)).rejects.toMatchObject({
    code: 'PROGRAM_FAILED',
    message: expect.stringContaining('there is no room'),
  });
});

test('a Jupyter Server that does not end when it is told to is ended', async () => {
  const place = await makePlaceOf(`
    process.on("SIGTERM", () => {}); createServer().listen(port, "127.0.0.1");`);
  const server = await startJupyterServer(place);
  await server.close();
  expect(isAlive(server.pid)).toBe(false);
});
