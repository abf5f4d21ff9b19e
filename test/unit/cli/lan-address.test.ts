import type { NetworkInterfaceInfo } from 'node:os';
import { expect, test } from 'vitest';
import { findLanAddress } from '../../../src/cli/share/lan-address.js';

function ipv4(address: string, internal = false): NetworkInterfaceInfo {
  return { address, internal, family: 'IPv4', netmask: '', mac: '', cidr: null };
}

test('is the address of the network that friends are in', () => {
  expect(
    findLanAddress({
      lo: [ipv4('127.0.0.1', true)],
      docker0: [ipv4('172.17.0.1')],
      eth0: [ipv4('203.0.113.5')],
      wlan0: [ipv4('169.254.3.4'), ipv4('192.168.1.20')],
    }),
  ).toBe('192.168.1.20');
});

test('is a public address where there is no private one, and none without a network', () => {
  expect(findLanAddress({ eth0: [ipv4('203.0.113.5')] })).toBe('203.0.113.5');
  expect(findLanAddress({ lo: [ipv4('127.0.0.1', true)] })).toBeUndefined();
});
