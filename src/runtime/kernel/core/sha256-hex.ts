import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';

/** SHA-256 of a text's UTF-8 bytes: at once, as a browser's own is not, and without the 0.4 MB that node:crypto takes. */
export function sha256Hex(text: string): string {
  return bytesToHex(sha256(utf8ToBytes(text)));
}

/** The first 32 hex digits of it. */
export function shortHash(text: string): string {
  return sha256Hex(text).slice(0, 32);
}
