/** Where a published repository gets eccola from. All three name one version and no other. */
export type InstallSource =
  | { kind: 'registry'; version: string }
  /** npm builds it on installing, by the package's `prepare` script. */
  | { kind: 'git'; url: string; commit: string }
  /** Path of a packed tarball, below the repository's root. */
  | { kind: 'tarball'; file: string };

/** How package.json says it. */
export function toDependencySpec(source: InstallSource): string {
  switch (source.kind) {
    case 'registry':
      return source.version;
    case 'git':
      return `git+${source.url}#${source.commit}`;
    case 'tarball':
      return `file:${source.file}`;
  }
}

const EXACT_VERSION = /^\d+\.\d+\.\d+(?:-[\w.-]+)?(?:\+[\w.-]+)?$/;
const GIT_AT_COMMIT = /^(?:git\+)?([a-z+]+:\/\/[^#]+)#([0-9a-f]{7,40})$/;

/**
 * Reads a dependency's value in package.json.
 * @returns undefined when it does not name one version: a range, a tag, a branch
 */
export function parseDependencySpec(spec: string): InstallSource | undefined {
  if (EXACT_VERSION.test(spec)) return { kind: 'registry', version: spec };
  const git = GIT_AT_COMMIT.exec(spec);
  if (git?.[1] && git[2]) return { kind: 'git', url: git[1], commit: git[2] };
  const file = /^file:(?:\.\/)?(.+\.tgz)$/.exec(spec);
  return file?.[1] ? { kind: 'tarball', file: file[1] } : undefined;
}
