import { randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
import { AppError } from '../protocol/errors.js';
import type { SessionAttached, SessionPreparing, SessionRequest } from '../protocol/session.js';
import type { VisitorRequest } from '../protocol/visitor-request.js';
import { within } from './deferred.js';
import type { LiveVersion, PublishedNotebook } from './published-notebook.js';
import { createSession, type Session, type SessionTimes } from './session.js';
import type { ReportError } from './visitor-frame.js';
import { isSameVisit } from './visitor-request.js';

export interface SessionsOptions {
  times: SessionTimes;
  /** Sessions that have, or wait for, a kernel. */
  most: number;
  logger: Logger;
  /** Makes what writes a session's errors to the log; undefined where visitors see errors whole. */
  reportFor: ((session: { id: string; path: string }) => ReportError) | undefined;
}

/** Who has which kernel. */
export interface Sessions {
  /**
   * Gives a page a kernel: the one that its session has, or one that had no visitor.
   * @param visitor the secret of the visitor's browser
   * @param visit what the notebook may know of the request
   * @throws AppError `TOO_MANY_SESSIONS`, or why the notebook cannot be had
   */
  open(
    request: SessionRequest,
    visitor: string,
    notebook: PublishedNotebook,
    visit: VisitorRequest,
  ): Promise<SessionAttached | SessionPreparing>;
  /** @returns undefined for another visitor's, as for none */
  byId(id: string, visitor: string | undefined): Session | undefined;
  byKernel(kernelId: string, visitor: string | undefined): Session | undefined;
  readonly count: number;
  close(): Promise<void>;
}

/** Pages come back by themselves. @see https://www.iana.org/assignments/websocket/websocket.xhtml#close-code-number */
const SERVICE_RESTART = 1012;

/** A page is answered after this long, to ask again: proxies and people think little of requests that hang. */
const ANSWER_AFTER_MS = 1000;
const RETRY_AFTER_MS = 300;

export function createSessions({ times, most, logger, reportFor }: SessionsOptions): Sessions {
  const sessions = new Map<string, Session>();
  /** Sessions on their way to a kernel. */
  const arrivals = new Map<string, Promise<void>>();

  function create(id: string, visitor: string, path: string): Session {
    if (sessions.size >= most) {
      throw new AppError('TOO_MANY_SESSIONS', `All ${most} places of this server are taken.`, {
        hint: 'Try again in a few minutes.',
      });
    }
    const session = createSession({
      id,
      visitor,
      path,
      times,
      logger: logger.child({ session: id, notebook: path }),
      report: reportFor?.({ id, path }),
    });
    sessions.set(id, session);
    void session.ended.then(() => sessions.delete(id));
    return session;
  }

  /** The session that a page may have under the id that it says, which another tab may have copied. */
  async function claim({ id, path }: SessionRequest, visitor: string): Promise<Session> {
    const known = sessions.get(id);
    if (!known) return create(id, visitor, path);
    const isTheirs = known.visitor === visitor && known.path === path;
    if (isTheirs && !(await known.isAlive())) return known;
    return create(randomUUID(), visitor, path);
  }

  /** Whatever becomes of the notebook, a page has its own kernel back. */
  async function resume(
    { id, path, snapshot }: SessionRequest,
    visitor: string,
    visit: VisitorRequest,
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
    const name = 'typescript';
    return { status: 'attached', id, path, kernel: { id: kernel.id, name }, snapshot, resumed };
  }

  function arrive(session: Session, live: LiveVersion, request: VisitorRequest): Promise<void> {
    const { pool, runForVisitor } = live;
    const snapshot = live.snapshot.id;
    const ticket = pool.take();
    const cancelled = session.ended.then(() => ticket.cancel());
    const attached = ticket.kernel.then((kernel) =>
      session.attach(kernel, { snapshot, request, runForVisitor }),
    );
    const arrival = Promise.race([attached, cancelled]).finally(() => arrivals.delete(session.id));
    arrivals.set(session.id, arrival);
    arrival.catch(() => session.end());
    return arrival;
  }

  return {
    open: async (request, visitor, notebook, visit) => {
      const before = await resume(request, visitor, visit);
      if (before) return before;
      const live = await waitForVersion(notebook, request.snapshot);
      if ('status' in live) return live;
      const session = await claim(request, visitor);
      session.touch();
      // A page of an older version keeps the kernel that it has; a page of the newest gets one that fits it.
      const resumed = request.snapshot === live.snapshot.id ? undefined : toAttached(session, true);
      if (resumed) return resumed;
      try {
        await within(ANSWER_AFTER_MS, arrivals.get(session.id) ?? arrive(session, live, visit));
      } catch (error) {
        // Saved in this very moment: the next attempt gets the new version.
        if (notebook.state.live === live) throw error;
      }
      return toAttached(session, false) ?? preparing('Starting a kernel');
    },
    byId: (id, visitor) => {
      const session = sessions.get(id);
      return session?.visitor === visitor ? session : undefined;
    },
    byKernel: (kernelId, visitor) =>
      [...sessions.values()].find(
        (session) => session.kernel?.id === kernelId && session.visitor === visitor,
      ),
    get count() {
      return sessions.size;
    },
    close: async () => {
      await Promise.all([...sessions.values()].map((session) => session.end(SERVICE_RESTART)));
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

function preparing(message: string): SessionPreparing {
  return { status: 'preparing', message, retryAfter: RETRY_AFTER_MS };
}
