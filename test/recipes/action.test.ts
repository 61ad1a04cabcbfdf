// action.yml: its steps are run as a runner would, against an installed ecaudit.
import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { tempFolder } from '../metadata/temp-folder.js';
import { projectWithProgram, projectWithRecorder, recordedArguments } from './project.js';
import { ecaudit } from '../stories/run.js';
import { readYaml, runStep, type Context, type Done, type Step } from './shell.js';

interface Action {
  readonly inputs: Readonly<
    Record<string, { readonly description: string; readonly default: string }>
  >;
  readonly outputs: Readonly<Record<string, { readonly value: string }>>;
  readonly runs: { readonly using: string; readonly steps: readonly Step[] };
}

const action = readYaml('action.yml') as Action;
const stepCalled = (name: string): Step => {
  const found = action.runs.steps.find((step) => step.name === name);
  if (!found) throw new Error(`no step ${name}`);
  return found;
};
const [audit, upload, result] = [
  stepCalled('Audit'),
  stepCalled('Upload SARIF'),
  stepCalled('Result'),
];

function inputs(given: Context = {}): Context {
  const all = Object.entries(action.inputs).map(
    ([name, input]) => [`inputs.${name}`, given[name] ?? input.default] as const,
  );
  return Object.fromEntries(all);
}

/** The arguments that the first step gives to ecaudit. */
function argvOf(given: Context): readonly string[] {
  const cwd = projectWithRecorder();
  const { code } = runStep(audit, inputs(given), cwd);
  expect(code).toBe(0);
  return recordedArguments(cwd) ?? [];
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
  expect(inputs()['inputs.version']).toBe('');
});

test('no input is part of a script, where its text could be a command', () => {
  for (const step of action.runs.steps) expect(step.run ?? '').not.toContain('${{');
});

const reports = ['--format', 'github', '--format', 'sarif=ecaudit.sarif'];

test.each<[string, Context, readonly string[]]>([
  [
    'without inputs: what is uploaded is not annotated',
    {},
    ['--sarif-category=ecaudit', '--no-annotations'],
  ],
  ['another category', { category: 'apps' }, ['--sarif-category=apps', '--no-annotations']],
  ['no upload: annotations', { upload: 'false' }, []],
  ['no upload and no annotations', { upload: 'false', annotations: 'false' }, ['--no-annotations']],
  ['both, on request', { annotations: 'true' }, ['--sarif-category=ecaudit']],
])('%s', (_, given, flags) => {
  expect(argvOf(given)).toEqual([...reports, ...flags, '--']);
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
    '--sarif-category=ecaudit',
    '--no-annotations',
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
    const done = runStep(audit, inputs({ upload: 'false' }), cwd);
    expect(done.code).toBe(0);
    expect(done.outputs).toEqual({ 'exit-code': '1', 'sarif-file': 'ecaudit.sarif' });
    expect(done.stdout).toMatch(/^::error file=force-app\/.*,line=\d+/);
    const { runs } = JSON.parse(readFileSync(join(cwd, 'ecaudit.sarif'), 'utf8'));
    expect(runs[0].results.length).toBeGreaterThan(0);
    expect(resultOf(done)).toBe(1);
  });

  test('what is uploaded is annotated by code scanning only', () => {
    const { stdout, outputs } = runStep(audit, inputs(), projectWithProgram());
    expect(outputs['exit-code']).toBe('1');
    expect(stdout).not.toMatch(/^::(error|notice)/m);
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

  test('a pull request is judged by what it changes, and by what the baseline has', async () => {
    const cwd = projectWithProgram();
    const git = (...args: readonly string[]): void => {
      const author = ['-c', 'user.name=a', '-c', 'user.email=a@example.com'];
      execFileSync('git', [...author, ...args], { cwd, stdio: 'ignore' });
    };
    git('init', '--initial-branch=main');
    writeFileSync(join(cwd, '.gitignore'), 'node_modules\n');
    git('add', '.');
    git('commit', '-m', 'first');
    await ecaudit(['--write-baseline', 'ecaudit-baseline.json', '-q'], { cwd });
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
    const changed = runStep(audit, inputs({ 'changed-since': 'HEAD~1', upload: 'false' }), cwd);
    expect(changed.stdout).toContain('Intranet_Bookmark');
    expect(changed.stdout).not.toContain('Warehouse_Connector');
    expect(runStep(audit, inputs({ 'changed-since': 'nowhere' }), cwd).outputs['exit-code']).toBe(
      '2',
    );
  });

  test('a wrong request uploads nothing, not even the SARIF file of an earlier run', () => {
    const cwd = projectWithProgram();
    writeFileSync(join(cwd, 'ecaudit.sarif'), '{}');
    const done = runStep(audit, inputs({ paths: 'nowhere' }), cwd);
    expect(done.outputs).toEqual({ 'exit-code': '2' });
    expect(existsSync(join(cwd, 'ecaudit.sarif'))).toBe(false);
    expect(resultOf(done)).toBe(2);
  });
});

