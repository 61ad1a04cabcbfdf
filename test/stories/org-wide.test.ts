// A switch of the org is one finding, however many apps it concerns.
import { expect, test } from 'vitest';
import { tempFolder } from '../metadata/temp-folder.js';
import { audit, ecaudit, type Tree } from './run.js';

const namespace = 'xmlns="http://soap.sforce.com/2006/04/metadata"';

function connectedApp(name: string): Tree {
  const text = `<ConnectedApp ${namespace}>
    <contactEmail>a@b.example</contactEmail>
    <label>${name}</label>
    <oauthConfig><callbackUrl>https://app.example/${name}</callbackUrl><scopes>Api</scopes></oauthConfig>
</ConnectedApp>
`;
  return { [`connectedApps/${name}.connectedApp-meta.xml`]: text };
}

const settings = {
  'settings/OauthOidc.settings-meta.xml': `<OauthOidcSettings ${namespace}>
    <blockOAuthUnPwFlow>false</blockOAuthUnPwFlow>
</OauthOidcSettings>
`,
};
const rule = 'org/username-password-flow-blocked';
const names = ['Alpha', 'Beta', 'Gamma', 'Delta'];

function folderWith(apps: readonly string[]): string {
  return tempFolder(Object.assign({ ...settings }, ...apps.map(connectedApp)) as Tree);
}

async function findings(apps: readonly string[]) {
  const { report } = await audit(['.', '-r', 'org'], { cwd: folderWith(apps) });
  return { ...report, failed: report.results.filter((result) => result.rule === rule) };
}

test('every app has its verdict, and all share one fingerprint', async () => {
  const { failed, summary } = await findings(names);
  expect(failed.map(({ app }) => app)).toEqual(
    names.toSorted().map((name) => `connectedApp:${name}`),
  );
  expect(failed.every(({ about, verdict }) => about === 'org' && verdict === 'fail')).toBe(true);
  expect(new Set(failed.map(({ fingerprint }) => fingerprint)).size).toBe(1);
  expect(summary).toMatchObject({ fail: 4, repeated: 3, bySeverity: { medium: 1 } });
});

test('the fingerprint does not depend on which apps there are', async () => {
  const [before] = (await findings(names)).failed;
  const [after] = (await findings(['Omega'])).failed;
  expect(after?.fingerprint).toBe(before?.fingerprint);
});

test('what reads settings of the app as well is about the app', async () => {
  const { report } = await audit(['.', '-r', 'flows'], { cwd: folderWith(names) });
  const pkce = report.results.filter((result) => result.rule === 'flows/pkce-required');
  expect(pkce.map(({ about }) => about)).toEqual(names.map(() => undefined));
  expect(new Set(pkce.map(({ fingerprint }) => fingerprint)).size).toBe(names.length);
});

test('an override for one app does not hide how bad it is for the others', async () => {
  const cwd = folderWith(names);
  const text = `overrides: [{ rule: ${rule}, app: Alpha, severity: low }]\n`;
  const config = tempFolder({ 'c.yaml': text });
  const { report } = await audit(['.', '-r', 'org', '--config', `${config}/c.yaml`], { cwd });
  expect(report.summary.bySeverity).toMatchObject({ medium: 1, low: 1 });
  expect(report.summary.repeated).toBe(2);
});

test('the table tells it once, and for how many apps', async () => {
  const { stdout } = await ecaudit(['.', '-r', 'org'], { cwd: folderWith(names), columns: 120 });
  expect(stdout.match(/org\/username-password-flow-blocked/g)).toHaveLength(1);
  expect(stdout).toContain('Settings of the whole org');
  expect(stdout).toContain('(4 apps)');
  expect(stdout).toContain('1 finding (1 medium) in 4 apps');
  expect(stdout).toContain('3 more for the same setting of the org');
  const one = await ecaudit(['.', '-r', 'org'], { cwd: folderWith(['Alpha']), columns: 120 });
  expect(one.stdout).toContain('1 finding (1 medium) in 1 app;');
  expect(one.stdout).not.toMatch(/more for the same setting|\(1 apps?\)\n/);
});
