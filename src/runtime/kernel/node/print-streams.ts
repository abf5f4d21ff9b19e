import { Writable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';
import type { StreamName } from '../core/stream-buffer.js';

/** Lets `process.stdout` and `process.stderr`, and with them the console, print into the notebook. */
export function installPrintStreams(write: (name: StreamName, text: string) => void): void {
  for (const [name, fd] of [
    ['stdout', 1],
    ['stderr', 2],
  ] as const) {
    const stream = Object.assign(
      createPrintStream((text) => write(name, text)),
      { fd },
    );
    Object.defineProperty(process, name, { configurable: true, enumerable: true, value: stream });
  }
}

function createPrintStream(write: (text: string) => void): Writable {
  const decoder = new StringDecoder('utf8');
  return new Writable({
    decodeStrings: false,
    write: (chunk: string | Buffer, _encoding, done) => {
      write(typeof chunk === 'string' ? chunk : decoder.write(chunk));
      done();
    },
  });
}
