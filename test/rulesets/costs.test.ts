// What a pull request can put into rulesets and configurations must not keep a run busy: one row, one way to try it.
import { describe, expect, test } from 'vitest';
import { loadLimits } from '../../src/documents/limits.js';
import { patternSize } from '../../src/conditions/patterns.js';
import { formatDiagnostic } from '../../src/model/user-error.js';
import { loadConfigFile } from '../../src/config/load.js';
import { loadRuleset } from '../../src/rulesets/load.js';
import { findRulesets } from '../../src/rulesets/resolve.js';
import { tempFolder } from '../metadata/temp-folder.js';
import { head, leaf } from './rulesets.js';

type Files = Readonly<Record<string, string>>;

function numbered(count: number, make: (at: number) => string): readonly string[] {
  return Array.from({ length: count }, (_, at) => make(at));
}

function ruleset(id: string, more = ''): string {
  return `id: ${id}\ntitle: A\nkind: standard\n${more}rules: [{ id: one, require: ${leaf} }]\n`;
}

/** Files that extend the next one, each with `width` references to it. */
function chain(length: number, width: number, make: (at: number, line: string) => string): Files {
  return Object.fromEntries(
    numbered(length, (at) => {
      const references = numbered(width, () => `./a${at + 1}.yaml`).join(', ');
      return make(at, at === length - 1 ? '' : `extends: [${references}]\n`);
    }).map((text, at) => [`a${at}.yaml`, text]),
  );
}

const configChain = (length: number, width: number): Files => ({
  ...chain(length, width, (_, line) => `${line}failOn: high\n`),
  'ecaudit.config.yaml': 'extends: [./a0.yaml, ./a0.yaml]\n',
});

async function configDiagnostics(files: Files): Promise<readonly string[]> {
  const loaded = await loadConfigFile('ecaudit.config.yaml', tempFolder(files), '2026-11-30');
  return 'config' in loaded ? [] : loaded.diagnostics.map(formatDiagnostic);
}

async function rulesetDiagnostics(text: string): Promise<readonly string[]> {
  const loaded = await loadRuleset(text, 'acme.yaml');
  return 'ruleset' in loaded ? [] : loaded.diagnostics.map(formatDiagnostic);
}

describe('files that extend each other', () => {
  test('each configuration counts once, however often it is extended', async () => {
    expect(await configDiagnostics(configChain(15, 2))).toEqual([]);
  });

  test.each([
    [
      'a long chain',
      configChain(400, 1),
      /^a15\.yaml:1:11: "\.\/a16\.yaml" is not read: at most 16 files/,
    ],
    [
      'many beside each other',
      {
        ...Object.fromEntries(
          numbered(80, (at) => `b${at}.yaml`).map((name) => [name, 'failOn: high\n']),
        ),
        'ecaudit.config.yaml': `extends:\n${numbered(80, (at) => `  - ./b${at}.yaml\n`).join('')}`,
      },
      /^ecaudit\.config\.yaml:66:5: "\.\/b64\.yaml" is not read: a configuration has at most 64 files/,
    ],
  ])('configurations: %s', async (_, files, message) => {
    expect((await configDiagnostics(files))[0]).toMatch(message);
  });

  const rulesets = (length: number, width: number): Files =>
    chain(length, width, (at, line) => ruleset(`r${at}`, line));

  test('each ruleset is read once, and its rules are there once', async () => {
    const found = await findRulesets('./a0.yaml', 'x.yaml', tempFolder(rulesets(15, 2)));
    expect(found).toMatchObject({ rulesets: [{ rules: { length: 15 } }] });
  });

  test('rulesets: a long chain', async () => {
    const found = await findRulesets('./a0.yaml', 'x.yaml', tempFolder(rulesets(200, 1)));
    expect(JSON.stringify(found)).toContain('at most 16 files may extend each other in a row');
  });

  test('rulesets: many in one configuration', async () => {
    const names = numbered(40, (at) => `a${at}.yaml`);
    const files = Object.fromEntries(names.map((name, at) => [name, ruleset(`r${at}`)]));
    const config = `rulesets: [${names.map((name) => `./${name}`).join(', ')}]\n`;
    const [first] = await configDiagnostics({ ...files, 'ecaudit.config.yaml': config });
    expect(first).toContain(`at most ${loadLimits.rulesetFiles} ruleset files`);
  });
});

const parameters = (count: number, values: number): string =>
  `parameters:\n${numbered(count, (at) => `  p${at}: { values: [${numbered(values, (v) => `v${v}`).join(', ')}] }\n`).join('')}`;
const asking = (value: string): string =>
  `rules: [{ id: one, require: { fact: callbackUrls, operator: containsAny, value: ["${value}"] } }]\n`;
const placeholders = (count: number): string => numbered(count, (at) => `\${p${at}}`).join('/');
const matching = (patterns: readonly string[]): string =>
  `rules:\n${patterns.map((pattern, at) => `  - { id: r${at}, require: { fact: callbackUrls, operator: "someFact:matches", value: '${pattern}' } }\n`).join('')}`;

