// `npm test`: its own set-up, every check, every test, and one closing line. Arguments after `--` go to vitest.
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { build } from './build.mjs';
import { ensureChromium } from './chromium.mjs';
import { ROOT, runTool } from './run.mjs';

const REPORT = path.join(ROOT, '.cache', 'vitest.json');
/** What did not pass; `.ci/run` repeats it under its two logs. */
const FAILURES = path.join(ROOT, '.cache', 'failures.txt');
const tally = { passed: 0, failed: 0, skipped: 0 };
const failures = [];

function fail(what, why) {
  failures.push(`✗ ${what}\n${why}`.trim());
}

/** Runs one check, counts it, and shows what it printed only when it failed. */
async function check(name, action) {
  try {
    await action();
    tally.passed += 1;
    console.log(`✓ ${name}`);
    return true;
  } catch (error) {
    tally.failed += 1;
    fail(name, error.message);
    console.log(failures.at(-1));
    return false;
  }
}

async function tool(script, ...args) {
  const env = { ...process.env, NO_COLOR: '1', FORCE_COLOR: undefined };
  const { code, output } = await runTool(script, args, { quiet: true, env });
  if (code !== 0) throw new Error(output.trim());
}

async function vitest(args) {
  await rm(REPORT, { force: true });
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${REPORT}`];
  const { code } = await runTool('vitest/vitest.mjs', ['run', ...reporters, ...args]);
  const report = JSON.parse(await readFile(REPORT, 'utf8'));
  tally.passed += report.numPassedTests;
  tally.skipped += report.numPendingTests + report.numTodoTests;
  // A file that cannot be loaded, and an error outside of any test, fail without a failed test to count.
  tally.failed += Math.max(report.numFailedTests, code === 0 ? 0 : 1);
  for (const { name, message, assertionResults } of report.testResults) {
    const file = path.relative(ROOT, name);
    if (message) fail(file, message);
    for (const { status, fullName, failureMessages } of assertionResults) {
      if (status === 'failed') fail(`${file}: ${fullName}`, failureMessages.join('\n'));
    }
  }
  if (code !== 0 && failures.length === 0)
    fail('vitest', 'An error outside of any test: see above.');
}

const log = console.log;
const ready = await check('set-up: Chromium', async () => {
  process.env.CHROMIUM_PATH = await ensureChromium({ log });
});
const built = await check('build', () => build({ log }));
await check('format and lint (biome ci)', () =>
  tool('@biomejs/biome/bin/biome', 'ci', '--error-on-warnings', '.'),
);
await check('types, tests included (tsc -b)', () => tool('typescript/bin/tsc', '-b'));
await check('nothing unused (knip)', () => tool('knip/bin/knip.js'));
await check('package entry points (publint)', () => tool('publint/src/cli.js', '--strict'));
if (ready && built) {
  await vitest(process.argv.slice(2)).catch((error) => {
    tally.failed += 1;
    fail('vitest', error.message);
  });
}

const recap = failures.map((failure) => `${failure}\n`).join('');
await mkdir(path.dirname(FAILURES), { recursive: true });
await writeFile(FAILURES, recap);
process.stdout.write(recap);
const skipped = tally.skipped > 0 ? `, ${tally.skipped} skipped` : '';
console.log(`${tally.passed} passed, ${tally.failed} failed${skipped}`);
process.exitCode = tally.failed > 0 ? 1 : 0;
