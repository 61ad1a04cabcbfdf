import { describe, expect, test } from 'vitest';
import { tempFolder } from '../metadata/temp-folder.js';
import { audit, ecaudit, treeOf } from '../stories/run.js';
import { cpuTime } from '../cpu-time.js';

const clean = treeOf('planted', 'clean');
const good = `id: acme
title: Acme
kind: standard
rules:
  - id: label
    require: { fact: label, operator: like, value: "Acme *" }
`;

describe('-r', () => {
  test.each([
    [['-r', 'flows'], ['flows']],
    [
      ['-r', 'flows', '-r', 'scopes', '-r', 'flows'],
      ['flows', 'scopes'],
    ],
    [
      ['-r', 'vendors/fullcast', '-r', 'tokens'],
      ['tokens', 'vendors/fullcast'],
    ],
  ])('%j judges by just those', async (flags, expected) => {
    const { report } = await audit(['guides/fullcast', ...flags]);
    expect(report.rulesets.map(({ id }) => id)).toEqual(expected);
  });

  test('recommended is every standard ruleset', async () => {
    const { report } = await audit(['guides/fullcast', '-r', 'recommended']);
    const ids = report.rulesets.map(({ id }) => id);
    expect(ids).toEqual(expect.arrayContaining(['access', 'flows', 'scopes', 'tokens']));
    expect(ids.filter((id) => id.startsWith('vendors/'))).toEqual([]);
  });

  test('of a vendor where no app is for it is exit code 3', async () => {
    const { code, report } = await audit(['planted/clean', '-r', 'vendors/fullcast']);
    expect([code, report.problems.map(({ kind }) => kind)]).toEqual([3, ['no-vendor-app']]);
  });

  test('of a vendor and --app say together what the app is for', async () => {
    const { report } = await audit([
      'planted/clean',
      '-r',
      'vendors/fullcast',
      '--app',
      'Clean_ECA',
    ]);
    expect(report.problems).toEqual([]);
    expect(report.apps[0]?.vendors[0]?.ruleset).toBe('vendors/fullcast');
  });
});

describe("a user's own ruleset", () => {
  test('judges like a shipped one', async () => {
    const cwd = tempFolder({ ...clean, 'acme.yaml': good });
    const { code, report } = await audit(['.', '-r', 'acme.yaml', '--min-severity', 'info'], {
      cwd,
    });
    expect(report.results.map(({ rule, verdict, app }) => `${verdict} ${rule} ${app}`)).toEqual([
      'fail acme/label connectedApp:Clean_CA',
      'fail acme/label externalClientApp:Clean_ECA',
    ]);
    expect([code, report.problems]).toEqual([0, []]);
  });

  test('may be JSON', async () => {
    const json = JSON.stringify({
      id: 'acme',
      title: 'Acme',
      kind: 'standard',
      rules: [
        {
          id: 'a',
          severity: 'high',
          require: { fact: 'pkceRequired', operator: 'equal', value: false },
        },
      ],
    });
    const cwd = tempFolder({ ...clean, 'acme.json': json });
    const { code, report } = await audit(['.', '-r', './acme.json'], { cwd });
    expect([code, report.summary.fail]).toEqual([1, 2]);
  });

  test.each([
    ['no YAML', 'id: [', '1:6'],
    ['an unknown key', `${good}colour: red\n`, '7:1'],
    ['an unknown setting', good.replace('fact: label', 'fact: lable'), '6:22'],
    ['an unknown operator', good.replace('operator: like', 'operator: likes'), '6:39'],
    ['the wrong type of value', good.replace('"Acme *"', '3'), '6:52'],
    ['no rules', 'id: acme\ntitle: Acme\nkind: standard\n', '1:1'],
    ['an empty group', good.replace(/require: .*/, 'require: { all: [] }'), '6:21'],
    ['two rules of one id', good + good.slice(good.indexOf('  - id')), '7:9'],
    [
      'an unknown severity',
      good.replace('    require', '    severity: urgent\n    require'),
      '6:15',
    ],
    ['a tab', good.replace('  - id', '\t- id'), '5:1'],
  ])('with %s is exit code 2, at the place', async (_what, text, at) => {
    const cwd = tempFolder({ ...clean, 'acme.yaml': text });
    const run = await ecaudit(['.', '-r', 'acme.yaml'], { cwd });
    expect([run.code, run.stdout]).toEqual([2, '']);
    expect(run.stderr).toContain(`acme.yaml:${at}: `);
    expect(run.stderr).not.toMatch(/\n +at /);
  });

  const aliases = Array.from({ length: 12 }, (_, level) => {
    const uses = Array.from({ length: 10 }, () => `*a${level}`).join(', ');
    return `a${level + 1}: &a${level + 1} [${uses}]`;
  });
  test.each([
    ['a bomb of aliases', ['a0: &a0 x', ...aliases, good].join('\n')],
    ['deep nesting', `id: ${'['.repeat(20_000)}`],
    ['a condition without end', good.replace(/require: .*/, `require: ${'{ not: '.repeat(5_000)}`)],
    ['a list without end', `${good}sources: [${'x,'.repeat(30_000)}]`],
    ['NUL bytes', '\0'.repeat(100)],
    ['nothing', ''],
    ['a list', '- a\n- b\n'],
    [
      'a pattern that takes long',
      good.replace(
        /require: .*/,
        'require: { fact: label, operator: matches, value: "((a+)+)+$(" }',
      ),
    ],
  ])('that is hostile is exit code 2 soon: %s', async (_what, text) => {
    const cwd = tempFolder({ ...clean, 'acme.yaml': text });
    const start = cpuTime();
    const run = await ecaudit(['.', '-r', 'acme.yaml'], { cwd });
    expect([run.code, run.stdout]).toEqual([2, '']);
    expect(run.stderr).not.toMatch(/\n +at /);
    expect(run.stderr.length).toBeLessThan(20_000);
    expect(cpuTime() - start).toBeLessThan(8_000);
  });

  test('that is a folder is exit code 2', async () => {
    const cwd = tempFolder({ ...clean, 'acme.yaml/x': '' });
    const run = await ecaudit(['.', '-r', 'acme.yaml'], { cwd });
    expect([run.code, run.stdout]).toEqual([2, '']);
    expect(run.stderr).toContain('cannot be read');
  });

  test.each([
    ['is judged at once', 9_000, 'fail', 0],
    ['is open where the text is too long to search', 40_000, 'open', 3],
  ])('with a pattern that would backtrack forever %s', async (_what, length, verdict, code) => {
    const rule = good.replace(
      /require: .*/,
      'require: { fact: label, operator: matches, value: "^(a+)+$" }',
    );
    const app = Object.values(clean)[0]?.replace('Clean CA', `${'a'.repeat(length)}!`) ?? '';
    const cwd = tempFolder({ 'X.connectedApp': app, 'acme.yaml': rule });
    const start = cpuTime();
    const run = await audit(['.', '-r', 'acme.yaml'], { cwd });
    expect(run.report.results.map((result) => result.verdict)).toEqual([verdict]);
    expect(run.code).toBe(code);
    expect(cpuTime() - start).toBeLessThan(8_000);
  });
});