describe('a ruleset', () => {
  test.each<readonly [string, string, RegExp]>([
    [
      'five parameters of eight values in one text',
      parameters(5, 8) + asking(placeholders(5)),
      /32768 texts/,
    ],
    ['twenty of them', parameters(20, 8) + asking(placeholders(20)), /at most 1000 are tried/],
    [
      'lists that may hold anything',
      `parameters: { p0: { list: true }, p1: { list: true } }\n${asking(placeholders(2))}`,
      /10000 texts/,
    ],
    [
      'many texts of some ways',
      `${parameters(3, 8)}rules:\n${numbered(50, (at) => `  - { id: r${at}, require: { fact: callbackUrls, operator: containsAny, value: ["${placeholders(3)}${at}"] } }\n`).join('')}`,
      /more than 20000 texts/,
    ],
    [
      'a class written out',
      matching(['(\\pL{1000})'.repeat(80)]),
      /smaller pattern|too large together/,
    ],
    [
      'groups inside groups',
      matching(['(((x{10}){10}){10}){10}']),
      /smaller pattern|too large together/,
    ],
    ['many patterns', matching(numbered(20, (at) => `a{900}${at}`)), /too large together/],
    [
      'rules',
      `rules:\n${numbered(2_001, (at) => `  - { id: r${at}, require: ${leaf} }\n`).join('')}`,
      /acme\.yaml:4:1: too many entries under "rules"; at most 2000/,
    ],
    [
      'aliases',
      `rules: [{ id: one, aliases: [${numbered(2_001, (at) => `a${at}`).join(', ')}], require: ${leaf} }]
`,
      /too many aliases; at most 2000/,
    ],
    [
      'other values for very many rules',
      `overrides:
${numbered(
  60,
  (at) => `  - { rule: "*", app: X${at}, value: true }
`,
).join('')}rules:
${numbered(
  1_000,
  (at) => `  - { id: r${at}, require: ${leaf} }
`,
).join('')}`,
      /acme\.yaml:4:1: the overrides give too many rules another value; at most 50000/,
    ],
    [
      'named conditions',
      `conditions:\n${numbered(501, (at) => `  c${at}: ${leaf}\n`).join('')}rules: [{ id: one, require: ${leaf} }]\n`,
      /under "conditions"; at most 500/,
    ],
    [
      'a chain of named conditions',
      `conditions:\n${numbered(400, (at) => `  c${at}: { not: { condition: c${at + 1} } }\n`).join('')}  c400: ${leaf}\nrules: [{ id: one, require: { condition: c0 } }]\n`,
      /nested too deeply/,
    ],
    [
      'the same chain from its end',
      `conditions:\n  c400: ${leaf}\n${numbered(400, (at) => `  c${399 - at}: { not: { condition: c${400 - at} } }\n`).join('')}rules: [{ id: one, require: { condition: c0 } }]\n`,
      /nested too deeply/,
    ],
    [
      'a large condition in many rules',
      `conditions: { c: { all: [${numbered(900, () => leaf).join(', ')}] } }\nrules:\n${numbered(60, (at) => `  - { id: r${at}, require: { condition: c } }\n`).join('')}`,
      /compare too many facts/,
    ],
  ])('%s', async (_, text, message) => {
    expect((await rulesetDiagnostics(head + text)).join('\n')).toMatch(message);
  });

  test('what people write is far below', async () => {
    expect(await rulesetDiagnostics(head + parameters(3, 8) + asking(placeholders(3)))).toEqual([]);
    expect(
      await rulesetDiagnostics(
        head + matching(['^https://[a-z0-9-]{1,63}[.]acme[.]example/(cb|return)$']),
      ),
    ).toEqual([]);
  });
});

test.each([
  ['abc', 3],
  ['a{1000}', 1_000],
  ['(?:ab){3,7}', 21],
  ['\\pL{10}', 200],
  ['\\Q(a){9}\\E', 6],
  ['((', 2],
])('%s is at least so large: %i', (pattern, size) => {
  expect(patternSize(pattern)).toBeGreaterThanOrEqual(size);
});

describe('a configuration', () => {
  test('of four thousand overrides is read, and the last word counts', async () => {
    const entries = numbered(
      4_000,
      (at) => `  - { rule: "*", app: "X${at}*", severity: low }\n`,
    ).join('');
    expect(await configDiagnostics({ 'ecaudit.config.yaml': `overrides:\n${entries}` })).toEqual(
      [],
    );
  });

  test('of thousands of mistakes tells a hundred, and does not look for more', async () => {
    const entries = numbered(4_000, (at) => `  - { rule: no-such-rule-${at}, reason: x }\n`);
    const told = await configDiagnostics({
      'ecaudit.config.yaml': `suppressions:\n${entries.join('')}`,
    });
    expect(told).toHaveLength(loadLimits.diagnostics);
  });

  test.each(['apps', 'overrides', 'suppressions'])('of more %s than that is not', async (key) => {
    const config = `${key}:\n${numbered(5_001, () => '  - { rule: a, match: b, severity: low }\n').join('')}`;
    expect(await configDiagnostics({ 'ecaudit.config.yaml': config })).toEqual([
      `ecaudit.config.yaml:1:1: too many entries under "${key}"; at most 5000 are read, found 5001`,
    ]);
  });
});

