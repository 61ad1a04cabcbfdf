import { decodePercent, afterLastSlash } from '../../model/words.js';
import { problem, type Problem } from '../../report/problem.js';
import { groupBy } from '../../model/lists.js';
import type { FileKeys } from '../../model/app.js';
import type { MetadataType } from '../../model/metadata-types.js';
import { readParsedFile } from '../../metadata/document.js';
import { isKeySaltGiven } from '../../metadata/part-keys.js';
import { decodeText } from '../../metadata/text.js';
import { fileNamings, identify } from '../../metadata/files/types.js';
import type { XmlDocument, XmlElement } from '../../metadata/xml/document.js';
import { parseXml } from '../../metadata/xml/parse.js';
import { readZip } from '../../metadata/files/zip.js';
import { shortFault, asAnswerList, asFields, asAnswerText, type Fields } from './answer.js';
import { orgEvidence, orgEvidenceOf, type OrgEvidenceType } from './evidence-files.js';
import { redact } from '../../model/redact.js';

/** A metadata file of the org, without secrets. */
export interface RetrievedFile {
  readonly type: MetadataType | OrgEvidenceType;
  readonly name: string;
  /** Below the folder of a snapshot: `metadata/connectedApps/X.connectedApp-meta.xml`. */
  readonly path: string;
  /** Undefined when the file cannot be read: its text may hold anything, so it is not kept. */
  readonly text: string | undefined;
  /** What tells its keys from others, where the run was given a salt for that: the text has none any more. */
  readonly keys?: FileKeys;
}

export interface Unpacked {
  readonly files: readonly RetrievedFile[];
  /** Whether all that the zip holds could be read. */
  readonly whole: boolean;
}

/** Components of one type: some by name, or all of them (`*`). */
export interface WantedComponents {
  readonly type: string;
  readonly names: readonly string[];
}

/**
 * The files of a retrieve that is done; what it says besides, and what cannot be read of it, are problems. What was not
 * asked for is one, too, and is not read: it may be an answer to another question.
 */
export function unpacked(
  status: Fields,
  wanted: readonly WantedComponents[],
  problems: Problem[],
): Unpacked {
  problems.push(...asAnswerList(status['messages']).map((one) => messageProblem(asFields(one))));
  const zip = Buffer.from(asAnswerText(status['zipFile']), 'base64');
  const asked = namesAsked(wanted);
  const strange = new Set<string>();
  const content = readZip(zip, 'retrieve.zip', (name) => {
    if (isAsked(name, asked)) return true;
    if (!isOfPackage(name)) strange.add(name);
    return false;
  });
  problems.push(...strangeProblems([...strange]));
  problems.push(
    ...content.problems.map(({ kind, message, location }) => {
      const entry = location?.file.replace(/^retrieve\.zip\/?/, '') ?? '';
      return problem(
        kind,
        `the zip that the org sent${entry === '' ? '' : `, ${entry}`}: ${message}`,
      );
    }),
  );
  const files = content.entries.flatMap(({ name, bytes }) => retrievedFiles(name, bytes, problems));
  return { files, whole: content.problems.length === 0 };
}

type Asked = ReadonlyMap<string, ReadonlySet<string>>;

function namesAsked(wanted: readonly WantedComponents[]): Asked {
  return new Map(
    [...groupBy(wanted, ({ type }) => type)].map(([type, parts]) => [
      type,
      new Set(parts.flatMap(({ names }) => names)),
    ]),
  );
}

/** Settings are one type for the Metadata API, with a member for each of ours. */
function isAsked(entry: string, asked: Asked): boolean {
  const identity = orgEvidenceOf(afterLastSlash(entry)) ?? identify(afterLastSlash(entry));
  if (!identity) return false;
  const names = asked.get(identity.type) ?? (isSettings(entry) ? asked.get('Settings') : undefined);
  if (!names) return false;
  return names.has('*') || names.has(identity.name) || names.has(decodePercent(identity.name));
}

function isSettings(entry: string): boolean {
  return /\.settings(?:-meta\.xml)?$/.test(entry);
}

/** Folders, and the list of what the package holds. */
function isOfPackage(entry: string): boolean {
  return entry.endsWith('/') || afterLastSlash(entry) === 'package.xml';
}

function strangeProblems(names: readonly string[]): readonly Problem[] {
  const [first] = names;
  if (first === undefined) return [];
  const what =
    names.length === 1 ? shortFault(first) : `${names.length} files, ${shortFault(first)} first`;
  const message = `the zip that the org sent holds ${what}: not asked for, and not read`;
  // What could be an app makes the answer one to another question; the rest costs nothing.
  return [problem(names.some(isOurs) ? 'org-wrong-answer' : 'org-retrieve-message', message)];
}

function isOurs(entry: string): boolean {
  const identity = identify(afterLastSlash(entry));
  return identity !== undefined && !identity.ignored && isRead(identity.type) && !isSettings(entry);
}

