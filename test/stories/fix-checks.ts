// What has to hold of `fix --write` on any folder, told by the program itself: audit before and after, diff, a second run.
import { chmodSync, cpSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { fieldsFor } from '../../src/edit/setting-changes.js';
import { effectiveFlags } from '../../src/settings/effective.js';
import { isSettingName } from '../../src/settings/settings.js';
import { tempFolder } from '../metadata/temp-folder.js';
import { audit, ecaudit, type JsonReport } from './run.js';

export interface FixEdit {
  readonly rule: string;
  readonly app: string;
  readonly class: string;
  readonly element: string;
  readonly location: { readonly file: string };
}

interface DiffJson {
  readonly apps: readonly {
    readonly id: string;
    readonly change: string;
    readonly settings: readonly {
      readonly setting: string;
      /** `unknown` where one side does not know it. */
      readonly change: 'changed' | 'unknown';
    }[];
    readonly findings: readonly { readonly rule: string; readonly change: string }[];
  }[];
  readonly org?: readonly object[];
}

const flags = ['--no-config', '--level', 'optional'];

/** Findings by rule and app, without those that a guide excuses. */
function findings({ results }: JsonReport): ReadonlySet<string> {
  return new Set(
    results
      .filter(({ verdict, excusedBy }) => verdict === 'fail' && !excusedBy)
      .map(({ rule, app }) => `${rule} ${app}`),
  );
}

/** The texts of all files, by their path in the folder. */
export function textsIn(cwd: string): ReadonlyMap<string, string> {
  return new Map(
    readdirSync(cwd, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .map((path) => [path.slice(cwd.length + 1), readFileSync(path, 'utf8')] as const),
  );
}

/**
 * Makes the edits in a copy of a folder. Each finding that was fixed is gone, none came but by a guide's demand, no file
 * changed that no edit names, line ends, mark and comments are as they were, `diff` shows just what was edited, and a
 * second run finds nothing to do. Answers with the edits.
 */
export async function checkFix(
  folder: string,
  ...also: readonly string[]
): Promise<{ readonly edits: readonly FixEdit[]; readonly cwd: string }> {
  const cwd = tempFolder();
  for (const name of ['before', 'after']) copyWritable(folder, join(cwd, name));
  const at = { cwd: join(cwd, 'after') };
  const texts = textsIn(at.cwd);
  const before = findings((await audit(['.', ...flags], at)).report);
  const run = await ecaudit(['fix', '.', '--write', '-f', 'json', ...also, ...flags], at);
  const { edits } = JSON.parse(run.stdout) as { readonly edits: readonly FixEdit[] };
  const after = findings((await audit(['.', ...flags], at)).report);
  const fixed = [...new Set(edits.map(({ rule, app }) => `${rule} ${app}`))];
  expect(fixed.filter((key) => after.has(key))).toEqual([]);
  const byGuides = new Set(
    edits.filter(({ rule }) => rule.startsWith('vendors/')).map(({ app }) => app),
  );
  const came = [...after].filter((key) => !before.has(key));
  expect(came.filter((key) => !byGuides.has(key.slice(key.indexOf(' ') + 1)))).toEqual([]);
  checkTexts(texts, textsIn(at.cwd), edits);
  await checkDiff(cwd, edits);
  const again = await ecaudit(['fix', '.', '-f', 'json', ...also, ...flags], at);
  expect((JSON.parse(again.stdout) as { readonly edits: readonly FixEdit[] }).edits).toEqual([]);
  return { edits, cwd: at.cwd };
}

function checkTexts(
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
  edits: readonly FixEdit[],
): void {
  expect([...after.keys()].toSorted()).toEqual([...before.keys()].toSorted());
  const changed = [...before].filter(([path, text]) => after.get(path) !== text);
  const edited = new Set(edits.map(({ location }) => location.file));
  expect(changed.map(([path]) => path).toSorted()).toEqual([...edited].toSorted());
  for (const [path, text] of changed) {
    const now = after.get(path) ?? '';
    expect(traits(now), path).toEqual(traits(text));
    // Of a file with both kinds, the only line of one kind may be gone.
    expect([...endingsOf(text)], path).toEqual(expect.arrayContaining([...endingsOf(now)]));
  }
}

function endingsOf(text: string): ReadonlySet<string> {
  return new Set(text.match(/\r\n|\n/g));
}

/** What no edit changes: the mark, how the last line ends, comments, the head of the file. */
function traits(text: string): object {
  return {
    marked: text.startsWith('\ufeff'),
    ending: /\r?\n?$/.exec(text)?.[0],
    comments: text.match(/<!--[^]*?-->/g),
    head: text.slice(0, text.indexOf('<', text.indexOf('?>') + 1)),
  };
}

/**
 * `diff` names the apps of the edits and no others, and of each no setting whose elements were not edited. One without an element
 * of its own is worked out from others; an element of a newer API version makes others known whose absence now has a meaning.
 */
async function checkDiff(cwd: string, edits: readonly FixEdit[]): Promise<void> {
  const run = await ecaudit(
    ['diff', 'before', 'after', '-f', 'json', '--fail-on', 'never', ...flags],
    { cwd },
  );
  const { apps } = JSON.parse(run.stdout) as DiffJson;
  const files = new Set(edits.map(({ location }) => location.file));
  expect(apps.filter(({ change }) => change !== 'changed')).toEqual([]);
  if (files.size === 0) expect(apps).toEqual([]);
  const elements = new Set(edits.map(({ element }) => element));
  for (const { id, settings } of apps)
    for (const { setting, change } of settings) {
      const own = elementsOf(setting);
      if (change === 'unknown' || own.length === 0) continue;
      expect(
        own.some((name) => elements.has(name)),
        `${id} ${setting}`,
      ).toBe(true);
    }
}

/** The names of the elements that hold a setting, or what it is worked out from. */
function elementsOf(setting: string): readonly string[] {
  if (!isSettingName(setting)) return [];
  const names = [setting, ...(effectiveFlags.get(setting) ?? [])];
  const paths = names
    .flatMap((name) => [
      ...fieldsFor(name, 'connectedApp'),
      ...fieldsFor(name, 'externalClientApp'),
    ])
    .flatMap(({ path }) => path.split('/'));
  return setting === 'refreshTokenDays' ? [...paths, ...elementsOfDays] : paths;
}

/** What the number of days is worked out from. */
const elementsOfDays = [
  'isEnforceRefreshTokenTTL',
  'refreshTokenPolicy',
  'refreshTokenPolicyType',
  'refreshTokenValidityPeriod',
  'refreshTokenValidityUnit',
];

/** What is copied may be read-only, as the real files are: `fix` refuses to replace such files. */
function copyWritable(from: string, to: string): void {
  cpSync(from, to, { recursive: true });
  for (const entry of readdirSync(to, { recursive: true, withFileTypes: true }))
    chmodSync(join(entry.parentPath, entry.name), entry.isDirectory() ? 0o755 : 0o644);
}
