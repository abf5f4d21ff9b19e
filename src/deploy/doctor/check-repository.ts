import type { Repository } from '../repository.js';
import { CHECKS } from './checks/index.js';
import type { Check, Finding } from './finding.js';

/** What one check came to. */
export interface CheckResult {
  check: string;
  /** What it says when it found nothing. */
  passed: string;
  findings: readonly Finding[];
}

/** Looks a repository over, one check after the other. Nothing is run and nothing is written. */
export async function checkRepository(
  repository: Repository,
  checks: readonly Check[] = CHECKS,
): Promise<CheckResult[]> {
  const results: CheckResult[] = [];
  for (const { name, passed, run } of checks) {
    const findings = (await run(repository)).map((finding) => ({ check: name, ...finding }));
    results.push({ check: name, passed, findings });
  }
  return results;
}
