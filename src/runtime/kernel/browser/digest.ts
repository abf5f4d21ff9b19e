import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';

/** 32 hex digits, the same that the kernel in Node makes of a text: the page's widgets are then this kernel's. */
export function sha256Hex(text: string): string {
  return bytesToHex(sha256(utf8ToBytes(text))).slice(0, 32);
}
