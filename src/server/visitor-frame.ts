import type { AppError } from '../protocol/errors.js';
import { decodeFrame, encodeFrame, type FrameView } from '../protocol/framing.js';
import { type KernelError, parseKernelError } from '../protocol/kernel-error.js';
import type { VisitorError } from '../protocol/session.js';

/** Writes an error to the log, for the author. @returns the reference that the visitor is given */
export type ReportError = (error: KernelError) => string;

/** Replies and requests that are between the kernel and the server; `execute_input` holds a cell's source. */
const HIDDEN_TYPES: ReadonlySet<string> = new Set([
  'execute_input',
  'execute_reply',
  'input_request',
]);

/**
 * A kernel's frame as a visitor may have it: the same bytes, or an error without its traceback, or nothing of what is
 * written to stderr, where tracebacks are written too.
 * @param report undefined where the visitor is the author, who sees errors whole
 * @throws AppError `MALFORMED_MESSAGE`
 */
export function toVisitorFrame(
  { channel, header, content, bytes }: FrameView,
  report: ReportError | undefined,
): Uint8Array | undefined {
  const type: string = header.msg_type;
  if ((channel !== 'iopub' && channel !== 'shell') || HIDDEN_TYPES.has(type)) return undefined;
  if (report === undefined) return bytes;
  if (type === 'stream') return content().name === 'stderr' ? undefined : bytes;
  if (type !== 'error') return bytes;
  const message = decodeFrame(bytes);
  const error = parseKernelError(message.content);
  return encodeFrame({
    ...message,
    content: toVisitorError(error, report(error)),
  } as typeof message);
}

/** What an `AppError` says is meant for visitors; any other error may name what they must not see. */
export function toVisitorError({ ename, evalue }: KernelError, reference: string) {
  return {
    ename,
    evalue: ename === 'AppError' ? evalue : '',
    traceback: [],
    reference,
  } satisfies VisitorError;
}

/** An error of the server's own, as a kernel would have put it. */
export function toKernelError({ message, hint }: AppError): KernelError {
  const evalue = hint === undefined ? message : `${message} ${hint}`;
  return { ename: 'AppError', evalue, traceback: [evalue] };
}
