// The Salesforce CLI against the fake org of the tests: 300 MB that know nothing of us.
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../setup.mjs';
import { fetched, Unavailable } from './fetched.mjs';

const version = '2.150.6';

/** The undici that it asks for does not start on Node 20. */
const overrides = { undici: '^7' };

/** What the Salesforce CLI finds wrong with the fake org, or with how we use its log-in. `work` is a folder. */
export function cliComplaints(work) {
  if (process.platform === 'win32') throw new Unavailable('this judge needs a POSIX shell');
  const cli = join(fetched('@salesforce/cli', version, overrides), 'bin/run.js');
  const evaluate = join(root, 'scripts/conformance/judge-by-cli.ts');
  const args = [join(root, 'scripts/run-ts.mjs'), evaluate, sfIn(work, cli), work];
  const done = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8' });
  if (done.status !== 0) throw new Error(`the judge failed: ${done.stderr}`);
  return JSON.parse(done.stdout);
}

/** A folder with `sf` in it, for PATH. */
function sfIn(work, cli) {
  const folder = join(work, 'bin');
  mkdirSync(folder);
  const script = `#!/bin/sh\nexec '${process.execPath}' '${cli}' "$@"\n`;
  writeFileSync(join(folder, 'sf'), script, { mode: 0o755 });
  return folder;
}
