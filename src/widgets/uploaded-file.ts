import { asRecord } from './equal.js';
import type { TraitType } from './model.js';
import { list } from './trait-types.js';

/** A file that a visitor has chosen. */
export interface UploadedFile {
  /** As it was called on the visitor's machine: a bare name, to be trusted no more than any other input. */
  readonly name: string;
  /** The mime type that the browser guessed from the name; empty if it could not. */
  readonly type: string;
  /** In bytes. */
  readonly size: number;
  readonly lastModified: Date;
  /** A view on the message that brought it, not a copy. */
  readonly content: Uint8Array;
}

const uploadedFile: TraitType<UploadedFile> = {
  expects: 'an uploaded file',
  parse: (value) => readFile(asRecord(value), asRecord(value).lastModified),
  read: (wire) => readFile(asRecord(wire), new Date(Number(asRecord(wire).last_modified))),
  write: ({ name, type, size, lastModified }) => ({
    name,
    type,
    size,
    last_modified: lastModified.getTime(),
  }),
};

/**
 * Uploaded files. Their content is never sent to a page, neither the one that it came from nor another: no view shows
 * it, and a photo that travels back would cost the visitor the upload a second time.
 */
export const uploadedFiles: TraitType<readonly UploadedFile[]> = {
  ...list(uploadedFile, 'an array of whole uploaded files'),
  echo: false,
};

function readFile(
  { name, type, size, content }: Record<string, unknown>,
  lastModified: unknown,
): UploadedFile | undefined {
  const whole =
    typeof name === 'string' &&
    typeof type === 'string' &&
    lastModified instanceof Date &&
    content instanceof Uint8Array &&
    content.byteLength === size;
  return whole
    ? Object.freeze({ name, type, size: content.byteLength, lastModified, content })
    : undefined;
}
