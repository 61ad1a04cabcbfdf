// `audit --controls`: what the checks mean for controls.
import { describe, expect, test } from 'vitest';
import type { ControlCoverage } from '../../src/report/controls.js';
import { verdicts } from '../../src/report/verdict.js';
import { shippedFrameworks } from '../../src/rulesets/controls.js';
import { shippedRulesets } from '../../src/rulesets/shipped.js';
import { tempFolder } from '../metadata/temp-folder.js';
import { audit, ecaudit, fixtures } from '../stories/run.js';

type Control = ControlCoverage & { readonly framework: string };

async function controlsOf(argv: readonly string[], cwd = fixtures): Promise<readonly Control[]> {
  const { report } = await audit(argv, { cwd });
  return (report as unknown as { readonly controls: readonly Control[] }).controls;
}

const frameworks = await shippedFrameworks();

test('there is no key without the flag', async () => {
  expect(Object.keys((await audit(['planted'])).report)).not.toContain('controls');
});

test.each(frameworks.map(({ id, controls }) => [id, Object.keys(controls)] as const))(
  '%s: every control is assessed, or says why not',
  async (id, ids) => {
    const controls = await controlsOf(['planted', '--controls', id]);
    expect(controls.map(({ framework }) => framework)).toEqual(ids.map(() => id));
    expect(controls.map(({ control }) => control)).toEqual(ids);
    const silent = controls.filter(({ assessed, reason }) => assessed === (reason !== undefined));
    expect(silent.map(({ control }) => control)).toEqual([]);
  },
);

test('frameworks stand in the order of the flags, each once', async () => {
  const flags = ['ptr', 'sbs', 'PTR'].flatMap((id) => ['--controls', id]);
  const controls = await controlsOf(['planted', ...flags]);
  expect([...new Set(controls.map(({ framework }) => framework))]).toEqual(['ptr', 'sbs']);
  expect(controls.filter(({ control }) => control === 'PTR-1')).toHaveLength(1);
});

test('every check counts, listed or not', async () => {
  const { report } = await audit(['planted', '--include', 'all']);
  const controls = await controlsOf([
    'planted',
    '--controls',
    'rfc',
    '--include',
    'fail',
    '--min-severity',
    'critical',
  ]);
  const [control] = controls.filter((one) => one.control === 'RFC 9700 2.1.1');
  const results = report.results.filter(({ rule }) => control?.rules.includes(rule));
  const counts = verdicts.map((verdict) => results.filter((one) => one.verdict === verdict).length);
  expect(verdicts.map((verdict) => control?.[verdict])).toEqual(counts);
  expect(counts.reduce((a, b) => a + b, 0)).toBeGreaterThan(0);
});

describe('not assessed, with the reason', () => {
  test.each([
    ['no rule can', ['planted'], 'sbs', 'SBS-OAUTH-003', /register/],
    ['its rules need an org', ['planted'], 'sbs', 'SBS-ACS-008', /^its rules need an org$/],
    [
      'its rules did not run',
      ['planted', '-r', 'flows'],
      'sbs',
      'SBS-DEP-005',
      /^no rule of this run/,
    ],
  ] as const)('%s', async (_, argv, id, wanted, reason) => {
    const controls = await controlsOf([...argv, '--controls', id]);
    const found = controls.find(({ control }) => control === wanted);
    expect(found?.assessed).toBe(false);
    expect(found?.reason).toMatch(reason);
  });

  test('its rules are switched off', async () => {
    const rules = shippedRulesets.flatMap(({ rules: own }) => own);
    const ids = rules
      .filter(({ controls }) => controls['ptr']?.includes('PTR-4'))
      .map(({ id }) => id);
    const overrides = ids.map((rule) => `  - { rule: ${rule}, severity: off }\n`).join('');
    const cwd = tempFolder({
      'ecaudit.config.yaml': `overrides:\n${overrides}`,
      'A.connectedApp':
        '<ConnectedApp xmlns="http://soap.sforce.com/2006/04/metadata"><label>A</label></ConnectedApp>',
    });
    const controls = await controlsOf(['.', '--controls', 'ptr'], cwd);
    const found = controls.find(({ control }) => control === 'PTR-4');
    expect(found).toMatchObject({ assessed: false, reason: 'its rules are switched off' });
  });
});

test('controls that only an own ruleset names can be asked for', async () => {
  const cwd = tempFolder({
    'acme.yaml': `id: acme
title: Acme
kind: standard
rules:
  - id: one
    require: { fact: label, operator: equal, value: A }
    controls: { acme: [ACME-1], sbs: [SBS-NEW-1] }
`,
    'A.connectedApp':
      '<ConnectedApp xmlns="http://soap.sforce.com/2006/04/metadata"><label>A</label></ConnectedApp>',
  });
  const controls = await controlsOf(
    ['.', '-r', 'acme.yaml', '--controls', 'acme', '--controls', 'sbs'],
    cwd,
  );
  const assessed = controls.filter((one) => one.assessed);
  expect(assessed.map(({ framework, control, pass }) => [framework, control, pass])).toEqual([
    ['acme', 'ACME-1', 1],
    ['sbs', 'SBS-NEW-1', 1],
  ]);
});

test.each([
  ['sb', 'did you mean "sbs"?'],
  ['soc2', 'frameworks: sbs (Security Benchmark for Salesforce)'],
])('--controls %s is exit code 2', async (name, message) => {
  const run = await ecaudit(['planted', '--controls', name]);
  expect([run.code, run.stdout]).toEqual([2, '']);
  expect(run.stderr).toContain(message);
});

describe('in the table', () => {
  test('a part for each framework says how its controls came out, and what is not assessed', async () => {
    const { stdout } = await ecaudit(['planted', '--controls', 'sbs'], { columns: 100 });
    expect(stdout).toContain('Controls: Security Benchmark for Salesforce, 0.3.0 (sbs)\n');
    expect(stdout).toMatch(/- SBS-OAUTH-002 [^:]+:\s+failed\s+\(\d+\s+rules:/);
    expect(stdout).toMatch(
      /Not assessed by this tool: \d+ controls \(-v says why\): SBS-OAUTH-001, /,
    );
    expect(Math.max(...stdout.split('\n').map(({ length }) => length))).toBeLessThanOrEqual(100);
  });

  test('-v adds rules and reasons', async () => {
    const { stdout } = await ecaudit(['planted', '--controls', 'sbs', '-v'], { columns: 200 });
    expect(stdout).toMatch(/Not assessed by this tool: \d+ controls\n/);
    expect(stdout).toContain(
      'SBS-OAUTH-004 Due Diligence Documentation for High-Risk Connected App Vendors: The papers',
    );
    expect(stdout).toContain('  access/admin-approved-users, ');
  });
});
