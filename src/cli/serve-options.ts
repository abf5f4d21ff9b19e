import { isIP } from 'node:net';
import { parseArgs } from 'node:util';
import { AppError } from '../protocol/errors.js';

/** What was asked for on the command line. */
export interface ServeOptions {
  /** A notebook or a folder. */
  path: string;
  /** Undefined where any free one will do. */
  port: number | undefined;
  host: string;
  baseUrl: string;
  open: boolean;
  /** Tell others how they reach it. */
  share: boolean;
  logLevel: string;
  token: string | undefined;
  isPublic: boolean;
  allowOrigins: readonly string[];
  env: Readonly<Record<string, string>>;
  /** Names of the headers and cookies that notebooks may see. */
  requestHeaders: readonly string[];
  requestCookies: readonly string[];
  userHeader: string | undefined;
  poolSize: number | 'auto' | undefined;
  maxSessions: number | undefined;
  maxSessionsPerClient: number | undefined;
  /** Whose `X-Forwarded-For` is believed. */
  trustProxy: readonly string[];
  /** In bytes. */
  uploadLimit: number | undefined;
  runTimeoutMs: number | undefined;
  leftGraceMs: number | undefined;
  lostGraceMs: number | undefined;
  idleTimeoutMs: number | undefined;
  allowNative: boolean;
  allowWorker: boolean;
  /** In MiB. */
  kernelMemory: number | undefined;
  debug: boolean;
  /** Undefined where nobody said. */
  watch: boolean | undefined;
}

/** In megabytes. More than this a websocket message should not hold, as every process on its way holds it whole. */
const MOST_UPLOAD = 500;
const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'];

