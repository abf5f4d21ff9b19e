import { renderCodeFrame } from '../../../protocol/code-frame.js';
import { type AppError, isAppError } from '../../../protocol/errors.js';
import { isRecord } from './message-content.js';

/** The content of an `error` message. @see https://jupyter-client.readthedocs.io/en/stable/messaging.html#execution-errors */
export interface ErrorContent {
  ename: string;
  evalue: string;
  traceback: string[];
}

export interface ErrorContext {
  inspect(value: unknown): string;
  /** The source of the cell that a traceback calls so. */
  sourceOf(label: string): string | undefined;
  /** See `KernelHost.explain`. */
  explain(error: unknown): string | AppError | undefined;
}

const MAX_CAUSES = 5;

/** Describes anything that was thrown; the first line of a cell that its stack names is shown in a code frame. */
export function toErrorContent(error: unknown, context: ErrorContext): ErrorContent {
  if (!isErrorLike(error)) {
    const evalue = context.inspect(error);
    return { ename: 'Uncaught', evalue, traceback: [`Uncaught ${evalue}`] };
  }
  const explained = context.explain(error);
  const explanation = isAppError(explained) ? explained.message : explained;
  const traceback = describe(error, context, 0);
  return {
    ename: isAppError(explained) ? explained.name : error.name,
    evalue: explanation ?? error.message,
    traceback: explanation === undefined ? traceback : [...traceback, '', explanation],
  };
}

interface ErrorLike {
  name: string;
  message: string;
  stack?: unknown;
  cause?: unknown;
  hint?: unknown;
}

function describe(error: ErrorLike, context: ErrorContext, depth: number): string[] {
  const stack = typeof error.stack === 'string' ? error.stack : `${error.name}: ${error.message}`;
  const lines = stack.split('\n');
  const frame = frameOf(lines, context);
  if (frame.length > 0) lines.push('', ...frame);
  if (typeof error.hint === 'string') lines.push('', error.hint);
  if (depth < MAX_CAUSES && error.cause !== undefined) {
    const cause = isErrorLike(error.cause)
      ? describe(error.cause, context, depth + 1)
      : [context.inspect(error.cause)];
    lines.push('', ...cause.map((line, index) => (index === 0 ? `Caused by: ${line}` : line)));
  }
  return lines;
}

function frameOf(stack: readonly string[], context: ErrorContext): string[] {
  for (const line of stack) {
    const place = /^\s+at .*?(In\[[^\]]*\]):(\d+)\)?$/.exec(line);
    const source = place?.[1] === undefined ? undefined : context.sourceOf(place[1]);
    if (place && source !== undefined) return renderCodeFrame(source, Number(place[2]));
  }
  return [];
}

/** Errors of another realm, or that only look like one, are errors too. */
function isErrorLike(value: unknown): value is ErrorLike {
  return (
    isRecord(value) &&
    typeof value.message === 'string' &&
    typeof value.name === 'string' &&
    (value instanceof Error || typeof value.stack === 'string')
  );
}
