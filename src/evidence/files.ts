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

// `Object.entries` forgets the names.
const kindEntries = Object.entries(evidenceKinds) as readonly (readonly [
  EvidenceKindName,
  EvidenceKind,
])[];
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
  const name = file.slice(file.lastIndexOf('/') + 1);
  if (kind === 'EnvFile' || kind === 'MobileApp') return name;
  const base = withoutMeta(name);
  return base.slice(0, base.lastIndexOf('.'));
}

function withoutMeta(name: string): string {
  return name.replace(/-meta\.xml$/i, '');
}
