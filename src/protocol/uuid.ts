/**
 * A random UUID (version 4). `crypto.randomUUID` is missing in a page that came over plain http from another machine,
 * as on a local network; the random values below it are there.
 * @see https://www.rfc-editor.org/rfc/rfc9562#section-5.4
 */
export function createUuid(): string {
  return crypto.randomUUID?.() ?? fromRandomValues();
}

function fromRandomValues(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
