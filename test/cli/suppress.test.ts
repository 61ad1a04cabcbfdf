// Stories of `ecaudit suppress`. The tests run on 2026-11-22.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { audit, demoProject, ecaudit, type Run } from '../stories/run.js';

const rule = 'flows/pkce-required';
const app = 'connectedApp:Warehouse_Connector';

async function fingerprintOf(cwd: string, ruleId = rule): Promise<string> {
  const { report } = await audit([], { cwd });
  const found = report.results.find((one) => one.rule === ruleId && one.app === app);
  return found?.fingerprint ?? expect.fail(`no finding of ${ruleId}`);
}

async function suppress(cwd: string, ...flags: string[]): Promise<Run> {
  return ecaudit(['suppress', await fingerprintOf(cwd), ...flags], { cwd });
}

const why = ['--reason', 'Vendor ships PKCE in March, SEC-123'];

test('it writes rule, app, reason, owner and end, and the finding is suppressed', async () => {
  const config = '# ours\nfailOn: high # strict enough\n';
  const cwd = demoProject({ 'ecaudit.config.yaml': config });
  const run = await suppress(cwd, ...why, '--owner', 'team', '--expires', '2027-03-31');
  expect(run).toEqual({
    code: 0,
    stdout: `ecaudit.config.yaml: ${rule} is suppressed for ${app} until 2027-03-31\n`,
    stderr: '',
  });
  expect(readFileSync(join(cwd, 'ecaudit.config.yaml'), 'utf8')).toBe(`${config}
suppressions:
  - rule: ${rule}
    app: ${app}
    reason: Vendor ships PKCE in March, SEC-123
    owner: team
    expires: 2027-03-31
`);
  const { report } = await audit([], { cwd });
  expect(report.summary.suppressed).toBe(1);
});

test('without a configuration it makes one', async () => {
  const cwd = demoProject();
  expect((await suppress(cwd, ...why)).code).toBe(0);
  expect((await audit([], { cwd })).report.summary.suppressed).toBe(1);
});

test('the beginning of a fingerprint is enough, as -v shows it', async () => {
  const cwd = demoProject();
  const { stdout } = await ecaudit(['-v'], { cwd, columns: 200 });
  const shown = new RegExp(`${rule} \\(([0-9a-f]{12})\\)`).exec(stdout)?.[1] ?? '';
  const { code } = await ecaudit(['suppress', shown, ...why], { cwd });
  expect(code).toBe(0);
});

test('a finding about the org is suppressed for the org', async () => {
  const cwd = demoProject();
  const print = await fingerprintOf(cwd, 'org/username-password-flow-blocked');
  const { stdout } = await ecaudit(['suppress', print, ...why], { cwd });
  expect(stdout).toContain('is suppressed for the org');
  expect(readFileSync(join(cwd, 'ecaudit.config.yaml'), 'utf8')).not.toContain('app:');
});

test('a second time it says where it stands', async () => {
  const cwd = demoProject();
  await suppress(cwd, ...why);
  const again = await suppress(cwd, ...why);
  expect(again.code).toBe(2);
  expect(again.stderr).toContain('it is suppressed already, at ecaudit.config.yaml:2:5');
});

test.each<readonly [string, readonly string[], string]>([
  ['no reason', [], '--reason: the suppression policy wants a "reason"'],
  ['no day', [...why, '--expires', 'soon'], '--expires soon is no day'],
  ['a day that is over', [...why, '--expires', '2026-11-21'], 'is over already'],
])('%s is refused', async (_, flags, message) => {
  const { code, stdout, stderr } = await suppress(demoProject(), ...flags);
  expect([code, stdout]).toEqual([2, '']);
  expect(stderr).toContain(message);
});

test('the policy of the configuration counts, and nothing is written', async () => {
  const config = 'suppressionPolicy: { requireOwner: true, maxDays: 30 }\n';
  const cwd = demoProject({ 'ecaudit.config.yaml': config });
  const { code, stderr } = await suppress(cwd, ...why, '--expires', '2027-11-22');
  expect(code).toBe(2);
  expect(stderr).toContain('--owner: the suppression policy wants an "owner"');
  expect(stderr).toContain('--expires: the suppression policy wants an end within 30 days');
  expect(readFileSync(join(cwd, 'ecaudit.config.yaml'), 'utf8')).toBe(config);
});

test.each([
  ['xyz', 'is no fingerprint'],
  ['abc', 'is no fingerprint'],
  ['0123456789ab', 'no finding has the fingerprint'],
])('the fingerprint %s is refused', async (print, message) => {
  const { code, stderr } = await ecaudit(['suppress', print, ...why], { cwd: demoProject() });
  expect([code, stderr]).toEqual([2, expect.stringContaining(message)]);
});
