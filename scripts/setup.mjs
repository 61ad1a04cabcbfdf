// Brings node_modules in line with package-lock.json. Plain JavaScript without dependencies:
// it runs in a fresh clone, before anything is installed.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));

const path = (name) => fileURLToPath(new URL(`../${name}`, import.meta.url));
const lockFile = path('package-lock.json');
const installed = path('node_modules/.package-lock.json');
const stamp = path('node_modules/.ecaudit-setup');

/** Modification time in milliseconds; 0 when there is no such file. */
export const modified = (file) => statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;

/** Installs what package-lock.json says, unless that is installed already. Output goes to stderr. */
export function setup() {
  requireNode();
  const wanted = createHash('sha256').update(readFileSync(lockFile)).digest('hex');
  if (isInstalled(wanted)) return;
  console.error('ecaudit: installing dependencies (npm ci)');
  // No dependency needs its install scripts here, so none may run one.
  const [command, args, options] = npm(
    'ci',
    '--ignore-scripts',
    '--include=dev',
    '--no-audit',
    '--no-fund',
    '--prefer-offline',
  );
  run(command, args, { ...options, env: ownEnv() });
  writeFileSync(stamp, wanted);
}

/** Inside `npm install -g` npm would hand its own flags on, and `npm ci` refuses to be global. */
function ownEnv() {
  const handedOn = /^npm_config_(global|location|omit|dry_run|package_lock_only)$/i;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !handedOn.test(name)));
}

/** Runs a program in the repository's root, its output on stderr; ends this process when it fails. */
export function run(command, args, options = {}) {
  const done = spawnSync(command, args, { cwd: root, stdio: ['ignore', 2, 2], ...options });
  if (done.error) console.error(`ecaudit: cannot run ${command}: ${done.error.message}`);
  if (done.status !== 0) process.exit(done.status ?? 1);
}

// A stamp says which lock file was installed; times alone mislead after a checkout that touches every file.
// Somebody who ran `npm ci` by hand has no stamp: then npm's own record has to be the newer one.
function isInstalled(wanted) {
  if (modified(installed) === 0) return false;
  if (modified(stamp) >= modified(installed)) return readFileSync(stamp, 'utf8') === wanted;
  if (modified(installed) < modified(lockFile)) return false;
  writeFileSync(stamp, wanted);
  return true;
}

// npm tells its scripts where it lives; starting it through node needs no shell on Windows.
function npm(...args) {
  const cli = process.env.npm_execpath;
  if (cli && /npm-cli\.c?js$/.test(cli)) return [process.execPath, [cli, ...args]];
  return ['npm', args, { shell: process.platform === 'win32' }];
}

function requireNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  console.error(`ecaudit: needs Node 20.19 or newer, this is ${process.versions.node}`);
  process.exit(1);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) setup();
