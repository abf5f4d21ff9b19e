import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import { isIP } from 'node:net';
import { type Logger, pino } from 'pino';
import { AppError } from '../protocol/errors.js';
import {
  type App,
  createApp,
  type NotebookState,
  parseBaseUrl,
  parseOrigin,
} from '../server/app.js';
import { eccolaVersion } from '../server/eccola-version.js';
import { findNotebooks } from '../server/notebook-folder.js';
import { findCacheDir } from './cache-dir.js';
import { listen } from './listen.js';
import { createLogOutput, type LogOutput } from './log-output.js';
import { openBrowser } from './open-browser.js';
import { HELP, parseServeOptions, type ServeOptions } from './serve-options.js';
import { createShare } from './share/share-notice.js';
import { endOnSignals } from './signals.js';
import { findTarget, type Target } from './target.js';
import { isWorkplace } from './workplace.js';

/** `eccola [PATH]`: publishes notebooks until it is told to end. @throws AppError for what cannot be done */
export async function serve(args: readonly string[]): Promise<void> {
  const options = parseServeOptions(args, process.env);
  if (options === 'help') process.stdout.write(HELP);
  else if (options === 'version') process.stdout.write(`${eccolaVersion()}\n`);
  else await run(options);
}

async function run(options: ServeOptions): Promise<void> {
  const target = await findTarget(options.path);
  const output = createLogOutput(process.stderr);
  const logger = pino({ level: options.logLevel }, output.log);
  const token =
    options.token ?? (needsToken(options) ? randomBytes(24).toString('base64url') : undefined);
  const baseUrl = parseBaseUrl(options.baseUrl);
  const watch = options.watch ?? isWatchedByDefault(options, token, baseUrl);
  const app = await createPublisher(options, { target, token, baseUrl, logger, output, watch });
  const server = createServer(app.handler);
  server.on('upgrade', app.upgrade);
  const ended = new AbortController();
  const close = async () => {
    ended.abort();
    await app.drain();
    server.close();
    server.closeAllConnections();
    await app.close();
  };
  endOnSignals(close, logger);
  try {
    const port = await listen(server, options.host, options.port);
    const address = toAddress(options.host, port, baseUrl, token);
    process.stdout.write(`eccola shows ${target.only ?? target.root} at\n  ${address}\n`);
    if ((await findNotebooks(target, 1)).length === 0) process.stdout.write(NO_NOTEBOOK);
    process.stdout.write(watch ? WATCHING : NOT_WATCHING);
    if (options.open) openBrowser(address);
    if (options.share && token) void share({ port, baseUrl, token }, ended.signal, logger);
  } catch (error) {
    await close();
    throw error;
  }
  await app.publishAhead();
}

const WATCHING = 'Open pages follow each save of their notebook.\n';
const NOT_WATCHING =
  'Open pages show a saved notebook when they are loaded anew; with --watch they follow each save.\n';
const NO_NOTEBOOK =
  'There is no notebook in it yet: a .ipynb that is put there is listed at the next load.\n';

/** Others are shown the way as soon as it is known; the notebooks are published meanwhile. */
async function share(
  place: { port: number; baseUrl: string; token: string },
  ended: AbortSignal,
  logger: Logger,
): Promise<void> {
  try {
    const { notice, close } = await createShare({ ...place, signal: ended });
    ended.addEventListener('abort', close, { once: true });
    if (ended.aborted) close();
    else process.stdout.write(`${notice}\n`);
  } catch (error) {
    logger.warn({ err: error }, 'how others reach it could not be found out');
  }
}

interface Setting {
  target: Target;
  token: string | undefined;
  baseUrl: string;
  logger: Logger;
  output: LogOutput;
  watch: boolean;
}

function isOnlyLocal({ host, isPublic }: ServeOptions, token: string | undefined, baseUrl: string) {
  return isLoopback(host) && token === undefined && !isPublic && baseUrl === '/';
}

/** On an author's own computer. */
function isWatchedByDefault(
  options: ServeOptions,
  token: string | undefined,
  baseUrl: string,
): boolean {
  const isAlone = isOnlyLocal(options, token, baseUrl) && options.allowOrigins.length === 0;
  return isAlone && isWorkplace(process.env);
}

async function createPublisher(
  options: ServeOptions,
  { target, token, baseUrl, logger, output, watch }: Setting,
): Promise<App> {
  const { env, debug, poolSize, maxSessions, uploadLimit, runTimeoutMs } = options;
  const { allowNative, allowWorker, kernelMemory } = options;
  const { requestHeaders, requestCookies, userHeader, maxSessionsPerClient, trustProxy } = options;
  const allowOrigins = options.allowOrigins.map(parseAllowedOrigin);
  return await createApp({
    ...target,
    ...{ baseUrl, token, allowOrigins, env, debug, logger, poolSize, maxSessions },
    ...{ uploadLimit, runTimeoutMs },
    ...{ requestHeaders, requestCookies, userHeader, maxSessionsPerClient, trustProxy },
    ...{ allowNative, allowWorker, kernelMemory },
    cacheDir: await findCacheDir(process.env.XDG_CACHE_HOME),
    watch,
    collectsGarbage: true,
    hosts: isOnlyLocal(options, token, baseUrl) ? 'local' : 'any',
    sessionTimes: {
      left: options.leftGraceMs,
      lost: options.lostGraceMs,
      idle: options.idleTimeoutMs,
    },
    onNotebook: (path, state) => output.status(describe(path, state)),
  });
}

function describe(path: string, state: NotebookState): string {
  return state.status === 'preparing' ? `${path}: ${state.message} …` : '';
}

/** Others reach the host, and nobody said that they may. */
function needsToken({ host, isPublic }: ServeOptions): boolean {
  return !isPublic && !isLoopback(host);
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
}

function parseAllowedOrigin(text: string): string {
  const origin = URL.canParse(text) ? new URL(text).origin : text;
  if (parseOrigin(origin)) return origin;
  throw new AppError('BAD_OPTION', `--allow-origin ${text} is no site’s address.`, {
    hint: 'Give it with its scheme, such as https://example.org.',
  });
}

/** An address that works on this machine, with the token that it needs. */
function toAddress(host: string, port: number, baseUrl: string, token: string | undefined): string {
  const isAny = host === '0.0.0.0' || host === '::';
  const name = isAny ? '127.0.0.1' : host.includes(':') ? `[${host}]` : host;
  const query = token === undefined ? '' : `?token=${encodeURIComponent(token)}`;
  return `http://${name}:${port}${baseUrl}${query}`;
}
