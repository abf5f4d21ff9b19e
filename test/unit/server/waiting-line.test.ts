import { expect, test } from 'vitest';
import { queueWords } from '../../../src/server/queue-words.js';
import { createWaitingLine } from '../../../src/server/waiting-line.js';

function createLine() {
  const clock = { now: 0 };
  return { clock, line: createWaitingLine(() => clock.now) };
}

test('where there is a place nobody waits', () => {
  const { line } = createLine();
  expect(line.ask('a', 1, 'client')).toBe(0);
  expect(line.size).toBe(0);
});

test('places go to those who wait in the order in which they came', () => {
  const { line } = createLine();
  expect(line.ask('a', 0, 'client')).toBe(1);
  expect(line.ask('b', 0, 'client')).toBe(2);
  expect(line.ask('c', 0, 'client')).toBe(3);
  // A place is free, and the last asks first; so does somebody who has just come.
  expect(line.ask('c', 1, 'client')).toBe(2);
  expect(line.ask('d', 1, 'client')).toBe(3);
  expect(line.ask('b', 1, 'client')).toBe(1);
  expect(line.ask('a', 1, 'client')).toBe(0);
  expect(line.ask('b', 0, 'client')).toBe(1);
});

test('who gives up lets the others move up', () => {
  const { line } = createLine();
  line.ask('a', 0, 'client');
  line.ask('b', 0, 'client');
  line.leave('a');
  expect(line.ask('b', 0, 'client')).toBe(1);
});

test('who does not ask any more holds nobody up, and has kept the turn when they do', () => {
  const { line, clock } = createLine();
  line.ask('hidden', 0, 'client');
  line.ask('b', 0, 'client');
  clock.now = 6000;
  expect(line.ask('b', 0, 'client')).toBe(1);
  expect(line.ask('hidden', 0, 'client')).toBe(1);
  expect(line.ask('b', 0, 'client')).toBe(2);
});

test('who has been silent for minutes is forgotten', () => {
  const { line, clock } = createLine();
  line.ask('gone', 0, 'client');
  clock.now = 200_000;
  line.ask('b', 0, 'client');
  expect(line.ask('gone', 0, 'client')).toBe(2);
});

test.each([
  [1, 'You are first in the queue.'],
  [3, 'You are third in the queue.'],
  [11, 'You are number 11 in the queue.'],
])('position %i is said in words', (position, words) => {
  expect(queueWords(position)).toBe(words);
});
