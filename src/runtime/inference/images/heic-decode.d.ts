// heic-decode ships no types.
declare module 'heic-decode' {
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
  const heicDecode: {
    all(source: { buffer: Uint8Array }): Promise<Encoded[] & { dispose(): void }>;
  };
  export default heicDecode;
}
