// The GitLab template, the workflows to copy and the Dockerfile: their scripts are run, their files are there.
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { auditOptions } from '../../src/cli/options.js';
import { version } from '../../src/cli/version.js';
import { tempFolder } from '../metadata/temp-folder.js';
import { copyFixture, ecaudit, root } from '../stories/run.js';
import { projectWithProgram, projectWithRecorder, recordedArguments } from './project.js';
import { readYaml, runStep, type Step } from './shell.js';

const read = (path: string): string => readFileSync(join(root, path), 'utf8');

describe('the GitLab template', () => {
  const [head, body] = parseAllDocuments(read('templates/ecaudit.yml')).map((document): unknown =>
    document.toJS(),
  );
  const { inputs } = (head as { spec: { inputs: Record<string, { default: string }> } }).spec;

  function jobWith(given: Readonly<Record<string, string>>): Job {
    const text = JSON.stringify(body).replaceAll(
      /\$\[\[ inputs\.(\w+) \]\]/g,
      (_, name: string) => {
        const value = given[name] ?? inputs[name]?.default;
        if (value === undefined) throw new Error(`no input ${name}`);
        return JSON.stringify(value).slice(1, -1);
      },
    );
    return (JSON.parse(text) as { ecaudit: Job }).ecaudit;
  }

  interface Job {
    readonly script: readonly string[];
    readonly artifacts: {
      readonly when: string;
      readonly paths: readonly string[];
      readonly reports: Readonly<Record<string, string>>;
    };
  }

  test('its script leaves the reports behind that it promises, also when it fails', () => {
    const job = jobWith({ paths: 'force-app', flags: '--fail-on medium' });
    const cwd = projectWithProgram();
    const { code, stdout } = runStep({ run: job.script.join('\n') }, {}, cwd);
    expect(code).toBe(1);
    expect(stdout).toContain('flows/pkce-required');
    expect(job.artifacts.when).toBe('always');
    for (const file of [...job.artifacts.paths, ...Object.values(job.artifacts.reports)])
      expect(existsSync(join(cwd, file)), file).toBe(true);
    const issues = JSON.parse(readFileSync(join(cwd, 'gl-code-quality-report.json'), 'utf8'));
    expect(issues.length).toBeGreaterThan(0);
  });

  test.each([
    ['nothing', { 'package.json': '{}' }, {}],
    ['a version that is not to be had', { 'package.json': '{}' }, { version: '9.9.9' }],
    ['a version that is a range', { 'package.json': '{}' }, { version: '^0.1.0' }],
  ])('with %s to start it ends with 4, which is no finding', (_, files, given) => {
    const job = jobWith(given);
    expect(runStep({ run: job.script.join('\n') }, {}, tempFolder(files)).code).toBe(4);
  });

  test('fetches nothing by name unless a version is given', () => {
    expect(inputs['version']?.default).toBe('');
  });
});

describe('the workflow for a pull request', () => {
  const { jobs } = readYaml('recipes/pull-request.yml') as {
    jobs: { audit: { permissions: Record<string, string>; steps: readonly Step[] } };
  };

  const [checkout, whole, gate] = jobs.audit.steps as [Step, Step, Step];

  test('gives the action only inputs that it has', () => {
    const { inputs } = readYaml('action.yml') as { inputs: Readonly<Record<string, unknown>> };
    for (const step of [whole, gate]) {
      expect(step.uses).toBe(`your-organisation/ecaudit@v${version}`);
      expect(Object.keys(step.with ?? {}).filter((name) => !(name in inputs))).toEqual([]);
    }
  });

  test('uploads the whole audit, and holds a pull request up by what it changes', () => {
    expect(whole.with).toMatchObject({ 'fail-on': 'never' });
    expect(whole.with).not.toHaveProperty('changed-since');
    expect(gate.if).toContain("github.event_name == 'pull_request'");
    expect(gate.with).toMatchObject({
      'changed-since': 'origin/${{ github.base_ref }}',
      upload: 'false',
      annotations: 'false',
    });
    expect(gate.with?.['sarif-file']).not.toBe(whole.with?.['sarif-file']);
  });

  test('may upload from a private repository, and leaves no token behind', () => {
    expect(jobs.audit.permissions).toEqual({
      actions: 'read',
      contents: 'read',
      'security-events': 'write',
    });
    expect(checkout.with).toMatchObject({ 'persist-credentials': false, 'fetch-depth': 0 });
  });
});

const ofOthers = ['action.yml', 'recipes/pull-request.yml', 'recipes/scheduled-orgs.yml'].flatMap(
  (file) =>
    Array.from(read(file).matchAll(/uses: (?!your-organisation)(.*)/g), ([, uses = '']) => [
      file,
      uses,
    ]),
);

