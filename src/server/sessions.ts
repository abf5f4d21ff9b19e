import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import type { Logger } from 'pino';
import { AppError } from '../protocol/errors.js';
import {
  CLOSE,
  type SessionAttached,
  type SessionPreparing,
  type SessionRequest,
} from '../protocol/session.js';
import type { VisitorRequest } from '../protocol/visitor-request.js';
import type { Client } from './client.js';
import { within } from './deferred.js';
import type { KernelTicket } from './kernel-pool.js';
import type { LiveVersion, PublishedNotebook } from './published-notebook.js';
import { queueWords } from './queue-words.js';
import { createSession, type Session, type SessionTimes } from './session.js';
import { takeLiving } from './take-living.js';
import type { ReportError } from './visitor-frame.js';
import { isSameVisit } from './visitor-request.js';
import { createWaitingLine } from './waiting-line.js';

export interface SessionsOptions {
  times: SessionTimes;
  /** Sessions that have, or wait for, a kernel. */
  most: number;
  /** Of these, and of the queue, from one client; undefined for half of them, from one in the internet. */
  mostOfClient: number | undefined;
  logger: Logger;
  /** Told how many there are, whenever that changes. */
  onCount: (count: number) => void;
  /** Makes what writes a session's errors to the log; undefined where visitors see errors whole. */
  reportFor: ((session: { id: string; path: string }) => ReportError) | undefined;
}

/** Somebody who asks for a kernel. */
export interface Arrival {
  /** The secret of the visitor's browser. */
  visitor: string;
  client: Client;
  /** What the notebook may know of the request. */
  visit: VisitorRequest;
  /** They will ask again until it is their turn, as pages do and programs seldom. */
  waits: boolean;
}

/** Who has which kernel. */
export interface Sessions {
  /**
   * Gives a page a kernel: the one that its session has, or one that had no visitor.
   * @throws AppError `TOO_MANY_SESSIONS`, `CLIENT_LIMIT`, `SERVER_RESTARTING`, or why the notebook cannot be had
   */
  open(
    request: SessionRequest,
    notebook: PublishedNotebook,
    arrival: Arrival,
  ): Promise<SessionAttached | SessionPreparing>;
  /** @returns undefined for another visitor's, as for none */
  byId(id: string, visitor: string | undefined): Session | undefined;
  byKernel(kernelId: string, visitor: string | undefined): Session | undefined;
  /** The page of this id goes: its kernel soon, its place in the queue now. */
  leave(id: string, visitor: string | undefined): void;
  /** Takes nobody in any more, and resolves when no kernel works on anything, at the latest after this time. */
  drain(ms: number): Promise<void>;
  close(): Promise<void>;
}

/** A page is answered after this long, to ask again: proxies and people think little of requests that hang. */
const ANSWER_AFTER_MS = 1000;
const RETRY_AFTER_MS = 300;

/** More than would ever be served. */
const MOST_WAITING = 1000;
const WAITING_RETRY_MS = 1000;
const DRAIN_LOOK_MS = 50;

