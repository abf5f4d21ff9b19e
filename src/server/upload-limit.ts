/**
 * Bytes of one upload. It travels as one websocket message, and a Jupyter Server that proxies to us passes 10 MiB by
 * default, names and state beside the file included.
 */
export const UPLOAD_LIMIT = 10_000_000;

/** Bytes of one websocket message from a page: an upload and what stands beside it. */
export const MESSAGE_LIMIT = 10 * 1024 * 1024;
