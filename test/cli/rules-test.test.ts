// `rules test`: examples of rulesets, folders of fixtures.
import { describe, expect, test } from 'vitest';
import { tempFolder } from '../metadata/temp-folder.js';
import { ecaudit } from '../stories/run.js';

const rule = (id: string, label: string, examples = ''): string => `  - id: ${id}
    require: { fact: label, operator: equal, value: ${label} }
${examples}`;

const good = `    examples:
      - { settings: { label: Good }, verdict: pass }
      - { settings: { label: Bad }, verdict: fail }
      - { settings: {}, verdict: open }
`;
const wrong = `    examples:
      - { settings: { label: Good }, verdict: pass }
      - { title: said otherwise, settings: { label: Bad }, verdict: pass }
`;
const head = 'id: acme\ntitle: Acme\nkind: standard\nrules:\n';
const vendor =
  'id: vendors/acme\ntitle: Acme\nkind: vendor\nmatch: { fact: apiName, operator: equal, value: A }\nrules:\n';
const one = head + rule('good', 'Good', good);
const two = one + rule('other', 'Other', good.replaceAll('Good', 'Other'));

/** A Connected App of a label, in a folder. */
function app(folder: string, label: string, name = 'A'): Readonly<Record<string, string>> {
  const xml = `<ConnectedApp xmlns="http://soap.sforce.com/2006/04/metadata"><contactEmail>a@b.example</contactEmail><label>${label}</label></ConnectedApp>`;
  return { [`${folder}/connectedApps/${name}.connectedApp-meta.xml`]: xml };
}

type Row = readonly [
  name: string,
  files: Readonly<Record<string, string>>,
  argv: readonly string[],
  code: 0 | 1 | 2,
  says: string,
];