test.each(ofOthers)('%s: %s is pinned by its commit and says its version', (_, uses) => {
  expect(uses).toMatch(/^[\w.-]+\/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
});

const pages = ['README.md', 'CONTRIBUTING.md', '.pre-commit-hooks.yaml'].concat(
  ['action.yml', 'recipes/pull-request.yml', 'recipes/scheduled-orgs.yml', 'templates/ecaudit.yml'],
  ['recipes/azure-pipelines.yml', 'recipes/bitbucket-pipelines.yml', 'plugins/sf/README.md'],
  ['.github/workflows/release.yml', 'integrations/README.md'],
  readdirSync(join(root, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
);

test.each(pages)('%s takes nothing from the registry by our name', (page) => {
  const text = read(page);
  expect(text.match(/^.*\b(?:npx|npm (?:exec|x)|pnpm dlx|yarn dlx|bunx)\b.*$/gm)).toBeNull();
  const asked = text.match(/^.*npm (?:install|i|add)\b[^\n]*[ "]ecaudit\b.*$/gm);
  // Only where somebody gives a version, which the scripts hold in a variable.
  expect((asked ?? []).filter((line) => !/ecaudit@\$(INPUT_VERSION|version)"/.test(line))).toEqual(
    [],
  );
});

describe('the scheduled audit of several orgs', () => {
  const { jobs } = readYaml('recipes/scheduled-orgs.yml') as {
    jobs: Readonly<Record<'org' | 'report', { readonly steps: readonly Step[] }>>;
  };
  const [audit] = jobs.org.steps.filter(({ run }) => run) as [Step];
  const [merge] = jobs.report.steps.filter(({ run }) => run) as [Step];
  const secrets = {
    'matrix.org': 'production',
    'secrets.SF_CLIENT_ID': 'id',
    'secrets.SF_USERNAME': 'a@example.com',
    'secrets.SF_JWT_KEY': 'KEY\nOF\nMANY LINES',
  };

  test.each([
    [0, 0],
    [1, 0],
    [3, 0],
    [2, 1],
    [4, 1],
    [5, 1],
    [127, 1],
  ])('exit code %i of an audit is %i of its step; the key is gone afterwards', (code, expected) => {
    const cwd = projectWithRecorder(code);
    const context = { ...secrets, 'runner.temp': cwd };
    expect(runStep(audit, context, cwd).code).toBe(expected);
    expect(existsSync(join(cwd, 'jwt.key'))).toBe(false);
    expect(recordedArguments(cwd)).toEqual([
      '--org',
      'env',
      '--format',
      'github',
      '--format',
      'json=report-production.json',
    ]);
  });

  test('what the lock file does not have is exit code 4, and no key is written', () => {
    const cwd = tempFolder({ 'package.json': '{}' });
    const done = runStep(audit, { ...secrets, 'runner.temp': cwd }, cwd);
    expect([done.code, existsSync(join(cwd, 'jwt.key'))]).toEqual([4, false]);
  });

  test('all reports that there are become one', () => {
    const cwd = projectWithRecorder();
    for (const org of ['apac', 'emea'])
      cpSync(join(cwd, 'package.json'), join(cwd, `report-${org}.json`));
    expect(runStep(merge, {}, cwd).code).toBe(0);
    expect(recordedArguments(cwd)).toEqual([
      'merge',
      'report-apac.json',
      'report-emea.json',
      '--format',
      'github',
      '--format',
      'json=ecaudit.json',
      '--format',
      'csv=ecaudit.csv',
    ]);
  });
});

test('shards become one report, the same as that of one audit', async () => {
  const { jobs } = readYaml('recipes/scheduled-orgs.yml') as {
    jobs: { readonly report: { readonly steps: readonly Step[] } };
  };
  const [merge] = jobs.report.steps.filter(({ run }) => run) as [Step];
  const cwd = projectWithProgram();
  const audit = (...flags: readonly string[]) => ecaudit(['force-app', '-q', ...flags], { cwd });
  await audit('-f', 'json=whole.json');
  await audit('--shard', '1/2', '-f', 'json=report-1.json');
  await audit('--shard', '2/2', '-f', 'json=report-2.json');
  const done = runStep(merge, {}, cwd);
  expect([done.code, done.stderr.includes('bug')]).toEqual([1, false]);
  const results = (file: string): readonly unknown[] =>
    (JSON.parse(readFileSync(join(cwd, file), 'utf8')) as { results: readonly unknown[] }).results;
  expect(results('ecaudit.json')).toEqual(results('whole.json'));
  expect(readFileSync(join(cwd, 'ecaudit.csv'), 'utf8')).toContain('audit complete');
});

test.each([
  'action.yml',
  '.pre-commit-hooks.yaml',
  'templates/ecaudit.yml',
  'recipes/scheduled-orgs.yml',
])('%s asks for this version, with flags that there are', (file) => {
  const text = read(file);
  for (const [, asked] of text.matchAll(/ecaudit@v?(\d[\w.-]*)/g)) expect(asked).toBe(version);
  const known = Object.values(auditOptions).flatMap(({ flags }) => flags.match(/--[a-z-]+/g) ?? []);
  const asked =
    text.match(/(?<=[\s(])--(?:format|fail-on|ruleset|org|baseline|changed-since|quiet)\b/g) ?? [];
  expect(asked.filter((flag) => !known.includes(flag))).toEqual([]);
});

describe('the Dockerfile', () => {
  const lines = read('Dockerfile').split('\n');
  const copied = lines.flatMap(
    (line) => /^COPY --from=build \/source\/(\S+) /.exec(line)?.[1] ?? [],
  );

  test('what its last stage copies is all that the program needs', () => {
    const folder = tempFolder({});
    copyFixture('projects/demo', join(folder, 'work'));
    for (const path of copied)
      cpSync(join(root, path), join(folder, 'opt', path), { recursive: true });
    const done = spawnSync(process.execPath, [join(folder, 'opt/dist/cli/bin.js'), 'force-app'], {
      cwd: join(folder, 'work'),
      encoding: 'utf8',
    });
    expect([done.status, done.stderr]).toEqual([1, '']);
    expect(done.stdout).toContain('flows/pkce-required');
  });

  test('it does not run as root, and leaves the sources behind', () => {
    expect(lines).toContain('USER node');
    expect(copied).toEqual(['package.json', 'dist']);
  });

  test('what the build needs is not ignored', () => {
    const ignored = read('.dockerignore').split('\n').filter(Boolean);
    const { files } = parse(read('package.json')) as { files: readonly string[] };
    for (const part of [
      'src',
      'reporters',
      'rules',
      'scripts',
      'package-lock.json',
      'tsconfig.json',
    ])
      expect(ignored).not.toContain(part);
    expect(files).toContain('dist');
  });
});
