// npm run conformance -- FILE.sarif...: Microsoft's SARIF validator with GitHub's rules, over logs that ecaudit wrote.
// The validator is a 100 MB program for Linux, so it is fetched when it is needed, and never part of `npm test`.
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { root } from './setup.mjs';

const name = '@microsoft/sarif-multitool-linux';
const version = '5.7.0';
const home = join(root, 'node_modules/.cache/ecaudit/sarif-multitool');
const multitool = join(home, 'node_modules', name);

/** GET requests to every address in a log are nobody's business. */
const policy = { 'SARIF2006.UrisShouldBeReachable.Options': { RuleEnabled: 'Disabled' } };

/** Fires on every log with an artifact. The validator says nothing at all about a log that it could not load. */
const canary = 'SARIF2013';

/** What must be found in a log that is known to be bad: a validator that is content with it judges nothing. */
const expectedOfBad = ['GH1013', 'GH1015'];

const files = process.argv.slice(2);
if (files.length === 0) stop('usage: npm run conformance -- FILE.sarif...');
if (process.platform !== 'linux') stop(`${name} runs on Linux only; nothing was validated`);
install();
const schemaErrors = schemaCheck();
const work = mkdtempSync(join(tmpdir(), 'ecaudit-conformance-'));
writeFileSync(join(work, 'policy.json'), JSON.stringify(policy));
try {
  checkValidator();
  const bad = files.map((file) => report(file, complaintsAbout(file))).filter(Boolean);
  console.log(`${files.length - bad.length} of ${files.length} logs conform`);
  process.exitCode = bad.length > 0 ? 1 : 0;
} finally {
  rmSync(work, { recursive: true, force: true });
}

function stop(message) {
  console.error(`conformance: ${message}`);
  process.exit(1);
}

function install() {
  if (installedVersion() === version) return;
  mkdirSync(home, { recursive: true });
  writeFileSync(join(home, 'package.json'), '{"private":true}\n');
  console.error(`conformance: installing ${name} ${version}`);
  const flags = ['--no-audit', '--no-fund', '--ignore-scripts', '--prefer-offline'];
  const npm = process.env.npm_execpath ? [process.execPath, process.env.npm_execpath] : ['npm'];
  const [command, ...args] = [...npm, 'install', ...flags, `${name}@${version}`];
  const done = spawnSync(command, args, { cwd: home, stdio: ['ignore', 2, 2] });
  if (done.status !== 0) stop(`${name} ${version} cannot be installed; nothing was validated`);
}

function installedVersion() {
  const file = join(multitool, 'package.json');
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).version : undefined;
}

/** The schema that the validator ships. It comes first: for some mistakes the validator drops the whole log. */
function schemaCheck() {
  const schema = JSON.parse(readFileSync(join(multitool, 'sarif-2.1.0.json'), 'utf8'));
  delete schema.$schema;
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  addFormats.default(ajv);
  const check = ajv.compile(schema);
  return (log) => {
    if (check(log)) return [];
    return check.errors.map(({ instancePath, message }) => `schema: ${instancePath} ${message}`);
  };
}

function complaintsAbout(file) {
  const log = JSON.parse(readFileSync(file, 'utf8'));
  const errors = schemaErrors(log);
  return errors.length > 0 ? errors : judge(log).filter(isGrave).map(complaint);
}

function report(file, complaints) {
  console.log(`${complaints.length === 0 ? 'ok' : 'FAILED'}  ${file}`);
  for (const line of complaints) console.log(`  ${line}`);
  return complaints.length > 0;
}

/** What the validator says about a log; its exit code means nothing. */
function judge(log) {
  const results = validate(withArtifact(log));
  if (!results.some(({ ruleId }) => ruleId === canary)) stop('the validator did not load a log');
  return results;
}

function validate(log) {
  const input = join(work, 'log.sarif');
  const output = join(work, 'judged.sarif');
  writeFileSync(input, JSON.stringify(log, undefined, 2));
  rmSync(output, { force: true });
  const program = join(multitool, 'Sarif.Multitool');
  chmodSync(program, 0o755);
  const args = ['validate', input, '--rule-kind', 'Sarif;Ghas', '--level', 'Error;Warning;Note'];
  args.push('-c', join(work, 'policy.json'), '-o', output, '--log', 'ForceOverwrite');
  args.push('--max-file-size-in-kb', '1000000');
  const done = spawnSync(program, args, { encoding: 'utf8', maxBuffer: 1 << 30 });
  if (!existsSync(output)) stop(`the validator wrote nothing\n${done.error ?? done.stdout}`);
  return JSON.parse(readFileSync(output, 'utf8')).runs[0].results ?? [];
}

/** A copy with one artifact, so that the canary sings. */
function withArtifact(log) {
  const artifact = {
    location: { uri: 'canary.xml' },
    hashes: { 'sha-256': '0'.repeat(64) },
  };
  return { ...log, runs: log.runs.map((run) => ({ ...run, artifacts: [artifact] })) };
}

function checkValidator() {
  const driver = { name: 'bad', rules: [{ id: 'BAD1' }] };
  const bad = {
    version: '2.1.0',
    runs: [{ tool: { driver }, results: [{ ruleId: 'BAD1', message: { id: 'x' } }] }],
  };
  const found = new Set(judge(bad).map(({ ruleId }) => ruleId));
  const missed = expectedOfBad.filter((id) => !found.has(id));
  if (missed.length > 0) stop(`the validator misses ${missed.join(', ')} in a bad log`);
}

function isGrave({ level = 'warning', kind = 'fail' }) {
  return kind === 'fail' && (level === 'error' || level === 'warning');
}

function complaint({ ruleId, level = 'warning', message, locations }) {
  const { startLine } = locations?.[0]?.physicalLocation?.region ?? {};
  const text = message.text ?? [message.id, ...(message.arguments ?? [])].join(' | ');
  return `${level} ${ruleId} (line ${startLine ?? '?'}): ${text}`;
}
