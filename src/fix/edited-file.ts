import { resolve } from 'node:path';
import type { AuditRequest } from '../audit/audit.js';
import type { Change } from '../edit/change.js';
import type { FileEdit, Refusal } from '../edit/layout.js';
import { applyEdits } from '../edit/text-edits.js';
import { editsOf } from '../edit/xml-edits.js';
import { readBytes } from '../metadata/files/disk.js';
import { decodeText } from '../metadata/text.js';
import type { XmlDocument, XmlElement } from '../metadata/xml/document.js';
import { parseXml } from '../metadata/xml/parse.js';
import { isMetadataType, type MetadataType } from '../model/metadata-types.js';
import { typeCatalogue } from '../metadata/elements/catalogue.js';
import { looksSecret, redact } from '../model/redact.js';
import { isSecretSetting, settings, type SettingName } from '../settings/settings.js';
import type { Reading } from '../settings/definition.js';

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

/** Files to edit, each opened once, as they are in an editor where one holds them: for a draft and all that come of it. */
export interface EditableFiles {
  /** What cannot be read as metadata is no file to edit. */
  readonly open: (file: string) => OpenFile | undefined;
  /** The file with changes made in it. The last edits of each are kept, since drafts hardly differ from each other. */
  readonly edit: (opened: OpenFile, changes: readonly Change[]) => EditedFile;
}

export function editableFiles(
  cwd: string,
  edited: AuditRequest['edited'] = new Map(),
): EditableFiles {
  const opened = new Map<string, OpenFile | undefined>();
  const made = new Map<OpenFile, { readonly by: string; readonly file: EditedFile }>();
  return {
    open: (file) => {
      if (!opened.has(file)) opened.set(file, openToEdit(file, cwd, edited));
      return opened.get(file);
    },
    edit: (file, changes) => {
      // Edits come of the text and of the changes in their order, and of nothing else.
      const by = JSON.stringify(changes);
      const last = made.get(file);
      if (last?.by === by) return last.file;
      const now = editFile(file, changes);
      made.set(file, { by, file: now });
      return now;
    },
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

function editFile(opened: OpenFile, changes: readonly Change[]): EditedFile {
  const { edits, refused } = editsOf(opened.document, opened.type, changes);
  const text = applyEdits(opened.document.text, edits);
  const after = Buffer.from(opened.marked ? `\ufeff${text}` : text);
  return { ...opened, edits, refused, after };
}

/** How elements are read whose text is not kept: it may be a secret. */
const secretReadings: ReadonlySet<Reading> = new Set(['filled']);

/** The lines, from 0, that hold or may hold a secret: of elements that are for one, and what looks like one. */
export function secretLines({ document: { text, root }, type }: OpenFile): ReadonlySet<number> {
  const found = new Set<number>();
  const lineOf = lineFinder(text);
  const add = (start: number, end: number): void => {
    for (let line = lineOf(start); line <= lineOf(end); line += 1) found.add(line);
  };
  for (const [start, end] of secretElements(root, '', type)) add(start, end);
  for (const [at, line] of text.split('\n').entries())
    if (piecesOf(line).some(mayHoldSecret)) found.add(at);
  return found;
}

/** Tags and the texts between them, each by itself: in a file of one line, names of other elements say nothing of a value. */
function piecesOf(line: string): readonly string[] {
  return line.split(/[<>]/).filter((piece) => piece.length > 5);
}

function mayHoldSecret(text: string): boolean {
  return redact(text) !== text || looksSecret(text) || text.includes('PRIVATE KEY');
}

function lineFinder(text: string): (offset: number) => number {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return (offset) => starts.findLastIndex((start) => start <= offset);
}

function secretElements(
  parent: XmlElement,
  prefix: string,
  type: OpenFile['type'],
): readonly (readonly [number, number])[] {
  return parent.children.flatMap((child): readonly (readonly [number, number])[] => {
    const known = typeCatalogue(type).settings.get(prefix + child.name);
    const isFor =
      known !== undefined && secretReadings.has(known.field.read) && isSecret(known.definition);
    const named = /secret|password|private|signingKey/i.test(child.name) && child.text.length > 5;
    const isKey = child.text.includes('PRIVATE KEY');
    if ((isFor && child.end > child.openEnd) || named || isKey) return [[child.start, child.end]];
    return secretElements(child, `${prefix}${child.name}/`, type);
  });
}

/** The id of an org is no secret. */
function isSecret(definition: unknown): boolean {
  return secretElementNames.has(definition);
}

const secretElementNames: ReadonlySet<unknown> = new Set(
  Object.entries(settings)
    .filter(([name]) => isSecretSetting(name) && name !== ('orgIdInSource' satisfies SettingName))
    .map(([, definition]) => definition),
);
