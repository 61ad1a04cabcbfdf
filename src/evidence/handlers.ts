import { redact } from '../model/redact.js';
import type { Location } from '../model/location.js';
import type { AppKind } from '../model/metadata-types.js';
import type { XmlElement } from '../metadata/xml/document.js';
import type { EvidenceText } from './files.js';
import type { App } from '../model/app.js';
import type { evidenceSettings } from '../settings/catalogue/evidence.js';
import type { Setting } from '../settings/settings.js';
import { childrenNamed, childTextOf } from './references.js';
import { evidenceList } from './settings.js';

/** A token exchange handler, as far as one app is concerned. */
export interface TokenHandler {
  readonly name: string;
  readonly location: Location;
  readonly isDefault: boolean;
  readonly createsUsers: boolean;
  /** It accepts refresh tokens of the other identity provider. */
  readonly takesRefreshTokens: boolean;
  /** As whom its Apex class runs; empty where the file does not say. */
  readonly runsAs: string;
}

interface Enablement {
  readonly app: string;
  readonly kind: AppKind;
  readonly handler: TokenHandler;
}

/**
 * For which apps a handler is enabled, and how. Source:
 * https://developer.salesforce.com/docs/atlas.en-us.api_meta.meta/api_meta/meta_oauthtokenexchangehandler.htm
 */
export function handlerIn({ name, lines }: EvidenceText, root: XmlElement): readonly Enablement[] {
  if (isFalse(root, 'isEnabled')) return [];
  const createsUsers = isTrue(root, 'isUserCreationAllowed');
  const takesRefreshTokens = isTrue(root, 'isRefreshTokenSupported');
  return childrenNamed(root, 'enablements').flatMap((one) => {
    const handler = {
      name: redact(name),
      location: lines.locate(one.start, one.openEnd),
      isDefault: isTrue(one, 'isDefault'),
      createsUsers,
      takesRefreshTokens,
      runsAs: redact(childTextOf(one, 'apexExecutionUser')),
    };
    const connected = childTextOf(one, 'connectedApp');
    const external =
      childTextOf(one, 'externalClientApplication') || childTextOf(one, 'externalClientApp');
    return [
      ...(connected ? [{ app: connected, kind: 'connectedApp' as const, handler }] : []),
      ...(external ? [{ app: external, kind: 'externalClientApp' as const, handler }] : []),
    ];
  });
}

function isTrue(element: XmlElement, name: string): boolean {
  return childTextOf(element, name).toLowerCase() === 'true';
}

function isFalse(element: XmlElement, name: string): boolean {
  return childTextOf(element, name).toLowerCase() === 'false';
}

/** What the handlers of an app come to. */
export function handlerSettings(
  { location: at }: App,
  handlers: readonly TokenHandler[],
): { readonly [N in keyof typeof evidenceSettings]?: Setting } {
  const those = (fits: (one: TokenHandler) => boolean, say = ({ name }: TokenHandler) => name) =>
    evidenceList(
      handlers.filter(fits).map((one) => ({ value: say(one), location: one.location })),
      at,
    );
  const several = handlers.filter(({ isDefault }) => isDefault).length > 1;
  return {
    tokenHandlersRead: { state: 'known', value: true, origin: 'derived' },
    tokenExchangeHandlers: those(() => true),
    tokenHandlersCreatingUsers: those(({ createsUsers }) => createsUsers),
    tokenHandlersTakingRefreshTokens: those(({ takesRefreshTokens }) => takesRefreshTokens),
    competingDefaultTokenHandlers: those(({ isDefault }) => several && isDefault),
    tokenHandlerUsers: those(
      ({ runsAs }) => runsAs !== '',
      ({ runsAs }) => runsAs,
    ),
  };
}

/** The classes of a source, in lower case, with what each extends. */
export type ApexClasses = ReadonlyMap<string, string>;

/** Without `[^{]*` over the whole file: a class of the platform is named right behind. */
const classDeclaration = /\bclass\s{1,20}(\w{1,80})\s{1,20}extends\s{1,20}([\w.]{1,160})/gi;

/**
 * The classes of Salesforce that decide for an app: ConnectedAppPlugin, and ExternalClientAppOauthHandler for External Client
 * Apps. Source: https://developer.salesforce.com/docs/atlas.en-us.apexref.meta/apexref/apex_namespace_Auth.htm
 */
const bases = /^(?:auth\.)?(?:connectedappplugin|externalclientappoauthhandler)$/;

/** What each class of a text extends, by its name in lower case; comments do not count. */
export function classesIn(text: string): ApexClasses {
  if (!/extends/i.test(text)) return new Map();
  const found = withoutComments(text).matchAll(classDeclaration);
  return new Map([...found].map(([, name = '', base = '']) => [name.toLowerCase(), base]));
}

/** Text literals are passed as a whole: what looks like a comment in one is none. */
const skipped = /'(?:[^'\\\n]|\\.)*'|\/\/[^\n]*|\/\*/g;

function withoutComments(text: string): string {
  const kept: string[] = [];
  let at = 0;
  for (const { 0: what, index } of text.matchAll(skipped)) {
    if (index < at || what.startsWith("'")) continue;
    kept.push(text.slice(at, index));
    const end = what === '/*' ? text.indexOf('*/', index + 2) : index + what.length;
    if (end === -1) return kept.join(' ');
    at = what === '/*' ? end + 2 : end;
  }
  return [...kept, text.slice(at)].join(' ');
}

/** Whether a class is a handler of apps, also by way of classes of the same source. */
export function isHandler(name: string, classes: ApexClasses): boolean {
  const seen = new Set<string>();
  for (let base = classes.get(name.toLowerCase()); base !== undefined;) {
    const lower = base.toLowerCase();
    if (bases.test(lower)) return true;
    if (seen.has(lower)) return false;
    seen.add(lower);
    base = classes.get(lower);
  }
  return false;
}
