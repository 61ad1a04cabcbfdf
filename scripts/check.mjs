// npm run check: types, lint, format, unused code, the package's own entry points. All of them run, whatever the first one says.
import { spawnSync } from 'node:child_process';
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
const failed = Object.entries(checks).filter(([name, check]) => !passes(name, check));
console.log(
  failed.length > 0 ? `checks failed: ${failed.map(([name]) => name).join(', ')}` : 'checks passed',
);
process.exitCode = failed.length > 0 ? 1 : 0;

function passes(name, [bin, ...args]) {
  console.log(`check: ${name}`);
  const program = join(root, 'node_modules', bin);
  const done = spawnSync(process.execPath, [program, ...args], { cwd: root, stdio: 'inherit' });
  return done.status === 0;
}
