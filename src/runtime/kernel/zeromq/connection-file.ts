import { getHashes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { AppError } from '../../../protocol/errors.js';
import type { Channel } from '../../../protocol/messages.js';

/** The sockets of a kernel: Jupyter's channels and the heartbeat. */
export type SocketName = Channel | 'hb';

/** @see https://jupyter-client.readthedocs.io/en/stable/kernels.html#connection-files */
export interface ConnectionInfo {
  /** Where each socket listens, as ZeroMQ writes addresses. */
  addresses: Readonly<Record<SocketName, string>>;
  /** Empty: messages are not signed. */
  key: string;
  /** The hash of `hmac-…`, as node:crypto names it. */
  digest: string;
}

const HINT =
  'Jupyter writes this file when it starts a kernel: `eccola install`, then choose the kernel in JupyterLab.';
const SOCKETS: readonly SocketName[] = ['shell', 'iopub', 'stdin', 'control', 'hb'];

/** @throws AppError `BAD_CONNECTION_FILE` that names the file and what is wrong with it */
export function readConnectionFile(path: string | undefined): ConnectionInfo {
  if (path === undefined) {
    throw new AppError('BAD_CONNECTION_FILE', 'A kernel needs --connection-file.', { hint: HINT });
  }
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (cause) {
    throw bad(path, 'it cannot be read', cause);
  }
  let info: unknown;
  try {
    info = JSON.parse(text);
  } catch (cause) {
    throw bad(path, 'it is not JSON', cause);
  }
  if (typeof info !== 'object' || info === null) throw bad(path, 'it is not a JSON object');
  return toConnectionInfo(info as Record<string, unknown>, path);
}

function toConnectionInfo(info: Record<string, unknown>, path: string): ConnectionInfo {
  const { transport = 'tcp', ip, key = '', signature_scheme: scheme = 'hmac-sha256' } = info;
  if (transport !== 'tcp' && transport !== 'ipc') {
    throw bad(path, `its transport is ${JSON.stringify(transport)}, not "tcp" or "ipc"`);
  }
  if (typeof ip !== 'string' || ip === '') throw bad(path, 'it has no ip');
  if (typeof key !== 'string') throw bad(path, 'its key is not a text');
  const digest = typeof scheme === 'string' ? /^hmac-(.+)$/.exec(scheme)?.[1] : undefined;
  if (digest === undefined || !getHashes().includes(digest)) {
    throw bad(path, `its signature_scheme is ${JSON.stringify(scheme)}, not "hmac-sha256"`);
  }
  const address = (name: SocketName): string => {
    const port = info[`${name}_port`];
    if (typeof port !== 'number' || !Number.isInteger(port) || port < 1 || port > 65535) {
      throw bad(path, `its ${name}_port is ${JSON.stringify(port)}`);
    }
    return transport === 'tcp' ? `tcp://${ip}:${port}` : `ipc://${ip}-${port}`;
  };
  return {
    addresses: Object.fromEntries(SOCKETS.map((name) => [name, address(name)])) as Record<
      SocketName,
      string
    >,
    key,
    digest,
  };
}

function bad(path: string, reason: string, cause?: unknown): AppError {
  return new AppError('BAD_CONNECTION_FILE', `${path} is no connection file: ${reason}.`, {
    hint: HINT,
    cause,
  });
}
