import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { symlink } from 'node:fs/promises';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import { makeFolder } from './folder.js';
import { REPOSITORY } from './run-eccola.js';

/**
 * Starts a real Jupyter Server as Binder does: below `/user/NAME/`, with a token, any Origin allowed, and `binder/`'s
 * configuration linked where `binder/postBuild` links it.
 */
export async function startJupyterServer(
  executable: string,
): Promise<{ url: string; token: string; output(): string; close(): Promise<void> }> {
  const [config, home] = [await makeFolder(), await makeFolder()];
  const name = 'jupyter_server_config.py';
  await symlink(path.join(REPOSITORY, 'binder', name), path.join(config, name));
  const token = randomUUID();
  const child = spawn(
    executable,
    [
      '--ServerApp.ip=127.0.0.1',
      '--ServerApp.port=0',
      '--ServerApp.base_url=/user/x/',
      `--IdentityProvider.token=${token}`,
      '--ServerApp.allow_origin=*',
      '--ServerApp.allow_root=True',
      '--no-browser',
    ],
    {
      cwd: home,
      env: {
        ...process.env,
        HOME: home,
        JUPYTER_CONFIG_DIR: config,
        JUPYTER_RUNTIME_DIR: path.join(home, 'runtime'),
        // The `node` of the configuration's command is the one that runs this test.
        PATH: `${path.dirname(process.execPath)}${path.delimiter}${process.env.PATH}`,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  let printed = '';
  const ended = new Promise<void>((resolve) => child.on('close', () => resolve()));
  const close = async () => {
    child.kill('SIGTERM');
    await ended;
  };
  onTestFinished(close);
  const url = await new Promise<string>((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        printed += text;
        const address = /http:\/\/127\.0\.0\.1:[1-9]\d*\/user\/x\//.exec(printed);
        if (address) resolve(address[0]);
      });
    }
    void ended.then(() => reject(new Error(`Jupyter Server ended:\n${printed}`)));
  });
  return { url, token, output: () => printed, close };
}
