import { dirname, join, relative, sep } from 'node:path';
import type { Problem } from '../../report/problem.js';
import { readFileText, type TextOutcome } from '../text.js';
import type { IgnoredBy } from './ignore-rules.js';
import { displayPath, isInFolder, statsAt } from './disk.js';

/**
 * What to do with `.forceignore`: read it, leave it alone, or take its text from elsewhere, by its absolute path (undefined
 * where there is none).
 */
export type Forceignore = 'read' | 'off' | ((path: string) => string | undefined);

interface IgnoreContext {
  readonly displayRoot: string;
  readonly forceignore: Forceignore;
  readonly problems: Problem[];
}

const ignoreFileName = '.forceignore';

/**
 * What the `.forceignore` of each folder (absolute) leaves out. The Salesforce CLI takes the nearest one upwards from what
 * it deploys, a package directory, and no other (ForceIgnore.findAndCreate of source-deploy-retrieve 13.7.0).
 */
export async function ignoredIn(
  folders: readonly string[],
  context: IgnoreContext,
): Promise<IgnoredBy> {
  if (context.forceignore === 'off') return () => undefined;
  const rules = new Map<string, IgnoredBy>();
  const byFolder = new Map<string, IgnoredBy>();
  for (const folder of folders) {
    const found = nearestIgnoreFile(folder, context);
    if (!found) continue;
    const ignoredBy = rules.get(found.folder) ?? (await readIgnoreRules(found, context));
    rules.set(found.folder, ignoredBy);
    byFolder.set(folder, ignoredBy);
  }
  const deepestFirst = folders.toSorted((a, b) => b.length - a.length);
  return (path) => {
    const home = deepestFirst.find((folder) => isInFolder(folder, path));
    return home === undefined ? undefined : byFolder.get(home)?.(path);
  };
}

interface IgnoreFile {
  readonly folder: string;
  readonly outcome: TextOutcome;
  readonly file: string;
}

function nearestIgnoreFile(from: string, context: IgnoreContext): IgnoreFile | undefined {
  for (let folder = from; ; folder = dirname(folder)) {
    const path = join(folder, ignoreFileName);
    const file = displayPath(path, context.displayRoot);
    const outcome = readIgnoreText(path, file, context.forceignore);
    if (outcome) return { folder, outcome, file };
    if (folder === dirname(folder)) return undefined;
  }
}

function readIgnoreText(
  path: string,
  file: string,
  forceignore: Forceignore,
): TextOutcome | undefined {
  if (typeof forceignore === 'function') {
    const text = forceignore(path);
    return text === undefined ? undefined : { ok: true, text };
  }
  const found = statsAt(path);
  if (!found?.isFile()) return undefined;
  // An empty one is usual, and no problem as an empty metadata file is.
  return found.size === 0 ? { ok: true, text: '' } : readFileText(path, file);
}

async function readIgnoreRules(
  { folder, outcome, file }: IgnoreFile,
  { problems }: IgnoreContext,
): Promise<IgnoredBy> {
  if (!outcome.ok) {
    problems.push(outcome.problem);
    return () => undefined;
  }
  const { ignoreRules } = await import('./ignore-rules.js');
  const ignoredBy = ignoreRules(outcome.text, file);
  return (path) =>
    path !== folder && isInFolder(folder, path)
      ? ignoredBy(relative(folder, path).replaceAll(sep, '/'))
      : undefined;
}
