import { formatWithOptions } from 'node-inspect-extracted';
import type { StreamName } from '../core/stream-buffer.js';
import { toTable } from './console-table.js';

const STREAMS = {
  log: 'stdout',
  info: 'stdout',
  debug: 'stdout',
  dir: 'stdout',
  dirxml: 'stdout',
  warn: 'stderr',
  error: 'stderr',
  trace: 'stderr',
} as const satisfies Record<string, StreamName>;

/** Lets the console print into the notebook, as Node's does. */
export function installPrintStreams(write: (name: StreamName, text: string) => void): void {
  let indent = '';
  const print = (stream: StreamName, values: unknown[]) => {
    const text = formatWithOptions({}, ...values);
    write(stream, `${indent}${text.replaceAll('\n', `\n${indent}`)}\n`);
  };
  for (const [method, stream] of Object.entries(STREAMS)) {
    Reflect.set(console, method, (...values: unknown[]) => {
      // The second argument of `dir` is no value.
      print(stream, method === 'dir' ? values.slice(0, 1) : values);
    });
  }
  const group = (...values: unknown[]) => {
    if (values.length > 0) print('stdout', values);
    indent += '  ';
  };
  Object.assign(console, {
    assert: (condition: unknown, ...values: unknown[]) => {
      if (!condition) print('stderr', ['Assertion failed:', ...values]);
    },
    group,
    groupCollapsed: group,
    groupEnd: () => {
      indent = indent.slice(2);
    },
    table: (data: unknown, properties?: readonly string[]) => {
      print('stdout', [toTable(data, properties) ?? data]);
    },
    ...counters((text) => print('stdout', [text])),
    ...stopwatches((text, ...values) => print('stdout', ['%s', text, ...values])),
  });
}

type Print = (text: string, ...values: unknown[]) => void;

function counters(print: Print) {
  const counts = new Map<string, number>();
  return {
    count: (label: unknown = 'default') => {
      const count = (counts.get(String(label)) ?? 0) + 1;
      counts.set(String(label), count);
      print(`${label}: ${count}`);
    },
    countReset: (label: unknown = 'default') => void counts.delete(String(label)),
  };
}

function stopwatches(print: Print) {
  const starts = new Map<string, number>();
  const tell = (label: string, values: unknown[]) => {
    const start = starts.get(label);
    if (start === undefined) return;
    const milliseconds = performance.now() - start;
    const isLong = milliseconds >= 1000;
    const took = isLong ? `${(milliseconds / 1000).toFixed(3)}s` : `${+milliseconds.toFixed(3)}ms`;
    print(`${label}: ${took}`, ...values);
  };
  return {
    time: (label: unknown = 'default') => void starts.set(String(label), performance.now()),
    timeLog: (label: unknown = 'default', ...values: unknown[]) => tell(String(label), values),
    timeEnd: (label: unknown = 'default') => {
      tell(String(label), []);
      starts.delete(String(label));
    },
  };
}
