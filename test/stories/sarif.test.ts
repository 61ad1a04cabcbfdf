// What the sarif report says of real files: their text, never their secrets, and where they come from.
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Log, Result, Run } from 'sarif';
import { expect, test } from 'vitest';
import { commitAll, git, gitEnv } from '../git.js';
import { tempFolder } from '../metadata/temp-folder.js';
import { demoProject, ecaudit, root } from './run.js';

async function runOf(argv: readonly string[], cwd: string, env = {}): Promise<Run> {
  const { stdout } = await ecaudit([...argv, '-f', 'sarif'], { cwd, env });
  const [run] = (JSON.parse(stdout) as Log).runs;
  if (!run) throw new Error('a log has one run');
  return run;
}

/** The range of a result's place, cut out of the file as the log describes it. */
function textAt({ locations }: Result, cwd: string): string {
  const { artifactLocation, region } = locations?.[0]?.physicalLocation ?? {};
  const file = join(cwd, decodeURIComponent(artifactLocation?.uri ?? ''));
  const lines = readFileSync(file, 'utf8').split('\n');
  const { startLine = 0, startColumn = 0, endLine = 0, endColumn = 0 } = region ?? {};
  if (startLine === endLine)
    return (lines[startLine - 1] ?? '').slice(startColumn - 1, endColumn - 1);
  return [
    (lines[startLine - 1] ?? '').slice(startColumn - 1),
    ...lines.slice(startLine, endLine - 1),
    (lines[endLine - 1] ?? '').slice(0, endColumn - 1),
  ].join('\n');
}

test('each snippet is the text of its region', async () => {
  const folder = demoProject();
  const { results = [] } = await runOf(['.'], folder);
  const quoted = results.filter((one) => one.locations?.[0]?.physicalLocation?.region?.snippet);
  expect(quoted.length).toBeGreaterThan(results.length / 2);
  for (const one of quoted) {
    const snippet = one.locations?.[0]?.physicalLocation?.region?.snippet?.text;
    expect(snippet, one.ruleId).toBe(textAt(one, folder));
  }
});

test('what may be a secret is never quoted', async () => {
  const secret = 'S3CR3T0123456789';
  const key = '3MVG9KEYKEYKEYKEY';
  const cwd = tempFolder({
    'connectedApps/A.connectedApp-meta.xml': `<?xml version="1.0" encoding="UTF-8"?>
<ConnectedApp xmlns="http://soap.sforce.com/2006/04/metadata"><contactEmail>a@example.com</contactEmail><label>A</label><oauthConfig><callbackUrl>http://a.example</callbackUrl><consumerKey>${key}</consumerKey><consumerSecret>${secret}</consumerSecret><scopes>Full</scopes></oauthConfig></ConnectedApp>
`,
  });
  const argv = ['.', '--include', 'all', '--sarif-all', '-f', 'json=out.json'];
  const run = await runOf(argv, cwd);
  const rules = run.results?.map(({ ruleId }) => ruleId) ?? [];
  expect(rules.filter((rule) => rule?.startsWith('secrets/')).length).toBeGreaterThan(0);
  expect(JSON.stringify(run)).not.toMatch(/S3CR3T|KEYKEY/);
  expect(JSON.stringify(run.results)).toContain('http://a.example');
});

test('the log names the repository and the commit, without the password of the remote', async () => {
  const cwd = demoProject();
  commitAll(cwd);
  git(cwd, 'remote', 'add', 'origin', 'https://user:ghp_secret@github.com/acme/salesforce.git');
  const run = await runOf(['.'], cwd, gitEnv);
  expect(run.versionControlProvenance).toEqual([
    {
      repositoryUri: 'https://github.com/acme/salesforce',
      revisionId: git(cwd, 'rev-parse', 'HEAD').trim(),
      branch: 'main',
      mappedTo: { uriBaseId: '%SRCROOT%' },
    },
  ]);
  expect(JSON.stringify(run)).not.toContain('ghp_secret');
  mkdirSync(join(cwd, 'force-app'), { recursive: true });
  const inside = await runOf(['.'], join(cwd, 'force-app'), gitEnv);
  expect(inside.versionControlProvenance?.[0]?.mappedTo?.uriBaseId).toBe('REPOROOT');
  expect(inside.originalUriBaseIds?.['%SRCROOT%']).toEqual({
    uri: 'force-app/',
    uriBaseId: 'REPOROOT',
  });
});

test('sources of one repository have categories of their own, and so has every run over several', async () => {
  const source = join(root, 'fixtures/projects/demo/force-app');
  const first = await runOf(['fixtures/projects/demo'], root);
  const second = await runOf([source], root);
  const both = await runOf(['fixtures/projects/demo', 'fixtures/planted'], root);
  const ids = [first, second, both].map(({ automationDetails }) => automationDetails?.id);
  expect(new Set(ids).size).toBe(3);
  for (const id of ids) expect(id).toMatch(/^ecaudit\/.+\/$/);
});
