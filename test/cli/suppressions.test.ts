// Stories of suppressions in a configuration file. The tests run on 2026-11-22.
import { expect, test } from 'vitest';
import { audit, demoProject, ecaudit, type Audit } from '../stories/run.js';

const rule = 'flows/pkce-required';
const warehouse = 'connectedApp:Warehouse_Connector';

function project(config: string): string {
  return demoProject({ 'ecaudit.config.yaml': config });
}

async function run(entry: string, ...flags: string[]): Promise<Audit> {
  return audit(flags, { cwd: project(`suppressions:\n  - { ${entry} }\n`) });
}

function warningsOf({ report }: Audit): readonly string[] {
  return report.problems
    .filter(({ kind }) => kind.startsWith('suppression-') || kind === 'config-without-effect')
    .map(({ level, message, location }) => `${level} ${location?.startLine}: ${message}`);
}

test('a suppressed finding does not fail the run, and stays in the report with its reason', async () => {
  const before = await audit([], { cwd: project('failOn: high\n') });
  const after = await run(
    `rule: "*", reason: all of it is known, owner: platform team, expires: 2027-03-31`,
  );
  expect([before.code, after.code]).toEqual([1, 0]);
  expect(after.report.results).toHaveLength(before.report.results.length);
  expect(after.report.results[0]?.suppressed).toEqual({
    reason: 'all of it is known',
    owner: 'platform team',
    expires: '2027-03-31',
    location: expect.objectContaining({ file: 'ecaudit.config.yaml', startLine: 2 }),
  });
  const { fail, open, suppressed, bySeverity } = after.report.summary;
  expect([fail, open]).toEqual([before.report.summary.fail, before.report.summary.open]);
  expect(suppressed).toBe(fail + open);
  expect(Object.values(bySeverity)).toEqual([0, 0, 0, 0, 0]);
});

test('only the rule and the app that it names', async () => {
  const { report } = await run(`rule: ${rule}, app: "${warehouse}", reason: x`);
  const marked = report.results.filter((result) => result.suppressed);
  expect(marked.map((result) => `${result.rule} ${result.app}`)).toEqual([`${rule} ${warehouse}`]);
  expect(report.summary.suppressed).toBe(1);
});

test('suppressed open verdicts do not make a strict run incomplete', async () => {
  const strict = await run('rule: "*", reason: x', '--strict');
  expect([strict.code, strict.report.summary.incomplete]).toEqual([0, false]);
});

test.each([
  ['its last day', '2026-11-22', 1, ['note 2: SUBJECT ends on 2026-11-22']],
  [
    'the day after',
    '2026-11-21',
    0,
    ['warning 2: SUBJECT ended on 2026-11-21; what it suppressed counts again'],
  ],
  ['two weeks before', '2026-12-06', 1, ['note 2: SUBJECT ends on 2026-12-06']],
  ['fifteen days before', '2026-12-07', 1, []],
] as const)('%s (%s)', async (_, expires, suppressed, warnings) => {
  const found = await run(`rule: ${rule}, app: "${warehouse}", reason: x, expires: ${expires}`);
  const subject = `the suppression of ${rule} for ${warehouse}`;
  expect(found.report.summary.suppressed).toBe(suppressed);
  expect(warningsOf(found)).toEqual(warnings.map((text) => text.replace('SUBJECT', subject)));
});

test.each([
  ['an app that is not there', `rule: ${rule}, app: Gone`, 'no app is called "Gone"; remove it'],
  [
    'a finding that is no more',
    `rule: secrets/no-consumer-secret-in-source, app: "${warehouse}"`,
    'there is no such finding; remove it',
  ],
])('%s is a warning', async (_, entry, why) => {
  const found = await run(`${entry}, reason: x`);
  expect(warningsOf(found)).toEqual([expect.stringContaining(`matches nothing: ${why}`)]);
  expect(found.report.problems.find(({ kind }) => kind === 'suppression-unused')?.level).toBe(
    'warning',
  );
});

test('a run about some of the apps does not call a suppression unused', async () => {
  const entry = `rule: ${rule}, app: Gone, reason: x`;
  expect(warningsOf(await run(entry, '--app', 'Warehouse*'))).toEqual([]);
});

test('a rule that did not run is a note, of suppressions and of overrides', async () => {
  const config = `suppressions: [{ rule: ${rule}, reason: x }]
overrides: [{ rule: ${rule}, severity: low }]
`;
  const found = await audit(['-r', 'tokens'], { cwd: project(config) });
  expect(warningsOf(found)).toEqual([
    `note 1: no rule of this run is called "${rule}"`,
    `note 2: no rule of this run is called "${rule}"`,
  ]);
});

test('a rule that a flag or its level leaves out is no unknown one', async () => {
  const config = `suppressions:
  - { rule: hygiene/description, reason: x }
  - { rule: scopes/*, reason: x }
overrides:
  - { rule: urls/https-callbacks, severity: low }
`;
  const found = await audit(['--rule', 'tokens/*'], { cwd: project(config) });
  expect(warningsOf(found).filter((one) => one.includes('no rule'))).toEqual([]);
});

test('the table says how many there are, and with -v why', async () => {
  const config = `suppressions: [{ rule: "*", app: ${warehouse}, reason: "known \\u001b[31m", owner: me }]\n`;
  const cwd = project(config);
  const short = await ecaudit([], { cwd });
  expect(short.stdout).toMatch(/\d+ suppressed/);
  expect(short.stdout).not.toContain('Connected App Warehouse');
  const cwd2 = project(config.replace('"*"', rule));
  const long = await ecaudit(['-v'], { cwd: cwd2, columns: 160 });
  expect(long.stdout).toContain('Suppressed by the configuration');
  expect(long.stdout).toContain(
    String.raw`- ${rule}: known \u{1b}[31m (owner me, ecaudit.config.yaml:1)`,
  );
});

test('SARIF leaves suppressed results out unless --sarif-all', async () => {
  const cwd = project(`suppressions: [{ rule: ${rule}, reason: Known, owner: me }]\n`);
  const without = await ecaudit(['-f', 'sarif'], { cwd });
  expect(without.stdout).not.toContain(`"ruleId": "${rule}"`);
  const all = await ecaudit(['-f', 'sarif', '--sarif-all'], { cwd });
  expect(all.stdout).toContain(`"ruleId": "${rule}"`);
  expect(all.stdout).toContain('Known');
});
