import { parentPort, workerData } from 'node:worker_threads';
import { Reply, Router, XPublisher } from 'zeromq';
import { type Channel, createMessage, type MessageHeader } from '../../../protocol/messages.js';
import type { ConnectionInfo } from './connection-file.js';
import { Signer, toWireMessage, type WireMessage } from './wire.js';

/*
 * The thread that owns a kernel's sockets, so that heartbeats are answered, output leaves and an interrupt gets
 * through while a cell keeps the main thread busy.
 */

/** What the thread is started with. */
export interface IoThreadStart {
  connection: ConnectionInfo;
  /** The kernel's, for messages that come from here. */
  session: string;
  /** The process that the kernel ends with; undefined where it is to outlive who started it. */
  parentPid: number | undefined;
}

/** What the main thread says to this one. */
export type ToIoThread =
  | { type: 'send'; message: WireMessage }
  /** The main thread is not stuck: answers `alive`. */
  | { type: 'alive' }
  /** Sends what is left, then ends the thread. */
  | { type: 'close' };

/** What this thread says to the main one. */
export type FromIoThread =
  | { type: 'listening' }
  | { type: 'message'; message: WireMessage }
  /** A message was dropped. */
  | { type: 'dropped'; channel: Channel; reason: string }
  | { type: 'alive' };

/** How long a busy kernel may ignore an interrupt, in ms. */
const STUCK_AFTER = 5000;
/** How often a busy kernel is signalled meanwhile, in ms. */
const SIGNAL_AGAIN = 250;

/** How long a closed socket goes on sending what waits, in ms. */
const LINGER = 1000;

/** How often to look whether whoever started the kernel is still there, in ms. */
const PARENT_CHECK = 1000;

/** First byte of what a subscriber says. @see https://rfc.zeromq.org/spec/29/ */
const SUBSCRIBE = 1;

type Socket = Router | XPublisher;

if (!parentPort) throw new Error('This module runs as a worker thread of a kernel.');
const main = parentPort;
const { connection, session, parentPid } = workerData as IoThreadStart;
const { addresses, key, digest } = connection;
const signer = new Signer(key, digest);

// No limit on what waits to be sent: a limit means that ZeroMQ drops output in silence.
const unlimited = { sendHighWaterMark: 0, linger: LINGER };
const sockets = {
  shell: new Router(unlimited),
  control: new Router(unlimited),
  stdin: new Router(unlimited),
  iopub: new XPublisher({ ...unlimited, verbosity: 'allSubs' }),
} satisfies Record<Channel, Socket>;
const heartbeat = new Reply();

/** One message at a time leaves a socket: ZeroMQ refuses a send while another is under way. */
const sending: Record<Channel, Promise<void>> = {
  shell: Promise.resolve(),
  control: Promise.resolve(),
  stdin: Promise.resolve(),
  iopub: Promise.resolve(),
};

function post(message: FromIoThread): void {
  main.postMessage(message);
}

function send(message: WireMessage): void {
  const frames = signer.sign(message);
  const socket: Socket = sockets[message.channel];
  sending[message.channel] = sending[message.channel]
    .then(() => socket.send(frames as Buffer[]))
    .catch((error: Error) =>
      post({ type: 'dropped', channel: message.channel, reason: error.message }),
    );
}

async function receive(channel: 'shell' | 'control' | 'stdin'): Promise<void> {
  for await (const frames of sockets[channel]) {
    try {
      const message = signer.verify(frames, channel);
      const header = channel === 'control' ? headerOf(message) : undefined;
      if (header?.msg_type === 'interrupt_request') interrupt(header);
      post({ type: 'message', message });
    } catch (error) {
      post({ type: 'dropped', channel, reason: (error as Error).message });
    }
  }
}

function headerOf({ parts }: WireMessage): MessageHeader {
  return JSON.parse(Buffer.from(parts[0] ?? []).toString('utf8')) as MessageHeader;
}

/** While an interrupt waits for the main thread to answer. */
let unanswered: { again: NodeJS.Timeout; giveUp: NodeJS.Timeout } | undefined;

/**
 * The signal ends a busy loop where Node lets it. It is sent again until the main thread answers, as the first may come
 * just before the loop begins; where there is no answer, the process goes.
 */
function interrupt(parent: MessageHeader): void {
  const signal = () => process.kill(process.pid, 'SIGINT');
  signal();
  post({ type: 'alive' });
  unanswered ??= {
    again: setInterval(signal, SIGNAL_AGAIN),
    giveUp: setTimeout(() => void giveUp(parent), STUCK_AFTER),
  };
}

function answered(): void {
  clearInterval(unanswered?.again);
  clearTimeout(unanswered?.giveUp);
  unanswered = undefined;
}

/** Says why on iopub; Jupyter starts a kernel anew that was killed. */
async function giveUp(parent: MessageHeader): Promise<void> {
  const text = `The interrupt could not reach the running code within ${STUCK_AFTER / 1000} s: the kernel is started anew, and its variables are lost.\n`;
  const notice = createMessage(
    'stream',
    { name: 'stderr', text },
    { channel: 'iopub', session, parent },
  );
  send(toWireMessage(notice, [Buffer.from('stream')]));
  await closeSockets();
  // ZeroMQ does not tell when a closed socket has sent its last message, and a killed process sends none.
  setTimeout(() => process.kill(process.pid, 'SIGKILL'), LINGER);
}

/** Tells who subscribes that nothing will be missed from here on. @see https://jupyter-client.readthedocs.io/en/stable/messaging.html#welcome-message */
async function welcomeSubscribers(): Promise<void> {
  for await (const [frame] of sockets.iopub) {
    if (frame?.[0] !== SUBSCRIBE) continue;
    const topic = frame.subarray(1);
    const welcome = createMessage(
      'iopub_welcome',
      { subscription: topic.toString('utf8') },
      { channel: 'iopub', session },
    );
    send(toWireMessage(welcome, [topic]));
  }
}

/** A kernel whose front end was killed ends too: nobody else would ever end it. */
function watchParent(): void {
  if (parentPid === undefined) return;
  setInterval(() => {
    if (process.ppid !== parentPid) process.kill(process.pid, 'SIGKILL');
  }, PARENT_CHECK).unref();
}

async function answerHeartbeats(): Promise<void> {
  for await (const frames of heartbeat) await heartbeat.send(frames);
}

async function closeSockets(): Promise<void> {
  await Promise.all(Object.values(sending));
  for (const socket of [...Object.values(sockets), heartbeat]) socket.close();
}

main.on('message', (message: ToIoThread) => {
  if (message.type === 'send') send(message.message);
  else if (message.type === 'alive') answered();
  else void closeSockets().then(() => main.close());
});

watchParent();
await Promise.all([
  ...(['shell', 'control', 'stdin', 'iopub'] as const).map((name) =>
    sockets[name].bind(addresses[name]),
  ),
  heartbeat.bind(addresses.hb),
]);
post({ type: 'listening' });
// Reading begins here, not before: a socket is bound in another thread, and no ZeroMQ socket may be used by two at once.
// Who subscribed meanwhile waits in the socket.
void welcomeSubscribers();
void answerHeartbeats();
for (const channel of ['shell', 'control', 'stdin'] as const) void receive(channel);
