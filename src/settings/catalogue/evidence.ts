import { derived, type Definition, type SettingType } from '../definition.js';

/** What the rest of a repository says of an app: its other files, and its other apps. */
export const evidenceSettings = {
  repositoryRead: other(
    'boolean',
    'Repository read',
    'Whether the other files of the source were looked through for what uses the app: those of a folder or a zip are, and a single file or an org has none.',
    'the kind of source',
  ),
  profilesRead: other(
    'boolean',
    'Profiles read',
    'Whether profiles were looked at: those of a folder or a zip are, and those of an org that sends them.',
    'the kind of source',
  ),
  tokenHandlersRead: other(
    'boolean',
    'Token exchange handlers read',
    'Whether token exchange handlers were looked at: those of a folder or a zip are, and those of an org that has some for its own apps.',
    'the kind of source',
  ),
  mcpServersRead: other(
    'boolean',
    'MCP servers read',
    'Whether the definition of a hosted MCP server was looked at: one of a folder or a zip, or one that an org sent.',
    'the kind of source',
  ),
  destructiveMcpTools: other(
    'list',
    'Destructive MCP tools',
    'Tools of the hosted MCP servers of the source that can change or delete what is there, each as Server/tool. No file says which app may use which server: whoever has the scope mcp_api reaches all that are active. Unknown where a tool does not say.',
    'destructive and readOnly of the MCP server definitions of the source',
  ),
  openWorldMcpTools: other(
    'list',
    'MCP tools that reach other systems',
    'Tools of the hosted MCP servers of the source that reach systems outside the org, each as Server/tool. Unknown where a tool does not say.',
    'openWorld of the MCP server definitions of the source',
  ),
  usedBy: other(
    'list',
    'Used by',
    'What uses the app: auth providers, credentials, custom permissions, notification types, token exchange handlers, channels, provisioning, mobile apps, and code or settings that hold its consumer key; each as kind:name.',
    'the other files of the source, which name the app or hold its consumer key',
  ),
  consumerKeyCopies: other(
    'list',
    'Copies of the consumer key',
    'Apex, custom metadata and environment files that hold the consumer key of the app, each as kind:name. The keys are compared by digest; unknown where the app file holds no key to compare with.',
    'the other files of the source',
  ),
  consumerKeySharedWith: other(
    'list',
    'Apps with the same consumer key',
    'Apps of the run, of this or another source, that have another name and the same consumer key. The keys are compared by digest; unknown where the files of the app hold no key to compare with.',
    'the consumer keys of the other apps of the run',
  ),
  certificateSharedWith: other(
    'list',
    'Apps with the same certificate key',
    'Other apps of the source whose certificate has the same public key. Two kinds or two folders of one app are one.',
    'the certificates of the other apps of the source',
  ),
  runAsUserSharedWith: other(
    'list',
    'Apps with the same run-as user',
    'Other apps of the source whose client credentials act as the same user.',
    'the run-as users of the other apps of the source',
  ),
  commonCallbackHosts: other(
    'list',
    'Callback hosts of many apps',
    'Hosts among those of the callback URLs that at least three other apps of the source have as well; the device itself and pages of Salesforce are none.',
    'the callback URLs of the other apps of the source',
  ),
  tenantCallbackHosts: other(
    'list',
    'Callback hosts of many tenants',
    'The hosts of the callback URLs that differ in their first label only, where there are at least four of them.',
    'callbackHosts',
  ),
  customPermissions: other(
    'list',
    'Custom permissions of the app',
    'Custom permissions of the source that are tied to the app.',
    'connectedApp and externalClientApplication of the custom permission files of the source',
  ),
  apexHandlerClass: {
    ...other(
      'enum',
      'Apex handler in the source',
      'What the Apex class that the app names comes to in the source: a handler of apps, another class, or not there although other classes are.',
      'the Apex classes of the source',
    ),
    values: { handler: [], 'other-class': [], 'not-found': [] },
  },
  loginIpRanges: other(
    'boolean',
    'Login IP ranges of the approved profiles',
    'Whether the file of a profile that approves users of the app holds login IP ranges. IP restrictions are enforced only where the profile of the user has some.',
    'loginIpRanges of the profiles of the source that the app approves',
  ),
  approvedProfilesTimeoutMinutes: other(
    'number',
    'Session timeout of the approved profiles, in minutes',
    'The longest session timeout of the profiles that the app approves, in minutes. Known where every approved profile has session settings of its own and no permission set approves users.',
    'sessionTimeout of the profile session settings of the source',
  ),
  tokenExchangeHandlers: other(
    'list',
    'Token exchange handlers',
    'Token exchange handlers of the source that are on and enabled for the app.',
    'the token exchange handler files of the source',
  ),
  tokenHandlersCreatingUsers: other(
    'list',
    'Token exchange handlers that create users',
    'Those of the token exchange handlers of the app that may create users.',
    'isUserCreationAllowed of the token exchange handler files of the source',
  ),
  tokenHandlersTakingRefreshTokens: other(
    'list',
    'Token exchange handlers that accept refresh tokens',
    'Those of the token exchange handlers of the app that accept refresh tokens of the other identity provider.',
    'isRefreshTokenSupported of the token exchange handler files of the source',
  ),
  competingDefaultTokenHandlers: other(
    'list',
    'Token exchange handlers that compete',
    'The token exchange handlers that are the default of the app, where there are several.',
    'isDefault of the token exchange handler files of the source',
  ),
  tokenHandlerUsers: other(
    'list',
    'Run-as users of token exchange handlers',
    'The users as whom the Apex classes of the token exchange handlers run.',
    'apexExecutionUser of the token exchange handler files of the source',
  ),
} as const satisfies Readonly<Record<string, Definition>>;

function other<T extends SettingType>(type: T, label: string, about: string, how: string) {
  return {
    type,
    label,
    about,
    connectedApp: derived(how),
    externalClientApp: derived(how),
  } as const;
}
