// heic-decode ships no types.
declare module 'heic-decode/lib.js' {
  interface Decoded {
    width: number;
    height: number;
    data: Uint8ClampedArray<ArrayBuffer>;
  }
  interface Encoded {
    width: number;
    height: number;
    decode(): Promise<Decoded>;
  }
  export default function createDecoder(libheif: object): {
    all(source: { buffer: Uint8Array }): Promise<Encoded[] & { dispose(): void }>;
  };
}
