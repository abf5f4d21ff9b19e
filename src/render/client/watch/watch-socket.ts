import type { WatchEvent } from '../../../protocol/watch.js';
import { createPause } from '../connection/pause.js';
import { socketAddress } from '../connection/socket-address.js';

/** The server is on the author's own machine: it is asked often, and soon. */
const RETRY_MS = 500;

/** Passes on what the server says of the notebook, for as long as the page is open. */
export function openWatchSocket(url: string, onEvent: (event: WatchEvent) => void): void {
  const pause = createPause();
  const address = socketAddress(url);
  const open = () => {
    const socket = new WebSocket(address);
    socket.addEventListener('message', ({ data }) => onEvent(JSON.parse(String(data))));
    socket.addEventListener('close', () => void pause.wait(RETRY_MS).then(open));
  };
  open();
  // The browser lets a tab in the background sleep.
  document.addEventListener('visibilitychange', () => pause.end());
}
