import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import { Dealer, Request, Subscriber } from 'zeromq';
import type { Channel } from '../../src/protocol/messages.js';
import { fromWireMessage, Signer, toWireMessage } from '../../src/runtime/kernel/zeromq/wire.js';
import { makeFolder } from './folder.js';
import { createKernelClient, type ExitedKernel, type KernelClient } from './kernel-client.js';

const KERNEL_MAIN = path.resolve(import.meta.dirname, '../../dist/runtime/kernel/jupyter-main.js');

export interface JupyterKernelInput {
  cwd?: string;
  language?: 'typescript' | 'javascript';
  /** Added to the test's own environment. */
  env?: Record<string, string>;
}

export interface JupyterKernel extends KernelClient {
  pid: number;
  cwd: string;
  /** What it wrote to its own standard error so far, and again whenever it writes. */
  printed(text: string): Promise<void>;
  sendFrames(channel: 'shell' | 'control', frames: readonly Uint8Array[]): Promise<void>;
  /** Resolves with what the heartbeat's socket sends back. */
  heartbeat(text: string): Promise<string>;
  kill(): void;
  exited: Promise<ExitedKernel>;
}

/** Starts the built kernel as Jupyter does, on the five sockets of a connection file; it ends with the test. */
export async function startJupyterKernel({
  cwd: given,
  language = 'typescript',
  env = {},
}: JupyterKernelInput = {}): Promise<JupyterKernel> {
  const cwd = given ?? (await makeFolder());
  const folder = await makeFolder();
  const key = randomUUID();
  const ip = path.join(folder, 'kernel');
  const ports = { shell: 1, iopub: 2, stdin: 3, control: 4, hb: 5 } as const;
  const address = (name: keyof typeof ports) => `ipc://${ip}-${ports[name]}`;
  const file = path.join(folder, 'connection.json');
  await writeFile(
    file,
    JSON.stringify({
      transport: 'ipc',
      ip,
      key,
      signature_scheme: 'hmac-sha256',
      ...Object.fromEntries(Object.entries(ports).map(([name, port]) => [`${name}_port`, port])),
    }),
  );

  const signer = new Signer(key, 'sha256');
  // One identity on all of them: the kernel asks on stdin whoever sent the request on shell.
  const routingId = randomUUID();
  const dealers = {
    shell: new Dealer({ routingId, linger: 0 }),
    control: new Dealer({ routingId, linger: 0 }),
    stdin: new Dealer({ routingId, linger: 0 }),
  };
  const iopub = new Subscriber({ linger: 0, receiveHighWaterMark: 0 });
  const hb = new Request({ linger: 0 });
  const sockets = [...Object.values(dealers), iopub, hb];
  const sending = {
    shell: Promise.resolve(),
    control: Promise.resolve(),
    stdin: Promise.resolve(),
  };

  const child = spawn(
    process.execPath,
    [KERNEL_MAIN, '--language', language, '--connection-file', file],
    { cwd, env: { ...process.env, ...env }, stdio: ['ignore', 'ignore', 'pipe'] },
  );
  const exited = new Promise<ExitedKernel>((resolve) => {
    child.once('exit', (code, signal) => resolve({ code, signal }));
  });
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await exited;
    for (const socket of sockets) socket.close();
  });

  const send = async (channel: keyof typeof dealers, frames: readonly Uint8Array[]) => {
    sending[channel] = sending[channel].then(() => dealers[channel].send(frames.map(toBuffer)));
    await sending[channel];
  };
  const { client, receive, until, lookAgain } = createKernelClient({
    send: (message) => {
      const { channel } = message;
      if (channel === 'iopub') throw new TypeError('A front end does not send on iopub.');
      void send(channel, signer.sign(toWireMessage(message, [])));
    },
    // What a kernel said last may come after its end, so nothing that waits for a message ends with it.
    exited: new Promise(() => {}),
  });
  let printed = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    printed += text;
    lookAgain();
  });

  const listen = async (channel: Channel, socket: AsyncIterable<Buffer[]>) => {
    for await (const frames of socket) receive(fromWireMessage(signer.verify(frames, channel)));
  };
  for (const channel of ['shell', 'control', 'stdin'] as const) {
    dealers[channel].connect(address(channel));
    void listen(channel, dealers[channel]);
  }
  iopub.connect(address('iopub'));
  iopub.subscribe();
  void listen('iopub', iopub);
  hb.connect(address('hb'));

  // From here on nothing on iopub is missed.
  const ended = await Promise.race([
    client.find(({ header }) => String(header.msg_type) === 'iopub_welcome').then(() => undefined),
    exited,
  ]);
  if (ended) throw new Error(`The kernel ended (${ended.code}) before it listened:\n${printed}`);
  return {
    ...client,
    pid: child.pid ?? 0,
    cwd,
    exited,
    printed: async (text) => void (await until(() => printed.includes(text) || undefined)),
    sendFrames: send,
    heartbeat: async (text) => {
      await hb.send(text);
      const [answer] = await hb.receive();
      return String(answer);
    },
    kill: () => void child.kill('SIGKILL'),
  };
}

function toBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
