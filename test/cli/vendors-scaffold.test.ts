// `ecaudit vendors scaffold`: files that are clean under the guide, or the names of what somebody has to give.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { scaffoldFiles } from '../../src/fix/scaffold.js';
import { shippedRulesets } from '../../src/rulesets/shipped.js';
import { tempFolder } from '../metadata/temp-folder.js';
import { audit, ecaudit } from '../stories/run.js';

const guides = shippedRulesets.filter(
  ({ id, kind, guideFor, appliesTo }) =>
    kind === 'vendor' &&
    (guideFor ?? appliesTo).includes('externalClientApp') &&
    id !== 'vendors/salesforce-cli',
);

const callbacks: Readonly<Record<string, string>> = {
  'vendors/cdata-salesforce-driver': 'http://localhost:3000',
  'vendors/devart': 'http://localhost:56420',
  'vendors/elastic-agent-integration': 'https://northwind.my.salesforce.com',
  'vendors/conga-revenue-lifecycle': 'https://northwind.my.salesforce.com/cb',
};

/** A value for whatever is asked for by name. */
function valueFor(guide: string, name: string, about: string): string {
  if (name === 'callbackUrls' && callbacks[guide] !== undefined) return callbacks[guide];
  const choice = /one of ([^,\s]+)/.exec(about)?.[1];
  if (choice !== undefined) return choice;
  if (name === 'permittedProfiles') return 'System Administrator';
  if (name === 'certificate') return 'MIIC'.repeat(60);
  if (/email/i.test(name)) return 'team@northwind.test';
  if (/url|uri|callback/i.test(name)) return 'https://northwind.test/cb';
  return 'northwind';
}

describe.each(guides.map((ruleset) => [ruleset.id, ruleset] as const))('%s', (id, ruleset) => {
  test('asks for what is missing, and then has no finding of the guide', async () => {
    const given = new Map<string, readonly string[]>();
    let apiName = 'New_App';
    for (let round = 0; round < 6; round += 1) {
      const result = await scaffoldFiles({
        ruleset,
        apiName,
        parameters: given,
        now: new Date('2026-11-30'),
        version: '0',
      });
      if ('files' in result) {
        const files = Object.fromEntries(result.files.map(({ path, text }) => [path, text]));
        const flags = [...given].flatMap(([name, [value = '']]) =>
          name in ruleset.parameters ? ['--param', `${name}=${value}`] : [],
        );
        const { report } = await audit(['.', '-r', id, '--app', apiName, ...flags], {
          cwd: tempFolder(files),
        });
        expect(
          report.results
            .filter(({ verdict, level }) => verdict === 'fail' && level === 'required')
            .map(({ rule, message }) => [rule, message]),
        ).toEqual([]);
        return;
      }
      expect(result.missing.length).toBeGreaterThan(0);
      apiName =
        /the guide wants (\w+)/.exec(
          result.missing.find(({ name }) => name === 'app')?.about ?? '',
        )?.[1] ?? apiName;
      for (const { name, about } of result.missing) given.set(name, [valueFor(id, name, about)]);
    }
    expect('nothing more').toBe('asked for');
  });
});

test('what is missing is named, and nothing is written', async () => {
  const cwd = tempFolder();
  const run = await ecaudit(
    ['vendors', 'scaffold', 'fullcast', '--app', 'Fullcast', '--out', 'x'],
    { cwd },
  );
  expect([run.code, run.stdout]).toEqual([2, '']);
  expect(run.stderr).toMatch(/--param environment=VALUE.*--param contactEmail=VALUE/);
  const flags = [
    '--param',
    'environment=production',
    '--param',
    'contactEmail=team@northwind.test',
  ];
  const all = [
    'vendors',
    'scaffold',
    'vendors/fullcast',
    '--app',
    'Fullcast',
    '--out',
    'x',
    ...flags,
  ];
  const done = await ecaudit(all, { cwd });
  expect(done.code).toBe(0);
  const global = readFileSync(
    join(cwd, 'x/extlClntAppGlobalOauthSets/Fullcast_glbloauth.ecaGlblOauth-meta.xml'),
    'utf8',
  );
  expect(global).toContain('<isPkceRequired>true</isPkceRequired>');
  expect((await ecaudit(all, { cwd })).code).toBe(2);
});

test.each([
  [['nobody', '--app', 'X', '--out', 'x'], /no guide is called nobody/],
  [['fullcast', '--app', '1 x', '--out', 'x'], /is no API name/],
])('%j is refused', async (flags, message) => {
  const run = await ecaudit(['vendors', 'scaffold', ...flags], { cwd: tempFolder() });
  expect([run.code, run.stdout]).toEqual([2, '']);
  expect(run.stderr).toMatch(message);
});
