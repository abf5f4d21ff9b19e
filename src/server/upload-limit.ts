/** What stands beside an upload in its websocket message: names, types, state. */
const BESIDE_BYTES = 1024 * 1024;

/**
 * Bytes of one websocket message from a page. An upload travels as one message, so this bounds what a page that says
 * anything at all can have the server hold.
 * @param uploadLimit bytes of one upload
 */
export function toMessageLimit(uploadLimit: number): number {
  return uploadLimit + BESIDE_BYTES;
}
