// `rules list`, `rules show` and `rules schema`.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import { shippedRulesets } from '../../src/rulesets/shipped.js';
import { bundle } from '../bundle.js';
import { tempFolder } from '../metadata/temp-folder.js';
import { ecaudit, root } from '../stories/run.js';

const shipped = shippedRulesets.flatMap(({ rules }) => rules);
const own = `id: acme
title: Acme
kind: standard
rules:
  - id: contact
    aliases: [owner]
    severity: critical
    require: { fact: contactEmail, operator: like, value: "*@acme.example" }
    controls: { acme: [ACME-1] }
`;

/** What the tests read of the JSON. */
interface Data {
  readonly id: string;
  readonly ruleset: string;
  readonly kind: string;
  readonly severity: string;
  readonly title: string;
  readonly words: { readonly require: string };
  readonly controls: Readonly<Record<string, readonly string[]>>;
  readonly examples: readonly unknown[];
}

async function listed(...flags: readonly string[]): Promise<readonly Data[]> {
  const { code, stdout } = await ecaudit(['rules', 'list', '-f', 'json', ...flags]);
  expect(code).toBe(0);
  return JSON.parse(stdout) as readonly Data[];
}

describe('rules list', () => {
  test('has every shipped rule, whole', async () => {
    const all = await listed();
    expect(all.map(({ id }) => id)).toEqual(shipped.map(({ id }) => id));
    const gaps = all.filter(({ title, words }) => !title || !words.require);
    expect(gaps.map(({ id }) => id)).toEqual([]);
  });

  test.each([
    ['--ruleset flows', ({ ruleset }: Data) => ruleset === 'flows'],
    ['-r flows -r scopes', ({ ruleset }: Data) => ['flows', 'scopes'].includes(ruleset)],
    ['--severity critical', ({ severity }: Data) => severity === 'critical'],
    ['--kind vendor', ({ kind }: Data) => kind === 'vendor'],
    ['--kind standard', ({ kind }: Data) => kind === 'standard'],
    ['--control sbs', ({ controls }: Data) => 'sbs' in controls],
    ['--control PTR-1', ({ controls }: Data) => controls['ptr']?.includes('PTR-1') ?? false],
    ['--control ptr-1', ({ controls }: Data) => controls['ptr']?.includes('PTR-1') ?? false],
    [
      '--kind standard --severity high',
      (one: Data) => one.kind === 'standard' && one.severity === 'high',
    ],
  ])('%s', async (flags, fits) => {
    const found = await listed(...flags.split(' '));
    const all = await listed();
    expect(found.length).toBeGreaterThan(0);
    expect(found.map(({ id }) => id)).toEqual(all.filter(fits).map(({ id }) => id));
  });

  test('is a table by ruleset, which `rules` alone is, too', async () => {
    const { stdout } = await ecaudit(['rules', 'list', '-r', 'flows'], { columns: 100 });
    const [head, first] = stdout.split('\n');
    expect(head).toBe('flows  OAuth flows');
    expect(first).toMatch(/^ {2}high {6}required {5}flows\/pkce-required$/);
    expect(Math.max(...stdout.split('\n').map(({ length }) => length))).toBeLessThanOrEqual(100);
    expect((await ecaudit(['rules', '-r', 'flows'], { columns: 100 })).stdout).toBe(stdout);
    expect(stdout).toMatch(
      /\n\n\d+ rules in 1 ruleset\. `ecaudit rules show ID` explains one\.\n$/,
    );
  });

  test('knows own rulesets and their controls', async () => {
    const cwd = tempFolder({ 'acme.yaml': own });
    const run = await ecaudit(['rules', '-r', 'acme.yaml', '--control', 'ACME-1'], { cwd });
    expect([run.code, run.stderr]).toEqual([0, '']);
    expect(run.stdout).toContain('acme/contact');
  });

  test.each([
    ['-r flow', 'there is no ruleset "flow"; did you mean "flows"?'],
    ['--control PTR-9', 'there is no control "PTR-9"; did you mean'],
    ['--control sbx', 'frameworks: sbs,'],
    ['--severity urgent', 'Allowed choices are critical'],
    ['--kind vendors', 'Allowed choices are vendor, standard'],
  ])('%s is exit code 2', async (flags, message) => {
    const run = await ecaudit(['rules', 'list', ...flags.split(' ')]);
    expect([run.code, run.stdout]).toEqual([2, '']);
    expect(run.stderr).toContain(message);
  });
});

