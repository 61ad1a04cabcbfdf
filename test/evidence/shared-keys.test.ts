// One consumer key in several apps, repositories and orgs: compared by digest, in one run and by merge; no key is ever written.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { tempFolder } from '../metadata/temp-folder.js';
import { envOf, orgWith, stopOrgsAfterEach } from '../stories/orgs.js';
import { audit, ecaudit } from '../stories/run.js';
import { connectedApp, key, keyed, otherKey } from './project.js';

stopOrgsAfterEach();

const flags = ['--no-config', '--fail-on', 'never', '--include', 'all'];
const rule = 'evidence/consumer-key-of-its-own';
const otherKeyed = `<consumerKey>${otherKey}</consumerKey>`;

function repositories(): string {
  const placed = (folder: string, files: Record<string, string>): Record<string, string> =>
    Object.fromEntries(Object.entries(files).map(([path, text]) => [`${folder}/${path}`, text]));
  return tempFolder({
    ...placed('billing', { ...connectedApp('Sync', keyed), ...connectedApp('Mover', otherKeyed) }),
    ...placed('sales', {
      ...connectedApp('Order_Sync', keyed),
      ...connectedApp('Mover', otherKeyed),
    }),
  });
}

describe('in one run', () => {
  test('apps of different names with one key are a finding, one app in two repositories is a note', async () => {
    const run = await audit(['billing', 'sales', ...flags], { cwd: repositories() });
    const verdicts = Object.fromEntries(
      run.report.results
        .filter((one) => one.rule === rule)
        .map(({ app, verdict }) => [app, verdict]),
    );
    expect(verdicts).toEqual({
      'billing#connectedApp:Mover': 'pass',
      'billing#connectedApp:Sync': 'fail',
      'sales#connectedApp:Mover': 'pass',
      'sales#connectedApp:Order_Sync': 'fail',
    });
    const message = run.report.results.find((one) => one.rule === rule && one.verdict === 'fail');
    expect(message?.message).toContain('sales#connectedApp:Order_Sync');
    expect(run.stdout).not.toContain(key);
    expect(run.stdout).not.toContain('consumerKeyDigest');
  });

  test('an org and a repository are compared, too, where there is a salt', async () => {
    const file = Object.values(connectedApp('Copy', keyed))[0] ?? '';
    const org = await orgWith({ files: { 'Copy.connectedApp': file } });
    const cwd = tempFolder(connectedApp('Sync', keyed));
    const env = { ...envOf(org), ECAUDIT_KEY_SALT: 'a long text that nobody knows' };
    const run = await audit(['main', '--org', 'env', ...flags], { cwd, env });
    const found = run.report.results.find(
      (one) => one.rule === rule && one.app === 'main#connectedApp:Sync',
    );
    expect(found?.verdict).toBe('fail');
    expect(run.stdout).not.toContain(key);
  });
});

describe('by merge', () => {
  const salt = 'a long text that nobody knows';
  const merged = async (salts: readonly [string, string]) => {
    const cwd = repositories();
    for (const [index, folder] of ['billing', 'sales'].entries())
      await ecaudit([folder, '--no-config', '-q', '-f', `json=${folder}.json`], {
        cwd,
        env: { ECAUDIT_KEY_SALT: salts[index] ?? '' },
      });
    await ecaudit(['merge', 'billing.json', 'sales.json', '-f', 'json=all.json'], { cwd });
    const texts = ['billing', 'sales', 'all'].map((name) =>
      readFileSync(join(cwd, `${name}.json`), 'utf8'),
    );
    const { problems } = JSON.parse(texts[2] ?? '') as {
      problems: readonly { kind: string; message: string }[];
    };
    return { texts, told: problems.filter(({ kind }) => kind === 'same-consumer-key') };
  };

  test('reports with one salt tell of one key', async () => {
    const { texts, told } = await merged([salt, salt]);
    expect(told.map(({ message }) => message.replace(/ have .*/, ''))).toEqual([
      'billing#connectedApp:Mover, sales#connectedApp:Mover',
      'billing#connectedApp:Sync, sales#connectedApp:Order_Sync',
    ]);
    expect(texts.some((text) => text.includes(key) || text.includes(otherKey))).toBe(false);
  });

  test.each([
    ['other salts', [salt, `${salt}!`]],
    ['no salt', ['', '']],
  ] as const)('reports with %s tell of none', async (_, salts) => {
    const { texts, told } = await merged([salts[0], salts[1]]);
    expect(told).toEqual([]);
    expect(texts.join('').includes('consumerKeyDigest')).toBe(salts[0] !== '');
  });

  test('a short salt is refused', async () => {
    const run = await ecaudit(['billing'], {
      cwd: repositories(),
      env: { ECAUDIT_KEY_SALT: 'abc' },
    });
    expect([run.code, run.stdout]).toEqual([2, '']);
    expect(run.stderr).toContain('ECAUDIT_KEY_SALT has fewer than 16 characters');
  });
});
