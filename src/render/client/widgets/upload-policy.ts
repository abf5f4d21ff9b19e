/** What the page says about files before they travel. */
export interface UploadPolicy {
  /** The largest upload in bytes, all files of one choice together. */
  limit: number;
  /** Tells the visitor, in words, why files were not taken. */
  refuse(reason: string): void;
  /** Calls `send` when the files are read; what the visitor does until then reaches the kernel after them. */
  sendWhenRead<T>(read: Promise<T>, send: (files: T) => void): Promise<void>;
}

/** A widget manager that has one. */
export interface HasUploadPolicy {
  uploads: UploadPolicy;
}

/** Why these files are not taken, in words; undefined when they are. */
export function refusalOf(
  files: readonly { name: string; size: number }[],
  limit: number,
): string | undefined {
  const takes = `this page takes files up to ${formatSize(limit, limit)}.`;
  const tooLarge = files.find(({ size }) => size > limit);
  if (tooLarge) return `${tooLarge.name} is ${formatSize(tooLarge.size, limit)}; ${takes}`;
  const total = files.reduce((sum, { size }) => sum + size, 0);
  return total > limit
    ? `These ${files.length} files are ${formatSize(total, limit)} together; ${takes}`
    : undefined;
}

/** Megabytes as the limit counts them (of 1024² bytes when it is a whole number of those), never rounded down. */
function formatSize(bytes: number, limit: number): string {
  const megabyte = limit % 2 ** 20 === 0 ? 2 ** 20 : 1e6;
  if (limit < megabyte) return `${Math.ceil(bytes / 1000)} kB`;
  return `${Math.ceil((bytes / megabyte) * 10) / 10} MB`;
}
