// Microsoft's SARIF validator with GitHub's rules, over logs that ecaudit wrote: a 100 MB program for Linux.
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { fetched, Unavailable } from './fetched.mjs';

const name = '@microsoft/sarif-multitool-linux';
const version = '5.7.0';

/** GET requests to every address in a log are nobody's business. */
const policy = { 'SARIF2006.UrisShouldBeReachable.Options': { RuleEnabled: 'Disabled' } };

/** Fires on every log with an artifact. The validator says nothing at all about a log that it could not load. */
const canary = 'SARIF2013';

/** What must be found in a log that is known to be bad: a validator that is content with it checks nothing. */
const expectedOfBad = ['GH1013', 'GH1015'];

/** What the validator and its schema hold against some logs. `work` is a folder for what it writes. Throws Unavailable. */
export function sarifComplaints(files, work) {
  if (process.platform !== 'linux') throw new Unavailable(`${name} runs on Linux only`);
  const validator = validatorIn(fetched(name, version), work);
  checkValidator(validator);
  return files.flatMap((file) =>
    complaintsAbout(file, validator).map((text) => `${file}: ${text}`),
  );
}

/** A validator is `errors`, what the schema says of a log, and `results`, what Microsoft's program says. */
function validatorIn(multitool, work) {
  writeFileSync(join(work, 'policy.json'), JSON.stringify(policy));
  return { errors: schemaCheck(multitool), results: (log) => resultsOf(log, multitool, work) };
}

/** The schema that the validator ships. It comes first: for some mistakes the validator drops the whole log. */
function schemaCheck(multitool) {
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

function complaintsAbout(file, { errors, results }) {
  const log = JSON.parse(readFileSync(file, 'utf8'));
  const wrong = errors(log);
  return wrong.length > 0 ? wrong : results(log).filter(isGrave).map(complaint);
}

/** What the validator says about a log; its exit code means nothing. */
function resultsOf(log, multitool, work) {
  const results = validate(withArtifact(log), multitool, work);
  if (!results.some(({ ruleId }) => ruleId === canary))
    throw new Error('the validator did not load a log');
  return results;
}

function validate(log, multitool, work) {
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
  if (!existsSync(output))
    throw new Error(`the validator wrote nothing: ${done.error ?? done.stdout}`);
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

function checkValidator({ results }) {
  const driver = { name: 'bad', rules: [{ id: 'BAD1' }] };
  const bad = {
    version: '2.1.0',
    runs: [{ tool: { driver }, results: [{ ruleId: 'BAD1', message: { id: 'x' } }] }],
  };
  const found = new Set(results(bad).map(({ ruleId }) => ruleId));
  const missed = expectedOfBad.filter((id) => !found.has(id));
  if (missed.length > 0) throw new Error(`the validator misses ${missed.join(', ')} in a bad log`);
}

function isGrave({ level = 'warning', kind = 'fail' }) {
  return kind === 'fail' && (level === 'error' || level === 'warning');
}

function complaint({ ruleId, level = 'warning', message, locations }) {
  const { startLine } = locations?.[0]?.physicalLocation?.region ?? {};
  const text = message.text ?? [message.id, ...(message.arguments ?? [])].join(' | ');
  return `${level} ${ruleId} (line ${startLine ?? '?'}): ${text}`;
}
