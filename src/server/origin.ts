/**
 * Reads an `Origin` exactly as browsers write it: scheme, host and port, nothing before or after.
 * @returns undefined for `null`, other schemes, credentials, paths and any spelling that a browser would not send
 * @see https://html.spec.whatwg.org/multipage/browsers.html#ascii-serialisation-of-an-origin
 */
export function parseOrigin(text: string): URL | undefined {
  if (!/^https?:\/\//.test(text) || !URL.canParse(text)) return undefined;
  const url = new URL(text);
  return url.origin === text ? url : undefined;
}

/**
 * Tells whether a page of this origin was served under this `Host`: the same host and port. The scheme is not compared,
 * as a proxy may have ended TLS before us; it only says which port an absent one stands for.
 */
export function isSameSite(origin: URL, host: string): boolean {
  const address = `${origin.protocol}//${host}`;
  return isHost(host) && URL.canParse(address) && new URL(address).host === origin.host;
}

/** Tells whether a `Host` is this machine or an address, which no foreign site's name can be made to mean. */
export function isLocalOrAddress(host: string): boolean {
  if (!isHost(host) || !URL.canParse(`http://${host}`)) return false;
  const { hostname } = new URL(`http://${host}`);
  return (
    hostname === 'localhost' ||
    hostname.endsWith('.localhost') ||
    hostname.startsWith('[') ||
    /^\d+\.\d+\.\d+\.\d+$/.test(hostname)
  );
}

/** A host with an optional port, and no character that would make a URL of it mean something else. */
function isHost(host: string): boolean {
  return /^(?:\[[\da-fA-F:.]+\]|[\w.-]+)(?::\d{1,5})?$/.test(host);
}
