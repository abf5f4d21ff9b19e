import { BlockList, isIP } from 'node:net';

/** Where visitors come from, as far as it is known. */
export interface Client {
  /** An address, or the network of one household. */
  id: string;
  /** It is in the internet; otherwise it may as well be a proxy's, for everybody behind it. */
  isPublic: boolean;
}

const OWN = new BlockList();
for (const [network, bits] of [
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
] as const) {
  OWN.addSubnet(network, bits, 'ipv4');
}
OWN.addAddress('::1', 'ipv6');
OWN.addSubnet('fc00::', 7, 'ipv6');
OWN.addSubnet('fe80::', 10, 'ipv6');

/** @param address as express says it, after the proxies that are trusted */
export function clientOf(address = ''): Client {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '');
  const version = isIP(plain);
  const isPublic = version !== 0 && !OWN.check(plain, version === 6 ? 'ipv6' : 'ipv4');
  if (version !== 6) return { id: plain, isPublic };
  const [network = ''] = plain.split('::', 1);
  const id = [...network.split(':'), '0', '0', '0', '0'].slice(0, 4).join(':');
  return { id, isPublic };
}
