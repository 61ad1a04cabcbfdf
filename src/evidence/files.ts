import { entriesIn } from '../model/tables.js';
import { afterLastSlash } from '../model/words.js';
import { type Location, startOf } from '../model/location.js';
import type { UnreadFile } from '../metadata/read-files.js';
import { type Lines, indexLines, decodeText } from '../metadata/text.js';
import { saltedDigest, shortestKey } from '../metadata/part-keys.js';
import type { XmlElement } from '../metadata/xml/document.js';
import { parseXml } from '../metadata/xml/parse.js';
import { problem, type Problem } from '../report/problem.js';

/** How a file is looked at: for names of apps, for keys, for Apex classes, for the addresses or the session timeout of a profile, or for MCP tools. */
type FileLook = 'names' | 'keys' | 'apex' | 'profiles' | 'sessions' | 'tools';

interface EvidenceKind {
  /** Lower case: what the file name ends with, `-meta.xml` taken off. */
  readonly suffixes: readonly string[];
  readonly look: FileLook;
  /** Lower case: the folder it has to be in, where other files end like this, too. */
  readonly folder?: string;
}

/**
 * The files that may use an app, beside those of apps. Suffixes and folders of metadata types are those of the registry of
 * the Salesforce CLI (source-deploy-retrieve 13.7.0). `bootconfig` and `.env` are names that projects use: those files are only
 * searched for keys, so that a wrong guess finds nothing.
 */
export const evidenceKinds = {
  AuthProvider: { suffixes: ['.authprovider'], look: 'names' },
  NamedCredential: { suffixes: ['.namedcredential'], look: 'names' },
  ExternalCredential: { suffixes: ['.externalcredential'], look: 'names' },
  ExternalAuthIdentityProvider: { suffixes: ['.externalauthidentityprovider'], look: 'names' },
  CustomPermission: { suffixes: ['.custompermission'], look: 'names' },
  NotificationTypeConfig: {
    suffixes: ['.config'],
    look: 'names',
    folder: 'notificationtypeconfig',
  },
  OauthTokenExchangeHandler: { suffixes: ['.oauthtokenexchangehandler'], look: 'names' },
  ConversationChannelDefinition: { suffixes: ['.conversationchanneldefinition'], look: 'names' },
  UserProvisioningConfig: { suffixes: ['.userprovisioningconfig'], look: 'names' },
  Profile: { suffixes: ['.profile'], look: 'profiles' },
  ProfileSessionSetting: { suffixes: ['.profilesessionsetting'], look: 'sessions' },
  McpServerDefinition: { suffixes: ['.mcpserverdefinition'], look: 'tools' },
  CustomMetadata: { suffixes: ['.md'], look: 'keys', folder: 'custommetadata' },
  ApexClass: { suffixes: ['.cls'], look: 'apex' },
  ApexTrigger: { suffixes: ['.trigger'], look: 'keys' },
  MobileApp: {
    suffixes: ['bootconfig.json', 'bootconfig.plist', 'bootconfig.xml'],
    look: 'keys',
  },
  EnvFile: { suffixes: ['.env'], look: 'keys' },
} as const satisfies Readonly<Record<string, EvidenceKind>>;

export type EvidenceKindName = keyof typeof evidenceKinds;

const kindEntries = entriesIn<EvidenceKindName, EvidenceKind>(evidenceKinds);

/** A walk asks of every file: most are told apart by how they end. */
const quick = new RegExp(
  `(?:${kindEntries.flatMap(([, { suffixes }]) => suffixes.map((end) => end.replaceAll('.', '\\.'))).join('|')})(?:-meta\\.xml)?$|^\\.env\\.`,
  'i',
);
/** Beside these stands the file that is looked at. */
const companions = /\.(?:cls|trigger)-meta\.xml$/i;

/** Which kind of file that may use an app has this name, in a folder of that name. */
export function evidenceKindOf(name: string, folder: string): EvidenceKindName | undefined {
  if (!quick.test(name) || companions.test(name)) return undefined;
  if (/^\.env\./i.test(name)) return 'EnvFile';
  const isSource = name.toLowerCase().endsWith('-meta.xml');
  const base = withoutMeta(name).toLowerCase();
  return kindEntries.find(([, kind]) => {
    if (!kind.suffixes.some((end) => base.endsWith(end))) return false;
    return isSource || kind.folder === undefined || folder.toLowerCase() === kind.folder;
  })?.[0];
}

/** The name of what a file holds: the file name without its suffix; of files that are no metadata the file name. */
export function componentName(kind: EvidenceKindName, file: string): string {
  const name = afterLastSlash(file);
  if (kind === 'EnvFile' || kind === 'MobileApp') return name;
  const base = withoutMeta(name);
  return base.slice(0, base.lastIndexOf('.'));
}

function withoutMeta(name: string): string {
  return name.replace(/-meta\.xml$/i, '');
}

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
function evidenceNotRead(file: string, why: string): Problem {
  const message = `nobody looked whether this file uses an app: ${why}`;
  return problem('evidence-not-read', message, startOf(file));
}

/** The root element of a file, or why there is none. */
export function rootOfFile({ text, file }: EvidenceText): XmlElement | Problem {
  const parsed = parseXml(text);
  return parsed.ok ? parsed.document.root : evidenceNotRead(file, parsed.message);
}

/** A key of an app that a text holds. Its place is the character where it begins, so that nobody quotes it by mistake. */
interface KeyFound {
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