const OPTIONS = {
  port: { type: 'string', short: 'p' },
  host: { type: 'string' },
  'base-url': { type: 'string', default: '/' },
  open: { type: 'boolean', default: false },
  share: { type: 'boolean', default: false },
  'log-level': { type: 'string', default: 'info' },
  token: { type: 'string' },
  public: { type: 'boolean', default: false },
  'allow-origin': { type: 'string', multiple: true, default: [] as string[] },
  env: { type: 'string', multiple: true, default: [] as string[] },
  'request-header': { type: 'string', multiple: true, default: [] as string[] },
  'request-cookie': { type: 'string', multiple: true, default: [] as string[] },
  'user-header': { type: 'string' },
  pool: { type: 'string' },
  'max-sessions': { type: 'string' },
  'max-sessions-per-client': { type: 'string' },
  'trust-proxy': { type: 'string', multiple: true, default: [] as string[] },
  'upload-limit': { type: 'string' },
  timeout: { type: 'string' },
  'left-grace': { type: 'string' },
  'lost-grace': { type: 'string' },
  'idle-timeout': { type: 'string' },
  'allow-native': { type: 'boolean', default: false },
  'allow-worker': { type: 'boolean', default: false },
  'kernel-memory': { type: 'string' },
  debug: { type: 'boolean', default: false },
  watch: { type: 'boolean', default: false },
  'no-watch': { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
  version: { type: 'boolean', short: 'v', default: false },
} as const;

export const HELP = `eccola [PATH]
eccola init | check | doctor | build | install | uninstall      each explains itself with --help

Publishes a TypeScript notebook, or the notebooks of a folder, as live web pages.
PATH is a notebook or a folder; the current folder by default.

  -p, --port N           listen on this port; 0 picks a free one   (8866, or the next free one)
      --host NAME        listen on this address                    (127.0.0.1: this machine only)
      --base-url PATH    the path that a proxy serves it under     (/)
      --open             open the page in the browser
      --share            show others the way: address, token and QR code; a tunnel if a program for one is installed
      --token TOKEN      what visitors must bring; made and printed where others reach the host
      --public           let everyone in without a token
      --allow-origin URL a site beside our own whose pages may connect; may be repeated
      --env NAME[=VALUE] give the notebooks this variable; they see no other; may be repeated
      --request-header NAME  let the notebooks see this header of their visitor's request; may be repeated
      --request-cookie NAME  let them see this cookie; may be repeated
      --user-header NAME     the header in which your proxy says who is logged in, such as X-Forwarded-User
      --pool N|auto      kernels that wait for visitors, for each notebook; auto follows the arrivals   (1)
      --max-sessions N   visitors at a time; who comes later waits in a queue   (200)
      --max-sessions-per-client N   of these and of the queue, from one address   (half, from the internet)
      --trust-proxy ADDRESS  a proxy, or a network of them, whose X-Forwarded-For is believed; may be repeated
      --upload-limit N   megabytes of one upload                             (50)
      --timeout SECONDS  how long a notebook may take to run                 (120)
      --left-grace SECONDS   how long a kernel waits after its page was left     (10)
      --lost-grace SECONDS   how long a kernel waits after its connection broke  (120)
      --idle-timeout SECONDS how long a kernel is kept that nobody uses; 0 is for ever  (3600)
      --allow-native     let the notebooks load native addons, which nothing holds to the folder
      --allow-worker     let the notebooks start worker threads
      --kernel-memory N  MiB of JavaScript heap for each visitor             (512)
      --watch            bring open pages up to date when their notebook is saved; on by default where
                         only this machine reaches the server, --no-watch turns it off
      --debug            show errors in the page whole, for the author
      --log-level LEVEL  ${LOG_LEVELS.join(', ')}
  -h, --help             show this
  -v, --version          show the version
`;

/** @throws AppError `BAD_OPTION`, and what `parseArgs` throws */
export function parseServeOptions(
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): ServeOptions | 'help' | 'version' {
  const { values, positionals } = parseArgs({
    args: [...args],
    options: OPTIONS,
    allowPositionals: true,
  });
  if (values.help) return 'help';
  if (values.version) return 'version';
  if (positionals.length > 1) {
    throw badOption(`eccola takes one path, not ${positionals.length}: ${positionals.join(' ')}`);
  }
  if (values.public && values.token !== undefined) {
    throw badOption('--public and --token contradict each other');
  }
  if (values.public && values.share) {
    throw badOption('--share makes a token for those it is shown to, --public lets everyone in');
  }
  if (values.watch && values['no-watch']) {
    throw badOption('--watch and --no-watch contradict each other');
  }
  if (values.token === '') throw badOption('--token needs a token');
  if (!LOG_LEVELS.includes(values['log-level'])) {
    throw badOption(
      `--log-level knows no "${values['log-level']}"`,
      `One of: ${LOG_LEVELS.join(', ')}.`,
    );
  }
  const megabytes = parseNumber('--upload-limit', values['upload-limit'], MOST_UPLOAD);
  const seconds = (name: 'timeout' | 'left-grace' | 'lost-grace' | 'idle-timeout') => {
    const value = parseNumber(`--${name}`, values[name], 86_400);
    return value === undefined ? undefined : value * 1000;
  };
  return {
    path: positionals[0] ?? '.',
    port: parseNumber('--port', values.port, 65_535),
    host: values.host ?? (values.share ? '0.0.0.0' : '127.0.0.1'),
    baseUrl: values['base-url'],
    open: values.open,
    share: values.share,
    logLevel: values['log-level'],
    token: values.token,
    isPublic: values.public,
    allowOrigins: values['allow-origin'],
    env: parseEnvironment(values.env, environment),
    requestHeaders: values['request-header'],
    requestCookies: values['request-cookie'],
    userHeader: values['user-header'],
    poolSize: values.pool === 'auto' ? 'auto' : parseNumber('--pool', values.pool, 1000),
    maxSessions: parseNumber('--max-sessions', values['max-sessions'], 100_000),
    uploadLimit: megabytes === undefined ? undefined : megabytes * 1_000_000,
    maxSessionsPerClient: parseNumber(
      '--max-sessions-per-client',
      values['max-sessions-per-client'],
      100_000,
    ),
    trustProxy: parseProxies(values['trust-proxy']),
    runTimeoutMs: seconds('timeout'),
    leftGraceMs: seconds('left-grace'),
    lostGraceMs: seconds('lost-grace'),
    idleTimeoutMs: seconds('idle-timeout'),
    allowNative: values['allow-native'],
    allowWorker: values['allow-worker'],
    kernelMemory: parseNumber('--kernel-memory', values['kernel-memory'], 1_000_000),
    debug: values.debug,
    watch: values.watch ? true : values['no-watch'] ? false : undefined,
  };
}

function parseNumber(name: string, text: string | undefined, most: number): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (
    /^\d+(?:\.\d+)?$/.test(text) &&
    value <= most &&
    (Number.isInteger(value) || most === 86_400)
  ) {
    return value;
  }
  throw badOption(`${name} takes a number from 0 to ${most}, not "${text}"`);
}

/** express takes these apart, and knows three names. */
function parseProxies(given: readonly string[]): string[] {
  const proxies = given.flatMap((text) => text.split(',').map((one) => one.trim()));
  for (const proxy of proxies) {
    const [address = '', bits] = proxy.split('/', 2);
    const known = ['loopback', 'linklocal', 'uniquelocal'].includes(proxy);
    if (known || (isIP(address) > 0 && (bits === undefined || /^\d{1,3}$/.test(bits)))) continue;
    throw badOption(
      `--trust-proxy ${proxy} is no address`,
      'Give the proxy’s address, a network such as 10.0.0.0/8, or loopback.',
    );
  }
  return proxies;
}

function parseEnvironment(
  names: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): Record<string, string> {
  const env: Record<string, string> = {};
  for (const item of names) {
    const [name = '', ...rest] = item.split('=');
    const value = rest.length > 0 ? rest.join('=') : environment[name];
    if (name === '' || value === undefined) {
      throw badOption(
        `--env ${item}: there is no such variable`,
        'Set it before the command, or give --env NAME=VALUE.',
      );
    }
    env[name] = value;
  }
  return env;
}

function badOption(message: string, hint = '`eccola --help` lists what it takes.'): AppError {
  return new AppError('BAD_OPTION', `${message}.`, { hint });
}