describe('rules show', () => {
  test('says everything about a rule', async () => {
    const { code, stdout } = await ecaudit(['rules', 'show', 'flows/pkce-required'], {
      columns: 100,
    });
    expect(code).toBe(0);
    const headings = stdout.split('\n').filter((line) => /^[A-Z][a-z ]+$/.test(line));
    expect(headings.join(', ')).toBe(
      'Why, How to fix, Condition, Settings, Controls, References, Source, Examples',
    );
    expect(stdout).toMatch(/^flows\/pkce-required {2}high, required\n/);
    expect(stdout).toContain('    - "Enable OAuth" is on\n');
    expect(stdout).toContain(
      '  Required: "Require Proof Key for Code Exchange (PKCE)" must be on\n',
    );
    expect(stdout).toContain('ExtlClntAppGlobalOauthSettings isPkceRequired');
    expect(stdout).toContain('ptr PTR-1: Proof Key for Code Exchange');
    expect(stdout).toContain('\n  - fail: oauthEnabled: true,');
  });

  test('takes several ids, patterns, and names without a ruleset; each rule once', async () => {
    const argv = [
      'rules',
      'show',
      '-f',
      'json',
      'flows/pkce-required',
      'flows/*',
      'admin-approved-users',
    ];
    const ids = (JSON.parse((await ecaudit(argv)).stdout) as readonly Data[]).map(({ id }) => id);
    const flows = shipped.map(({ id }) => id).filter((id) => id.startsWith('flows/'));
    expect(ids.toSorted()).toEqual([...flows, 'access/admin-approved-users'].toSorted());
  });

  test('a former id leads to the rule, and says so on stderr', async () => {
    const cwd = tempFolder({ 'acme.yaml': own });
    const run = await ecaudit(['rules', 'show', 'acme/owner', '-r', 'acme.yaml'], { cwd });
    expect([run.code, run.stderr]).toEqual([0, 'ecaudit: acme/owner is called acme/contact now\n']);
    expect(run.stdout).toContain('Former ids\n  acme/owner');
  });

  test.each([
    [
      'flows/pkce-requird',
      'there is no rule "flows/pkce-requird"; did you mean flows/pkce-required',
    ],
    ['flow/pkce-required', 'did you mean flows/pkce-required'],
    ['flows/pkce', 'did you mean flows/pkce-required'],
    ['nothing-at-all-like-it', 'there is no rule "nothing-at-all-like-it"\n'],
    ['nothing/*', 'there is no rule "nothing/*"'],
  ])('%s is exit code 2', async (id, message) => {
    const run = await ecaudit(['rules', 'show', id]);
    expect([run.code, run.stdout]).toEqual([2, '']);
    expect(run.stderr).toContain(message);
  });

  test('what a ruleset says cannot take over the terminal', async () => {
    const nasty = own
      .replace('title: Acme', 'title: "Acme \\e]0;x\\a"')
      .replace('[owner]', '[owner]\n    why: "a\\e[2Jb"');
    const cwd = tempFolder({ 'acme.yaml': nasty });
    for (const argv of [
      ['list'],
      ['show', 'contact'],
      ['list', '-f', 'json'],
      ['show', 'contact', '-f', 'json'],
    ]) {
      const { code, stdout } = await ecaudit(['rules', ...argv, '-r', 'acme.yaml'], { cwd });
      expect(code).toBe(0);
      // oxlint-disable-next-line no-control-regex -- the very characters that must not be there
      expect(stdout).not.toMatch(/[\x1b\x07]/);
    }
  });
});

describe('rules schema', () => {
  test.each([
    ['ruleset', 'ecaudit ruleset'],
    ['config', 'ecaudit configuration'],
    ['report', 'ecaudit report'],
    ['baseline', 'Baseline of ecaudit'],
  ])('%s is the published one', async (name, title) => {
    const { code, stdout } = await ecaudit(['rules', 'schema', name]);
    const published: unknown = JSON.parse(
      readFileSync(join(root, `schemas/${name}.schema.json`), 'utf8'),
    );
    expect([code, JSON.parse(stdout)]).toEqual([0, published]);
    expect(JSON.parse(stdout)).toMatchObject({ title });
  });

  test('is the one of rulesets when none is named', async () => {
    const { stdout } = await ecaudit(['rules', 'schema']);
    expect(stdout).toBe((await ecaudit(['rules', 'schema', 'ruleset'])).stdout);
  });

  test('of reports fits a report with controls', async () => {
    const { stdout } = await ecaudit(['rules', 'schema', 'report']);
    const validate = new Ajv2020({
      allErrors: true,
      allowUnionTypes: true,
      validateFormats: false,
    }).compile(JSON.parse(stdout));
    const run = await ecaudit(['planted', '-f', 'json', '--controls', 'sbs', '--controls', 'rfc']);
    validate(JSON.parse(run.stdout));
    expect(validate.errors).toBeNull();
  });

  test('a name that is none is exit code 2', async () => {
    const run = await ecaudit(['rules', 'schema', 'rulset']);
    expect([run.code, run.stdout]).toEqual([2, '']);
    expect(run.stderr).toContain('did you mean "ruleset"?');
  });
});

test('an audit of a folder loads none of this', async () => {
  const { outputs } = await bundle(['src/cli/bin.ts']);
  const program = Object.keys(outputs).find(
    (name) => outputs[name]?.entryPoint === 'src/cli/program.ts',
  );
  const loaded = new Set(['nowhere/bin.js', program ?? '']);
  for (const name of loaded) {
    for (const { path, kind } of outputs[name]?.imports ?? []) {
      if (kind === 'import-statement' && outputs[path]) loaded.add(path);
    }
  }
  const inputs = [...loaded].flatMap((name) => Object.keys(outputs[name]?.inputs ?? {}));
  expect(inputs).toContain('src/audit/audit.ts');
  const late =
    /node_modules\/(yaml|valibot|@valibot)\/|commands\/rules-|cli\/rules\/(?!schema-names)|schemas\/|shipped-examples|controls\.generated/;
  expect(inputs.filter((name) => late.test(name))).toEqual([]);
});
