import { type Check, shellQuote } from '../finding.js';

const POINTER = 'version https://git-lfs.github.com/spec/v1';
/** A pointer file is a few lines; anything larger is the file itself. */
const POINTER_MAX_BYTES = 1024;

/** No file is a pointer to Git LFS's store: a build that has no LFS, or whose quota is used up, gets the pointer. */
export const lfsCheck: Check = {
  name: 'lfs',
  passed: 'no file is kept in Git LFS',
  async run(repository) {
    const findings = [];
    for (const file of repository.tracked ?? []) {
      const size = await repository.size(file);
      if (size === 0 || size > POINTER_MAX_BYTES) continue;
      if (!(await repository.readText(file))?.startsWith(POINTER)) continue;
      findings.push({
        level: 'error' as const,
        where: { path: file },
        message: `${file} is a pointer to Git LFS, not the file: whoever builds without LFS gets these ${size} bytes.`,
        mend: 'Fetch the file itself and put that into git; under 100 MB GitHub takes it.',
        commands: [
          `git lfs pull --include=${shellQuote(file)}`,
          `git lfs untrack ${shellQuote(file)}`,
          `git add --renormalize --force -- ${shellQuote(file)}`,
        ],
      });
    }
    return findings;
  },
};
