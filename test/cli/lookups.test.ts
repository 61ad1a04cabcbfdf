import { expect, test } from 'vitest';
import { tempFolder } from '../metadata/temp-folder.js';
import { ecaudit } from '../stories/run.js';

test.each([
  [['settings', 'pkce'], 0, /^pkceRequired/m],
  [['settings', 'pkceRequird'], 2, /did you mean "pkceRequired"/],
  [['vendors', 'fulcast'], 2, /did you mean "fullcast"/],
  [['rules', 'list', 'pkce'], 0, /flows\/pkce-required/],
  [['supress', 'x'], 2, /did you mean the command ecaudit suppress\?/],
  [['https://acme.my.salesforce.com'], 2, /--org ALIAS/],
  [['--rule', 'flows/pkce-requird'], 2, /flows\/pkce-required/],
  [['.', '-r', 'flow'], 2, /did you mean "flows"\?/],
  [['.', '-r', 'fullcas'], 2, /did you mean "vendors\/fullcast"\?/],
  [['.', '-r', 'xyzzy'], 2, /`ecaudit vendors` lists them/],
  [['.', '--param', 'environmet=x'], 2, /did you mean "environment"\?/],
  [['.', '--param', 'xyzzy=1'], 2, /there are \w+, /],
  [['--versoin'], 2, /Did you mean --version\?/],
  [['-v', '--versoin'], 2, /Did you mean --version\?/],
  [['inventory', '--users'], 2, /Did you mean --with-users\?/],
  [['.', '--category', 'x'], 2, /Did you mean --sarif-category\?/],
  [['.', '-f', 'sariff'], 2, /did you mean "sarif"\?/],
  [['.', '-f', 'down'], 2, /did you mean "markdown"\?/],
  [['settings', 'xyzzy'], 2, /xyzzy/],
  [['.', '--fail-on', 'hgh'], 2, /Allowed choices are critical.*Did you mean "high"\?/],
  [['.', '--level', 'requird'], 2, /Did you mean "required"\?/],
  [['.', '--group-by', 'apps'], 2, /Did you mean "app"\?/],
  [['rules', 'shw'], 0, /No rule is like that; did you mean the command ecaudit rules show\?/],
  [['rules', 'list', 'pkse-required'], 0, /No rule is like that; did you mean "pkce-required"\?/],
  [['rules', 'show', 'pkce-requird'], 2, /did you mean/],
  [['rules', 'show', 'pkce'], 2, /several rules are called "pkce"/],
])('%j', async (argv, code, expected) => {
  const run = await ecaudit(argv);
  expect([run.code, run.stdout + run.stderr]).toEqual([code, expect.stringMatching(expected)]);
});

test('an unknown fact of a ruleset names those that have the word in them', async () => {
  const text = `id: acme/own
title: Own
kind: standard
rules:
  - { id: a, require: { fact: pkce, operator: equal, value: true } }
`;
  const { code, stderr } = await ecaudit(['.', '-r', 'own.yaml'], {
    cwd: tempFolder({ 'own.yaml': text }),
  });
  expect([code, stderr]).toEqual([
    2,
    expect.stringContaining('unknown fact "pkce"; did you mean "pkceRequired"'),
  ]);
});

test('a hint never prints hundreds of rulesets', async () => {
  const { stderr } = await ecaudit(['.', '-r', 'xyzzy']);
  expect(stderr.length).toBeLessThan(500);
});

test.each([60, 80, 160])('lists are no wider than %i columns', async (columns) => {
  for (const argv of [['vendors'], ['settings'], ['rules', 'show', 'flows/pkce-required']]) {
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    const { stdout } = await ecaudit(argv, { columns });
    const wide = stdout
      .split('\n')
      .filter((line) => line.length > columns && !line.includes('://'));
    expect([argv.join(' '), wide]).toEqual([argv.join(' '), []]);
  }
});
