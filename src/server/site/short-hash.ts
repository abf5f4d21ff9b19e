import { createHash } from 'node:crypto';

/** 32 hex digits, as kernels make them of a text. */
export function shortHash(text: string | Uint8Array): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}
