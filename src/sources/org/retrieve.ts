import { problem, type Problem } from '../../model/problem.js';
import type { MetadataType } from '../../model/metadata-types.js';
import { readDocument } from '../metadata/document.js';
import { decodeText } from '../metadata/text.js';
import { fileNamings, identify } from '../metadata/files/types.js';
import { parseXml } from '../metadata/xml/parse.js';
import { readZip } from '../metadata/files/zip.js';
import type { OrgApi } from './api.js';
import { ask } from './asked.js';
import { CallFault, shortened } from './fault.js';
import { pause, type End } from './pace.js';
import { scrubbed } from './scrub.js';
import { list, record, text, type Fields } from './shape.js';

/** A metadata file of the org, without secrets. */
export interface RetrievedFile {
  readonly type: MetadataType;
  readonly name: string;
  /** Below the folder of a snapshot: `metadata/connectedApps/X.connectedApp-meta.xml`. */
  readonly path: string;
  /** Undefined when the file cannot be read: its text may hold anything, so it is not kept. */
  readonly text: string | undefined;
}

export interface Retrieved {
  readonly files: readonly RetrievedFile[];
  /** Whether every retrieve gave what it has. */
  readonly complete: boolean;
}

type Members = Readonly<Record<string, readonly string[]>>;

/** Retrieves all types at once; where that fails, one by one, so that one type does not take the others with it. */
export async function retrieveAll(
  api: OrgApi,
  members: Members,
  end: End,
  problems: Problem[],
): Promise<Retrieved> {
  if (Object.keys(members).length === 0) return { files: [], complete: false };
  const mine: Problem[] = [];
  const whole = await ask('the metadata of all apps', mine, () => retrieveOnce(api, members, end));
  if (whole.ok) return unpacked(whole.value, problems);
  const alone = Object.entries(members);
  if (alone.length === 1 || !mine.some(({ kind }) => mayBeOneType.has(kind))) {
    problems.push(...mine);
    return { files: [], complete: false };
  }
  const parts = await Promise.all(
    alone.map(async ([type, names]): Promise<Retrieved> => {
      const what = `the metadata of type ${type}`;
      const part = await ask(what, problems, () => retrieveOnce(api, { [type]: names }, end));
      return part.ok ? unpacked(part.value, problems) : { files: [], complete: false };
    }),
  );
  return {
    files: parts.flatMap(({ files }) => files),
    complete: parts.every(({ complete }) => complete),
  };
}

const mayBeOneType: ReadonlySet<string> = new Set([
  'org-call-refused',
  'org-object-hidden',
  'org-limit-reached',
]);

/** Milliseconds between two looks at a job: soon at first, since small orgs are quick. */
const firstLook = 200;
const longestWait = 5_000;

async function retrieveOnce(api: OrgApi, members: Members, end: End): Promise<Fields> {
  const job = await api.retrieve(members);
  for (let wait = firstLook; ; wait = Math.min(wait * 2, longestWait)) {
    await pause(wait, end);
    const status = await api.retrieved(job);
    if (text(status['done']) !== 'true') continue;
    if (text(status['success']) === 'true') return status;
    const why =
      shortened(text(status['errorMessage'])) || text(status['status']) || 'it gave no reason';
    throw new CallFault('refused', `the retrieve failed: ${why}`, text(status['errorStatusCode']));
  }
}

function unpacked(status: Fields, problems: Problem[]): Retrieved {
  for (const message of list(status['messages'])) {
    const told = shortened(text(record(message)['problem']));
    problems.push(problem('org-retrieve-message', `the retrieve says: ${told}`));
  }
  const zip = Buffer.from(text(status['zipFile']), 'base64');
  const content = readZip(zip, 'retrieve.zip', (name) => identify(baseOf(name)) !== undefined);
  problems.push(
    ...content.problems.map(({ kind, message, location }) => {
      const entry = location?.file.replace(/^retrieve\.zip\/?/, '') ?? '';
      return problem(
        kind,
        `the zip that the org sent${entry === '' ? '' : `, ${entry}`}: ${message}`,
      );
    }),
  );
  const files = content.entries.flatMap(({ name, bytes }) => fileOf(name, bytes, problems));
  return { files, complete: content.problems.length === 0 };
}

function baseOf(name: string): string {
  return name.slice(name.lastIndexOf('/') + 1);
}

function fileOf(entry: string, bytes: Uint8Array, problems: Problem[]): readonly RetrievedFile[] {
  const identity = identify(baseOf(entry));
  if (!identity || identity.ignored || !isRead(identity.type)) return [];
  const { type, name } = identity;
  const { directory } = fileNamings[type];
  const path = `metadata/${directory}/${baseOf(entry).replace(/-meta\.xml$/, '')}-meta.xml`;
  const decoded = decodeText(bytes, path);
  const parsed = decoded.ok ? parseXml(decoded.text) : undefined;
  if (parsed?.ok) return [{ type, name, path, text: scrubbed(parsed.document) }];
  problems.push(...readDocument(bytes, { type, name, file: path }).problems);
  return [{ type, name, path, text: undefined }];
}

function isRead(type: string): type is MetadataType {
  return Object.hasOwn(fileNamings, type);
}
