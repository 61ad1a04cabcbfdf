// npm run check: types, lint, format, unused code, the package's own entry points. All of them run, whatever one of them says.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { buildIfStale } from './build.mjs';
import { root, setup } from './setup.mjs';

const checks = {
  types: ['typescript/bin/tsc'],
  lint: ['oxlint/bin/oxlint', '--deny-warnings'],
  format: ['oxfmt/bin/oxfmt', '--check'],
  knip: ['knip/bin/knip.js'],
  package: ['publint/src/cli.js', 'run', '--strict'],
};

setup();
await buildIfStale();
// The longest first. TypeScript uses one core: the others run beside it.
const waiting = Object.entries(checks);
const failed = (await Promise.all([work(), work()])).flat();
console.log(failed.length > 0 ? `checks failed: ${failed.join(', ')}` : 'checks passed');
process.exitCode = failed.length > 0 ? 1 : 0;

/** Runs one check after the other until none waits; the names of those that failed. */
async function work() {
  const failures = [];
  for (let next = waiting.shift(); next; next = waiting.shift()) {
    // oxlint-disable-next-line no-await-in-loop -- one check after the other
    if (!(await passes(...next))) failures.push(next[0]);
  }
  return failures;
}

/** What a check says is printed when it is done, in one piece. */
async function passes(name, [bin, ...args]) {
  const child = spawn(process.execPath, [join(root, 'node_modules', bin), ...args], { cwd: root });
  const said = [];
  child.stdout.on('data', (chunk) => said.push(chunk));
  child.stderr.on('data', (chunk) => said.push(chunk));
  const [status] = await once(child, 'close');
  console.log(`check: ${name}`);
  process.stdout.write(Buffer.concat(said));
  return status === 0;
}
