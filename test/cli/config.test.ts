// Stories of runs with a configuration file.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { audit, demoProject, ecaudit, type Audit } from '../stories/run.js';

/** The demo project with a configuration. */
function project(config: string, files: Readonly<Record<string, string>> = {}): string {
  return demoProject({ 'ecaudit.config.yaml': config, ...files });
}

async function run(config: string, ...flags: string[]): Promise<Audit> {
  return audit(flags, { cwd: project(config) });
}

/** The vendors of an app, and why. */
function vendorsOf({ report }: Audit, apiName: string): readonly string[] {
  const app = report.apps.find((one) => one.apiName === apiName);
  return (app?.vendors ?? []).map(({ ruleset, because }) => `${ruleset}, ${because}`);
}

/** The results of a rule as `verdict severity app`. */
function resultsOf({ report }: Audit, rule: string): readonly string[] {
  return report.results
    .filter((result) => result.rule === rule)
    .map(({ verdict, severity, app }) => `${verdict} ${severity} ${app}`);
}

function notesOf({ report }: Audit): readonly string[] {
  return report.problems
    .filter(({ kind }) => kind === 'config-without-effect' || kind === 'rule-switched-off')
    .map(({ message, location }) => `${location?.startLine}: ${message}`);
}

const warehouse = 'connectedApp:Warehouse_Connector';

test('the report names the file, and -v says it', async () => {
  const cwd = project('failOn: never\n');
  expect((await audit([], { cwd })).report).toMatchObject({ config: 'ecaudit.config.yaml' });
  expect((await audit(['--no-config'], { cwd })).report).not.toHaveProperty('config');
  expect((await ecaudit(['-v'], { cwd })).stderr).toBe(
    'ecaudit: configuration: ecaudit.config.yaml\n',
  );
  expect((await ecaudit(['-v', '--no-config'], { cwd })).stderr).toBe(
    'ecaudit: configuration: none\n',
  );
  const below = join(cwd, 'force-app');
  expect((await audit(['.'], { cwd: below })).report).toMatchObject({
    config: '../ecaudit.config.yaml',
  });
});

test('what an override changes without taking anything away is a note, where it is about an app that is there', async () => {
  const cwd = project(`overrides:
  - { rule: hygiene/*, severity: high }
  - { rule: tokens/refresh-token-lifetime, app: Warehouse*, value: 3000 }
  - { rule: urls/*, app: Nobody, severity: low }
  - { rule: saml/*, severity: off }
`);
  const { report } = await audit([], { cwd });
  const changed = report.problems.filter(({ kind }) => kind === 'rule-changed');
  expect(changed.map(({ message, location }) => `${location?.startLine}: ${message}`)).toEqual([
    '2: "hygiene/*" has severity high for every app',
    '3: "tokens/refresh-token-lifetime" demands 3000 for "Warehouse*"',
  ]);
});

test('a mistake is exit code 2, with nothing on stdout', async () => {
  const { code, stdout, stderr } = await ecaudit([], { cwd: project('failon: low\n') });
  expect([code, stdout]).toEqual([2, '']);
  expect(stderr).toBe(
    'ecaudit: ecaudit.config.yaml:1:1: unknown key "failon"; did you mean "failOn"?\nhint: --no-config runs without it\n',
  );
});

test('control characters of a file never reach the terminal', async () => {
  const { stderr } = await ecaudit([], { cwd: project('"fail\u009b31mon": 1\n') });
  expect(stderr).toContain(String.raw`1:1: unknown key "fail\u{9b}31mon"`);
});

test('two files in one folder are refused, unless one is named', async () => {
  const cwd = project('failOn: never\n', { 'ecaudit.config.json': '{ "failOn": "low" }' });
  expect(await ecaudit([], { cwd })).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('which one counts?'),
  });
  expect(await ecaudit(['--config', 'ecaudit.config.json'], { cwd })).toMatchObject({ code: 1 });
});

test('a file that is not there', async () => {
  const { code, stderr } = await ecaudit(['--config', 'none.yaml']);
  expect(code).toBe(2);
  expect(stderr).toContain('the config none.yaml cannot be read (ENOENT)');
});

test.each([
  ['', [], 1],
  ['failOn: critical', [], 0],
  ['failOn: critical', ['--fail-on', 'high'], 1],
  ['failOn: low', ['--fail-on', 'never'], 0],
] as const)('failOn: "%s" with %j ends with %i', async (config, flags, code) => {
  expect((await run(`vendors: auto\n${config}\n`, ...flags)).code).toBe(code);
});

test.each<readonly [string, readonly string[], readonly string[]]>([
  ['vendors: none', [], ['flows', 'tokens']],
  ['rulesets: [flows]', [], ['flows', 'vendors/fullcast', 'vendors/servicemax-atlas']],
  ['rulesets: [flows]\nvendors: none', [], ['flows']],
  ['rulesets: [flows]\nvendors: [vendors/fullcast]', [], ['flows', 'vendors/fullcast']],
  ['rulesets: [flows]', ['-r', 'tokens'], ['tokens']],
])('rulesets: %j with %j', async (config, flags, ids) => {
  const { report } = await run(`${config}\n`, ...flags);
  const found = report.rulesets.map(({ id }) => id);
  if (config === 'vendors: none') expect(found).toEqual(expect.arrayContaining([...ids]));
  else expect(found).toEqual(ids);
});