const rows: readonly Row[] = [
  ['a file', { 'a.yaml': one }, ['a.yaml'], 0, '1 ruleset, 1 rule, 3 examples: all as expected.\n'],
  [
    'JSON',
    {
      'a.json': JSON.stringify({
        id: 'acme',
        title: 'A',
        kind: 'standard',
        rules: [
          {
            id: 'x',
            require: { fact: 'oauthEnabled', operator: 'equal', value: true },
            examples: [{ settings: { oauthEnabled: true }, verdict: 'pass' }],
          },
        ],
      }),
    },
    ['a.json'],
    0,
    '1 example:',
  ],
  [
    'two files',
    { 'a.yaml': one, 'b.yml': two.replace('id: acme', 'id: b') },
    ['a.yaml', 'b.yml'],
    0,
    '2 rulesets, 3 rules, 9 examples',
  ],
  [
    'a folder',
    { 'd/a.yaml': one, 'd/e/b.yaml': two.replace('id: acme', 'id: b') },
    ['d'],
    0,
    '2 rulesets, 3 rules, 9 examples',
  ],
  [
    'a wrong example',
    { 'a.yaml': head + rule('good', 'Good', wrong) },
    ['a.yaml'],
    1,
    'acme/good: example 2, "said otherwise"\n  expected  pass\n  found     fail. "External Client App Name" is Bad; it must be Good.',
  ],
  [
    'no examples',
    { 'a.yaml': head + rule('good', 'Good') },
    ['a.yaml'],
    0,
    'ecaudit: acme/good has no examples\n',
  ],
  [
    'what is extended needs no examples',
    { 'a.yaml': `${one}extends: [flows]\n` },
    ['a.yaml'],
    0,
    '1 ruleset, 1 rule, 3 examples: all as expected.\n',
  ],
  [
    'fixtures beside a file',
    { 'd/a.yaml': one, ...app('d/pass', 'Good'), ...app('d/fail', 'Bad') },
    ['d'],
    0,
    '3 examples; 2 apps in 2 folders of fixtures: all as expected.\n',
  ],
  [
    'fixtures by rule name',
    { 'd/a.yaml': two, ...app('d/other/pass', 'Other'), ...app('d/good/fail', 'Other') },
    ['d'],
    0,
    '2 apps in 2 folders of fixtures: all',
  ],
  [
    'fixtures by the id of a shipped rule',
    { ...app('x/migration/legacy-connected-app/fail', 'Any') },
    ['x'],
    0,
    '1 app in 1 folder of fixtures: all',
  ],
  [
    '--rule',
    { ...app('x/fail', 'Any') },
    ['x', '--rule', 'migration/legacy-connected-app'],
    0,
    '1 app in 1 folder',
  ],
  [
    'several apps in a folder',
    { 'd/a.yaml': one, ...app('d/pass', 'Good'), ...app('d/pass', 'Good', 'B') },
    ['d'],
    0,
    '2 apps in 1 folder',
  ],
  [
    'one app of several',
    { 'd/a.yaml': one, ...app('d/pass', 'Good'), ...app('d/pass', 'Bad', 'B') },
    ['d'],
    1,
    'acme/good: d/pass, connectedApp:B\n  expected  pass\n  found     fail.',
  ],
  [
    'the place of a difference',
    { 'd/a.yaml': one, ...app('d/pass', 'Bad') },
    ['d'],
    1,
    '  at        d/pass/connectedApps/A.connectedApp-meta.xml:1:',
  ],
  [
    'open',
    {
      'd/a.yaml': `${head}  - { id: pkce, require: { fact: pkceRequired, operator: equal, value: true } }\n`,
      ...app('d/open', 'Any'),
    },
    ['d'],
    0,
    '1 app in 1 folder',
  ],
  [
    'not applicable',
    {
      'd/a.yaml': `${head}  - { id: eca, when: { fact: kind, operator: equal, value: externalClientApp }, require: { fact: label, operator: isNotEmpty } }\n`,
      ...app('d/not-applicable', 'Any'),
    },
    ['d'],
    0,
    '1 app in 1 folder',
  ],
  [
    'a vendor and its app',
    { 'd/a.yaml': vendor + rule('good', 'Good'), ...app('d/pass', 'Good') },
    ['d'],
    0,
    '1 app in 1 folder',
  ],
  [
    'a vendor and a stranger',
    { 'd/a.yaml': vendor + rule('good', 'Good'), ...app('d/pass', 'Good', 'B') },
    ['d'],
    1,
    'found     not applicable. Does not apply: nothing says that this app is for Acme.',
  ],
  ['nothing there', {}, ['nowhere'], 2, 'ecaudit: nowhere does not exist\n'],
  [
    'an empty folder',
    { 'd/readme.txt': '' },
    ['d'],
    2,
    'd holds neither a ruleset file nor fixtures',
  ],
  [
    'a mistake',
    { 'a.yaml': one.replace('fact: label', 'fact: lable') },
    ['a.yaml'],
    2,
    'a.yaml:6:22: unknown fact "lable"; did you mean "label"?',
  ],
  [
    'a mistake in a folder',
    { 'd/a.yaml': one.replace('rules:', 'ruels:') },
    ['d'],
    2,
    'd/a.yaml:4:1: unknown key "ruels"',
  ],
  [
    'a misspelt folder',
    { 'd/a.yaml': one, ...app('d/pass', 'Good'), ...app('d/fial', 'Bad') },
    ['d'],
    2,
    'd/fial is no folder of fixtures',
  ],
  [
    'fixtures of no rule',
    { ...app('d/pass', 'Good') },
    ['d'],
    2,
    'd has fixtures, but nothing says of which rule',
  ],
  [
    'fixtures of one of two rules',
    { 'd/a.yaml': two, ...app('d/pass', 'Good') },
    ['d'],
    2,
    'nothing says of which rule',
  ],
  [
    '--rule that is none',
    { ...app('d/pass', 'Good') },
    ['d', '--rule', 'flows/pkce-requird'],
    2,
    'did you mean flows/pkce-required',
  ],
  [
    '--rule that is several',
    { ...app('d/pass', 'Good') },
    ['d', '--rule', 'flows/*'],
    2,
    '--rule flows/* is more than one rule',
  ],
  [
    '--rule without fixtures',
    { 'a.yaml': one },
    ['a.yaml', '--rule', 'acme/good'],
    2,
    'no folder of fixtures was found',
  ],
  ['--rule alone', {}, ['--rule', 'acme/good'], 2, 'none is named'],
  [
    'a fixture without apps',
    { 'd/a.yaml': one, 'd/pass/readme.txt': '' },
    ['d'],
    2,
    'no External Client App or Connected App was found in d/pass',
  ],
  [
    'a broken fixture',
    { 'd/a.yaml': one, 'd/pass/A.connectedApp': '<ConnectedApp>' },
    ['d'],
    2,
    'd/pass/A.connectedApp:1:',
  ],
  [
    'a parameter that is none',
    { 'd/a.yaml': one, ...app('d/pass', 'Good') },
    ['d', '--param', 'x=y'],
    2,
    'no ruleset has a parameter "x"',
  ],
];

test.each(rows)('%s', async (_, files, argv, code, says) => {
  const run = await ecaudit(['rules', 'test', ...argv], { cwd: tempFolder(files) });
  expect(run.stdout + run.stderr).toContain(says);
  expect(run.code).toBe(code);
  expect(code === 2 ? run.stdout : '').toBe('');
});

describe('without a name', () => {
  test('every shipped example is run', async () => {
    const { code, stdout } = await ecaudit(['rules', 'test']);
    expect(stdout).toMatch(/^\d+ rulesets, \d+ rules, \d{3,} examples: all as expected\.\n$/);
    expect(code).toBe(0);
  });
});

test('config and data files in a folder are no rulesets', async () => {
  const cwd = tempFolder({
    'd/a.yaml': one,
    'd/ecaudit.config.yaml': 'failOn: high\n',
    'd/x.data.yaml': 'a: 1\n',
  });
  const { code, stdout } = await ecaudit(['rules', 'test', 'd'], { cwd });
  expect([code, stdout]).toEqual([0, '1 ruleset, 1 rule, 3 examples: all as expected.\n']);
});