describe('what the first step starts', () => {
  /** A checkout of the action whose program says that it was started. */
  function checkout(files: Readonly<Record<string, string>> = {}): string {
    return tempFolder({
      'package-lock.json': '{}',
      'dist/cli/bin.js': `require('node:fs').writeFileSync('own.json', '[]');
require('node:fs').writeFileSync('ecaudit.sarif', '{}');`,
      ...files,
    });
  }

  /** Programs that are on the path before all others; npm and npx tell what they were asked for, and fail. */
  function withoutRegistry(): string {
    const folder = tempFolder({ asked: '' });
    for (const name of ['npm', 'npx']) {
      const log = join(folder, 'asked');
      writeFileSync(join(folder, name), `#!/bin/sh\necho ${name} "$@" >> '${log}'\nexit 1\n`);
      chmodSync(join(folder, name), 0o755);
    }
    return folder;
  }

  function started(given: Context, cwd: string, own: string): Done & { readonly asked: string } {
    const folder = withoutRegistry();
    const path = [folder, process.env['PATH']].join(delimiter);
    const done = runStep(audit, inputs(given), cwd, { PATH: path, GITHUB_ACTION_PATH: own });
    return { ...done, asked: readFileSync(join(folder, 'asked'), 'utf8') };
  }

  test('is its own checkout, where that is built, and nothing is fetched', () => {
    const cwd = projectWithRecorder();
    const { outputs, asked } = started({}, cwd, checkout());
    expect([outputs['exit-code'], asked]).toEqual(['0', '']);
    expect(existsSync(join(cwd, 'own.json'))).toBe(true);
    expect(recordedArguments(cwd)).toBeUndefined();
  });

  test('is built from locked packages, and no script of theirs runs', () => {
    const own = checkout();
    rmSync(join(own, 'dist'), { recursive: true });
    const { outputs, asked, stdout } = started({}, tempFolder({}), own);
    expect(asked).toMatch(/^npm ci --ignore-scripts --include=dev .*\n$/);
    expect(outputs).toEqual({ 'exit-code': '4' });
    expect(stdout).toContain('::error title=ecaudit::The program did not start');
    expect(resultOf({ outputs } as Done)).toBe(4);
  });

  test('is what the repository has installed where there is no checkout', () => {
    const cwd = projectWithRecorder();
    const { asked } = started({}, cwd, '');
    expect([asked, recordedArguments(cwd)]).toEqual([
      '',
      ['--format', 'github', '--format', 'sarif=ecaudit.sarif'].concat([
        '--sarif-category=ecaudit',
        '--no-annotations',
        '--',
      ]),
    ]);
  });

  test('is fetched by name only in the version that somebody gives, and a failure is not a finding', () => {
    const { outputs, asked } = started({ version: '9.9.9' }, tempFolder({}), checkout());
    expect(asked).toMatch(/^npm install --prefix \S+ --ignore-scripts .*ecaudit@9\.9\.9\n$/);
    expect(outputs).toEqual({ 'exit-code': '4' });
  });

  test.each(['latest', '^1.0.0', '1', '1.2.3 left-pad', 'npm:other@1.0.0', '1.0.0/../x'])(
    'is never fetched in the version %s, which another day may be another program',
    (version) => {
      const { outputs, asked, stdout } = started({ version }, projectWithRecorder(), checkout());
      expect([asked, outputs]).toEqual(['', { 'exit-code': '4' }]);
      expect(stdout).toContain('version has to be exact');
    },
  );

  test.each([
    ['1', 'process.exitCode = 1'],
    ['0', ''],
    ['3', 'process.exitCode = 3'],
    ['77', 'process.exitCode = 77'],
    ['1 of an error', 'throw new Error("no such module")'],
  ])('that ends with %s and leaves no report did not audit: 4', (_, script) => {
    const { outputs } = started({}, tempFolder({}), checkout({ 'dist/cli/bin.js': script }));
    expect(outputs).toEqual({ 'exit-code': '4' });
  });

  test('a build is kept under a name of what it is made from', () => {
    const own = tempFolder(sources);
    const keyOf = (): string => {
      const { outputs, code } = runStep(stepCalled('Name the build'), inputs(), own, {
        GITHUB_ACTION_PATH: own,
      });
      expect(code).toBe(0);
      return outputs['key'] ?? '';
    };
    const before = keyOf();
    expect(before).toMatch(/^[0-9a-f]{40}$/);
    writeFileSync(join(own, 'src/a b.ts'), 'changed');
    expect(keyOf()).not.toBe(before);
  });

  const sources = Object.fromEntries(
    ['package.json', 'package-lock.json', 'tsconfig.json', 'scripts/a', 'src/a b.ts', 'reporters/a']
      .concat('rules/a', 'schemas/a')
      .map((path) => [path, path]),
  );
});

test.each([
  ['v20.20.2', 0, 'true'],
  ['an old one', 1, 'false'],
])('Node %s: ready is %s', (_, code, ready) => {
  const folder = tempFolder({});
  for (const name of ['node', 'npm']) {
    writeFileSync(join(folder, name), `#!/bin/sh\nexit ${code}\n`);
    chmodSync(join(folder, name), 0o755);
  }
  const path = [folder, process.env['PATH']].join(delimiter);
  const done = runStep(stepCalled('Look for Node'), {}, folder, { PATH: path });
  expect([done.code, done.outputs]).toEqual([0, { ready }]);
});

test('a step that never ran is a failure', () => {
  expect(runStep(result, { 'steps.audit.outputs.exit-code': '' }, projectWithRecorder()).code).toBe(
    4,
  );
});

test('what is uploaded is what the first step wrote; a part of an audit is not, on the default branch', () => {
  expect(upload.if).toBe(
    "inputs.upload == 'true' && steps.audit.outputs.sarif-file != '' && (inputs.changed-since == '' || github.ref_name != github.event.repository.default_branch)",
  );
  expect(upload.with).toEqual({
    sarif_file: '${{ steps.audit.outputs.sarif-file }}',
    category: '${{ inputs.category }}',
  });
});

test('an upload that fails is a warning, and the verdict stands', () => {
  expect([upload['continue-on-error'], result.if]).toEqual([true, 'always()']);
  const warning = runStep(stepCalled('Not uploaded'), {}, tempFolder({}));
  expect([warning.code, warning.stdout]).toEqual([0, expect.stringMatching(/^::warning /)]);
});
