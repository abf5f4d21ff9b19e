const decoder = new TextDecoder();

/** Tells an SVG file from other text, to say so: it is never parsed. */
export function looksLikeSvg(bytes: Uint8Array): boolean {
  const start = decoder
    .decode(bytes.subarray(0, 4096))
    .replace(/^\uFEFF/, '')
    .trimStart();
  return start.startsWith('<') && /<svg[\s/>]/i.test(start);
}
