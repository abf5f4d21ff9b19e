import type {
  PageConfig,
  Problem,
  SessionAttached,
  SessionPreparing,
  SessionRequest,
} from '../../../protocol/session.js';
import { createUrls } from '../../../protocol/urls.js';
import type { TabId } from '../tab-id.js';

/** Why there is no kernel, in the server's words. */
export class SessionRefused extends Error {
  constructor(readonly problem: Problem) {
    super(problem.detail);
  }
}

export type SessionAnswer = SessionAttached | SessionPreparing;

/** The page's side of `api/sessions`. */
export interface SessionClient {
  /**
   * Asks for this tab's kernel, once.
   * @throws SessionRefused when the server says no; any other error when it could not be asked
   */
  request(signal: AbortSignal): Promise<SessionAnswer>;
  /** Tells the server that the page goes; survives the page's end. */
  leave(): void;
}

const PATIENCE = 30_000;

export function createSessionClient(config: PageConfig, tab: TabId): SessionClient {
  const urls = createUrls(config.baseUrl);
  return {
    async request(signal) {
      const body: SessionRequest = {
        path: config.path,
        id: tab.current,
        snapshot: config.snapshot ?? '',
        search: location.search,
      };
      const response = await fetch(urls.sessions, {
        method: 'POST',
        credentials: 'same-origin',
        headers: {
          'content-type': 'application/json',
          accept: 'application/json',
          // Where all places are taken, the page waits for its turn.
          prefer: 'respond-async',
        },
        body: JSON.stringify(body),
        signal: orAfter(signal, PATIENCE),
      });
      if (!response.ok) throw await toError(response);
      const answer: SessionAnswer = await response.json();
      if (answer.status === 'attached') await tab.replace(answer.id);
      return answer;
    },
    leave() {
      navigator.sendBeacon(urls.leave(tab.current));
    },
  };
}

/** A gateway's own answer (502, 503, 504 without a problem document) counts as not having reached the server. */
async function toError(response: Response): Promise<Error> {
  const type = response.headers.get('content-type') ?? '';
  if (/\bjson\b/.test(type)) {
    const problem: Problem = await response.json();
    if (typeof problem.detail === 'string') return new SessionRefused(problem);
  }
  return response.status >= 502 && response.status <= 504
    ? new Error(`The server could not be reached (${response.status}).`)
    : new SessionRefused({
        type: 'about:blank',
        title: response.statusText,
        status: response.status,
        detail: `The server answered ${response.status}.`,
        code: 'BAD_REQUEST',
      });
}

/** Aborted with another, or after some milliseconds. */
function orAfter(signal: AbortSignal, milliseconds: number): AbortSignal {
  const controller = new AbortController();
  const abort = () => controller.abort();
  if (signal.aborted) abort();
  signal.addEventListener('abort', abort, { once: true });
  setTimeout(abort, milliseconds);
  return controller.signal;
}
