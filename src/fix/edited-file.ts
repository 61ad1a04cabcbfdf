import { resolve } from 'node:path';
import type { AuditRequest } from '../audit/audit.js';
import type { Change } from '../edit/change.js';
import type { FileEdit, Refusal } from '../edit/plan.js';
import { applyEdits } from '../edit/text-edits.js';
import { editsOf } from '../edit/xml-edits.js';
import { readBytes } from '../metadata/files/bytes.js';
import { decodeText } from '../metadata/text.js';
import type { XmlDocument } from '../metadata/xml/document.js';
import { parseXml } from '../metadata/xml/parse.js';
import { isMetadataType, type MetadataType } from '../model/metadata-types.js';

/** A file as it was read. */
export interface OpenFile {
  /** As reports show it. */
  readonly file: string;
  readonly path: string;
  readonly bytes: Uint8Array;
  /** Whether a byte order mark stands in front of the text. */
  readonly marked: boolean;
  readonly type: MetadataType;
  readonly document: XmlDocument;
}

/** Opens files once, as they are in an editor where one holds them. What cannot be read as metadata is no file to edit. */
export function fileOpener(
  cwd: string,
  edited: AuditRequest['edited'] = new Map(),
): (file: string) => OpenFile | undefined {
  const opened = new Map<string, OpenFile | undefined>();
  return (file) => {
    if (!opened.has(file)) opened.set(file, openToEdit(file, cwd, edited));
    return opened.get(file);
  };
}

function openToEdit(
  file: string,
  cwd: string,
  edited: NonNullable<AuditRequest['edited']>,
): OpenFile | undefined {
  const path = resolve(cwd, file);
  const bytes = edited.get(path) ?? readBytes(path, file);
  if ('kind' in bytes) return undefined;
  const own = Uint8Array.from(bytes);
  const decoded = decodeText(own, file);
  const parsed = decoded.ok ? parseXml(decoded.text) : undefined;
  if (!parsed?.ok) return undefined;
  const type = typeOf(parsed.document.root.name);
  const marked = own[0] === 0xef;
  return type && { file, path, bytes: own, marked, type, document: parsed.document };
}

function typeOf(root: string): MetadataType | undefined {
  // What canvas settings were called in API version 65 is read, and is not edited: a newer org does not know the name.
  return isMetadataType(root) ? root : undefined;
}

/** A file with the edits that are made in it. */
export interface EditedFile extends OpenFile {
  readonly edits: readonly FileEdit[];
  readonly refused: readonly Refusal[];
  /** The whole of it afterwards. */
  readonly after: Uint8Array;
}

export function editFile(opened: OpenFile, changes: readonly Change[]): EditedFile {
  const { edits, refused } = editsOf(opened.document, opened.type, changes);
  const text = applyEdits(opened.document.text, edits);
  const after = Buffer.from(opened.marked ? `\ufeff${text}` : text);
  return { ...opened, edits, refused, after };
}
