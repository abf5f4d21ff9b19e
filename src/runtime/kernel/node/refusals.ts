import { isRecord } from '../core/message-content.js';

/** What Node's permission model calls a permission → what a published notebook may do instead. */
const REFUSALS: Readonly<Record<string, (resource: string) => string>> = {
  FileSystemRead: (resource) =>
    `A published notebook reads the served folder and the packages that it imports, not ${resource || 'this'}.`,
  FileSystemWrite: (resource) =>
    `A published notebook writes only to os.tmpdir(), not to ${resource || 'this place'}.`,
  ChildProcess: () => 'A published notebook starts no other processes.',
  WorkerThreads: () =>
    'A published notebook starts no workers, unless it is served with `eccola --allow-worker`.',
  Inspector: () => 'A published notebook cannot be inspected.',
};

const NATIVE =
  'A published notebook loads no native addons, unless it is served with `eccola --allow-native`.';

/**
 * Says in words what the sandbox refused, and which flag allows it; undefined for any other error.
 * @see https://nodejs.org/api/permissions.html#permission-model
 */
export function explainRefusal(error: unknown): string | undefined {
  if (!isRecord(error)) return undefined;
  if (error.code === 'ERR_DLOPEN_DISABLED') return NATIVE;
  if (error.code !== 'ERR_ACCESS_DENIED') return undefined;
  const refusal = REFUSALS[String(error.permission)];
  const resource = typeof error.resource === 'string' ? error.resource : '';
  return refusal ? refusal(resource) : 'A published notebook may not do this.';
}
