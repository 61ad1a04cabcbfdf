import { dirname } from 'node:path';
import { startOf } from '../model/location.js';
import { type Problem, problem } from '../report/problem.js';
import type { Readable } from './readable.js';

/** A component in both formats, `X.ecaOauth` beside `X.ecaOauth-meta.xml`, is one: the source format counts. */
export function withoutDuplicateFiles(
  files: readonly Readable[],
  problems: Problem[],
): readonly Readable[] {
  const chosen = new Map<string, Readable>();
  for (const file of files.toSorted((a, b) => deploymentRank(a) - deploymentRank(b))) {
    const key = `${dirname(file.file)}/${file.type}/${file.name}`;
    const first = chosen.get(key);
    if (!first) chosen.set(key, file);
    else problems.push(duplicateNote(file, first));
  }
  const kept = new Set(chosen.values());
  return files.filter((file) => kept.has(file));
}

/** A twin that says the same does no harm. Of two that differ, nobody knows which one will be deployed. */
function duplicateNote(twin: Readable, first: Readable): Problem {
  const message = `the same component as ${first.file}, which was read instead`;
  const at = startOf(twin.file);
  return haveSameBytes(twin, first)
    ? problem('duplicate-file', message, at)
    : problem('duplicate-part', `${message}, with other content`, at);
}

function haveSameBytes(twin: Readable, first: Readable): boolean {
  const bytes = first.bytes();
  // The next file may be read into the same memory.
  const copy = 'kind' in bytes ? undefined : Buffer.from(bytes);
  const others = twin.bytes();
  return copy !== undefined && !('kind' in others) && copy.equals(others);
}

/** What is deployed counts before what `.forceignore` leaves out. */
function deploymentRank(file: Readable): number {
  return (file.leftOutBy ? 2 : 0) + (isSourceFormat(file) ? 0 : 1);
}

function isSourceFormat({ file }: Readable): boolean {
  return file.endsWith('-meta.xml');
}
