import { expect, test } from 'vitest';
import { connectionWords } from '../../../src/render/client/connection-words.js';

const actions = { retry: () => {}, reload: () => {}, restart: () => {} };
const problem = {
  type: 'about:blank',
  title: 'Service Unavailable',
  status: 503,
  detail: 'The server is full.',
  code: 'TOO_MANY_SESSIONS',
  hint: 'Try again in a minute.',
  reference: 'ab12',
} as const;

test('nothing is said when all is well', () => {
  expect(connectionWords({ status: 'connected' }, actions)).toBeUndefined();
});

test('every other state is said in words', () => {
  expect(connectionWords({ status: 'connecting' }, actions)?.text).toBe('Connecting…');
  expect(connectionWords({ status: 'lost' }, actions)?.text).toBe('Connection lost. Trying again…');
  expect(connectionWords({ status: 'preparing', message: 'Cell 3 of 8' }, actions)?.text).toBe(
    'Cell 3 of 8',
  );
  expect(connectionWords({ status: 'replaced' }, actions)?.action?.label).toBe('Use it here');
  expect(connectionWords({ status: 'silent' }, actions)?.action?.label).toBe('Start again');
});

test('a refusal is the server’s own words, with what can be done', () => {
  expect(connectionWords({ status: 'refused', problem }, actions)).toMatchObject({
    text: 'The server is full. Try again in a minute.',
    reference: 'ab12',
    action: { label: 'Try again' },
  });
  expect(
    connectionWords({ status: 'refused', problem: { ...problem, status: 404 } }, actions)?.action,
  ).toMatchObject({ label: 'Reload' });
});
