import { type Check, shellQuote } from '../finding.js';

const MB = 1_000_000;
/** GitHub refuses files above this. */
const REFUSED_BYTES = 100 * MB;
const LARGE_BYTES = 50 * MB;
/** The whole repository goes into the image, which every cold launch pulls. */
const REPOSITORY_BYTES = 500 * MB;

/** Nothing in git makes an image too large to be built or pulled. */
export const sizeCheck: Check = {
  name: 'size',
  passed: 'no file is too large, and the repository is not',
  async run(repository) {
    const files = [...(repository.tracked ?? repository.files)];
    const sizes = await Promise.all(
      files.map(async (file) => ({ file, bytes: await repository.size(file) })),
    );
    const large = sizes
      .filter(({ bytes }) => bytes > LARGE_BYTES)
      .map(({ file, bytes }) => ({
        level: bytes > REFUSED_BYTES ? ('error' as const) : ('warning' as const),
        where: { path: file },
        message: `${file} has ${megabytes(bytes)}: GitHub refuses files of over 100 MB, and every launch pulls it.`,
        mend: 'Use a smaller one (a quantized model, a sample of the data), and take this one out of git.',
        commands: [
          `git rm --cached -- ${shellQuote(file)}`,
          `echo ${shellQuote(file)} >> .gitignore`,
        ],
      }));
    const total = sizes.reduce((sum, { bytes }) => sum + bytes, 0);
    if (total <= REPOSITORY_BYTES) return large;
    return [
      ...large,
      {
        level: 'warning' as const,
        message: `The files of this repository have ${megabytes(total)}: the image is at least that large.`,
        mend: 'Publish the notebooks from a repository of their own.',
      },
    ];
  },
};

function megabytes(bytes: number): string {
  return `${Math.round(bytes / MB)} MB`;
}
