// An afternoon with 20 legacy apps: first run, baseline, a new fault in a pull request, a suppression, green.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { tempFolder } from '../metadata/temp-folder.js';
import { audit, ecaudit, type Audit, type Tree } from './run.js';

const root = 'force-app/main/default';
const baseline = ['--baseline', 'ecaudit-baseline.json'];
const fullAccess = 'scopes/no-full-access';

function legacyApp(number: number): Tree {
  const name = `Legacy_${number}`;
  const text = `<?xml version="1.0" encoding="UTF-8"?>
<ConnectedApp xmlns="http://soap.sforce.com/2006/04/metadata">
    <contactEmail>owner@northwind.test</contactEmail>
    <label>Legacy ${number}</label>
    <oauthConfig>
        <callbackUrl>http://app${number}.northwind.test/callback</callbackUrl>
        <isAdminApproved>false</isAdminApproved>
        <isPkceRequired>false</isPkceRequired>
        <scopes>Api</scopes>
        <scopes>RefreshToken</scopes>
    </oauthConfig>
</ConnectedApp>
`;
  return { [`${root}/connectedApps/${name}.connectedApp-meta.xml`]: text };
}

function repository(): string {
  const apps = Array.from({ length: 20 }, (_, number) => legacyApp(number));
  const others = {
    'sfdx-project.json': '{ "packageDirectories": [{ "path": "force-app" }] }',
    [`${root}/settings/OauthOidc.settings-meta.xml`]: `<OauthOidcSettings xmlns="http://soap.sforce.com/2006/04/metadata">
    <blockOAuthUnPwFlow>false</blockOAuthUnPwFlow>
</OauthOidcSettings>
`,
    'ecaudit.config.yaml': `# How we audit.
failOn: high # as the security team asked
suppressionPolicy: { requireOwner: true, requireExpiry: true, maxDays: 180 }
`,
  };
  return tempFolder(Object.assign(others, ...apps) as Tree);
}

function fresh({ report }: Audit): readonly string[] {
  return report.results
    .filter(({ verdict, baselined, suppressed }) => verdict === 'fail' && !baselined && !suppressed)
    .map(({ rule, app }) => `${rule} ${app}`);
}

test('from the first run to a green pull request', { timeout: 120_000 }, async () => {
  const cwd = repository();
  const run = (...flags: readonly string[]): Promise<Audit> => audit(flags, { cwd });

  const first = await run();
  expect([first.code, first.report.summary.apps]).toEqual([1, 20]);
  expect(first.report.summary.bySeverity.high).toBeGreaterThanOrEqual(20);

  const adopting = await ecaudit(['--write-baseline', 'ecaudit-baseline.json', '-q'], { cwd });
  expect([adopting.code, adopting.stderr]).toEqual([0, '']);
  const known = await run(...baseline);
  expect([known.code, fresh(known)]).toEqual([0, []]);

  // The pull request: one scope too many in one app, and a new app that nobody touched otherwise.
  const path = join(cwd, root, 'connectedApps/Legacy_7.connectedApp-meta.xml');
  const text = readFileSync(path, 'utf8');
  writeFileSync(path, text.replace('<scopes>Api</scopes>', '<scopes>Full</scopes>'));
  const pull = await run(...baseline);
  expect(pull.code).toBe(1);
  const grave = fresh(pull).filter((one) => one.startsWith('scopes/'));
  expect(grave).toContain(`${fullAccess} connectedApp:Legacy_7`);
  expect(new Set(fresh(pull).map((one) => one.split(' ')[1]))).toEqual(
    new Set(['connectedApp:Legacy_7']),
  );

  for (const { fingerprint } of pull.report.results.filter(isFreshAndHigh)) {
    const words = ['--reason', 'Vendor needs it until March, SEC-123', '--owner', 'integrations'];
    const refused = await ecaudit(['suppress', fingerprint, ...words], { cwd });
    expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining('--expires')]);
    const accepted = [...words, '--expires', '2027-03-31'];
    expect((await ecaudit(['suppress', fingerprint, ...accepted], { cwd })).code).toBe(0);
  }
  const config = readFileSync(join(cwd, 'ecaudit.config.yaml'), 'utf8');
  expect(config).toMatch(/^# How we audit\.\nfailOn: high # as the security team asked\n/);

  const green = await run(...baseline);
  expect(green.code).toBe(0);
  expect(green.report.summary.suppressed).toBeGreaterThan(0);
  const { stdout } = await ecaudit(baseline, { cwd, columns: 120 });
  expect(stdout).toMatch(/\d+ suppressed by the configuration; \d+ known from the baseline/);
  expect(stdout).toContain('configuration ecaudit.config.yaml');

  // Months later nobody has renewed it.
  const later = await ecaudit([...baseline, '-f', 'json'], {
    cwd,
    env: { SOURCE_DATE_EPOCH: String(Date.parse('2027-04-01T00:00:00Z') / 1000) },
  });
  expect(later.code).toBe(1);
  expect(later.stdout).toContain('what it suppressed counts again');
});

function isFreshAndHigh({ verdict, severity, baselined }: Audit['report']['results'][number]) {
  return verdict === 'fail' && severity === 'high' && !baselined;
}

test('a new app brings its own findings, but none about the org', async () => {
  const cwd = repository();
  await ecaudit(['--write-baseline', 'ecaudit-baseline.json'], { cwd });
  const [path = '', text = ''] = Object.entries(legacyApp(20))[0] ?? [];
  writeFileSync(join(cwd, path), text);
  const after = await audit(baseline, { cwd });
  const rules = fresh(after).map((one) => one.split(' ')[0] ?? '');
  expect(new Set(fresh(after).map((one) => one.split(' ')[1]))).toEqual(
    new Set(['connectedApp:Legacy_20']),
  );
  expect(rules).toContain('urls/https-callbacks');
  expect(rules).not.toContain('org/username-password-flow-blocked');
});
