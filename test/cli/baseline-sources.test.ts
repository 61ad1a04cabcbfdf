// A fault of one source is never taken for another's known one, whatever the order and the names of sources.
import { cpSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { tempFolder } from '../metadata/temp-folder.js';
import { asRetrieve, audit, ecaudit, type Audit } from '../stories/run.js';

const usual = ['--no-config', '--fail-on', 'medium'] as const;
const rule = 'flows/pkce-required';

/** An External Client App that demands PKCE, or does not. */
function app(name: string, pkce: boolean): Readonly<Record<string, string>> {
  const file = (root: string, inner: string): string =>
    `<?xml version="1.0" encoding="UTF-8"?>\n<${root} xmlns="http://soap.sforce.com/2006/04/metadata">\n${inner}\n</${root}>\n`;
  const of = `    <externalClientApplication>${name}</externalClientApplication>\n    <label>x</label>`;
  return {
    [`externalClientApps/${name}.eca-meta.xml`]: file(
      'ExternalClientApplication',
      `    <contactEmail>a@b.example</contactEmail>\n    <distributionState>Local</distributionState>\n    <label>${name}</label>`,
    ),
    [`extlClntAppGlobalOauthSets/${name}_g.ecaGlblOauth-meta.xml`]: file(
      'ExtlClntAppGlobalOauthSettings',
      `    <callbackUrl>https://erp.example/cb</callbackUrl>\n${of}\n    <isPkceRequired>${pkce}</isPkceRequired>`,
    ),
    [`extlClntAppOauthSettings/${name}_o.ecaOauth-meta.xml`]: file(
      'ExtlClntAppOauthSettings',
      `    <commaSeparatedOauthScopes>Api</commaSeparatedOauthScopes>\n${of}`,
    ),
  };
}

function write(cwd: string, folder: string, files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    const file = join(cwd, folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
}

const good = app('Order_Sync', true);
const bad = app('Order_Sync', false);

/** A folder with one app in each of some folders. */
function workspace(folders: Readonly<Record<string, typeof good>>): string {
  const cwd = tempFolder();
  for (const [folder, files] of Object.entries(folders)) write(cwd, folder, files);
  return cwd;
}

async function adopt(cwd: string, ...sources: readonly string[]): Promise<void> {
  const run = await ecaudit([...sources, ...usual, '--write-baseline', 'b.json', '-q'], { cwd });
  expect(run).toMatchObject({ code: 0, stderr: '' });
}

const check = (cwd: string, ...sources: readonly string[]): Promise<Audit> =>
  audit([...sources, ...usual, '--baseline', 'b.json'], { cwd });

/** The sources whose fault is new. */
function fresh({ report }: Audit): readonly string[] {
  const found = report.results.filter((one) => one.rule === rule && one.verdict === 'fail');
  const sources = new Map(report.apps.map(({ id, source }) => [id, source]));
  return found.flatMap(({ app: id, baselined }) => (baselined ? [] : (sources.get(id) ?? id)));
}

function kinds({ report }: Audit): readonly string[] {
  return report.problems.map(({ kind }) => kind).filter((kind) => kind.startsWith('baseline'));
}

test('prod is fixed, and a new source brings its fault: it is new', async () => {
  const cwd = workspace({ prod: bad, uat: bad });
  await adopt(cwd, 'prod', 'uat');
  write(cwd, 'prod', good);
  write(cwd, 'alpha', bad);
  for (const sources of [
    ['prod', 'uat', 'alpha'],
    ['alpha', 'prod', 'uat'],
    ['uat', 'alpha', 'prod'],
    ['alpha', 'prod'],
    ['alpha'],
  ]) {
    // oxlint-disable-next-line no-await-in-loop -- one run after the other
    const run = await check(cwd, ...sources);
    expect([run.code, fresh(run)]).toEqual([1, ['alpha']]);
  }
  expect((await check(cwd, 'uat', 'prod')).code).toBe(0);
});

type Row = readonly [
  what: string,
  before: readonly string[],
  today: readonly string[],
  fresh: readonly string[],
];

const rows: readonly Row[] = [
  ['the same order', ['a', 'b'], ['a', 'b'], []],
  ['the other order', ['a', 'b'], ['b', 'a'], []],
  ['one of two', ['a', 'b'], ['a'], []],
  ['one and its copy', ['a'], ['a', 'b'], ['b']],
  ['a copy before it', ['b'], ['a', 'b'], ['a']],
  ['one of two, by another name', ['a', 'b'], ['c'], ['c']],
  ['one by another name', ['a'], ['c'], []],
  ['one and the same, written in other ways', ['a', 'b'], ['./a', 'b/'], []],
  ['one and the same, twice', ['a'], ['a', './a'], []],
  ['a zip for a folder', ['a'], ['a.zip'], []],
  ['a folder and a zip of it', ['a'], ['a', 'a.zip'], ['a.zip']],
  ['names that differ in case', ['a', 'b'], ['a', 'b', 'A'], ['A']],
];

describe('a baseline of', () => {
  test.each(rows)('%s', async (_, before, today, expected) => {
    const cwd = workspace({ a: bad, b: bad, c: bad, A: bad });
    writeFileSync(join(cwd, 'a.zip'), asRetrieve(bad));
    await adopt(cwd, ...before);
    const run = await check(cwd, ...today);
    expect([run.code, fresh(run)]).toEqual([expected.length > 0 ? 1 : 0, expected]);
  });

  test('two sources, by their absolute paths', async () => {
    const cwd = workspace({ a: bad, b: bad });
    await adopt(cwd, resolve(cwd, 'a'), 'b');
    expect(fresh(await check(cwd, resolve(cwd, 'b'), 'a'))).toEqual([]);
  });
});

describe('fingerprints', () => {
  const prints = async (cwd: string, ...argv: readonly string[]) => {
    const { report } = await audit([...argv, ...usual], { cwd });
    const sources = new Map(report.apps.map(({ id, source }) => [id, source]));
    return report.results.map((one) => [sources.get(one.app), one.rule, one.fingerprint].join(' '));
  };

  test('are the same beside other sources, in any order, and in shards', async () => {
    const cwd = workspace({ prod: bad, uat: bad });
    write(cwd, 'prod/second', bad);
    const alone = [...(await prints(cwd, 'prod')), ...(await prints(cwd, 'uat'))];
    expect(new Set(alone).size).toBeGreaterThan(10);
    const runs = [
      ['prod', 'uat'],
      ['uat', 'prod'],
      ['prod', 'uat', '--app', 'Order*'],
    ];
    for (const run of runs)
      // oxlint-disable-next-line no-await-in-loop -- one run after the other
      expect(new Set(await prints(cwd, ...run))).toEqual(new Set(alone));
    const shards = await Promise.all(
      ['1/2', '2/2'].map((shard) => prints(cwd, 'uat', 'prod', '--shard', shard)),
    );
    expect(new Set(shards.flat())).toEqual(new Set(alone));
  });

  test('are those of one app in any source, and number its twins by path', async () => {
    const cwd = workspace({ prod: bad, uat: bad });
    write(cwd, 'prod/second', bad);
    const of = async (...sources: readonly string[]) =>
      (await prints(cwd, ...sources)).filter((one) => one.includes(rule));
    const [first, second, other] = [...(await of('prod')), ...(await of('uat'))].map(
      (one) => one.split(' ')[2],
    );
    expect(first).toBe(other);
    expect(second).not.toBe(first);
  });

  test('of GitLab are one an issue, and change with no other source', async () => {
    const cwd = workspace({ prod: bad, uat: bad });
    write(cwd, 'prod/second', bad);
    const issues = async (...sources: readonly string[]): Promise<readonly string[]> => {
      const { stdout } = await ecaudit([...sources, ...usual, '-f', 'gitlab'], { cwd });
      const all = JSON.parse(stdout) as readonly { check_name: string; fingerprint: string }[];
      const own = all.filter(({ check_name: name }) => !name.startsWith('ecaudit/'));
      return own.map(({ fingerprint }) => fingerprint);
    };
    const both = await issues('prod', 'uat');
    expect(new Set(both).size).toBe(both.length);
    expect(new Set(await issues('uat', 'prod'))).toEqual(new Set(both));
    const alone = [...(await issues('prod')), ...(await issues('uat'))];
    expect(new Set(alone)).toEqual(new Set(both));
  });
});

describe('twins of one source', () => {
  test('one is fixed, and the other one gets its fault: it is new', async () => {
    const cwd = workspace({ 'src/one': bad, 'src/two': good });
    await adopt(cwd, 'src');
    write(cwd, 'src/one', good);
    write(cwd, 'src/two', bad);
    expect(fresh(await check(cwd, 'src'))).toEqual(['src']);
  });

  test('that moves to another package directory it is still known', async () => {
    const cwd = workspace({ 'src/one': bad, 'src/two': bad });
    await adopt(cwd, 'src');
    renameSync(join(cwd, 'src/one'), join(cwd, 'src/zero'));
    renameSync(join(cwd, 'src/two'), join(cwd, 'src/three'));
    expect((await check(cwd, 'src')).code).toBe(0);
  });

  test('a twin that comes first takes nothing away from the one that was there', async () => {
    const cwd = workspace({ 'src/two': bad });
    await adopt(cwd, 'src');
    write(cwd, 'src/one', good);
    expect((await check(cwd, 'src')).code).toBe(0);
    write(cwd, 'src/one', bad);
    const run = await check(cwd, 'src');
    expect([run.code, fresh(run)]).toEqual([1, ['src']]);
  });

  test('of a source that has another name elsewhere they are told apart all the same', async () => {
    const cwd = workspace({ 'src/one': bad, 'src/two': good });
    await adopt(cwd, 'src');
    cpSync(join(cwd, 'src'), join(cwd, 'checkout/src'), { recursive: true });
    expect((await check(cwd, 'checkout/src')).code).toBe(0);
    write(cwd, 'checkout/src/one', good);
    write(cwd, 'checkout/src/two', bad);
    expect((await check(cwd, 'checkout/src')).code).toBe(1);
  });
});

describe('the file', () => {
  const read = (cwd: string) => JSON.parse(readFileSync(join(cwd, 'b.json'), 'utf8'));

  test('says of which source and folder a finding is, and which sources were read', async () => {
    const cwd = workspace({ 'prod/main/default': bad, uat: good });
    await adopt(cwd, 'uat', 'prod');
    const { schemaVersion, sources, findings } = read(cwd);
    expect([schemaVersion, sources]).toEqual(['2', [{ source: 'prod' }, { source: 'uat' }]]);
    const found = findings.filter((one: { rule: string }) => one.rule === rule);
    expect(found).toMatchObject([{ source: 'prod', folder: 'main/default', severity: 'medium' }]);
  });

  test('is the same whatever the order of the sources', async () => {
    const cwd = workspace({ prod: bad, uat: bad });
    await adopt(cwd, 'uat', 'prod');
    const text = readFileSync(join(cwd, 'b.json'), 'utf8');
    await adopt(cwd, 'prod', 'uat');
    expect(readFileSync(join(cwd, 'b.json'), 'utf8')).toBe(text);
  });

  test('keeps what is of a source that the run does not read', async () => {
    const cwd = workspace({ prod: bad, uat: bad });
    await adopt(cwd, 'prod', 'uat');
    const all = read(cwd).findings.length;
    write(cwd, 'prod', good);
    const flags = ['prod', ...usual, '--baseline', 'b.json', '--prune-baseline', '-q'];
    expect((await ecaudit(flags, { cwd })).code).toBe(0);
    expect(read(cwd).findings.length).toBeLessThan(all);
    expect((await check(cwd, 'uat')).code).toBe(0);
    const adopting = ['prod', ...usual, '--baseline', 'b.json', '--write-baseline', 'b.json', '-q'];
    expect((await ecaudit(adopting, { cwd })).code).toBe(0);
    expect(kinds(await check(cwd, 'uat', 'prod'))).toEqual([]);
    expect((await check(cwd, 'uat', 'prod')).code).toBe(0);
  });

  test('knows a source without findings', async () => {
    const cwd = workspace({ prod: good, uat: bad });
    await adopt(cwd, 'prod', 'uat');
    write(cwd, 'prod', bad);
    rmSync(join(cwd, 'uat'), { recursive: true });
    expect(fresh(await check(cwd, 'prod'))).toEqual(['prod']);
  });

  test('that knows none of the sources of a run says so', async () => {
    const cwd = workspace({ prod: bad, uat: bad, alpha: bad });
    await adopt(cwd, 'prod', 'uat');
    const run = await check(cwd, 'alpha');
    expect([run.code, kinds(run)]).toEqual([1, ['baseline-source-unknown']]);
  });
});

describe('version 1', () => {
  /** The file as earlier releases wrote it. */
  async function old(cwd: string, ...sources: readonly string[]): Promise<void> {
    await adopt(cwd, ...sources);
    const file = join(cwd, 'b.json');
    const { kind, findings } = JSON.parse(readFileSync(file, 'utf8'));
    const bare = findings.map(({ source: _, folder: __, ...one }: Record<string, unknown>) => one);
    writeFileSync(file, JSON.stringify({ kind, schemaVersion: '1', findings: bare }));
  }

  test('is read in a run of one source', async () => {
    const cwd = workspace({ 'prod/one': bad, 'prod/two': bad, uat: bad });
    await old(cwd, 'prod');
    expect((await check(cwd, 'prod')).code).toBe(0);
  });

  test('is refused in a run of several, with the way out', async () => {
    const cwd = workspace({ prod: bad, uat: bad });
    await old(cwd, 'prod');
    const flags = ['prod', 'uat', ...usual, '--baseline', 'b.json'];
    const { code, stdout, stderr } = await ecaudit(flags, { cwd });
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain('is of version 1');
    expect(stderr).toContain('--write-baseline b.json');
    const anew = ['prod', 'uat', ...usual, '--write-baseline', 'b.json', '-q'];
    expect((await ecaudit(anew, { cwd })).code).toBe(0);
    expect((await check(cwd, 'uat', 'prod')).code).toBe(0);
  });

  test('becomes version 2 when it is brought up to date', async () => {
    const cwd = workspace({ prod: bad });
    await old(cwd, 'prod');
    const flags = ['prod', ...usual, '--baseline', 'b.json', '--write-baseline', 'b.json', '-q'];
    expect((await ecaudit(flags, { cwd })).code).toBe(0);
    const { schemaVersion, findings } = JSON.parse(readFileSync(join(cwd, 'b.json'), 'utf8'));
    expect(schemaVersion).toBe('2');
    expect(new Set(findings.map(({ source }: { source: string }) => source))).toEqual(
      new Set(['prod']),
    );
  });
});

describe('suppress', () => {
  const flags = ['--reason', 'SEC-1', '--owner', 'me', '--expires', '2027-01-31'];
  const print = async (cwd: string): Promise<string> => {
    const { report } = await audit(['prod', ...usual], { cwd });
    return report.results.find((one) => one.rule === rule)?.fingerprint ?? '';
  };

  test('a finding of two sources is not accepted in both by one word', async () => {
    const cwd = workspace({ prod: bad, uat: bad });
    const argv = ['suppress', await print(cwd), 'prod', 'uat', ...flags];
    const both = await ecaudit(argv, { cwd });
    expect([both.code, both.stderr]).toEqual([2, expect.stringContaining('2 sources have')]);
    expect((await ecaudit([...argv, '--app', 'prod#*'], { cwd })).code).toBe(0);
    const run = await audit(['uat', 'prod'], { cwd });
    const open = run.report.results.filter((one) => one.rule === rule && !one.suppressed);
    expect(open.map((one) => one.app)).toEqual(['uat#externalClientApp:Order_Sync']);
  });
});
