// What a configuration without mistakes comes to.
import { expect, test } from 'vitest';
import { UserError } from '../../src/model/user-error.js';
import { loadConfigFile } from '../../src/config/load.js';
import { shippedRulesets } from '../../src/rulesets/shipped.js';
import { tempFolder } from '../metadata/temp-folder.js';
import { load } from './configs.js';

test('what is left out is not there', async () => {
  expect(await load('failOn: never\n')).toEqual({
    file: 'ecaudit.config.yaml',
    failOn: 'never',
    places: { failOn: expect.objectContaining({ startLine: 1, startColumn: 1 }) },
    vendors: 'auto',
    apps: [],
    overrides: [],
    suppressions: [],
    suppressionPolicy: { requireReason: true, requireOwner: false, requireExpiry: false },
  });
});

test('rulesets by id, by file, and recommended', async () => {
  const { rulesets = [] } = await load('rulesets: [recommended, ./acme.yaml]\n');
  const standard = shippedRulesets.filter(({ kind }) => kind === 'standard').map(({ id }) => id);
  expect(rulesets.map(({ ruleset }) => ruleset.id)).toEqual([...standard, 'acme']);
  expect(rulesets.at(-1)?.location).toMatchObject({ startLine: 1, startColumn: 25 });
});

test('JSON is read like YAML', async () => {
  const cwd = tempFolder({ 'c.json': '{ "failOn": "low", "vendors": "none" }' });
  expect(await loadConfigFile('c.json', cwd, '2026-11-22')).toMatchObject({
    config: { file: 'c.json', failOn: 'low', vendors: 'none' },
  });
});

test('a file is put over those that it extends, and paths start where they stand', async () => {
  const config = await load(
    `extends: [base/one.yaml, base/two.yaml]
failOn: medium
apps: [{ match: Z, vendor: none }]
`,
    {
      'base/one.yaml': `rulesets: [../acme.yaml]
failOn: low
vendors: none
apps: [{ match: A, parameters: { region: eu } }]
overrides: [{ rule: acme/*, severity: high }]
`,
      'base/two.yaml': 'failOn: info\noverrides: [{ rule: flows/*, severity: off }]\n',
    },
  );
  expect(config).toMatchObject({ failOn: 'medium', vendors: 'none' });
  expect(config.rulesets?.map(({ ruleset }) => ruleset.id)).toEqual(['acme']);
  expect(config.apps.map(({ match, location }) => `${match} ${location.file}`)).toEqual([
    'A base/one.yaml',
    'Z ecaudit.config.yaml',
  ]);
  expect(config.overrides.map(({ rule, location }) => `${rule} ${location.file}`)).toEqual([
    'acme/* base/one.yaml',
    'flows/* base/two.yaml',
  ]);
});

test('an override may mean a rule by a former id', async () => {
  const { overrides } = await load(
    'rulesets: [./acme.yaml]\noverrides: [{ rule: acme/old-minutes, value: 30 }]\n',
  );
  expect(overrides).toHaveLength(1);
});

test('overrides may be about rulesets of the command line', async () => {
  const cwd = tempFolder({ 'c.yaml': 'overrides: [{ rule: extra/*, severity: low }]\n' });
  const [flows] = shippedRulesets.filter(({ id }) => id === 'flows');
  const rules = (flows?.rules ?? []).map((rule) => ({ ...rule, id: 'extra/one' }));
  const extra = flows ? [{ ...flows, id: 'extra', rules }] : [];
  expect(await loadConfigFile('c.yaml', cwd, '2026-11-22')).toHaveProperty('diagnostics');
  expect(await loadConfigFile('c.yaml', cwd, '2026-11-22', extra)).toHaveProperty('config');
});

test.each(['gone.yaml', '.'])('%s cannot be read', async (file) => {
  const cwd = tempFolder();
  await expect(loadConfigFile(file, cwd, '2026-11-22')).rejects.toThrow(UserError);
  await expect(loadConfigFile(file, cwd, '2026-11-22')).rejects.toThrow(
    `the config ${file} cannot be read (E`,
  );
});
