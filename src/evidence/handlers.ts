import { redact } from '../model/redact.js';
import type { Location } from '../model/location.js';
import type { AppKind } from '../model/app-kind.js';
import type { XmlElement } from '../metadata/xml/document.js';
import type { EvidenceText } from './read.js';
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
