// A Jupyter front end, as far as a measure needs one: starts a kernel by its command and runs cells on ZeroMQ.
import { spawn } from 'node:child_process';
import { createHmac, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Dealer, Request, Subscriber } from 'zeromq';

const DELIMITER = '<IDS|MSG>';
/** Longer than any cell here takes, in ms. */
const LIMIT = 120_000;
/** In ms. */
const BINDING = 5;

/**
 * Starts a kernel in an empty folder, and waits until it has answered a `kernel_info_request`.
 * @param {(connectionFile: string) => readonly string[]} toCommand program and arguments
 */
export async function startFrontEnd(toCommand) {
  const folder = await mkdtemp(path.join(tmpdir(), 'eccola-bench-'));
  const [shell_port, iopub_port, stdin_port, control_port, hb_port] = await freePorts(5);
  const key = randomUUID();
  const file = path.join(folder, 'connection.json');
  const ports = { shell_port, iopub_port, stdin_port, control_port, hb_port };
  const connection = { transport: 'tcp', ip: '127.0.0.1', key, signature_scheme: 'hmac-sha256' };
  await writeFile(file, JSON.stringify({ ...connection, ...ports }));

  // Of a kernel that does not listen yet ZeroMQ asks again so often, in ms.
  const sockets = { linger: 0, reconnectInterval: 5 };
  const shell = new Dealer(sockets);
  const iopub = new Subscriber({ ...sockets, receiveHighWaterMark: 0 });
  const others = { [stdin_port]: new Dealer(sockets), [control_port]: new Dealer(sockets) };
  const all = {
    ...others,
    [shell_port]: shell,
    [iopub_port]: iopub,
    [hb_port]: new Request(sockets),
  };
  const connected = Object.values(all).map(
    (socket) => new Promise((resolve) => socket.events.on('handshake', resolve)),
  );
  for (const [port, socket] of Object.entries(all)) socket.connect(`tcp://127.0.0.1:${port}`);
  iopub.subscribe();

  const [program, ...args] = toCommand(file);
  const child = spawn(program, args, { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] });
  const ended = once(child, 'exit');
  const waiting = new Set();
  const listen = async (socket) => {
    for await (const frames of socket) for (const look of waiting) look(toMessage(frames));
  };
  void listen(shell);
  void listen(iopub);

  /** Sends a request; resolves when all that `isDone` looks for has come. */
  const request = async (msgType, content, isDone) => {
    const msg_id = randomUUID();
    const header = { msg_id, msg_type: msgType, session: 'bench', username: '', version: '5.3' };
    const parts = [{ ...header, date: new Date().toISOString() }, {}, {}, content].map((part) =>
      JSON.stringify(part),
    );
    const done = new Promise((resolve, reject) => {
      const limit = setTimeout(() => reject(new Error(`No answer to ${msgType}.`)), LIMIT);
      const look = (message) => {
        if (message.parent.msg_id !== msg_id || !isDone(message)) return;
        waiting.delete(look);
        clearTimeout(limit);
        resolve();
      };
      waiting.add(look);
    });
    await shell.send([DELIMITER, sign(key, parts), ...parts]);
    await done;
  };

  const close = async () => {
    child.kill('SIGKILL');
    await ended;
    for (const socket of Object.values(all)) socket.close();
    await rm(folder, { recursive: true, force: true });
  };
  await Promise.all(connected);
  // A request that comes while tslab still binds its sockets ends its loop for good.
  await sleep(BINDING);
  await request('kernel_info_request', {}, ({ type }) => type === 'kernel_info_reply');
  return {
    pid: child.pid,
    /** Runs a cell until its text and its reply are here. */
    execute: (code, text) => {
      const missing = new Set(['text', 'reply']);
      return request(
        'execute_request',
        { code, silent: false, store_history: true, user_expressions: {}, allow_stdin: false },
        ({ type, content }) => {
          if (type === 'execute_reply') missing.delete('reply');
          if (textOf(content)?.includes(text)) missing.delete('text');
          return missing.size === 0;
        },
      );
    },
    close,
  };
}

/** tslab prints a result, eccola gives it as one. */
function textOf(content) {
  return content.text ?? content.data?.['text/plain'];
}

function toMessage(frames) {
  const start = frames.findIndex((frame) => String(frame) === DELIMITER);
  const [header, parent, , content] = frames.slice(start + 2).map((frame) => JSON.parse(frame));
  return { type: header.msg_type, parent, content };
}

function sign(key, parts) {
  const hmac = createHmac('sha256', key);
  for (const part of parts) hmac.update(part);
  return hmac.digest('hex');
}

async function freePorts(count) {
  const servers = Array.from({ length: count }, () => createServer().listen(0, '127.0.0.1'));
  await Promise.all(servers.map((server) => once(server, 'listening')));
  const ports = servers.map((server) => server.address().port);
  await Promise.all(servers.map((server) => once(server.close(), 'close')));
  return ports;
}
