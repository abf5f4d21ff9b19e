import { findLanAddress } from './lan-address.js';
import { toQrCode } from './qr-code.js';
import { openTunnel, TUNNEL_PROGRAMS } from './tunnel.js';

export interface ShareOptions {
  port: number;
  /** Begins and ends with `/`. */
  baseUrl: string;
  /** Goes into the addresses, so that whoever has one needs nothing else. */
  token: string;
  /** The server's end: nobody waits for a tunnel's address any more. */
  signal: AbortSignal;
}

export interface Share {
  /** What the terminal shows: the addresses, and a QR code of the one to send. */
  notice: string;
  close(): void;
}

const PATIENCE_MS = 20_000;

/** Finds the addresses under which others reach a server that listens on all of this computer's. */
export async function createShare({ port, baseUrl, token, signal }: ShareOptions): Promise<Share> {
  const suffix = `${baseUrl}?token=${encodeURIComponent(token)}`;
  const tunnel = await openTunnel(
    port,
    AbortSignal.any([signal, AbortSignal.timeout(PATIENCE_MS)]),
  );
  const lan = findLanAddress();
  const local = lan && `http://${lan}:${port}${suffix}`;
  const open = tunnel && `${tunnel.url}${suffix}`;
  const shown = open ?? local;
  const lines = [
    ...(local ? [`In the same network: ${local}`] : []),
    ...(open ? [`Anywhere, through ${tunnel.program}: ${open}`] : []),
    ...(shown ? [toQrCode(shown)] : ['This computer is in no network: nobody else can reach it.']),
    ...(open ? [] : [`For an address in the internet install ${TUNNEL_PROGRAMS.join(' or ')}.`]),
  ];
  return { notice: lines.join('\n'), close: () => tunnel?.close() };
}
