// npm test: sets up, builds rules and program, runs vitest. `npm test -- ARGS` hands ARGS to vitest.
// The last line of the output is `N passed, N failed`; no test at all is a failure.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildIfStale } from './build.mjs';
import { root, setup } from './setup.mjs';

const cache = join(root, 'node_modules/.cache/ecaudit');
const results = join(cache, 'vitest.json');
const summary = join(cache, 'test-summary.txt');

setup();
mkdirSync(cache, { recursive: true });
rmSync(results, { force: true });
rmSync(summary, { force: true });
await buildIfStale();

const vitest = join(root, 'node_modules/vitest/vitest.mjs');
const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${results}`];
const run = spawnSync(process.execPath, [vitest, 'run', ...reporters, ...process.argv.slice(2)], {
  cwd: root,
  stdio: 'inherit',
});

const counts = count();
if (run.status !== 0 && counts.failed === 0)
  console.error(`vitest ended with ${run.status}, see above`);
if (counts.passed === 0) console.error('no test passed');
process.exitCode = run.status === 0 && counts.failed === 0 && counts.passed > 0 ? 0 : 1;
if (counts.skipped > 0) console.log(`${counts.skipped} skipped: what they need is not here`);
const line = `${counts.passed} passed, ${counts.failed} failed`;
writeFileSync(summary, `${line}\n`);
console.log(line);

/** What vitest's JSON report says. A file that could not be loaded has no tests and counts as one failure. */
function count() {
  if (!existsSync(results)) return { passed: 0, failed: 0, skipped: 0 };
  const report = JSON.parse(readFileSync(results, 'utf8'));
  const broken = report.testResults.filter(
    ({ status, assertionResults }) =>
      status === 'failed' && !assertionResults.some((test) => test.status === 'failed'),
  );
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + broken.length,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}
