import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { pino } from 'pino';
import { onTestFinished } from 'vitest';
import { type App, type AppOptions, createApp } from '../../dist/server/app.js';
import { makeFolder } from './folder.js';

/** Puts the built app on a server of this process, for options that the command does not have. */
export async function startApp(
  options: Partial<AppOptions> & Pick<AppOptions, 'root'>,
): Promise<{ app: App; url: string; close(): Promise<void> }> {
  const cacheDir = path.join(await makeFolder(), 'cache');
  const app = await createApp({ cacheDir, logger: pino({ level: 'silent' }), ...options });
  const server = createServer(app.handler).on('upgrade', app.upgrade);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = async () => {
    server.close();
    server.closeAllConnections();
    await app.close();
  };
  onTestFinished(close);
  const { port } = server.address() as AddressInfo;
  return { app, url: `http://127.0.0.1:${port}`, close };
}
