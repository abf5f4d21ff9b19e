import { type NetworkInterfaceInfo, networkInterfaces } from 'node:os';

type Interfaces = Readonly<Record<string, readonly NetworkInterfaceInfo[] | undefined>>;

/** Interfaces that lead to containers and virtual machines, not to a friend in the same network. */
const VIRTUAL = /^(docker|br-|veth|virbr|vmnet|vboxnet|cni|flannel|zt|utun|tun|tap)/;

/**
 * The address at which others in the local network reach this computer: IPv4, private ranges before public ones.
 * @returns undefined when there is no network
 */
export function findLanAddress(interfaces: Interfaces = networkInterfaces()): string | undefined {
  const addresses = Object.entries(interfaces)
    .filter(([name]) => !VIRTUAL.test(name))
    .flatMap(([, infos]) => infos ?? [])
    .filter(
      ({ family, internal, address }) => family === 'IPv4' && !internal && !isLinkLocal(address),
    )
    .map(({ address }) => address);
  return addresses.find(isPrivate) ?? addresses[0];
}

function isPrivate(address: string): boolean {
  return /^(10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.)/.test(address);
}

function isLinkLocal(address: string): boolean {
  return address.startsWith('169.254.');
}
