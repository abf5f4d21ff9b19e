import { WebSocket } from 'ws';
import { encodeFrame, openFrame, WEBSOCKET_PROTOCOL } from '../../../protocol/framing.js';
import { createMessage } from '../../../protocol/messages.js';
import { createUrls } from '../../../protocol/urls.js';

/** What came of a visit. */
export type Visit =
  | { ok: true; pageBytes: number; liveAfterMs: number }
  | { ok: false; reason: string };

/** Every step of a visit, in milliseconds: a first start compiles nothing, but a kernel has to run the notebook. */
const PATIENCE_MS = 120_000;
const RETRY_MS = 300;

/**
 * Visits an app as a page does: fetches the page, asks for a kernel, connects to it, and has it answer.
 * @param address eccola's base, such as `https://host/user/NAME/voila/`
 * @param notebook its path below the served root
 */
export async function visitApp(address: string, notebook: string, token?: string): Promise<Visit> {
  const started = performance.now();
  const signal = AbortSignal.timeout(PATIENCE_MS);
  const { origin, pathname } = new URL(address);
  const urls = createUrls(pathname);
  const client = createClient(origin, signal);
  const query = token === undefined ? '' : `?token=${token}`;
  try {
    const page = await client.getPage(`${urls.render(notebook)}${query}`);
    if (!page.ok) return page;
    const kernel = await client.attach(urls.sessions, notebook, page.snapshot);
    if (!kernel.ok) return kernel;
    await client.askKernel(urls.channels(kernel.id));
    return {
      ok: true,
      pageBytes: page.bytes,
      liveAfterMs: Math.round(performance.now() - started),
    };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { ok: false, reason: signal.aborted ? 'it did not come to life in time' : reason };
  }
}

type Failure = { ok: false; reason: string };

/** A browser's part: keeps cookies, sends an Origin. */
function createClient(origin: string, signal: AbortSignal) {
  const cookies = new Map<string, string>();
  const cookieHeader = () => [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');

  async function request(path: string, init: RequestInit = {}): Promise<Response> {
    const headers = { ...init.headers, Cookie: cookieHeader(), Origin: origin };
    const url = new URL(path, origin);
    const response = await fetch(url, { ...init, headers, redirect: 'manual', signal });
    for (const cookie of response.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      if (name !== undefined && value !== undefined) cookies.set(name, value);
    }
    return response;
  }

  return {
    async getPage(path: string): Promise<Failure | { ok: true; bytes: number; snapshot: string }> {
      for (;;) {
        const response = await request(path, { headers: { Accept: 'text/html' } });
        const html = await response.text();
        if (response.status !== 200) {
          return { ok: false, reason: `the page answered ${response.status}: ${toWords(html)}` };
        }
        const snapshot = readSnapshot(html);
        if (snapshot !== undefined) return { ok: true, bytes: html.length, snapshot };
        // A page that says what is being prepared.
        await wait(RETRY_MS, signal);
      }
    },
    async attach(path: string, notebook: string, snapshot: string) {
      const id = crypto.randomUUID();
      for (;;) {
        const response = await request(path, {
          method: 'POST',
          headers: { 'Content-Type': 'application/json' },
          body: JSON.stringify({ path: notebook, id, snapshot }),
        });
        const answer: unknown = await response.json();
        const kernel = at(at(answer, 'kernel'), 'id');
        if (typeof kernel === 'string') return { ok: true, id: kernel } as const;
        if (at(answer, 'status') !== 'preparing') {
          const reason = `it was given no kernel: ${String(at(answer, 'detail') ?? response.status)}`;
          return { ok: false, reason } as const;
        }
        await wait(Number(at(answer, 'retryAfter') ?? RETRY_MS), signal);
      }
    },
    async askKernel(path: string): Promise<void> {
      const url = new URL(path, origin.replace(/^http/, 'ws'));
      const socket = new WebSocket(url, [WEBSOCKET_PROTOCOL], {
        headers: { Cookie: cookieHeader() },
        origin,
      });
      try {
        await new Promise<void>((resolve, reject) => {
          const refuse = (why: string) => reject(new Error(`its websocket ${why}`));
          signal.addEventListener('abort', () => refuse('said nothing'), { once: true });
          socket.on('error', (error) => refuse(`failed: ${error.message}`));
          socket.on('close', (code) => refuse(`was closed with ${code}`));
          socket.on('open', () => {
            const session = crypto.randomUUID();
            const ask = createMessage('kernel_info_request', {}, { channel: 'shell', session });
            socket.send(encodeFrame(ask));
          });
          socket.on('message', (data) => {
            const bytes = Buffer.isBuffer(data) ? data : Buffer.alloc(0);
            if (openFrame(bytes).header.msg_type === 'kernel_info_reply') resolve();
          });
        });
      } finally {
        socket.terminate();
      }
    },
  };
}

/** The snapshot that a page names; undefined as long as it has none. */
function readSnapshot(html: string): string | undefined {
  const json = /<script[^>]*id="eccola-page"[^>]*>([\s\S]*?)<\/script>/.exec(html)?.[1];
  const snapshot = json === undefined ? undefined : at(JSON.parse(json), 'snapshot');
  return typeof snapshot === 'string' ? snapshot : undefined;
}

/** The text of a page that says what is wrong. */
function toWords(html: string): string {
  const text = html
    .replaceAll(/<(script|style|head)[\s\S]*?<\/\1>/g, '')
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim();
  return text.length > 300 ? `${text.slice(0, 300)}…` : text;
}

function wait(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener(
      'abort',
      () => {
        clearTimeout(timer);
        reject(signal.reason);
      },
      { once: true },
    );
  });
}

function at(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
}
