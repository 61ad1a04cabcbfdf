import { posix } from 'node:path';
import { appId, withoutNamespace } from '../model/app.js';
import { metadataTypes, type MetadataType } from '../model/metadata-types.js';
import { UserError } from '../model/user-error.js';
import { readMetadataFile } from '../metadata/document.js';
import { joinParts } from '../metadata/join.js';
import type { Part } from '../metadata/part.js';
import { identify } from '../metadata/files/types.js';
import { type GitAt, git, gitBytes, placeInHistory } from './run.js';

/** What is different from a commit: in the commits since, in the index, in the files themselves and in new files. */
export interface Changes {
  /** The commit as the user named it. */
  readonly since: string;
  /** Relative to the current folder, with `/`: both names of a renamed file, and those of deleted ones. */
  readonly paths: ReadonlySet<string>;
  /** Those that were not there before. */
  readonly added: ReadonlySet<string>;
  /** `kind:API_Name` of the apps that the changed files belonged to before: a file that is gone tells nothing now. */
  readonly apps: ReadonlySet<string>;
}

/**
 * What changed since a branch left `ref`, or since `ref` itself where it is an ancestor. Throws UserError where git cannot
 * tell: "nothing changed" is only said when nothing did.
 */
export function changesSince(ref: string, at: GitAt): Changes {
  refuseOption(ref);
  const { base, folder } = baseOfChanges(ref, at);
  const differing = differences(base, at);
  const changed = differing.map(([, path]) => path);
  const added = differing.filter(([letter]) => letter === 'A').map(([, path]) => path);
  const fresh = gitList(
    ['ls-files', '--others', '--exclude-standard', '--full-name', '-z', ':/'],
    at,
  );
  const before = readOldFiles(changed, base, at);
  const fromHere = (path: string): string => posix.relative(folder, path) || '.';
  return {
    since: ref,
    paths: new Set([...changed, ...fresh].map(fromHere)),
    added: new Set([...added, ...fresh].map(fromHere)),
    apps: appsInFiles(before),
  };
}

const diffNames = ['diff', '--name-status', '-z', '--no-relative', '--no-renames', '--no-ext-diff'];

function refuseOption(ref: string): void {
  if (ref !== '' && !ref.startsWith('-')) return;
  const hint = 'for example --changed-since origin/main';
  throw new UserError(`--changed-since ${ref} names no commit`, hint);
}

/** The commit to compare with, and the current folder from the root of the repository: `a/b`, or nothing at the root. */
function baseOfChanges(ref: string, at: GitAt) {
  const place = placeInHistory(ref, at);
  if (!place) throw unknownCommit(ref, at);
  const base = git(['merge-base', place.commit, 'HEAD'], at);
  if (base === undefined)
    throw new UserError(
      `--changed-since finds no commit that "${ref}" and HEAD have in common`,
      historyHint(at),
    );
  return { base: base.trim(), folder: place.folder };
}

function unknownCommit(ref: string, at: GitAt): UserError {
  if (git(['rev-parse', '--show-prefix'], at) !== undefined)
    return new UserError(`--changed-since knows no commit "${ref}"`, historyHint(at));
  return new UserError(
    `--changed-since ${ref} needs git, and a current folder in a repository`,
    'without it, every app is audited',
  );
}

/** In a shallow clone the history that leads to a commit may be cut off. */
function historyHint(at: GitAt): string {
  return git(['rev-parse', '--is-shallow-repository'], at)?.trim() === 'true'
    ? 'this clone is shallow: fetch the whole history (fetch-depth: 0, GIT_DEPTH: 0, git fetch --unshallow)'
    : 'git fetch brings branches of the remote; git branch --all lists them';
}

/** Paths that differ from a commit, with the letter that git has for how: `A` for one that was not there before. */
function differences(base: string, at: GitAt): readonly (readonly [string, string])[] {
  const fields = gitList([...diffNames, base, '--'], at);
  const letters = fields.filter((_, index) => index % 2 === 0);
  return letters.map((letter, index) => [letter, fields[2 * index + 1] ?? '']);
}

function gitList(args: readonly string[], at: GitAt): readonly string[] {
  const output = git(args, at);
  if (output === undefined)
    throw new UserError(`git ${args[0] ?? ''} failed`, 'does it work by hand?');
  return output.split('\0').filter(Boolean);
}

interface OldFile {
  readonly type: MetadataType;
  readonly name: string;
  readonly file: string;
  readonly bytes: Uint8Array;
}

/** The metadata files among some paths, as they were in a commit; those that it did not have are left out. */
function readOldFiles(paths: readonly string[], base: string, at: GitAt): readonly OldFile[] {
  const files = paths.flatMap((file) => {
    // A line end in a name would be a request of its own.
    const found = file.includes('\n') ? undefined : identify(posix.basename(file));
    if (!found || !Object.hasOwn(metadataTypes, found.type)) return [];
    return [{ type: found.type as MetadataType, name: found.name, file }];
  });
  if (files.length === 0) return [];
  const asked = files.map(({ file }) => `${base}:${file}\n`).join('');
  const answer = gitBytes(['cat-file', '--batch'], at, asked);
  if (!answer) throw new UserError('git cat-file failed', 'does it work by hand?');
  return pairAnswers(files, answer);
}

/** The answers of `git cat-file --batch`, one a file: `ID blob SIZE`, a line end, the content, a line end. */
function pairAnswers(files: readonly Omit<OldFile, 'bytes'>[], answer: Buffer): readonly OldFile[] {
  const found: OldFile[] = [];
  let position = 0;
  for (const file of files) {
    const end = answer.indexOf('\n', position);
    const [, type, size] = answer.toString('utf8', position, end).split(' ');
    position = end + 1;
    if (type !== 'blob' || !size || !/^\d+$/.test(size)) continue;
    const bytes = answer.subarray(position, position + Number(size));
    position += Number(size) + 1;
    found.push({ ...file, bytes });
  }
  return found;
}

function appsInFiles(files: readonly OldFile[]): ReadonlySet<string> {
  const parts = files.flatMap(({ bytes, ...file }): readonly Part[] => {
    const { part } = readMetadataFile(bytes, file);
    return part ? [part] : [];
  });
  // A part file may name its app with the namespace of a package, or without.
  return new Set(
    joinParts(parts).apps.flatMap(({ kind, apiName }) => [
      appId(kind, apiName),
      appId(kind, withoutNamespace(apiName)),
    ]),
  );
}
