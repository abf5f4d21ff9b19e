/** The address of a websocket of the page's own server, by its path. */
export function socketAddress(path: string): URL {
  const url = new URL(path, location.href);
  url.protocol = url.protocol.replace('http', 'ws');
  return url;
}
