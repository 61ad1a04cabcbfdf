// Stories of `ecaudit init`.
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { audit, copyFixture, demoProject, ecaudit, fixtures } from '../stories/run.js';
import { tempFolder } from '../metadata/temp-folder.js';

function configIn(cwd: string, name = 'ecaudit.config.yaml'): string {
  return readFileSync(join(cwd, name), 'utf8');
}

/** With every setting switched on. */
function switchedOn(text: string): string {
  return text.replace(/^#(?=[^ ])/gm, '');
}

test('what it writes changes nothing', async () => {
  const cwd = demoProject();
  const before = await audit([], { cwd });
  const { code, stdout, stderr } = await ecaudit(['init'], { cwd });
  expect([code, stderr]).toEqual([0, '']);
  expect(stdout).toContain('Wrote ecaudit.config.yaml.\nApps: 8. Findings: 0 critical, ');
  expect(stdout).toContain('Fullcast: vendors/fullcast');
  const after = await audit([], { cwd });
  expect(after.code).toBe(before.code);
  expect(after.report).toEqual({ ...before.report, config: 'ecaudit.config.yaml' });
});

test('each line that is switched off is sound as well', async () => {
  const cwd = demoProject();
  await ecaudit(['init'], { cwd });
  const text = switchedOn(configIn(cwd));
  expect(text).toContain('\n- { match: externalClientApp:Order_Sync, vendor: none }');
  writeFileSync(join(cwd, 'ecaudit.config.yaml'), text);
  const { report } = await audit([], { cwd });
  expect(report.problems.map(({ kind }) => kind)).toContain('milder');
});

test('it says what it saw: apps, vendors, findings', async () => {
  const cwd = demoProject();
  await ecaudit(['init'], { cwd });
  const text = configIn(cwd);
  expect(text).toContain(
    '# externalClientApp:Fullcast: vendors/fullcast, because of callback host app.fullcast.io; environment=production\n',
  );
  expect(text).toMatch(/Findings when this was written: 0 critical, \d+ high,/);
  expect(text).toContain('critical would let them pass.\nfailOn: high\n');
});

test('a parameter that nothing shows is a line to switch on', async () => {
  const cwd = tempFolder();
  copyFixture('guides/fullcast', cwd);
  rmSync(join(cwd, 'extlClntAppGlobalOauthSets'), { recursive: true });
  const { stdout } = await ecaudit(['init', '.'], { cwd });
  expect(stdout).toContain('Fullcast: vendors/fullcast (missing: vendors/fullcast.environment)');
  expect(configIn(cwd)).toContain(
    '\n#- { match: externalClientApp:Fullcast, parameters: { vendors/fullcast.environment: production } } # or pre-production\n',
  );
  writeFileSync(join(cwd, 'ecaudit.config.yaml'), switchedOn(configIn(cwd)));
  const { report } = await audit(['.'], { cwd });
  expect(report.apps[0]?.vendors[0]?.parameters).toEqual({ environment: 'production' });
});

test('a file that is there stays, unless --force says otherwise', async () => {
  const cwd = demoProject({ 'ecaudit.config.yaml': 'failOn: low\n' });
  expect(await ecaudit(['init'], { cwd })).toEqual({
    code: 2,
    stdout: '',
    stderr:
      'ecaudit: ecaudit.config.yaml exists already\nhint: --force writes ecaudit.config.yaml anew; what stands in it is lost\n',
  });
  expect(configIn(cwd)).toBe('failOn: low\n');
  expect(await ecaudit(['init', '--force'], { cwd })).toMatchObject({ code: 0 });
  expect(configIn(cwd)).toContain('failOn: high');
});

test.each([
  ['ecaudit.config.yml', 0],
  ['ecaudit.config.json', 2],
])('--force beside %s ends with %i, and never with two files', async (name, code) => {
  const cwd = demoProject({ [name]: '{}' });
  expect((await ecaudit(['init', '--force'], { cwd })).code).toBe(code);
  expect(existsSync(join(cwd, 'ecaudit.config.yaml'))).toBe(false);
  expect((await ecaudit(['-f', 'json'], { cwd })).code).toBe(1);
});

test('a file in a folder above is told', async () => {
  const cwd = demoProject({ 'ecaudit.config.yaml': 'failOn: low\n' });
  const { stdout } = await ecaudit(['init'], { cwd: join(cwd, 'force-app') });
  expect(stdout).toContain('../ecaudit.config.yaml does not count here any more.');
});

test('a folder without apps gives a file all the same', async () => {
  const cwd = tempFolder();
  const { code, stdout } = await ecaudit(['init'], { cwd });
  expect(code).toBe(3);
  expect(stdout).toContain('Trouble: no External Client App or Connected App was found in .');
  expect((await audit([], { cwd })).code).toBe(3);
});

test('a source that is not there is refused, and nothing is written', async () => {
  const cwd = tempFolder();
  expect((await ecaudit(['init', 'nowhere'], { cwd })).code).toBe(2);
  expect(existsSync(join(cwd, 'ecaudit.config.yaml'))).toBe(false);
});

test('no secret and no key gets into the file', async () => {
  const cwd = tempFolder();
  copyFixture('planted/faulty', cwd);
  const planted = readFileSync(
    join(fixtures, 'planted/faulty/connectedApps/Faulty_CA.connectedApp-meta.xml'),
    'utf8',
  );
  const secrets = Array.from(
    planted.matchAll(/<consumer(?:Key|Secret)>([^<]+)</g),
    ([, text = '']) => text,
  );
  const { stdout } = await ecaudit(['init'], { cwd });
  expect(secrets.length).toBeGreaterThan(0);
  for (const secret of secrets) expect(stdout + configIn(cwd)).not.toContain(secret);
});

describe('what comes after the first day', () => {
  test('is in the file: baseline, suppressions and their policy', async () => {
    const cwd = demoProject();
    const { stdout } = await ecaudit(['init'], { cwd });
    expect(stdout).toMatch(/^Next: ecaudit.*--write-baseline ecaudit-baseline\.json$/m);
    const text = configIn(cwd);
    for (const key of [
      '# baseline: ecaudit-baseline.json',
      '#suppressions:',
      '#suppressionPolicy: ',
    ])
      expect(text).toContain(`\n${key}`);
    expect(text).toContain('`ecaudit suppress FINGERPRINT');
  });

  test('does what it says: the baseline that Next names is the one of the file', async () => {
    const cwd = demoProject();
    await ecaudit(['init'], { cwd });
    await ecaudit(['-q', '--write-baseline', 'ecaudit-baseline.json'], { cwd });
    writeFileSync(
      join(cwd, 'ecaudit.config.yaml'),
      configIn(cwd).replace('# baseline:', 'baseline:'),
    );
    const { code, report } = await audit([], { cwd });
    expect([code, report.summary.baselined > 0]).toEqual([0, true]);
  });

  test('needs no baseline where nothing is found', async () => {
    const cwd = tempFolder({});
    const { code, stdout } = await ecaudit(['init'], { cwd });
    expect([code, stdout]).toEqual([3, expect.stringMatching(/^Next: ecaudit$/m)]);
    expect(stdout).toContain('was found in . (the current folder).\n');
  });
});

test.each([
  [{}, false],
  [{ 'node_modules/ecaudit/schemas/config.schema.json': '{}' }, true],
])('it names a schema only where one is: %j', async (files, named) => {
  const cwd = demoProject(files);
  await ecaudit(['init'], { cwd });
  expect(configIn(cwd).startsWith('# yaml-language-server: ')).toBe(named);
});
