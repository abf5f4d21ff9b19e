import type { DestinationStream } from 'pino';

/** Where a person, or a log collector, reads what eccola says. */
export interface LogOutput {
  /** One line that stands in the place of the one before, on a terminal only; empty takes it away. */
  status(text: string): void;
  /** For pino: lines of JSON to a collector, words to a person. */
  readonly log: DestinationStream;
}

const LEVELS: Record<number, string> = {
  10: 'trace',
  20: 'debug',
  30: '',
  40: 'warning',
  50: 'error',
  60: 'fatal',
};
const CLEAR_LINE = '\r\u001b[K';
/** Said already, or of no use to a person. */
const LEFT_OUT = new Set(['level', 'time', 'pid', 'hostname', 'msg', 'process', 'session']);

export function createLogOutput(stream: NodeJS.WriteStream): LogOutput {
  let current = '';
  const show = (text: string) =>
    stream.write(`${CLEAR_LINE}${text.slice(0, stream.columns || 80)}`);
  return {
    status: (text) => {
      if (!stream.isTTY || text === current) return;
      current = text;
      show(text);
    },
    log: {
      write: (line) => {
        if (!stream.isTTY) {
          stream.write(line);
          return;
        }
        stream.write(`${CLEAR_LINE}${toWords(line)}\n`);
        if (current) show(current);
      },
    },
  };
}

/** One of pino's lines as a person reads it. */
export function toWords(line: string): string {
  const entry: Record<string, unknown> = JSON.parse(line);
  const { time, level, msg, traceback, hint, err } = entry;
  const clock = new Date(Number(time)).toTimeString().slice(0, 8);
  const name = LEVELS[Number(level)] ?? '';
  const details = Object.entries(entry)
    .filter(([key]) => !LEFT_OUT.has(key) && !['traceback', 'hint', 'err'].includes(key))
    .map(([key, value]) => `${key}=${typeof value === 'string' ? value : JSON.stringify(value)}`);
  const head = [clock, name && `${name}:`, String(msg ?? ''), ...details].filter(Boolean).join(' ');
  const stack = typeof err === 'object' && err !== null && 'stack' in err ? err.stack : undefined;
  return [head, hint, traceback ?? stack].filter((part) => typeof part === 'string').join('\n');
}
