import type { AppKind } from '../model/metadata-types.js';
import type { XmlElement } from '../metadata/xml/document.js';
import type { EvidenceKindName } from './files.js';

/** What a file says that leads to an app: its name, a link to its consumer, or another file that uses it. */
export type FileReference =
  | { readonly at: XmlElement; readonly app: string; readonly kind: AppKind }
  | { readonly at: XmlElement; readonly link: string }
  | ByCredential;

export interface ByCredential {
  readonly at: XmlElement;
  readonly by: Credential;
  readonly name: string;
}

/** Kinds of files that others use to reach an app. */
export type Credential = 'AuthProvider' | 'ExternalCredential' | 'ExternalAuthIdentityProvider';

type References = (root: XmlElement) => readonly FileReference[];

/** How each kind of file names apps. Source: the page of the type in the Metadata API Developer Guide, and the WSDL of API 68. */
const references: Readonly<Partial<Record<EvidenceKindName, References>>> = {
  NamedCredential: credentials,
  ExternalCredential: credentials,
  CustomPermission: apps,
  NotificationTypeConfig: notificationReferences,
  OauthTokenExchangeHandler: (root) => childrenNamed(root, 'enablements').flatMap(apps),
  ConversationChannelDefinition: links,
  UserProvisioningConfig: apps,
};

/** What the root element of a file says that leads to apps. */
export function referencesIn(kind: EvidenceKindName, root: XmlElement): readonly FileReference[] {
  return references[kind]?.(root) ?? [];
}

/** The child elements of a name that hold something. */
export function childrenNamed(
  { children }: XmlElement,
  ...names: readonly string[]
): readonly XmlElement[] {
  return children.filter(({ name }) => names.includes(name));
}

/** The text of the first child of a name; empty where there is none. */
export function childTextOf(element: XmlElement, name: string): string {
  return childrenNamed(element, name)[0]?.text ?? '';
}

function apps(element: XmlElement): readonly FileReference[] {
  const connected = childrenNamed(element, 'connectedApp');
  const external = childrenNamed(element, 'externalClientApplication', 'externalClientApp');
  return [
    ...connected.map((at) => ({ at, app: at.text, kind: 'connectedApp' as const })),
    ...external.map((at) => ({ at, app: at.text, kind: 'externalClientApp' as const })),
  ].filter(({ app }) => app !== '');
}

/** An app that a notification type is switched off for does not get it. */
function notificationReferences(root: XmlElement): readonly FileReference[] {
  const settings = childrenNamed(root, 'notificationTypeSettings').flatMap((one) =>
    childrenNamed(one, 'appSettings'),
  );
  return settings
    .filter((one) => childTextOf(one, 'enabled').toLowerCase() !== 'false')
    .flatMap((one) => {
      const isExternal = /external/i.test(childTextOf(one, 'appType'));
      const kind = isExternal ? 'externalClientApp' : 'connectedApp';
      return childrenNamed(one, 'connectedAppName').map(
        (at) => ({ at, app: at.text, kind }) as const,
      );
    });
}

function links(root: XmlElement): readonly FileReference[] {
  return childrenNamed(root, 'connectedAppOauthLink', 'customerConnectedAppOauthLink')
    .filter(({ text }) => text !== '')
    .map((at) => ({ at, link: at.text }));
}

const credentialElements = {
  authProvider: 'AuthProvider',
  externalCredential: 'ExternalCredential',
  externalAuthIdentityProvider: 'ExternalAuthIdentityProvider',
} as const satisfies Readonly<Record<string, Credential>>;

/** The credential names what it authenticates with at its root, as it did before API 56, or in a parameter. */
function credentials(root: XmlElement): readonly FileReference[] {
  const holders = [
    root,
    ...childrenNamed(root, 'namedCredentialParameters', 'externalCredentialParameters'),
  ];
  return Object.entries(credentialElements).flatMap(([element, by]) =>
    holders
      .flatMap((holder) => childrenNamed(holder, element))
      .filter(({ text }) => text !== '')
      .map((at) => ({ at, by, name: at.text })),
  );
}
