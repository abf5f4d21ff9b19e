/**
 * The subprotocol of eccola's own pages. It is Jupyter's (`WEBSOCKET_PROTOCOL` of framing.ts), but a message from the server holds
 * one frame or several, one after the other: the last offset of a frame is its length.
 */
export const BATCHED_PROTOCOL = 'v1.batched.kernel.websocket.eccola';

/**
 * Takes a message of {@link BATCHED_PROTOCOL} apart. The frames are views on `bytes`, not copies, and what they hold is not
 * looked at.
 * @throws RangeError for one that was cut off
 */
export function splitBatch<Kind extends ArrayBufferLike>(
  bytes: Uint8Array<Kind>,
): Uint8Array<Kind>[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const frames: Uint8Array<Kind>[] = [];
  for (let start = 0; start < bytes.byteLength; ) {
    const length = readUint64(view, start + 8 * readUint64(view, start));
    const end = start + length;
    if (length === 0 || end > bytes.byteLength) throw new RangeError('A frame was cut off.');
    frames.push(bytes.subarray(start, end));
    start = end;
  }
  return frames;
}

/**
 * A little-endian u64. Inexact from 2^53, which is far above any length that is accepted; a BigInt for each would take most of
 * the time that a frame takes.
 * @throws RangeError outside the view
 */
export function readUint64(view: DataView, position: number): number {
  return view.getUint32(position, true) + view.getUint32(position + 4, true) * 2 ** 32;
}
