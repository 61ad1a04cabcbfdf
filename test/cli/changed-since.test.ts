// `--changed-since` in real repositories.
import {
  appendFileSync,
  cpSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { commitAll, git, gitEnv as env } from '../git.js';
import { tempFolder } from '../metadata/temp-folder.js';
import { audit as runAudit, ecaudit, fixtures, type Audit } from '../stories/run.js';

/** A repository with a Connected App and an External Client App in `app`, on a branch that has left main. */
function repository(): string {
  const cwd = tempFolder({ 'readme.md': 'x', 'app/other/connectedApps/Other.connectedApp': other });
  cpSync(join(fixtures, 'planted/clean'), join(cwd, 'app'), { recursive: true });
  commitAll(cwd);
  git(cwd, 'checkout', '-qb', 'feature');
  return cwd;
}

const other = `<?xml version="1.0" encoding="UTF-8"?>
<ConnectedApp xmlns="http://soap.sforce.com/2006/04/metadata">
    <label>Other</label>
</ConnectedApp>
`;

const audit = (cwd: string, ...argv: readonly string[]): Promise<Audit> =>
  runAudit([...(argv.length > 0 ? argv : ['app']), '--changed-since', 'main'], { cwd, env });

const names = ({ report }: Audit): readonly string[] =>
  report.apps.map(({ apiName }) => apiName).toSorted();

const part = 'app/extlClntAppGlobalOauthSets';
const appFile = (cwd: string): string =>
  join(cwd, 'app/connectedApps/Clean_CA.connectedApp-meta.xml');

test('nothing changed: no app is judged, the run is clean and says why', async () => {
  const run = await audit(repository());
  expect([run.code, names(run)]).toEqual([0, []]);
  expect(run.report.problems).toEqual([
    {
      kind: 'unchanged-apps',
      level: 'note',
      message: '3 apps have not changed since main and were not judged',
    },
  ]);
});

type Edit = (cwd: string) => void;

const globalPart = (cwd: string): string =>
  join(cwd, part, git(cwd, 'ls-files', part).trim().split('/').at(-1) ?? '');

describe('an app is judged, with all its files, when', () => {
  const rows: readonly (readonly [string, Edit, readonly string[]])[] = [
    ['its file changed', (cwd) => appendFileSync(appFile(cwd), '\n'), ['Clean_CA']],
    ['a part file changed', (cwd) => appendFileSync(globalPart(cwd), '\n'), ['Clean_ECA']],
    ['a part file is gone', (cwd) => rmSync(globalPart(cwd)), ['Clean_ECA']],
    [
      'a part file has another name',
      (cwd) => renameSync(globalPart(cwd), join(cwd, part, 'New.ecaGlblOauth-meta.xml')),
      ['Clean_ECA'],
    ],
    [
      'a part file belongs to another app now',
      (cwd) => {
        const text = readFileSync(globalPart(cwd), 'utf8');
        writeFileSync(globalPart(cwd), text.replaceAll('>Clean_ECA<', '>Elsewhere<'));
      },
      ['Clean_ECA', 'Elsewhere'],
    ],
    [
      'it is new, and git does not know it yet',
      (cwd) => writeFileSync(join(cwd, 'app/connectedApps/Fresh.connectedApp'), other),
      ['Fresh'],
    ],
    [
      'it moved',
      (cwd) => {
        mkdirSync(join(cwd, 'app/moved/connectedApps'), { recursive: true });
        renameSync(
          join(cwd, 'app/other/connectedApps/Other.connectedApp'),
          join(cwd, 'app/moved/connectedApps/Other.connectedApp'),
        );
      },
      ['Other'],
    ],
    ['nothing but another file changed', (cwd) => appendFileSync(join(cwd, 'readme.md'), 'y'), []],
    [
      'a settings file of the org changed: then all are',
      (cwd) => {
        mkdirSync(join(cwd, 'app/settings'));
        const text = `<OauthOidcSettings xmlns="http://soap.sforce.com/2006/04/metadata"/>`;
        writeFileSync(join(cwd, 'app/settings/OauthOidc.settings-meta.xml'), text);
      },
      ['Clean_CA', 'Clean_ECA', 'Other'],
    ],
    [
      'what is read at all changed: then all are',
      (cwd) => writeFileSync(join(cwd, '.forceignore'), '# nothing'),
      ['Clean_CA', 'Clean_ECA', 'Other'],
    ],
  ];

  test.each(rows)('%s', async (_, edit, expected) => {
    const cwd = repository();
    edit(cwd);
    const uncommitted = await audit(cwd);
    expect(names(uncommitted)).toEqual(expected);
    git(cwd, 'add', '-A');
    const staged = await audit(cwd);
    git(cwd, 'commit', '-qm', 'second', '--allow-empty');
    const committed = await audit(cwd);
    expect([names(staged), names(committed)]).toEqual([expected, expected]);
    expect(committed.report.apps.every(({ files }) => files.length > 0)).toBe(true);
  });
});

test('what main did since the branch left it does not count', async () => {
  const cwd = repository();
  git(cwd, 'checkout', '-q', 'main');
  appendFileSync(appFile(cwd), '\n');
  git(cwd, 'commit', '-qam', 'elsewhere');
  git(cwd, 'checkout', '-q', 'feature');
  expect(names(await audit(cwd))).toEqual([]);
});

test('it works from a folder inside the repository, and for sources beside it', async () => {
  const cwd = repository();
  appendFileSync(appFile(cwd), '\n');
  expect(names(await audit(join(cwd, 'app'), '.'))).toEqual(['Clean_CA']);
  expect(names(await audit(join(cwd, 'app/other'), '..'))).toEqual(['Clean_CA']);
  git(cwd, 'config', 'diff.relative', 'true');
  expect(names(await audit(join(cwd, 'app/other'), '..'))).toEqual(['Clean_CA']);
});

test('apps of one name keep their fingerprints, whichever of them changed', async () => {
  const cwd = repository();
  const twin = join(cwd, 'app/twin/connectedApps/Other.connectedApp');
  mkdirSync(join(cwd, 'app/twin/connectedApps'), { recursive: true });
  writeFileSync(twin, other);
  const all = await runAudit(['app'], { cwd });
  const changed = await audit(cwd);
  const [app] = changed.report.apps;
  expect(changed.report.apps).toHaveLength(1);
  const prints = (run: Audit): readonly string[] =>
    run.report.results.filter((one) => one.app === app?.id).map(({ fingerprint }) => fingerprint);
  expect(prints(changed).length).toBeGreaterThan(0);
  expect(prints(changed)).toEqual(prints(all));
});

describe('what git cannot tell is exit code 2 and no report', () => {
  const shallow = (): string => {
    const [origin, cwd] = [repository(), tempFolder()];
    appendFileSync(appFile(origin), '\n');
    git(origin, 'commit', '-qam', 'second');
    git(cwd, 'clone', '-q', '--depth', '1', '--no-single-branch', `file://${origin}`, '.');
    git(cwd, 'branch', 'main', 'origin/main');
    return cwd;
  };
  const strangers = (): string => {
    const cwd = repository();
    git(cwd, 'checkout', '-q', '--orphan', 'alone');
    git(cwd, 'commit', '-qm', 'alone');
    return cwd;
  };
  const rows: readonly (readonly [string, () => string, string, string])[] = [
    ['an unknown ref', repository, 'nowhere', 'knows no commit "nowhere"'],
    ['a file for a ref', repository, 'readme.md', 'knows no commit'],
    ['an option', repository, '--output=x', 'names no commit'],
    ['nothing', repository, '', 'names no commit'],
    ['a range', repository, 'main..feature', 'knows no commit'],
    ['no repository', () => tempFolder({ 'app/a.connectedApp': other }), 'main', 'in a repository'],
    ['a shallow clone', shallow, 'main', 'shallow'],
    ['no history in common', strangers, 'main', 'in common'],
  ];

  test.each(rows)('%s', async (_, make, ref, expected) => {
    const run = await ecaudit(['app', `--changed-since=${ref}`], { cwd: make(), env });
    expect([run.code, run.stdout]).toEqual([2, '']);
    expect(run.stderr).toContain(expected);
  });

  test('no git', async () => {
    const cwd = repository();
    const run = await ecaudit(['app', '--changed-since', 'main'], {
      cwd,
      env: { PATH: '/nowhere' },
    });
    expect([run.code, run.stdout]).toEqual([2, '']);
    expect(run.stderr).toContain('needs git');
  });
});

describe('a Connected App that the change adds is high, since no org takes it:', () => {
  const verdict = ({ report }: Audit, apiName: string): unknown =>
    report.results
      .filter(
        ({ rule, app }) => rule === 'migration/no-new-connected-app' && app.endsWith(`:${apiName}`),
      )
      .map((one) => `${one.verdict} ${one.severity}`);
  const added = (cwd: string): string => {
    mkdirSync(join(cwd, 'app/fresh'), { recursive: true });
    writeFileSync(join(cwd, 'app/fresh/Fresh.connectedApp-meta.xml'), other);
    return cwd;
  };

  test('not committed yet, or committed', async () => {
    const cwd = added(repository());
    expect(verdict(await audit(cwd), 'Fresh')).toEqual(['fail high']);
    commitAll(cwd);
    expect(verdict(await audit(cwd), 'Fresh')).toEqual(['fail high']);
  });

  test('one that only changed, or only moved, was there before', async () => {
    const cwd = repository();
    appendFileSync(join(cwd, 'app/other/connectedApps/Other.connectedApp'), '<!-- x -->\n');
    renameSync(appFile(cwd), join(cwd, 'app/Clean_CA.connectedApp-meta.xml'));
    const run = await audit(cwd, 'app', '--include', 'all');
    expect(verdict(run, 'Other')).toEqual(['notApplicable high']);
  });

  test('without a comparison nobody knows, which is not applicable and not undecided', async () => {
    const cwd = added(repository());
    const run = await runAudit(['app', '--include', 'all'], { cwd, env });
    expect(verdict(run, 'Fresh')).toEqual([expect.stringContaining('notApplicable')]);
  });
});
