import { PassThrough } from 'node:stream';
import { pino } from 'pino';
import { expect, test } from 'vitest';
import { createLogOutput, toWords } from '../../../src/cli/log-output.js';

function createStream(isTTY: boolean) {
  const stream = Object.assign(new PassThrough(), { isTTY, columns: 40 });
  stream.setEncoding('utf8');
  const read = () => String(stream.read() ?? '');
  return { stream: stream as unknown as NodeJS.WriteStream, read };
}

test('a collector gets lines of JSON, and no status', () => {
  const { stream, read } = createStream(false);
  const { log, status } = createLogOutput(stream);
  status('Compiling cell 1 of 3');
  pino({}, log).info({ port: 1 }, 'listening');
  expect(JSON.parse(read())).toMatchObject({ port: 1, msg: 'listening' });
});

test('a person gets words, and the status stays the last line', () => {
  const { stream, read } = createStream(true);
  const { log, status } = createLogOutput(stream);
  status('Compiling cell 1 of 3');
  pino({}, log).warn({ notebook: 'a.ipynb' }, 'slow');
  status('');
  const lines = read().split('\n');
  expect(lines[0]).toMatch(
    /Compiling cell 1 of 3[\s\S]*\d\d:\d\d:\d\d warning: slow notebook=a\.ipynb$/,
  );
  expect(lines[1]).toContain('Compiling cell 1 of 3');
  expect(lines[1]).not.toMatch(/3$/);
});

test('a status longer than the terminal is wide stays on its line', () => {
  const { stream, read } = createStream(true);
  createLogOutput(stream).status('x'.repeat(500));
  expect(read().length).toBeLessThan(60);
});

test('an error is told with its hint and its traceback', () => {
  const line = JSON.stringify({
    level: 50,
    time: 0,
    msg: 'It died',
    hint: 'Feed it.',
    traceback: 'E\n at In[1]',
    reference: 'ab',
  });
  expect(toWords(line)).toMatch(/error: It died reference=ab\nFeed it\.\nE\n at In\[1\]$/);
});
