import { pino } from 'pino';
import { expect, test } from 'vitest';
import { AppError } from '../../../src/protocol/errors.js';
import { createErrorLog } from '../../../src/server/error-log.js';

function createLog() {
  const entries: Record<string, unknown>[] = [];
  const logger = pino({}, { write: (line: string) => entries.push(JSON.parse(line)) });
  return { entries, errorLog: createErrorLog(logger) };
}

const ERROR = {
  ename: 'RangeError',
  evalue: 'too far',
  traceback: ['RangeError: too far', ' at In[1]'],
};

test('an error of a kernel is written whole, under a reference', () => {
  const { entries, errorLog } = createLog();
  const reference = errorLog(ERROR, { notebook: 'a.ipynb' });
  expect(entries).toMatchObject([
    {
      reference,
      notebook: 'a.ipynb',
      msg: 'RangeError: too far',
      traceback: ERROR.traceback.join('\n'),
    },
  ]);
});

test('a handler that fails with every move of a slider fills no log', () => {
  const { entries, errorLog } = createLog();
  const references = Array.from({ length: 100 }, () => errorLog(ERROR, { session: 's' }));
  expect(new Set(references).size).toBe(1);
  expect(entries).toHaveLength(1);
  expect(errorLog(ERROR, { session: 'another' })).not.toBe(references[0]);
});

test('an error that is thrown to many is one entry', () => {
  const { entries, errorLog } = createLog();
  const error = new AppError('KERNEL_DIED', 'It died.', {
    hint: 'Feed it.',
    cause: new Error('why'),
  });
  const references = [errorLog(error, {}), errorLog(error, {})];
  expect(references).toEqual([error.reference, error.reference]);
  expect(entries).toMatchObject([
    { hint: 'Feed it.', err: { stack: expect.stringContaining('why') } },
  ]);
});

test('errors that differ with every word of a visitor fill neither log nor memory', () => {
  const { entries, errorLog } = createLog();
  const long = 'x'.repeat(100_000);
  for (let index = 0; index < 500; index += 1) {
    const evalue = `unknown city ${index} ${long}`;
    const reference = errorLog({ ...ERROR, evalue, traceback: [evalue] }, { session: 's' });
    expect(entries.map((entry) => entry.reference)).toContain(reference);
  }
  expect(entries.length).toBeLessThan(30);
  expect(JSON.stringify(entries).length).toBeLessThan(30 * 20_000);
});
