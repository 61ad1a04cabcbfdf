// The Salesforce CLI against the fake org of the tests: 300 MB that know nothing of us. First by itself, then with our plug-in.
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { root } from '../setup.mjs';
import { fetched, Unavailable } from './fetched.mjs';
import { nodeOf } from './nodes.mjs';

const version = '2.150.6';

/** The CLI needs Node 22 or later. */
const node = '24.21.0';

const judges = ['judge-by-cli.ts', 'judge-plugin.ts'];

/**
 * What the Salesforce CLI finds wrong with the fake org, with how we use its log-in, and what is wrong with our plug-in in it.
 * `work` is a folder.
 */
export function cliComplaints(work) {
  if (process.platform === 'win32') throw new Unavailable('this judge needs a POSIX shell');
  const cli = join(fetched('@salesforce/cli', version), 'bin/run.js');
  const program = nodeOf(node);
  const bin = sfIn(work, cli, program);
  makePlugin(program);
  return judges.flatMap((judge) => complaintsOf(judge, bin, join(work, judge)));
}

function complaintsOf(judge, bin, work) {
  mkdirSync(work);
  const program = join(root, 'scripts/conformance', judge);
  const args = [join(root, 'scripts/run-ts.mjs'), program, bin, work];
  const done = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8' });
  // What was run, for whoever wants to see it.
  process.stderr.write(done.stderr);
  if (done.status !== 0) throw new Error(`${judge} failed`);
  return JSON.parse(done.stdout);
}

/** The plug-in with its packages, as its README says; by the CLI's Node, which its packages need. Throws Unavailable. */
function makePlugin(program) {
  const PATH = [dirname(program), process.env.PATH ?? ''].join(delimiter);
  const cwd = join(root, 'plugins/sf');
  const steps = [
    ['npm', 'ci', '--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline'],
    ['npm', 'run', 'build'],
    ['npm', 'run', 'check'],
  ];
  for (const [command, ...args] of steps) {
    const done = spawnSync(command, args, {
      cwd,
      env: { ...process.env, PATH },
      stdio: ['ignore', 2, 2],
    });
    if (done.status === 0) continue;
    if (args[0] === 'ci') throw new Unavailable('the packages of plugins/sf cannot be installed');
    throw new Error(`plugins/sf: npm ${args.join(' ')} failed`);
  }
}

/** A folder with `sf` in it, for PATH. */
function sfIn(work, cli, program) {
  const folder = join(work, 'bin');
  mkdirSync(folder);
  const script = `#!/bin/sh\nexec '${program}' '${cli}' "$@"\n`;
  writeFileSync(join(folder, 'sf'), script, { mode: 0o755 });
  return folder;
}