export function createSessions(options: SessionsOptions): Sessions {
  const { times, most, mostOfClient, logger, reportFor, onCount } = options;
  const sessions = new Map<string, Session>();
  /** Sessions on their way to a kernel. */
  const arrivals = new Map<string, { done: Promise<void>; ticket: KernelTicket }>();
  const line = createWaitingLine();
  let isDraining = false;

  function create(id: string, path: string, { visitor, client, visit }: Arrival): Session {
    const session = createSession({
      id,
      visitor,
      user: visit.user,
      client,
      path,
      times,
      logger: logger.child({ session: id, notebook: path }),
      report: reportFor?.({ id, path }),
    });
    sessions.set(id, session);
    onCount(sessions.size);
    void session.ended.then(() => {
      sessions.delete(id);
      onCount(sessions.size);
    });
    return session;
  }

  /** @returns 0 if there is a place, else the position in the queue */
  function admit(id: string, { visitor, client, waits }: Arrival): number {
    const key = waitingKey(id, visitor);
    const share =
      mostOfClient ?? (client.isPublic ? Math.ceil(most / 2) : Number.POSITIVE_INFINITY);
    const ofClient = [...sessions.values()].filter((session) => session.client.id === client.id);
    if (ofClient.length + line.countOf(client.id, key) >= share) {
      throw new AppError('CLIENT_LIMIT', `${share} pages of this server are open already.`, {
        hint: 'Close one of them, and try again.',
      });
    }
    const position =
      line.size > MOST_WAITING
        ? line.size
        : line.ask(key, Math.max(0, most - sessions.size), client.id);
    if (position === 0 || (waits && position <= MOST_WAITING)) return position;
    line.leave(key);
    throw new AppError('TOO_MANY_SESSIONS', `All ${most} places of this server are taken.`, {
      hint: 'Try again in a few minutes.',
    });
  }

  /** The session that a page may have under the id that it says, which another tab may have copied; or its position. */
  async function claim({ id, path }: SessionRequest, arrival: Arrival): Promise<Session | number> {
    const known = sessions.get(id);
    const isTheirs = known?.visitor === arrival.visitor && known.path === path;
    if (known && isTheirs && !(await known.isAlive())) return known;
    const position = admit(id, arrival);
    return position > 0 ? position : create(known ? randomUUID() : id, path, arrival);
  }

  /** Who logs in at the same browser finds nothing of who was logged in there before. */
  async function endOfOtherUser(id: string, { visitor, visit }: Arrival): Promise<void> {
    const known = sessions.get(id);
    if (known?.visitor === visitor && known.user !== visit.user) await known.end();
  }

  /** Whatever becomes of the notebook, a page has its own kernel back. */
  async function resume(
    { id, path, snapshot }: SessionRequest,
    { visitor, visit }: Arrival,
  ): Promise<SessionAttached | undefined> {
    const known = sessions.get(id);
    if (known?.visitor !== visitor || known.path !== path || known.snapshot !== snapshot) return;
    if (await known.isAlive()) return;
    const isSame = known.request !== undefined && isSameVisit(known.request, visit);
    // The query is another: what the notebook showed for the one before is not what was asked for.
    if (!known.isAhead && !isSame) return;
    if (!isSame) known.renew(visit);
    known.touch();
    return toAttached(known, true);
  }

  function toAttached(session: Session, resumed: boolean): SessionAttached | undefined {
    const { id, path, kernel, snapshot } = session;
    if (!kernel || snapshot === undefined) return undefined;
    return { status: 'attached', id, path, kernel: { id: kernel.id }, snapshot, resumed };
  }

  function arrive(session: Session, live: LiveVersion, request: VisitorRequest) {
    const { pool, varying, runForVisitor } = live;
    const snapshot = live.snapshot.id;
    // What ended the kernel before may have ended others.
    const ticket = session.hadKernel ? takeLiving(pool) : pool.take();
    const cancelled = session.ended.then(() => ticket.cancel());
    const attached = ticket.kernel.then((kernel) =>
      session.attach(kernel, {
        snapshot,
        request,
        runForVisitor,
        outputs: varying.of(kernel),
      }),
    );
    const arrival = Promise.race([attached, cancelled]).finally(() => arrivals.delete(session.id));
    const place = { done: arrival, ticket };
    arrivals.set(session.id, place);
    arrival.catch(() => session.end());
    return place;
  }

  return {
    open: async (request, notebook, arrival) => {
      if (isDraining) throw restarting();
      await endOfOtherUser(request.id, arrival);
      const before = await resume(request, arrival);
      if (before) return before;
      const live = await waitForVersion(notebook, request.snapshot);
      if ('status' in live) return live;
      const session = await claim(request, arrival);
      if (typeof session === 'number') {
        return preparing(`All places are taken. ${queueWords(session)}`, WAITING_RETRY_MS);
      }
      if (session.failure) throw session.failure;
      session.touch();
      // A page of an older version keeps the kernel that it has; a page of the newest gets one that fits it.
      const resumed = request.snapshot === live.snapshot.id ? undefined : toAttached(session, true);
      if (resumed) return resumed;
      try {
        const { done } = arrivals.get(session.id) ?? arrive(session, live, arrival.visit);
        await within(ANSWER_AFTER_MS, done);
      } catch (error) {
        // Saved in this very moment: the next attempt gets the new version.
        if (notebook.state.live === live) throw error;
      }
      const position = arrivals.get(session.id)?.ticket.position ?? 0;
      return (
        toAttached(session, false) ??
        preparing(position > 1 ? queueWords(position) : 'Starting a kernel')
      );
    },
    byId: (id, visitor) => {
      const session = sessions.get(id);
      return session?.visitor === visitor ? session : undefined;
    },
    byKernel: (kernelId, visitor) =>
      [...sessions.values()].find(
        (session) => session.kernel?.id === kernelId && session.visitor === visitor,
      ),
    leave: (id, visitor) => {
      const session = sessions.get(id);
      if (session && session.visitor === visitor) session.leave();
      else line.leave(waitingKey(id, visitor));
    },
    drain: async (ms) => {
      isDraining = true;
      const deadline = performance.now() + ms;
      const isBusy = () => [...sessions.values()].some((session) => session.isBusy);
      while (isBusy() && performance.now() < deadline) await setTimeout(DRAIN_LOOK_MS);
    },
    close: async () => {
      await Promise.all([...sessions.values()].map((session) => session.end(CLOSE.restart)));
    },
  };
}

async function waitForVersion(
  notebook: PublishedNotebook,
  shown: string,
): Promise<LiveVersion | SessionPreparing> {
  const isNewest = () => notebook.state.live?.snapshot.id === shown;
  if (!isNewest()) await within(ANSWER_AFTER_MS, notebook.settled());
  const { state } = notebook;
  if (state.live && (state.status !== 'preparing' || isNewest())) return state.live;
  if (state.status === 'failed') throw state.error;
  return preparing(state.status === 'preparing' ? state.message : 'Opening');
}

function preparing(message: string, retryAfter = RETRY_AFTER_MS): SessionPreparing {
  return { status: 'preparing', message, retryAfter };
}

function waitingKey(id: string, visitor: string | undefined): string {
  return `${visitor ?? ''} ${id}`;
}

/** What visitors are answered who come while the server ends. */
export function restarting(): AppError {
  return new AppError('SERVER_RESTARTING', 'The server restarts.', {
    hint: 'Try again in a few seconds.',
  });
}
