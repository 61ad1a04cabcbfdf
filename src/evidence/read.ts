import type { Location } from '../model/location.js';
import type { UnreadFile } from '../metadata/readable.js';
import { type Lines, indexLines } from '../metadata/lines.js';
import { saltedDigest, shortestKey } from '../metadata/part-keys.js';
import { decodeText } from '../metadata/text.js';
import type { XmlElement } from '../metadata/xml/document.js';
import { parseXml } from '../metadata/xml/parse.js';
import { startOf } from '../model/location.js';
import { problem, type Problem } from '../report/problem.js';
import { componentName, type EvidenceKindName } from './files.js';

/** A file that may use an app, read. */
export interface EvidenceText {
  readonly kind: EvidenceKindName;
  readonly name: string;
  readonly file: string;
  readonly text: string;
  readonly lines: Lines;
}

/** Reads a file as text. One that cannot be read keeps no app from being audited: it is noted. */
export function readEvidence(
  kind: EvidenceKindName,
  { file, bytes }: UnreadFile,
): EvidenceText | Problem {
  const read = bytes();
  const decoded = 'kind' in read ? ({ ok: false, problem: read } as const) : decodeText(read, file);
  if (!decoded.ok) return evidenceNotRead(file, decoded.problem.message);
  const { text } = decoded;
  return { kind, name: componentName(kind, file), file, text, lines: indexLines(file, text) };
}

/** That nobody looked into a file. */
export function evidenceNotRead(file: string, why: string): Problem {
  const message = `nobody looked whether this file uses an app: ${why}`;
  return problem('evidence-not-read', message, startOf(file));
}

/** The root element of a file, or why there is none. */
export function rootOfFile({ text, file }: EvidenceText): XmlElement | Problem {
  const parsed = parseXml(text);
  return parsed.ok ? parsed.document.root : evidenceNotRead(file, parsed.message);
}

/** A key of an app that a text holds. Its place is the character where it begins, so that nobody quotes it by mistake. */
export interface KeyFound {
  readonly digest: string;
  readonly location: Location;
}

const keyLikeWords = new RegExp(`[A-Za-z0-9._~-]{${shortestKey},256}`, 'g');

/** The words of a text that are one of the keys. Only words as long as one of them cost a digest. */
export function findKeys(
  { text, lines }: EvidenceText,
  digests: ReadonlyMap<string, unknown>,
  lengths: ReadonlySet<number>,
): readonly KeyFound[] {
  if (digests.size === 0) return [];
  const found: KeyFound[] = [];
  for (const { 0: word, index } of text.matchAll(keyLikeWords)) {
    if (!lengths.has(word.length)) continue;
    const digest = saltedDigest(word);
    if (digests.has(digest)) found.push({ digest, location: lines.locate(index, index) });
  }
  return found;
}
