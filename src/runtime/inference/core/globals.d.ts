// What Node, browsers and workers all have, and TypeScript's ES library does not name.
declare class TextDecoder {
  decode(bytes: Uint8Array): string;
}
