import { expect, test } from 'vitest';
import { isLocalOrAddress, isSameSite, parseOrigin } from '../../../src/server/origin.js';

function accepts(origin: string, host: string): boolean {
  const parsed = parseOrigin(origin);
  return parsed !== undefined && isSameSite(parsed, host);
}

test.each([
  ['http://localhost:8866', 'localhost:8866'],
  ['https://app.example.org', 'app.example.org'],
  ['https://app.example.org', 'app.example.org:443'],
  ['http://app.example.org', 'app.example.org:80'],
  ['http://[::1]:8866', '[::1]:8866'],
  ['http://localhost:8866', 'LOCALHOST:8866'],
])('the origin %s is the site of the host %s', (origin, host) => {
  expect(accepts(origin, host)).toBe(true);
});

test.each([
  ['null', 'app.example.org'],
  ['', 'app.example.org'],
  ['https://app.example.org.evil.example', 'app.example.org'],
  ['https://evil-app.example.org', 'app.example.org'],
  ['https://app.example.org:8443', 'app.example.org'],
  ['http://localhost:8867', 'localhost:8866'],
  ['http://localhost', 'localhost:8866'],
  ['https://app.example.org.', 'app.example.org'],
  ['https://app.example.org', 'app.example.org.'],
  ['https://user@app.example.org', 'app.example.org'],
  ['https://app.example.org@evil.example', 'app.example.org'],
  ['https://app.example.org/', 'app.example.org'],
  ['https://app.example.org, https://app.example.org', 'app.example.org'],
  ['HTTPS://APP.EXAMPLE.ORG', 'app.example.org'],
  ['file://', 'app.example.org'],
  ['chrome-extension://app.example.org', 'app.example.org'],
  ['https://127.0.0.1', '127.1'.concat('@evil.example')],
  ['https://evil.example', 'x@evil.example'],
  ['https://evil.example', 'evil.example/app.example.org'],
  ['https://evil.example', ''],
  ['http://0x7f.1', '127.0.0.1'],
])('the origin %j is not the site of the host %j', (origin, host) => {
  expect(accepts(origin, host)).toBe(false);
});

test.each([
  'localhost:8866',
  'a.localhost',
  '127.0.0.1:1',
  '[::1]:8866',
  '192.168.1.4',
  '10.0.0.1:80',
])('%s can only be this machine or an address', (host) => {
  expect(isLocalOrAddress(host)).toBe(true);
});

test.each([
  'evil.example',
  'localhost.evil.example',
  '127.0.0.1.evil.example:8866',
  'localhost@evil',
  '',
])('%j is a name that anyone may point here', (host) => {
  expect(isLocalOrAddress(host)).toBe(false);
});
