// action.yml: its steps are run as a runner would, against an installed ecaudit.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { version } from '../../src/cli/version.js';
import { projectWithProgram, projectWithRecorder } from './project.js';
import { readYaml, runStep, type Context, type Done, type Step } from './shell.js';

interface Action {
  readonly inputs: Readonly<
    Record<string, { readonly description: string; readonly default: string }>
  >;
  readonly outputs: Readonly<Record<string, { readonly value: string }>>;
  readonly runs: { readonly using: string; readonly steps: readonly Step[] };
}

const action = readYaml('action.yml') as Action;
const [audit, upload, result] = action.runs.steps as [Step, Step, Step];

function inputs(given: Context = {}): Context {
  const all = Object.entries(action.inputs).map(
    ([name, input]) => [`inputs.${name}`, given[name] ?? input.default] as const,
  );
  return Object.fromEntries(all);
}

/** The arguments that the first step gives to ecaudit. */
function argvOf(given: Context): readonly string[] {
  const cwd = projectWithRecorder();
  const { code, stderr } = runStep(audit, inputs(given), cwd);
  expect([code, stderr]).toEqual([0, '']);
  return JSON.parse(readFileSync(join(cwd, 'argv.json'), 'utf8')) as readonly string[];
}

/** The last step, with what the first one said. */
function resultOf({ outputs }: Done): number | null {
  const context = { 'steps.audit.outputs.exit-code': outputs['exit-code'] ?? '' };
  return runStep(result, context, projectWithRecorder()).code;
}

test('every input is used, described, and has a default', () => {
  const text = JSON.stringify(action.runs);
  for (const [name, input] of Object.entries(action.inputs)) {
    expect(text, name).toContain(`inputs.${name}`);
    expect(input.description).toMatch(/\.$/);
    expect(typeof input.default).toBe('string');
  }
  expect(inputs()['inputs.version']).toBe(version);
});

test('no input is part of a script, where its text could be a command', () => {
  for (const step of action.runs.steps) expect(step.run ?? '').not.toContain('${{');
});

test('without inputs it audits the project, annotates and writes SARIF', () => {
  expect(argvOf({})).toEqual(['--format', 'github', '--format', 'sarif=ecaudit.sarif', '--']);
});

test('every input becomes a flag', () => {
  const argv = argvOf({
    paths: 'force-app\nother app\n',
    ruleset: 'flows\n./policy.yaml',
    format: 'csv=plan.csv\njunit=out/junit.xml',
    'fail-on': 'medium',
    baseline: 'ecaudit-baseline.json',
    'changed-since': 'origin/main',
    'sarif-file': 'out/a.sarif',
  });
  expect(argv).toEqual([
    '--format',
    'github',
    '--format',
    'sarif=out/a.sarif',
    '--ruleset=flows',
    '--ruleset=./policy.yaml',
    '--format=csv=plan.csv',
    '--format=junit=out/junit.xml',
    '--fail-on=medium',
    '--baseline=ecaudit-baseline.json',
    '--changed-since=origin/main',
    '--',
    'force-app',
    'other app',
  ]);
});

test('an input is one argument, whatever is in it', () => {
  const wild = `x"; touch pwned; $(touch pwned) \`touch pwned\` ' * \\ -r`;
  expect(argvOf({ paths: wild, 'changed-since': wild }).slice(-3)).toEqual([
    `--changed-since=${wild}`,
    '--',
    wild,
  ]);
  expect(argvOf({ paths: '--no-config' }).slice(-2)).toEqual(['--', '--no-config']);
});

describe('with the built program', () => {
  test('findings annotate, are in the SARIF file, and fail the last step', () => {
    const cwd = projectWithProgram();
    const done = runStep(audit, inputs(), cwd);
    expect(done.code).toBe(0);
    expect(done.outputs).toEqual({ 'exit-code': '1', 'sarif-file': 'ecaudit.sarif' });
    expect(done.stdout).toMatch(/^::error file=force-app\/.*,line=\d+/);
    const { runs } = JSON.parse(readFileSync(join(cwd, 'ecaudit.sarif'), 'utf8'));
    expect(runs[0].results.length).toBeGreaterThan(0);
    expect(resultOf(done)).toBe(1);
  });

  test('fail-on never lets them pass', () => {
    const done = runStep(
      audit,
      inputs({ 'fail-on': 'never', paths: 'force-app' }),
      projectWithProgram(),
    );
    expect(done.outputs['exit-code']).toBe('0');
    expect(resultOf(done)).toBe(0);
  });

  test('a pull request is judged by what it changes, and by what the baseline has', () => {
    const cwd = projectWithProgram();
    const git = (...args: readonly string[]): void => {
      const author = ['-c', 'user.name=a', '-c', 'user.email=a@example.com'];
      execFileSync('git', [...author, ...args], { cwd, stdio: 'ignore' });
    };
    git('init', '--initial-branch=main');
    writeFileSync(join(cwd, '.gitignore'), 'node_modules\n');
    git('add', '.');
    git('commit', '-m', 'first');
    runStep({ run: 'npx ecaudit --write-baseline ecaudit-baseline.json -q' }, {}, cwd);
    const known = inputs({ baseline: 'ecaudit-baseline.json' });
    expect(runStep(audit, known, cwd).outputs['exit-code']).toBe('0');
    const file = join(
      cwd,
      'force-app/main/default/connectedApps/Intranet_Bookmark.connectedApp-meta.xml',
    );
    const text = readFileSync(file, 'utf8');
    writeFileSync(file, text.replace('</label>', '</label><startUrl>http://a.example</startUrl>'));
    git('add', '.');
    git('commit', '-m', 'second');
    const changed = runStep(audit, inputs({ 'changed-since': 'HEAD~1' }), cwd);
    expect(changed.stdout).toContain('Intranet_Bookmark');
    expect(changed.stdout).not.toContain('Warehouse_Connector');
    expect(runStep(audit, inputs({ 'changed-since': 'nowhere' }), cwd).outputs['exit-code']).toBe(
      '2',
    );
  });

  test('a wrong request uploads nothing, not even the SARIF file of an earlier run', () => {
    const cwd = projectWithProgram();
    runStep(audit, inputs(), cwd);
    const done = runStep(audit, inputs({ paths: 'nowhere' }), cwd);
    expect(done.outputs).toEqual({ 'exit-code': '2' });
    expect(existsSync(join(cwd, 'ecaudit.sarif'))).toBe(false);
    expect(resultOf(done)).toBe(2);
  });
});

test('a step that never ran is a failure', () => {
  expect(runStep(result, { 'steps.audit.outputs.exit-code': '' }, projectWithRecorder()).code).toBe(
    4,
  );
});

test('what is uploaded is what the first step wrote', () => {
  expect(upload.if).toBe("inputs.upload == 'true' && steps.audit.outputs.sarif-file != ''");
  expect(upload.with).toEqual({
    sarif_file: '${{ steps.audit.outputs.sarif-file }}',
    category: '${{ inputs.category }}',
  });
});
