import type { Request, RequestHandler, Response } from 'express';
import { AppError } from '../../protocol/errors.js';
import type { SessionRequest } from '../../protocol/session.js';
import { clientOf } from '../client.js';
import { readCookie, setCookie } from '../cookies.js';
import type { Library } from '../library.js';
import { createSecret } from '../secrets.js';
import { printable } from '../served-path.js';
import type { Session } from '../session.js';
import type { Sessions } from '../sessions.js';
import type { RequestReader } from '../visitor-request.js';

export interface SessionRouteOptions {
  library: Library;
  sessions: Sessions;
  baseUrl: string;
  readRequest: RequestReader;
}

const UUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i;
const SECRET = /^[\w-]{43}$/;

/** `POST api/sessions`: a page asks for a kernel. */
export function openSession({
  library,
  sessions,
  baseUrl,
  readRequest,
}: SessionRouteOptions): RequestHandler {
  return async (request, response) => {
    const asked = parseSessionRequest(request.body);
    const visitor = visitorOf(request) ?? introduce(request, response, baseUrl);
    const notebook = await library.open(asked.path);
    if (notebook.state.status === 'preparing') await notebook.refresh();
    const answer = await sessions.open({ ...asked, path: notebook.path }, notebook, {
      visitor,
      client: clientOf(request.ip),
      visit: readRequest(request, asked.search),
      waits: /\brespond-async\b/.test(request.get('prefer') ?? ''),
    });
    response.set('Cache-Control', 'no-store');
    response.status(answer.status === 'attached' ? 200 : 202).json(answer);
  };
}

/** `POST api/sessions/ID/leave`: the page goes; it may be a reload. */
export function leaveSession({ sessions }: SessionRouteOptions): RequestHandler<{ id: string }> {
  return (request, response) => {
    sessions.leave(request.params.id, visitorOf(request));
    response.status(204).end();
  };
}

/** `DELETE api/sessions/ID`: the kernel goes now. */
export function endSession({ sessions }: SessionRouteOptions): RequestHandler<{ id: string }> {
  return async (request, response) => {
    const { id } = request.params;
    await found(sessions.byId(id, visitorOf(request)), id).end();
    response.status(204).end();
  };
}

/** `GET api/kernels/ID`, in the shape of a Jupyter Server's answer. */
export function showKernel({ sessions }: SessionRouteOptions): RequestHandler<{ id: string }> {
  return (request, response) => {
    const { id } = request.params;
    const session = found(sessions.byKernel(id, visitorOf(request)), id);
    response.set('Cache-Control', 'no-store').json({
      id,
      name: 'typescript',
      last_activity: session.lastActivity.toISOString(),
      execution_state: 'unknown',
      connections: session.isConnected ? 1 : 0,
    });
  };
}

/** The secret of a visitor's browser; one that no server of ours could have set is none. */
export function visitorOf(request: Parameters<typeof readCookie>[0]): string | undefined {
  const secret = readCookie(request, 'visitor');
  return secret !== undefined && SECRET.test(secret) ? secret : undefined;
}

function introduce(request: Request, response: Response, baseUrl: string): string {
  const secret = createSecret();
  setCookie(request, response, 'visitor', secret, baseUrl);
  return secret;
}

function parseSessionRequest(body: unknown): SessionRequest {
  const { path, id, snapshot, search }: Record<string, unknown> =
    typeof body === 'object' && body !== null ? { ...body } : {};
  if (typeof path !== 'string' || typeof id !== 'string' || !UUID.test(id)) {
    throw new AppError('BAD_REQUEST', 'A request for a session needs a path and an id.', {
      hint: 'Send JSON: {"path": "bears.ipynb", "id": a UUID, "snapshot": the page’s snapshot}.',
    });
  }
  return { path, id, snapshot: toText(snapshot), search: toText(search) };
}

function toText(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** Another visitor's is answered as one that is not there. */
function found(session: Session | undefined, id: string): Session {
  if (session) return session;
  throw new AppError('KERNEL_NOT_FOUND', `There is no kernel or session "${printable(id)}".`, {
    hint: 'Load the page again to get one.',
  });
}
