import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { parseXml } from '../../src/sources/metadata/xml.js';
import { ecaudit, fixtures, root } from './run.js';
import { envOf, orgWith, stopOrgsAfterEach } from './orgs.js';

stopOrgsAfterEach();
const work = mkdtempSync(join(tmpdir(), 'ecaudit-doctor-'));
afterAll(() => rmSync(work, { recursive: true, force: true }));

test('doctor says what an org hides, and what that costs', async () => {
  const org = await orgWith({
    folder: join(fixtures, 'planted/faulty'),
    hidden: ['LoginHistory'],
  });
  const run = await ecaudit(['doctor', '--org', 'env'], { env: envOf(org), cwd: work });
  expect(run.code).toBe(3);
  expect(run.stdout).toContain(
    'Org env: 2 apps: 2 with metadata, 0 installed, 0 known only by use',
  );
  expect(run.stdout).toMatch(
    /- error: Org does not show an object: the login history: .*LoginHistory/,
  );
  expect(run.stdout).toMatch(/- \d+ checks?: the org did not give the login history/);
});

test('doctor without an org looks at the configuration', async () => {
  const run = await ecaudit(['doctor'], { cwd: work });
  expect([run.code, run.stderr]).toEqual([0, '']);
  expect(run.stdout).toContain('Configuration: none');
});

test('the permission set is well-formed and gives no secret', () => {
  const text = readFileSync(
    join(root, 'docs/permission-set/permissionsets/ecaudit_Reader.permissionset'),
    'utf8',
  );
  expect(parseXml(text).ok).toBe(true);
  expect(text).not.toMatch(/ViewClientSecret|ModifyAllData|ManageUsers/);
});

/** The files of the built program that a run loads, as V8 counts them. */
function loadedBy(argv: readonly string[]): readonly string[] {
  const coverage = mkdtempSync(join(work, 'v8-'));
  spawnSync(process.execPath, [join(root, 'dist/cli/bin.js'), ...argv], {
    cwd: fixtures,
    env: {
      ...process.env,
      NODE_V8_COVERAGE: coverage,
      SF_ACCESS_TOKEN: 'x',
      SF_INSTANCE_URL: 'http://127.0.0.1:1',
    },
  });
  const reports = readdirSync(coverage).map((name) => readFileSync(join(coverage, name), 'utf8'));
  const urls = reports.flatMap((text) =>
    (JSON.parse(text) as { result: { url: string }[] }).result.map(({ url }) => url),
  );
  return urls.filter((url) => url.includes('/dist/'));
}

test('an audit of a folder loads no jsforce; one of an org does', () => {
  // The bundle names no packages; this is how jsforce's registry of log-ins calls its file.
  const holdsJsforce = (url: string): boolean =>
    readFileSync(new URL(url), 'utf8').includes('".jsforce"');
  const ofFolder = loadedBy(['planted/clean']);
  expect(ofFolder.length).toBeGreaterThan(0);
  expect(ofFolder.filter(holdsJsforce)).toEqual([]);
  expect(loadedBy(['--org', 'env', '--retries', '0']).some(holdsJsforce)).toBe(true);
});
