import { problem, type Problem } from '../../report/problem.js';
import type { MetadataType } from '../../model/metadata-types.js';
import { readDocument } from '../../metadata/document.js';
import { decodeText } from '../../metadata/text.js';
import { fileNamings, identify } from '../../metadata/files/types.js';
import { parseXml } from '../../metadata/xml/parse.js';
import { readZip } from '../../metadata/files/zip.js';
import { shortened } from './fault.js';
import { redacted } from './secrets.js';
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

export interface Unpacked {
  readonly files: readonly RetrievedFile[];
  /** Whether all that the zip holds could be read. */
  readonly whole: boolean;
}

/** The files of a retrieve that is done; what it says besides, and what cannot be read of it, are problems. */
export function unpacked(status: Fields, problems: Problem[]): Unpacked {
  problems.push(...list(status['messages']).map((one) => messageProblem(record(one))));
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
  return { files, whole: content.problems.length === 0 };
}

/**
 * Messages tell of what did not come. An edition without a kind of settings is whole without it; anything else was described
 * or listed, and is lost. Source: RetrieveMessage of the Metadata API Developer Guide.
 */
function messageProblem(message: Fields): Problem {
  const told = shortened(text(message['problem']));
  const isOfEdition = /^Entity of type '\w*Settings' named '[^']*' cannot be found/.test(told);
  const kind = isOfEdition ? 'org-retrieve-message' : 'org-retrieve-incomplete';
  return problem(kind, `the retrieve says: ${told}`);
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
  if (parsed?.ok) return [{ type, name, path, text: redacted(parsed.document) }];
  problems.push(...readDocument(bytes, { type, name, file: path }).problems);
  return [{ type, name, path, text: undefined }];
}

function isRead(type: string): type is MetadataType {
  return Object.hasOwn(fileNamings, type);
}
