import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/** 256 random bits in characters that a URL and a cookie may hold. */
export function createSecret(): string {
  return randomBytes(32).toString('base64url');
}

/** Compares in a time that tells neither where two secrets differ nor how long the right one is. */
export function isSameSecret(given: string, expected: string): boolean {
  return timingSafeEqual(digest(given), digest(expected));
}

/** What a browser keeps instead of the token: worthless once the token is another. */
export function toLoginCookie(token: string): string {
  return createHmac('sha256', token).update('eccola login').digest('base64url');
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
