import { expect, test } from 'vitest';
import { clientOf } from '../../../src/server/client.js';

test.each([
  ['203.0.113.1', { id: '203.0.113.1', isPublic: true }],
  ['::ffff:203.0.113.1', { id: '203.0.113.1', isPublic: true }],
  ['2001:db8:1:2:3::4', { id: '2001:db8:1:2', isPublic: true }],
  ['2001:db8::4', { id: '2001:db8:0:0', isPublic: true }],
])('%s is a client in the internet', (address, client) => {
  expect(clientOf(address)).toEqual(client);
});

test.each([
  '127.0.0.1',
  '::ffff:10.1.2.3',
  '172.31.0.1',
  '192.168.1.1',
  '::1',
  'fd00::1',
  'fe80::1',
  '',
  undefined,
])('%s may be a proxy', (address) => {
  expect(clientOf(address).isPublic).toBe(false);
});