/**
 * Messages tell of what did not come. An edition without a kind of settings is whole without it; anything else was described
 * or listed, and is lost. Source: RetrieveMessage of the Metadata API Developer Guide.
 */
function messageProblem(message: Fields): Problem {
  const told = shortFault(asAnswerText(message['problem']));
  const isOfEdition = /^Entity of type '\w*Settings' named '[^']*' cannot be found/.test(told);
  const kind = isOfEdition ? 'org-retrieve-message' : 'org-retrieve-incomplete';
  return problem(kind, `the retrieve says: ${told}`);
}

function retrievedFiles(
  entry: string,
  bytes: Uint8Array,
  problems: Problem[],
): readonly RetrievedFile[] {
  const evidence = orgEvidenceOf(afterLastSlash(entry));
  if (evidence) return evidenceFile(evidence, afterLastSlash(entry), bytes, problems);
  const identity = identify(afterLastSlash(entry));
  if (!identity || identity.ignored || !isRead(identity.type)) return [];
  const { type, name } = identity;
  const { directory } = fileNamings[type];
  const path = `metadata/${directory}/${afterLastSlash(entry).replace(/-meta\.xml$/, '')}-meta.xml`;
  const content = decodeText(bytes, path);
  const unread = { type, name, path, text: undefined };
  if (!content.ok) {
    problems.push(content.problem);
    return [unread];
  }
  const parsed = parseXml(content.text);
  const outcome = readParsedFile(content.text, parsed, { type, name, file: path });
  if (!parsed.ok) {
    problems.push(...outcome.problems);
    return [unread];
  }
  const keys = outcome.part && isKeySaltGiven() ? { keys: outcome.part.keys } : {};
  return [{ type, name, path, text: redacted(parsed.document), ...keys }];
}

/** What the file says of apps, and nothing else of it. One that cannot be read costs what it would say. */
function evidenceFile(
  { type, name }: { readonly type: OrgEvidenceType; readonly name: string },
  base: string,
  bytes: Uint8Array,
  problems: Problem[],
): readonly RetrievedFile[] {
  const { directory } = orgEvidence[type];
  const path = `metadata/${directory}/${base.replace(/-meta\.xml$/, '')}-meta.xml`;
  const content = decodeText(bytes, path);
  const parsed = content.ok ? parseXml(content.text) : undefined;
  if (parsed?.ok) return [{ type, name, path, text: keptOf(type, parsed.document) }];
  problems.push(problem('evidence-not-read', `the org sent ${type} ${name}, which cannot be read`));
  return [];
}

function keptOf(type: OrgEvidenceType, { text: whole, root }: XmlDocument): string {
  const { keep }: { readonly keep: readonly string[] } = orgEvidence[type];
  const kept = root.children
    .filter(({ name }) => keep.includes(name))
    .map(({ start, end }) => `    ${whole.slice(start, end)}\n`)
    .join('');
  return `<?xml version="1.0" encoding="UTF-8"?>\n<${type} xmlns="http://soap.sforce.com/2006/04/metadata">\n${kept}</${type}>\n`;
}

function isRead(type: string): type is MetadataType {
  return Object.hasOwn(fileNamings, type);
}

/** Elements whose text is a secret, in this or in any later API version. Flags about secrets are named so, too. */
const secretElement = /(?:secret|password|privatekey|signingkey|serviceaccount)/i;
/** In push settings a certificate comes with its private key (Metadata API Developer Guide). */
const secretPath = /^applePushConfig\/certificate$/;
const keyName = /consumerkey$/i;
const privateKey = /-----BEGIN [A-Z ]*PRIVATE KEY-----/;
const flagText = /^(?:true|false)$/i;

interface Cut {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** A metadata text without its secrets, and with consumer keys cut to six characters. All else stays as it is. */
function redacted({ text, root }: XmlDocument): string {
  const cuts = root.children.flatMap((element) => cutsIn(element, ''));
  const kept: string[] = [];
  let at = 0;
  for (const cut of cuts) {
    kept.push(text.slice(at, cut.start), cut.text);
    at = cut.end;
  }
  return [...kept, text.slice(at)].join('');
}

function cutsIn(element: XmlElement, prefix: string): readonly Cut[] {
  const path = prefix + element.name;
  if (element.children.length > 0) {
    return element.children.flatMap((child) => cutsIn(child, `${path}/`));
  }
  const { text, openEnd: start, closeStart: end } = element;
  if (text === '' || flagText.test(text)) return [];
  if (keyName.test(element.name)) return [{ start, end, text: masked(text) }];
  const isSecret = secretElement.test(element.name) || secretPath.test(path);
  if (isSecret || privateKey.test(text)) return [{ start, end, text: '' }];
  const shown = redact(text);
  return shown === text ? [] : [{ start, end, text: escapeMarkup(shown) }];
}

function escapeMarkup(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}

/** The first six characters of a key tell which one it is. */
function masked(key: string): string {
  return `${escapeMarkup(key.slice(0, 6))}…`;
}
