import { keysIn } from '../../model/tables.js';
/**
 * Files of an org that are no part of an app and say something of it: which addresses and how long sessions the approved profiles
 * allow, which handlers exchange tokens for it, and what the tools of MCP servers do. Source: the registry of the Salesforce CLI (source-deploy-retrieve 13.7.0), and
 * a page each of the Metadata API Developer Guide, which asks for no further permission.
 */
export const orgEvidence = {
  Profile: { suffix: 'profile', directory: 'profiles', since: 20, keep: ['loginIpRanges'] },
  ProfileSessionSetting: {
    suffix: 'profileSessionSetting',
    directory: 'profileSessionSettings',
    since: 40,
    keep: ['profile', 'sessionTimeout'],
  },
  OauthTokenExchangeHandler: {
    suffix: 'oauthtokenexchangehandler',
    directory: 'oauthtokenexchangehandlers',
    since: 60,
    keep: ['enablements', 'isEnabled', 'isRefreshTokenSupported', 'isUserCreationAllowed'],
  },
  McpServerDefinition: {
    suffix: 'mcpServerDefinition',
    directory: 'mcpServerDefinitions',
    since: 67,
    keep: ['tools'],
  },
} as const satisfies Readonly<Record<string, OrgEvidence>>;

interface OrgEvidence {
  readonly suffix: string;
  readonly directory: string;
  readonly since: number;
  /** The elements that are kept: a profile holds much that is nobody's business here. */
  readonly keep: readonly string[];
}

export type OrgEvidenceType = keyof typeof orgEvidence;

export const orgEvidenceTypes = keysIn(orgEvidence);

/** Which of these types a file of a retrieve is of, and the name of its component. */
export function orgEvidenceOf(
  fileName: string,
): { readonly type: OrgEvidenceType; readonly name: string } | undefined {
  const base = fileName.replace(/-meta\.xml$/, '');
  const type = orgEvidenceTypes.find((one) => base.endsWith(`.${orgEvidence[one].suffix}`));
  return type && { type, name: base.slice(0, -orgEvidence[type].suffix.length - 1) };
}