test('an app is the vendor that the config says, whatever it looks like', async () => {
  const config = `apps:
  - { match: Order_*, vendor: vendors/fullcast, parameters: { environment: production } }
  - { match: Fullcast, vendor: none }
  - { match: Atlas_PLM, vendor: vendors/fullcast }
`;
  const found = await run(config);
  const entry = (line: number): string =>
    `vendors/fullcast, the entry at ecaudit.config.yaml:${line}`;
  expect(vendorsOf(found, 'Order_Sync')).toEqual([entry(2)]);
  expect(vendorsOf(found, 'Fullcast')).toEqual([]);
  expect(vendorsOf(found, 'Atlas_PLM')).toEqual([entry(4)]);
  expect(resultsOf(found, 'vendors/fullcast/callbacks-production')).toContain(
    'fail high externalClientApp:Order_Sync',
  );
});

test('it says so with vendors: none, too, and --param beats its parameters', async () => {
  const config = `vendors: none
apps:
  - { match: Order_*, vendor: vendors/fullcast, parameters: { vendors/fullcast.environment: production } }
`;
  const flags = ['--param', 'environment=pre-production'];
  const found = await run(config, ...flags);
  expect(found.report.apps.flatMap(({ vendors }) => vendors)).toMatchObject([
    {
      ruleset: 'vendors/fullcast',
      because: 'the entry at ecaudit.config.yaml:3',
      parameters: { environment: 'pre-production' },
    },
  ]);
});

test('overrides by rule and app; what is off is counted and told', async () => {
  const config = `overrides:
  - { rule: tokens/refresh-tokens-expire, severity: critical }
  - { rule: scopes/*, app: Warehouse_*, severity: off }
  - { rule: flows/*, app: Nowhere, severity: low }
`;
  const found = await run(config, '--include', 'all');
  expect(resultsOf(found, 'tokens/refresh-tokens-expire')).toContain(`fail critical ${warehouse}`);
  const off = found.report.results.filter(
    ({ rule, app }) => rule.startsWith('scopes/') && app === warehouse,
  );
  expect(off.length).toBeGreaterThan(3);
  expect(new Set(off.map(({ verdict, message }) => `${verdict} ${message}`))).toEqual(
    new Set(['notApplicable Does not apply: switched off by ecaudit.config.yaml:3.']),
  );
  expect(notesOf(found)).toEqual(['4: no app is called "Nowhere"']);
  const milder = found.report.problems.filter(({ kind }) => kind === 'milder');
  expect(milder.map(({ message, location }) => `${location?.startLine}: ${message}`)).toEqual([
    expect.stringMatching(
      /^3: the override of scopes\/\* for Warehouse_\*: \d findings .* not applicable/,
    ),
  ]);
  const { summary } = found.report;
  const plain = await run('vendors: auto\n');
  expect(summary.checks).toBe(plain.report.summary.checks);
  expect(summary.checks).toBe(summary.pass + summary.fail + summary.open + summary.notApplicable);
});

test('a value takes the place of what a rule requires', async () => {
  const rule = 'access/admin-approved-users';
  const config = `overrides: [{ rule: ${rule}, app: Warehouse_*, value: self-authorize }]\n`;
  const found = await run(config, '--include', 'all');
  const [result] = found.report.results.filter((one) => one.rule === rule && one.app === warehouse);
  expect(result).toMatchObject({
    verdict: 'pass',
    evidence: [{ setting: 'permittedUsers', value: 'self-authorize' }],
  });
  expect(resultsOf(await run('vendors: auto\n'), rule)).toContain(`fail high ${warehouse}`);
});

test('what has no effect is a note; of a part of the apps it is not said', async () => {
  const config = `rulesets: [vendors/fullcast]
vendors: none
apps: [{ match: Nope, vendor: none }, { match: Fullcast, vendor: none }]
`;
  const notes = [
    '1: no app looks like one for Fullcast, so vendors/fullcast judged nothing',
    '3: no app is called "Nope"',
  ];
  const found = await run(config);
  expect(notesOf(found)).toEqual(notes);
  expect(found.code).toBe(0);
  expect(notesOf(await run(config, '--shard', '1/3'))).toEqual(notes.slice(1));
});

const strictAcme = `id: acme
title: Acme
kind: standard
extends: [recommended]
overrides:
  - { rule: tokens/refresh-tokens-expire, app: Warehouse_*, severity: info }
  - { rule: scopes/full-access-ends, app: Warehouse_*, severity: info }
rules:
  - { id: mail, require: { fact: contactEmail, operator: isNotEmpty } }
`;

test('a ruleset of one’s own has overrides for some apps, and its rules count once', async () => {
  const cwd = project('rulesets: [recommended, ./policy/acme.yaml]\n');
  mkdirSync(join(cwd, 'policy'));
  writeFileSync(join(cwd, 'policy/acme.yaml'), strictAcme);
  const found = await audit([], { cwd });
  const results = resultsOf(found, 'tokens/refresh-tokens-expire');
  expect(results.filter((text) => text.includes(warehouse))).toEqual([`fail info ${warehouse}`]);
  const alone = await audit(['-r', 'policy/acme.yaml'], { cwd });
  expect(resultsOf(alone, 'tokens/refresh-tokens-expire')).toContain(`fail info ${warehouse}`);
});

test('the help of audit names the file and its flags', async () => {
  const { stdout } = await ecaudit(['audit', '--help']);
  for (const text of ['--config <FILE>', '--no-config', 'ecaudit.config.yaml', 'failOn'])
    expect(stdout).toContain(text);
});
