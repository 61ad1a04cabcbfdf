// `fix --unsafe --write` on real files: what was offered is gone, nothing else came, and a second run finds nothing to do.
import { cpSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { tempFolder } from '../metadata/temp-folder.js';
import { audit, ecaudit, root, type JsonReport } from './run.js';

/** Real files of public repositories. They are not part of this repository. */
const corpus = join(root, '..', 'shared', 'corpus');
const folders = existsSync(corpus)
  ? readdirSync(corpus, { withFileTypes: true }).flatMap((entry) =>
      entry.isDirectory() ? [entry.name] : [],
    )
  : [];

interface FixJson {
  readonly edits: readonly {
    readonly rule: string;
    readonly app: string;
    readonly class: string;
    readonly location: { readonly file: string };
  }[];
}

const flags = ['--no-config', '--level', 'optional'];

/** Findings by rule and app, without those that a guide excuses. */
function findings({ results }: JsonReport): ReadonlyMap<string, string> {
  return new Map(
    results
      .filter(({ verdict, excusedBy }) => verdict === 'fail' && !excusedBy)
      .map(({ rule, app, severity }) => [`${rule} ${app}`, severity]),
  );
}

describe.skipIf(folders.length === 0)('real files', () => {
  test.each(folders)('%s', { timeout: 120_000 }, async (folder) => {
    const cwd = tempFolder();
    cpSync(join(corpus, folder), cwd, { recursive: true });
    const texts = new Map(
      readdirSync(cwd, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name))
        .map((path) => [path, readFileSync(path, 'utf8')] as const),
    );
    const before = findings((await audit(['.', ...flags], { cwd })).report);
    const run = await ecaudit(['fix', '.', '--unsafe', '--write', '-f', 'json', ...flags], { cwd });
    const { edits } = JSON.parse(run.stdout) as FixJson;
    const after = findings((await audit(['.', ...flags], { cwd })).report);
    const mended = new Set(edits.map(({ rule, app }) => `${rule} ${app}`));
    expect([...mended].filter((key) => after.has(key))).toEqual([]);
    const came = [...after.keys()].filter((key) => !before.has(key));
    const byGuides = new Set(
      edits.filter(({ rule }) => rule.startsWith('vendors/')).map(({ app }) => app),
    );
    expect(came.filter((key) => !byGuides.has(key.slice(key.indexOf(' ') + 1)))).toEqual([]);
    const edited = new Set(edits.map(({ location }) => join(cwd, location.file)));
    const changed = [...texts].filter(([path, text]) => readFileSync(path, 'utf8') !== text);
    expect(changed.map(([path]) => path).filter((path) => !edited.has(path))).toEqual([]);
    const again = await ecaudit(['fix', '.', '--unsafe', '-f', 'json', ...flags], { cwd });
    expect((JSON.parse(again.stdout) as FixJson).edits).toEqual([]);
  });
});
