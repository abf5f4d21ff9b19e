import type { IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { WebSocket } from 'ws';
import { AppError, isAppError } from '../../protocol/errors.js';
import type { KernelError } from '../../protocol/kernel-error.js';
import type { AuthorProblem, WatchEvent } from '../../protocol/watch.js';
import type { NotebookState, PublishedNotebook } from '../published-notebook.js';
import { type FollowedNotebook, followNotebook } from './followed-notebook.js';

export interface WatchOptions {
  /** Absolute path of the served root. */
  root: string;
  /** @throws AppError while there is no such notebook */
  open: (path: string) => Promise<PublishedNotebook>;
}

/** Open pages that follow their notebooks. */
export interface Watch {
  /** A page's websocket, and the request that it was opened with. */
  connect(socket: WebSocket, request: IncomingMessage, path: string): void;
  onState(path: string, state: NotebookState): void;
  /** What a handler threw while a visitor used the notebook. */
  onError(path: string, error: KernelError): void;
  close(): void;
}

interface Page {
  socket: WebSocket;
  isAuthors: boolean;
}

interface Watched {
  pages: Set<Page>;
  followed: FollowedNotebook;
  /** What all pages were told last, for the next one that comes. */
  last: WatchEvent | undefined;
}

const PING_MS = 30_000;
const SERVICE_RESTART = 1012;

/** Publishes the notebooks that have a page open as soon as they are saved, and tells the pages. */
export function createWatch({ root, open }: WatchOptions): Watch {
  const watched = new Map<string, Watched>();

  function tell(path: string, event: WatchEvent): void {
    const known = watched.get(path);
    if (!known) return;
    if (event.type !== 'error') known.last = event;
    for (const page of known.pages) send(page, event);
  }

  function tellSettled({ path, state }: PublishedNotebook): void {
    const event = toEvent(state);
    const last = watched.get(path)?.last;
    if (event && JSON.stringify(event) !== JSON.stringify(last)) tell(path, event);
  }

  function watchNotebook(path: string): Watched {
    const followed = followNotebook({
      file: join(root, path),
      open: () => open(path),
      onSettled: tellSettled,
      onMissing: (error) =>
        tell(path, { type: 'failed', snapshot: undefined, problem: toProblem(error) }),
    });
    const made = { pages: new Set<Page>(), followed, last: undefined };
    watched.set(path, made);
    return made;
  }

  function connect(socket: WebSocket, request: IncomingMessage, path: string): void {
    const page = { socket, isAuthors: isOnThisMachine(request) };
    const known = watched.get(path) ?? watchNotebook(path);
    known.pages.add(page);
    if (known.last) send(page, known.last);
    const pings = setInterval(() => socket.ping(), PING_MS).unref();
    // It says nothing: what it wants is in its address.
    socket.on('close', () => {
      clearInterval(pings);
      known.pages.delete(page);
      if (known.pages.size > 0) return;
      known.followed.close();
      if (watched.get(path) === known) watched.delete(path);
    });
  }

  return {
    connect,
    onState: (path, state) => {
      const known = watched.get(path);
      const event = toEvent(state);
      // What is followed may be about to be outdated: it is told when it has settled.
      if (event?.type === 'preparing' || (known && !known.followed.isBusy && event)) {
        tell(path, event);
      }
    },
    onError: (path, { ename, evalue, traceback }) => {
      const details = traceback.join('\n') || `${ename}: ${evalue}`;
      tell(path, { type: 'error', problem: { title: 'The notebook threw an error.', details } });
    },
    close: () => {
      for (const { pages, followed } of watched.values()) {
        followed.close();
        for (const { socket } of pages) socket.close(SERVICE_RESTART, 'the server is stopping');
      }
      watched.clear();
    },
  };
}

/** A cell's source is for whoever has the file: not for those that a proxy or a network leads here. */
function isOnThisMachine({ socket, headers }: IncomingMessage): boolean {
  const forwarded = ['forwarded', 'x-forwarded-for', 'x-real-ip'].some((name) => name in headers);
  return !forwarded && /^(?:::ffff:)?127\.|^::1$/.test(socket.remoteAddress ?? '');
}

function send({ socket, isAuthors }: Page, event: WatchEvent): void {
  if (socket.readyState !== WebSocket.OPEN) return;
  socket.send(JSON.stringify(isAuthors ? event : withoutDetails(event)));
}

function withoutDetails(event: WatchEvent): WatchEvent {
  if (!('problem' in event)) return event;
  const { title } = event.problem;
  return { ...event, problem: { title, hint: 'The server’s log holds the whole error.' } };
}

function toEvent(state: NotebookState): WatchEvent | undefined {
  switch (state.status) {
    case 'preparing':
      return { type: 'preparing', message: state.message };
    case 'live':
      return { type: 'live', snapshot: state.live.snapshot.id };
    case 'failed': {
      const snapshot = (state.live?.snapshot ?? state.page)?.id;
      return { type: 'failed', snapshot, problem: toProblem(state.error) };
    }
  }
}

function toProblem(error: unknown): AuthorProblem {
  const { message, hint, cause } = isAppError(error)
    ? error
    : new AppError('INTERNAL', 'The notebook could not be published.', { cause: error });
  // What the kernel said of a cell; it says more than a hint where to look.
  if (typeof cause === 'string' && cause !== '') return { title: message, details: cause };
  return { title: message, ...(hint !== undefined && { hint }) };
}