describe('what each app is held against', () => {
  const patterns = (key: string, name: string, count: number): string =>
    `${key}:\n${numbered(count, (at) => `  - { ${name}: "*${at}*", rule: "*", severity: low }\n`).join('')}`;

  test.each([
    ['apps', 'match'],
    ['overrides', 'app'],
    ['overrides', 'org'],
    ['suppressions', 'app'],
  ])('%s with thousands of patterns under "%s" are not read', async (key, name) => {
    expect(
      (await configDiagnostics({ 'ecaudit.config.yaml': patterns(key, name, 4_000) })).join(),
    ).toMatch(
      new RegExp(`too many patterns on apps under "${key}"; at most 500 are read, found 4000`),
    );
  });

  test('of several files they count together', async () => {
    const told = await configDiagnostics({
      'ecaudit.config.yaml': `extends: ./a.yaml\n${patterns('overrides', 'app', 300)}`,
      'a.yaml': patterns('overrides', 'app', 300).replaceAll('"*', '"?*'),
    });
    expect(told).toEqual([expect.stringMatching(/^ecaudit.config.yaml:2:1: too many patterns/)]);
  });

  test('those of a ruleset, too', async () => {
    const text = `${ruleset('acme', 'extends: [flows]\n')}${patterns('overrides', 'app', 501)}`;
    expect((await rulesetDiagnostics(text)).join()).toMatch(/too many patterns on apps/);
  });

  test('hundreds are read', async () => {
    const entries = numbered(500, (at) => `  - { rule: "*", app: "*${at}", severity: low }\n`);
    const config = `overrides:\n${entries.join('')}`;
    expect(await configDiagnostics({ 'ecaudit.config.yaml': config })).toEqual([]);
  });
});

test.each<readonly [string, string, RegExp]>([
  [
    'mappings',
    `overrides: [${'{},'.repeat(300_000)}]`,
    /^ecaudit.config.yaml:1:\d+: too many values/,
  ],
  ['texts', `overrides: [${'a,'.repeat(300_000)}]`, /too many values/],
  ['entries of a list', `overrides:\n${'- a\n'.repeat(200_000)}`, /too many values/],
  [
    'members',
    `overrides: {${numbered(101_000, (at) => `a${at.toString(36)}: 1`).join()}}`,
    /too many values/,
  ],
  [
    'files to extend',
    `extends: [${'x.yaml,'.repeat(40_000)}]`,
    /too many entries under "extends"; at most 500/,
  ],
  [
    'rulesets',
    `rulesets: [${'x.yaml,'.repeat(40_000)}]`,
    /too many entries under "rulesets"; at most 500/,
  ],
])('a file of thousands of %s is refused with one word', async (_, text, message) => {
  const told = await configDiagnostics({ 'ecaudit.config.yaml': text });
  expect(told).toEqual([expect.stringMatching(message)]);
});

test('files that are too large together are not read', async () => {
  const large = `failOn: high # ${'x'.repeat(900_000)}\n`;
  const names = numbered(5, (at) => `a${at}.yaml`);
  const told = await configDiagnostics({
    ...Object.fromEntries(names.map((name) => [name, large])),
    'ecaudit.config.yaml': `extends: [${names.join(', ')}]\n`,
  });
  expect(told).toEqual([
    expect.stringMatching(
      /^a3.yaml:1:1: the file is not read: all configuration files have at most/,
    ),
    expect.stringMatching(/^a4.yaml:1:1: /),
  ]);
});

describe('a file that another one names', () => {
  const secret = '//registry.example/:_authToken: npm_0123456789\nnpm_secret: x\n';

  test.each<readonly [string, Files, RegExp]>([
    [
      'is called like YAML',
      { '.npmrc': secret, 'ecaudit.config.yaml': 'extends: ./.npmrc\n' },
      /"\.\/\.npmrc" is no \.yaml or \.json file/,
    ],
    [
      'is never quoted where it is none of ours',
      { 'x.yaml': secret, 'ecaudit.config.yaml': 'extends: ./x.yaml\n' },
      /^x\.yaml:1:1: this is no configuration of ecaudit/,
    ],
    [
      'nor as a ruleset',
      { 'x.yaml': secret, 'ecaudit.config.yaml': 'rulesets: [./x.yaml]\n' },
      /^x\.yaml:1:1: this is no ruleset/,
    ],
    [
      'lies in the repository',
      {
        '.git/HEAD': 'ref: x',
        'ecaudit.config.yaml': 'extends: ../x.yaml\nrulesets: [../x.yaml]\n',
      },
      /"\.\.\/x\.yaml" lies outside the repository/,
    ],
  ])('%s', async (_, files, message) => {
    const told = (await configDiagnostics(files)).join('\n');
    expect(told).toMatch(message);
    expect(told).not.toMatch(/npm_/);
  });
});
