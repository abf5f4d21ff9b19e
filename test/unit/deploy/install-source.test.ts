import { expect, test } from 'vitest';
import {
  type InstallSource,
  parseDependencySpec,
  toDependencySpec,
} from '../../../src/deploy/install-source.js';

const SOURCES: InstallSource[] = [
  { kind: 'registry', version: '0.1.0' },
  { kind: 'git', url: 'https://github.com/org/eccola.git', commit: 'a'.repeat(40) },
  { kind: 'tarball', file: 'eccola-0.1.0-1a2b3c4d.tgz' },
];

test.each(SOURCES)('a $kind source survives the way through package.json', (source) => {
  expect(parseDependencySpec(toDependencySpec(source))).toEqual(source);
});

test.each(['^0.1.0', '*', 'latest', 'github:org/eccola', 'git+https://h/x.git#main', 'file:../x'])(
  '%s names no single version',
  (spec) => {
    expect(parseDependencySpec(spec)).toBeUndefined();
  },
);
