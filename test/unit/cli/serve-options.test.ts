import { expect, test } from 'vitest';
import { toOptionError } from '../../../src/cli/option-error.js';
import { parseServeOptions } from '../../../src/cli/serve-options.js';

test('without arguments it serves the current folder to this machine, on any free port', () => {
  expect(parseServeOptions([], {})).toMatchObject({
    path: '.',
    port: undefined,
    host: '127.0.0.1',
    baseUrl: '/',
    token: undefined,
    isPublic: false,
    env: {},
    debug: false,
  });
});

test('takes what it is given', () => {
  const args =
    'a.ipynb -p 0 --env A --env B=x=y --allow-origin https://a.example --timeout 1.5 --pool 3 --upload-limit 20';
  expect(parseServeOptions(args.split(' '), { A: '1', C: '2' })).toMatchObject({
    path: 'a.ipynb',
    port: 0,
    env: { A: '1', B: 'x=y' },
    allowOrigins: ['https://a.example'],
    runTimeoutMs: 1500,
    poolSize: 3,
    uploadLimit: 20_000_000,
  });
});

test.each([
  [['--help', 'x'], 'help'],
  [['-v'], 'version'],
])('%j asks for the %s', (args, what) => {
  expect(parseServeOptions(args, {})).toBe(what);
});

test('an unknown option is named, and where to find the known ones', () => {
  let thrown: unknown;
  try {
    parseServeOptions(['--prot=1'], {});
  } catch (error) {
    thrown = error;
  }
  expect(toOptionError(thrown)).toMatchObject({
    code: 'BAD_OPTION',
    message: 'eccola has no option --prot.',
    hint: expect.stringContaining('--help'),
  });
  expect(toOptionError(new Error('another'))).toBeUndefined();
});

test.each([
  [[], undefined],
  [['--watch'], true],
  [['--no-watch'], false],
])('%j: whether pages follow their notebooks is %s', (args, watch) => {
  expect(parseServeOptions(args, {})).toMatchObject({ watch });
});

test.each([
  ['--port', '-1'],
  ['--port', '1.5'],
  ['--port', '1e3'],
  ['--port', ' 1'],
  ['--pool', 'x'],
  ['--upload-limit', '501'],
  ['--timeout', 'Infinity'],
])('%s refuses %j', (name, value) => {
  expect(() => parseServeOptions([`${name}=${value}`], {})).toThrowError(
    expect.objectContaining({ code: 'BAD_OPTION', message: expect.stringContaining(value) }),
  );
});

test('takes what bounds visitors, and what notebooks may know of them', () => {
  const args =
    '--pool auto --max-sessions 5 --max-sessions-per-client 2 --trust-proxy loopback,10.0.0.0/8 --trust-proxy ::1 --idle-timeout 0 --request-header X-A --request-header X-B --request-cookie c --user-header X-User';
  expect(parseServeOptions(args.split(' '), {})).toMatchObject({
    poolSize: 'auto',
    maxSessions: 5,
    maxSessionsPerClient: 2,
    trustProxy: ['loopback', '10.0.0.0/8', '::1'],
    idleTimeoutMs: 0,
    requestHeaders: ['X-A', 'X-B'],
    requestCookies: ['c'],
    userHeader: 'X-User',
  });
});

test.each(['proxy.example', '10.0.0.0/x', ''])(
  '"%s" is no proxy that could be trusted',
  (proxy) => {
    expect(() => parseServeOptions([`--trust-proxy=${proxy}`], {})).toThrow(/is no address/);
  },
);
