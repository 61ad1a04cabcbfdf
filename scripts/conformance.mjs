// npm run conformance: checks with what is too large to be a dependency, and so no part of `npm test`.
//   npm run conformance                         our own logs, the types of the package, folders, orgs and snapshots on
//                                               other versions of Node, the fake org used by the Salesforce CLI,
//                                               generated files read by its source converter
//   npm run conformance -- FILE.sarif...        Microsoft's SARIF validator with GitHub's rules, over these logs
//   npm run conformance -- --only=sarif,types   some of them
//   npm run conformance -- --where-available    what cannot be fetched is skipped, and said
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildIfStale } from './build.mjs';
import { Unavailable } from './conformance/fetched.mjs';
import { writeLogs } from './conformance/logs.mjs';
import { nodeComplaints } from './conformance/nodes.mjs';
import { pack, typesComplaint } from './conformance/package.mjs';
import { cliComplaints } from './conformance/salesforce-cli.mjs';
import { sarifComplaints } from './conformance/sarif.mjs';
import { sourceComplaints } from './conformance/source-format.mjs';
import { setup } from './setup.mjs';

const lenient = process.argv.includes('--where-available');
const only = process.argv.find((flag) => flag.startsWith('--only='))?.slice('--only='.length);
const files = process.argv.slice(2).filter((name) => !name.startsWith('--'));
const work = mkdtempSync(join(tmpdir(), 'ecaudit-conformance-'));
try {
  setup();
  const judges =
    files.length > 0 ? { sarif: () => sarifComplaints(files, work) } : await allJudges();
  process.exitCode = 0;
  for (const [name, judge] of Object.entries(judges)) {
    // oxlint-disable-next-line no-await-in-loop -- one judge after the other
    if (!(await passes(name, judge))) process.exitCode = 1;
  }
} finally {
  rmSync(work, { recursive: true, force: true });
}

async function allJudges() {
  await buildIfStale();
  const folder = join(work, 'package');
  mkdirSync(folder);
  const tarball = pack(folder);
  const all = {
    sarif: () => sarifComplaints(writeLogs(work), work),
    types: () => [typesComplaint(tarball)].filter(Boolean),
    nodes: () => nodeComplaints(folder),
    sf: () => cliComplaints(work),
    source: () => sourceComplaints(work),
  };
  const chosen = only?.split(',') ?? Object.keys(all);
  return Object.fromEntries(chosen.map((name) => [name, all[name]]));
}

async function passes(name, judge) {
  try {
    const complaints = await judge();
    for (const line of complaints) console.log(`${name}: ${line}`);
    console.log(`${name}: ${complaints.length === 0 ? 'ok' : 'FAILED'}`);
    return complaints.length === 0;
  } catch (error) {
    if (!(error instanceof Unavailable)) throw error;
    console.log(`${name}: NOT JUDGED, ${error.message}`);
    return lenient;
  }
}
