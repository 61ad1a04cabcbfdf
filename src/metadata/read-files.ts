import type { ReplacedValue, Source, SourceKind } from '../model/app.js';
import { compareLocations } from '../model/location.js';
import type { Problem } from '../report/problem.js';
import type { Settings } from '../settings/settings.js';
import { buildApps } from './apps.js';
import { withWritten } from './as-written.js';
import type { BlockedApps } from './blocked.js';
import { readMetadataFile } from './document.js';
import type { Part } from './part.js';
import { keysByFile } from './part-keys.js';
import type { UnreadFile, Readable } from './readable.js';
import { withoutDuplicateFiles } from './duplicate-files.js';

/** Told after each file how many of how many were read. */
export type ReadProgress = (done: number, total: number) => void;

/** A source with the org-wide settings that its files give, for apps that have no files. */
export interface FilesSource extends Source {
  readonly orgSettings: Partial<Settings>;
  readonly blocked: BlockedApps;
  /** The files of other kinds that were asked for; found when this is called. */
  readonly others?: () => readonly UnreadFile[];
}

/** Reads files as one source, in the order given. */
export function sourceOf(
  id: string,
  kind: SourceKind,
  files: readonly Readable[],
  progress?: ReadProgress,
): FilesSource {
  const problems: Problem[] = [];
  const parts: Part[] = [];
  const written: Part[] = [];
  const values: ReplacedValue[] = [];
  const single = withoutDuplicateFiles(files, problems);
  for (const [index, file] of single.entries()) {
    progress?.(index, single.length);
    const bytes = file.bytes();
    const outcome =
      'kind' in bytes ? { problems: [bytes] } : readMetadataFile(bytes, file, file.deployed);
    if ('part' in outcome && outcome.part) {
      parts.push(file.keys ? { ...outcome.part, keys: file.keys } : outcome.part);
      written.push(outcome.written ?? outcome.part);
      values.push(...(outcome.replaced ?? []));
    }
    problems.push(...(file.leftOutBy ? outcome.problems.filter(isError) : outcome.problems));
  }
  const built = buildApps(id, parts);
  const sorted = [...problems, ...built.problems].toSorted(byLocation);
  const { orgSettings, blocked } = built;
  const { apps, ...others } =
    values.length > 0
      ? withWritten(built.apps, buildApps(id, written).apps, values)
      : { apps: built.apps };
  const read = single.filter(({ leftOutBy }) => !leftOutBy).length;
  const fileKeys = keysByFile(parts);
  const found = { apps, ...others, orgSettings, blocked, fileKeys };
  return { id, kind, ...found, files: read, ignored: 0, problems: sorted };
}

/** That a file is left out makes no secret in it readable; how it is written concerns nobody then. */
function isError({ level }: Problem): boolean {
  return level === 'error';
}

/** Orders problems by file and line; those without a place come first. */
export function byLocation(a: Problem, b: Problem): number {
  if (!a.location || !b.location) return Number(Boolean(a.location)) - Number(Boolean(b.location));
  return compareLocations(a.location, b.location);
}
