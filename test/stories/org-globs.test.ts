// `org:` in the configuration: what is decided for one org is not decided for another.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { tempFolder } from '../metadata/temp-folder.js';
import { envOf, orgWith, stopOrgsAfterEach } from './orgs.js';
import { audit, demoProject, ecaudit, fixtures, type Audit } from './run.js';

stopOrgsAfterEach();

const id = '00DxxYYz0000Ab1';

interface Saved {
  readonly cwd: string;
  readonly host: string;
  readonly env: Readonly<Record<string, string>>;
}

/** An org that runs, and a snapshot of it. */
async function saved(): Promise<Saved> {
  const org = await orgWith({ folder: join(fixtures, 'planted/faulty'), orgId: id });
  const cwd = tempFolder();
  const env = envOf(org);
  await ecaudit(['pull', '--org', 'env', '--out', 'org/env'], { env, cwd });
  return { cwd, env, host: new URL(org.url).host };
}

async function suppressedWith(
  glob: string,
  source: readonly string[],
  at: Saved,
): Promise<boolean> {
  const entry = `suppressions:\n  - { rule: "*", org: "${glob}", reason: known }\n`;
  writeFileSync(join(at.cwd, 'ecaudit.config.yaml'), entry);
  return isSuppressed(await audit(source, at));
}

function isSuppressed({ report }: Audit): boolean {
  return report.summary.suppressed > 0;
}

test('an org is meant by id, alias and host; a snapshot has no alias', async () => {
  const at = await saved();
  const globs = [id, `${id.slice(0, 8)}*`, at.host, '*', 'env', '00D000000000001', 'other'];
  const found: (readonly [string, boolean, boolean])[] = [];
  for (const glob of globs) {
    const live = await suppressedWith(glob, ['--org', 'env'], at);
    found.push([glob, live, await suppressedWith(glob, ['org/env'], at)]);
  }
  expect(found).toEqual([
    [id, true, true],
    [`${id.slice(0, 8)}*`, true, true],
    [at.host, true, true],
    ['*', true, true],
    ['env', true, false],
    ['00D000000000001', false, false],
    ['other', false, false],
  ]);
});

test('a folder is of no org, whatever the glob; apps and overrides take it, too', async () => {
  const config = `apps:
  - { match: "*", org: "*", vendor: none }
overrides:
  - { rule: "*", org: "*", severity: off }
suppressions:
  - { rule: "*", org: "*", reason: known }
`;
  const plain = await audit([], { cwd: demoProject() });
  const found = await audit([], { cwd: demoProject({ 'ecaudit.config.yaml': config }) });
  expect(found.report.summary).toEqual(plain.report.summary);
  const notes = found.report.problems.map(({ kind, location }) => `${kind} ${location?.startLine}`);
  expect(notes).toEqual(
    expect.arrayContaining(['config-without-effect 2', 'config-without-effect 4']),
  );
  const at = await saved();
  writeFileSync(join(at.cwd, 'ecaudit.config.yaml'), config);
  const { report } = await audit(['org/env'], at);
  expect([report.summary.fail, report.apps.every(({ vendors }) => vendors.length === 0)]).toEqual([
    0,
    true,
  ]);
  writeFileSync(join(at.cwd, 'ecaudit.config.yaml'), config.replaceAll('org: "*"', 'org: other'));
  expect((await audit(['org/env'], at)).report.summary.fail).toBeGreaterThan(0);
});

test('suppress accepts a finding of an org for that org only', async () => {
  const at = await saved();
  const before = await audit(['org/env'], at);
  const finding = before.report.results.find(({ verdict, about }) => verdict === 'fail' && !about);
  const flags = [finding?.fingerprint ?? '', 'org/env', '--reason', 'known'];
  const { code } = await ecaudit(['suppress', ...flags], at);
  expect(code).toBe(0);
  const { report } = await audit(['org/env'], at);
  const entry = report.results.find(({ suppressed }) => suppressed);
  expect(entry?.fingerprint).toBe(finding?.fingerprint);
  expect(readFileSync(join(at.cwd, 'ecaudit.config.yaml'), 'utf8')).toMatch(
    new RegExp(`org: ['"]?${id}`),
  );
});
