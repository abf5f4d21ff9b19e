import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import { splitBatch } from '../../src/protocol/frame-batch.js';
import { decodeFrame, encodeFrame, WEBSOCKET_PROTOCOL } from '../../src/protocol/framing.js';
import { type AnyMessage, createMessage } from '../../src/protocol/messages.js';
import type { SessionAttached } from '../../src/protocol/session.js';

export interface VisitorOptions {
  /** Sent as a browser would send them; `undefined` leaves one out. */
  headers?: Record<string, string | undefined>;
  /** The websocket's subprotocols, the preferred one first; Jupyter's alone if not given. */
  protocols?: readonly string[];
}

/** Does by hand what a browser with eccola's page does, cookies included. */
export class Visitor {
  readonly url: string;
  #cookies = new Map<string, string>();

  /** @param url of the server, without a slash at its end */
  constructor(url: string) {
    this.url = url;
  }

  get cookie(): string {
    return [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  async fetch(path: string, init: RequestInit = {}): Promise<Response> {
    const { origin } = new URL(this.url);
    const response = await fetch(`${this.url}${path}`, {
      redirect: 'manual',
      ...init,
      headers: { origin, ...(this.cookie && { cookie: this.cookie }), ...init.headers },
    });
    for (const line of response.headers.getSetCookie()) {
      const [pair = ''] = line.split(';');
      this.#cookies.set(pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1));
    }
    return response;
  }

  async post(path: string, body?: unknown): Promise<Response> {
    return await this.fetch(path, {
      method: 'POST',
      ...(body !== undefined && {
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      }),
    });
  }

  /** The page at this path, once it is no waiting page any more. */
  async page(path: string): Promise<string> {
    for (;;) {
      const text = await (await this.fetch(`/voila/render/${path}`)).text();
      if (!text.includes('id="eccola-progress"')) return text;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }

  /** The id of the snapshot that the page at this path shows, once there is one. */
  async snapshot(path: string): Promise<string> {
    for (;;) {
      const page = await (await this.fetch(`/voila/render/${path}`)).text();
      const config = /<script id="eccola-page"[^>]*>(.*?)<\/script>/s.exec(page)?.[1];
      const { snapshot } = JSON.parse(config ?? '{}');
      if (typeof snapshot === 'string') return snapshot;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }

  /** Asks for a session until there is one. */
  async attach(
    path: string,
    { id = randomUUID(), snapshot = '' }: { id?: string; snapshot?: string } = {},
  ): Promise<SessionAttached> {
    for (;;) {
      const response = await this.post('/api/sessions', { path, id, snapshot });
      if (response.status === 200) return await response.json();
      if (response.status !== 202) throw new Error(await response.text());
      const { retryAfter } = await response.json();
      await new Promise((resolve) => setTimeout(resolve, retryAfter));
    }
  }

  /** Opens a kernel's websocket. @throws Error with the status that refused it */
  async connect(
    kernelId: string,
    { headers = {}, protocols = [WEBSOCKET_PROTOCOL] }: VisitorOptions = {},
  ): Promise<PageConnection> {
    const all = { origin: new URL(this.url).origin, cookie: this.cookie, ...headers };
    const given = Object.entries(all).filter(([, value]) => value !== undefined);
    const address = `${this.url.replace(/^http/, 'ws')}/api/kernels/${kernelId}/channels`;
    const socket = new WebSocket(address, [...protocols], {
      headers: Object.fromEntries(given),
    });
    const connection = new PageConnection(socket);
    onTestFinished(() => socket.terminate());
    const refused = new Promise<never>((_resolve, reject) => {
      socket.on('unexpected-response', (_request, { statusCode }) => {
        reject(new Error(`refused with ${statusCode}`));
      });
      socket.on('error', reject);
    });
    await Promise.race([once(socket, 'open'), refused]);
    return connection;
  }

  /** Attaches and connects, as a page does when it is loaded. */
  async open(path: string, options: { id?: string } = {}) {
    const snapshot = await this.snapshot(path);
    const session = await this.attach(path, { ...options, snapshot });
    return { session, page: await this.connect(session.kernel.id) };
  }
}

/** A page's end of a kernel's websocket. */
export class PageConnection {
  readonly socket: WebSocket;
  readonly messages: AnyMessage[] = [];
  /** The same, by the websocket's messages. */
  readonly batches: AnyMessage[][] = [];
  /** The code that it was closed with. */
  readonly closed: Promise<number>;
  readonly #session = randomUUID();

  constructor(socket: WebSocket) {
    this.socket = socket;
    socket.on('message', (data) => {
      const batch = splitBatch(data as Buffer).map(decodeFrame);
      this.batches.push(batch);
      this.messages.push(...batch);
    });
    this.closed = new Promise((resolve) => socket.on('close', resolve));
  }

  /** @returns the message that was sent */
  send(type: string, content: object, extras: Partial<AnyMessage> = {}): AnyMessage {
    const parts = { channel: 'shell', session: this.#session } as const;
    const message = { ...createMessage(type, content, parts), ...extras } as AnyMessage;
    this.socket.send(encodeFrame(message));
    return message;
  }

  /** What a front end sends to learn the state of all widgets: by model id. */
  async requestStates(): Promise<Record<string, { state: Record<string, unknown> }>> {
    const comm_id = randomUUID();
    this.send('comm_open', { comm_id, target_name: 'jupyter.widget.control', data: {} });
    this.send('comm_msg', { comm_id, data: { method: 'request_states' } });
    const answer = await this.next(
      ({ header, content }) =>
        header.msg_type === 'comm_msg' && 'comm_id' in content && content.comm_id === comm_id,
    );
    return (answer.content as unknown as { data: { states: Record<string, never> } }).data.states;
  }

  /** Sets traits of a widget, as moving its control does. */
  update(modelId: string, state: object): AnyMessage {
    const data = { method: 'update', state, buffer_paths: [] };
    return this.send('comm_msg', { comm_id: modelId, data });
  }

  /** The first message that came, or comes, and is one. */
  async next(isIt: (message: AnyMessage) => boolean): Promise<AnyMessage> {
    for (;;) {
      const found = this.messages.find(isIt);
      if (found) return found;
      const closed = this.closed.then((code) => {
        throw new Error(`The websocket was closed with ${code}.`);
      });
      await Promise.race([once(this.socket, 'message'), closed]);
    }
  }

  /** Resolves when the kernel has dealt with all that was sent before. */
  async settled(): Promise<void> {
    const { header } = this.send('kernel_info_request', {});
    await this.next(
      ({ header: { msg_type }, parent_header }) =>
        msg_type === 'kernel_info_reply' &&
        'msg_id' in parent_header &&
        parent_header.msg_id === header.msg_id,
    );
  }

  /** Closes as a page that goes away does (1001), or as a broken connection. */
  close(how: 'left' | 'lost'): void {
    if (how === 'lost') this.socket.terminate();
    else this.socket.close(1001);
  }
}
