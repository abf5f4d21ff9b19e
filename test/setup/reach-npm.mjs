import { run } from '../../scripts/run.mjs';

/** Finds out whether npm can install packages, and tells the tests that do so why not. */
export async function setup(project) {
  const { code } = await run('npm', ['ping', '--fetch-retries=0', '--fetch-timeout=10000'], {
    quiet: true,
  });
  project.provide(
    'npm',
    code === 0 ? { reachable: true } : { missing: 'The npm registry was not reached.' },
  );
}
