import { readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Source } from '../../model/app.js';
import { startOf } from '../../model/location.js';
import { problem, type Problem } from '../../report/problem.js';
import { discoverFolder } from '../../metadata/files/discover.js';
import {
  displayPath,
  statsAt,
  systemErrorCode,
  readBytes,
  tooLarge,
} from '../../metadata/files/disk.js';
import { readables, sourceOf, type ReadProgress } from '../../metadata/read-files.js';
import { limits } from '../../metadata/limits.js';
import { orgEvidenceOf } from '../client/evidence-files.js';
import { recordFile } from './is-snapshot.js';
import { parseRecord, RecordFault } from './parse-record.js';
import type { OrgRecord } from './record.js';
import { snapshotSource } from './source.js';

/** Bytes of a record: 10,000 apps take a tenth of it. */
const maxRecordBytes = 200 * 1024 * 1024;

/** Reads the folder of a snapshot. A damaged one is a problem, and what metadata it holds is read all the same. */
export async function readSnapshot(
  path: string,
  cwd: string,
  progress?: ReadProgress,
): Promise<Source> {
  const root = resolve(cwd, path);
  const id = displayPath(root, cwd);
  const folder = id === '.' ? '.' : id;
  const metadata = join(root, 'metadata');
  const found = statsAt(metadata)?.isDirectory()
    ? discoverFolder(metadata, {
        displayRoot: root,
        isWanted: (name) => orgEvidenceOf(name) !== undefined,
      })
    : { files: [], problems: [], others: [] };
  const files = readables(found);
  const record = readRecord(join(root, recordFile), `${folder}/${recordFile}`);
  if ('level' in record) {
    const read = sourceOf(
      id,
      'snapshot',
      files.map((file) => ({ ...file, file: `${folder}/${file.file}` })),
      progress,
    );
    return { ...read, problems: [record, ...read.problems] };
  }
  const source = snapshotSource(id, 'snapshot', folder, {
    files,
    record,
    others: found.others.map(({ path: at, file }) => ({
      file,
      bytes: () => readBytes(at, file, limits.maxOtherFileBytes),
    })),
  });
  return { ...source, problems: [...found.problems, ...source.problems] };
}

function readRecord(file: string, shown: string): OrgRecord | Problem {
  try {
    const { size } = statSync(file);
    if (size > maxRecordBytes) return tooLarge(shown, size, maxRecordBytes);
    return parseRecord(readFileSync(file, 'utf8'));
  } catch (fault) {
    const why =
      fault instanceof RecordFault
        ? fault.message
        : `it cannot be read (${systemErrorCode(fault)})`;
    return problem('malformed-snapshot', `this is no snapshot of an org: ${why}`, startOf(shown));
  }
}
