// npm start: sets up what is missing, then audits the demo project. `npm start -- ARGS` runs `ecaudit ARGS` instead.
import { spawnSync } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { buildIfStale } from './build.mjs';
import { root, setup } from './setup.mjs';

const sarif = 'ecaudit-demo.sarif';
const demo = ['fixtures/projects/demo', '--format', 'table', '--format', `sarif=${sarif}`];

setup();
await buildIfStale();
const given = process.argv.slice(2);
process.exitCode = given.length > 0 ? ecaudit(given) : runDemo();

function runDemo() {
  rmSync(join(root, sarif), { force: true });
  const code = ecaudit(demo);
  if (existsSync(join(root, sarif))) console.error(`SARIF report: ${sarif}`);
  if (code !== 1) return code;
  // The demo is there to have findings; they are no failure of `npm start`.
  console.error('exit code 1: findings at or above high');
  return 0;
}

/** Runs the built program in the repository's root and gives its exit code. */
function ecaudit(args) {
  const bin = join(root, 'dist/cli/bin.js');
  const done = spawnSync(process.execPath, [bin, ...args], { cwd: root, stdio: 'inherit' });
  if (done.error) throw done.error;
  return done.status ?? 1;
}
