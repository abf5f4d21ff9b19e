/**
 * Whether these are the files that the page has, without their content: that never travels back, and the page keeps what
 * it has for the next kernel.
 */
export function isSameUpload(own: unknown, kernels: unknown): boolean {
  const [mine, theirs] = [toFiles(own), toFiles(kernels)];
  return (
    mine.length > 0 &&
    mine.length === theirs.length &&
    mine.every((file, index) => file.content !== undefined && isSameFile(file, theirs[index]))
  );
}

/** Whether a value is, or holds, a file of which the page has only the name. */
export function lacksContent(value: unknown): boolean {
  return toFiles(value).some(({ content }) => content === undefined);
}

type File = Readonly<Record<string, unknown>>;

function isSameFile(one: File, other: File | undefined): boolean {
  const known = ['name', 'type', 'size', 'last_modified'];
  return other !== undefined && known.every((key) => one[key] === other[key]);
}

/** As `FileUpload.value` has them on the wire; of anything else there are none. */
function toFiles(value: unknown): File[] {
  const items: unknown[] = Array.isArray(value) ? value : [];
  return items.filter(
    (item): item is File => typeof item === 'object' && item !== null && 'last_modified' in item,
  );
}
