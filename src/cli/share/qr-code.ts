import { renderUnicodeCompact } from 'uqr';

const WHITE_ON_BLACK = '\u001b[97;40m';
const RESET = '\u001b[0m';

/**
 * A QR code for a terminal, two rows of it in a line of text. It sets both of its colours, so that it is dark on light
 * for the camera whatever the terminal's own colours are.
 */
export function toQrCode(text: string): string {
  const code = renderUnicodeCompact(text, { border: 2 });
  return code
    .split('\n')
    .map((line) => `${WHITE_ON_BLACK}${line}${RESET}`)
    .join('\n');
}
