import { execFile } from 'node:child_process';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { makeFolder } from '../../../helpers/folder.js';
import { REPOSITORY } from '../../../helpers/run-eccola.js';

/*
 * A front end subscribes to a kernel that is not there yet, as a test of a front end does: ZeroMQ tries to connect until
 * someone listens, and is accepted while the kernel's sockets are still being bound. Many start at once, so that some are
 * still at it when a subscriber has come; in a process of their own, which a crash would end.
 */
const ROUNDS = 20;
const AT_ONCE = 8;
const inRepository = (file: string) =>
  JSON.stringify(pathToFileURL(path.join(REPOSITORY, file)).href);
const SCRIPT = `
import { createRequire } from 'node:module';
import { openZeromqChannel } from ${inRepository('dist/runtime/kernel/zeromq/zeromq-channel.js')};

const { Subscriber } = createRequire(${inRepository('package.json')})('zeromq');
const [folder, rounds, atOnce] = process.argv.slice(2);
const SOCKETS = ['shell', 'iopub', 'stdin', 'control', 'hb'];
let welcomed = 0;
const dropped = [];

async function listen(number) {
  const addresses = Object.fromEntries(SOCKETS.map((name) => [name, \`ipc://\${folder}/\${number}-\${name}\`]));
  const iopub = new Subscriber({ linger: 0, reconnectInterval: 1 });
  iopub.connect(addresses.iopub);
  iopub.subscribe();
  const channel = await openZeromqChannel(
    { connection: { addresses, key: 'key', digest: 'sha256' }, session: 'session', parentPid: undefined },
    { onMessage: () => {}, onDropped: (reason) => dropped.push(reason) },
  );
  const [topic, , , header] = await iopub.receive();
  if (JSON.parse(header).msg_type === 'iopub_welcome') welcomed += 1;
  await channel.close();
  iopub.close();
}

for (let round = 0; round < Number(rounds); round += 1) {
  await Promise.all(Array.from({ length: Number(atOnce) }, (_, number) => listen(number)));
}
console.log(JSON.stringify({ welcomed, dropped }));
`;

test('whoever subscribes while the sockets are being bound is welcomed', async ({ signal }) => {
  const folder = await makeFolder({ 'listen.mjs': SCRIPT });
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [path.join(folder, 'listen.mjs'), folder, String(ROUNDS), String(AT_ONCE)],
    { signal },
  );
  expect(JSON.parse(stdout)).toEqual({ welcomed: ROUNDS * AT_ONCE, dropped: [] });
});
