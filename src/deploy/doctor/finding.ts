import type { Repository } from '../repository.js';

/** Something that will go wrong at the launch, or may. */
export interface Finding {
  /** The check that found it. */
  check: string;
  /** An error breaks the app for a visitor, or the build of its image; a warning may. */
  level: 'error' | 'warning';
  where?: {
    /** Below the repository's root. */
    path: string;
    /** Position of the cell among all of the notebook's, from 1. */
    cell?: number;
  };
  /** What is wrong, with the value at fault. */
  message: string;
  /** What to do. */
  mend: string;
  /** Shell commands, to be run in the repository's root, that do it where commands can. */
  commands?: readonly string[];
}

/** One thing that `eccola doctor` looks at, by reading only. */
export interface Check {
  name: string;
  /** What it says when it found nothing. */
  passed: string;
  run(repository: Repository): Promise<Omit<Finding, 'check'>[]>;
}

/** A path as a shell takes it. */
export function shellQuote(path: string): string {
  return /^[\w./@:+-]+$/.test(path) ? path : `'${path.replaceAll("'", `'\\''`)}'`;
}
