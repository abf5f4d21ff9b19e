// What Node, browsers and workers all have, and TypeScript's ES library does not name.
declare class TextEncoder {
  encode(text: string): Uint8Array<ArrayBuffer>;
}
declare class TextDecoder {
  constructor(label?: string, options?: { fatal?: boolean });
  decode(bytes: ArrayBufferView | ArrayBuffer): string;
}
declare const crypto: {
  getRandomValues<T extends Uint8Array>(array: T): T;
  /** Not in every page. */
  randomUUID?: () => string;
};
declare class URLSearchParams {
  constructor(text: string);
  [Symbol.iterator](): IterableIterator<[string, string]>;
}
