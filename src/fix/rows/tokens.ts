import { isUrl } from '../../model/addresses.js';
import type { Change } from '../../edit/change.js';
import {
  changeList,
  changesFor,
  fieldsFor,
  refreshTokenChanges,
} from '../../edit/setting-changes.js';
import { webHostOf } from '../../settings/derive/callbacks.js';
import type { Condition } from '../../model/ruleset.js';
import { isSettingName, type SettingName } from '../../settings/settings.js';
import {
  changeListTo,
  valueAsGiven,
  certificate,
  decide,
  idleFor,
  input,
  risky,
  safe,
  setup,
  to,
  toBlock,
  allChanges,
  removeSetting,
  type FixSubject,
  type MakeChanges,
  type Row,
  type FixRows,
} from '../row.js';
import { listEntriesOf } from '../wanted.js';

/** An org says so: every token was used yesterday or today, or there is none. */
const dailyUse: Condition = {
  fact: 'longestTokenIdleDays',
  operator: 'lessThanInclusive',
  value: 1,
};

/** The client can get another access token by itself. */
const withRefreshToken: Condition = {
  all: [
    { fact: 'scopes', operator: 'contains', value: 'refresh_token' },
    {
      fact: 'refreshTokenPolicy',
      operator: 'in',
      value: ['until-revoked', 'lifetime', 'inactivity'],
    },
  ],
};

const fewerThanMonthly =
  'clients that run less often than once a month have to be authorized again';

/** The number alone: the policy stays. */
const ninetyDays: MakeChanges = ({ kind, facts }) => {
  const policy = facts('refreshTokenPolicy');
  return policy.state === 'known' ? refreshTokenChanges(kind, String(policy.value), 90) : undefined;
};

const rotation =
  'clients that do not store each new refresh token, or refresh side by side, lose their access';

export const tokenRows: FixRows = {
  'tokens/refresh-tokens-expire': risky(fewerThanMonthly, idleFor(30), dailyUse),
  'tokens/refresh-token-lifetime': risky(
    'users have to authorize the app again when the lifetime is over',
    ninetyDays,
    { fact: 'refreshTokenPolicy', operator: 'equal', value: 'inactivity' },
  ),
  'tokens/idle-refresh-tokens-expire': risky(
    'refresh tokens that nobody used for 30 days end',
    undefined,
    { all: [{ fact: 'distributionState', operator: 'equal', value: 'local' }, dailyUse] },
  ),
  'tokens/refresh-token-rotation': risky(rotation),
  'tokens/public-client-tokens-rotate': risky(rotation),
  // The app asks for no refresh tokens: nobody has one.
  'tokens/dormant-refresh-policy': safe(
    allChanges(idleFor(30), to({ refreshTokenRotation: true })),
  ),
  'tokens/introspect-own-tokens-only': risky(
    'API gateways that look into tokens of other apps stop',
  ),
  'tokens/session-timeout': risky(
    'jobs that take longer and cannot refresh their token break off',
    to({ sessionTimeoutMinutes: 60 }),
    withRefreshToken,
  ),
  // Developers log in again, and notice nothing else.
  'tokens/cli-app-tokens': safe(
    allChanges(
      ({ kind }) => refreshTokenChanges(kind, 'lifetime', 90),
      to({ sessionTimeoutMinutes: 15 }),
    ),
  ),
  'tokens/jwt-access-token-timeout': risky(
    'jobs that take longer and cannot refresh their token break off',
    to({ jwtTimeoutType: 'custom', jwtTimeoutMinutes: 30 }),
  ),
  'tokens/jwt-access-token-own-timeout': risky(
    'jobs that take longer and cannot refresh their token break off',
    (subject) => {
      const guests = subject.facts('guestJwtTimeoutType');
      const isGuest = guests.state === 'known' && guests.value === 'session';
      const named = to({ jwtTimeoutType: 'custom', jwtTimeoutMinutes: 30 });
      const guest = to({ guestJwtTimeoutType: 'custom', guestJwtTimeoutMinutes: 30 });
      return (isGuest ? allChanges(named, guest) : named)(subject);
    },
  ),
  'tokens/guest-jwt-access-token-timeout': risky(
    'guest users have to log in again sooner',
    to({ guestJwtTimeoutType: 'custom', guestJwtTimeoutMinutes: 30 }),
  ),
  'tokens/id-token-lifetime': risky(
    'clients whose clock is wrong, or that are slow, refuse the token',
  ),
  'tokens/custom-attributes-not-in-tokens': risky(
    'a client may read the attributes from the token',
  ),
};

/** Full goes; the API stays within reach. */
const apiInsteadOfFull: MakeChanges = (subject) =>
  changeList(subject.kind, 'scopes', {
    add: listEntriesOf('scopes', subject).includes('api') ? [] : ['api'],
    remove: ['full'],
  });

export const scopeRows: FixRows = {
  'scopes/no-full-access': risky(
    'calls that the scope api does not cover fail; pages of the org need web, apps their own scopes',
    apiInsteadOfFull,
  ),
  'scopes/full-access-ends': risky(fewerThanMonthly, idleFor(30), dailyUse),
  'scopes/scopes-selected': input(
    'OAuth scopes by name, such as api, with commas between them',
    changeListTo('scopes', 'beside'),
  ),
  'scopes/no-browser-scopes-for-servers': risky(
    'what opens pages of the org for the user of the app, such as `sf org open`, stops',
  ),
  'scopes/mcp-scope-alone': risky('calls that the scope mcp_api does not cover fail'),
  // The client credentials flow issues none.
  'scopes/no-refresh-scope-for-client-credentials': safe(),
  'scopes/no-covered-scopes': risky(
    'a client that asks for the scope by name may be refused',
    (subject) => {
      const own = listEntriesOf('scopes', subject);
      const covered = [
        ...(own.includes('api') ? ['chatter_api'] : []),
        ...(own.includes('web') ? ['visualforce'] : []),
      ];
      return changeList(subject.kind, 'scopes', { remove: covered });
    },
  ),
  'scopes/no-whole-data-cloud': input(
    'the scopes of Data Cloud that the client needs, such as cdp_query_api, with commas between them',
    (value, subject) => {
      const add = changeListTo('scopes', 'beside')(value, subject);
      const remove = changeList(subject.kind, 'scopes', { remove: ['cdp_api'] });
      return add && remove && [...add, ...remove];
    },
  ),
};

const oauthCertificate = certificate({
  connectedApp: 'oauthConfig/certificate',
  externalClientApp: { part: 'ExtlClntAppGlobalOauthSettings', path: 'certificate' },
});

const newCertificate = input(
  'the new certificate (PEM)',
  oauthCertificate,
  'the old key stops at once: an app has one certificate',
);

const removeSecret =
  'the secret stays known to everybody who can read the history: revoke or rotate it first';

export const secretRows: FixRows = {
  'secrets/certificate-of-no-public-authority': decide,
  'secrets/no-consumer-secret-in-source': {
    class: 'file',
    breaks: removeSecret,
    changes: removeSetting('consumerSecretInSource'),
  },
  'secrets/no-push-secret-in-source': {
    class: 'file',
    breaks: removeSecret,
    changes: removeSetting('pushSecretInSource'),
  },
  'secrets/no-private-key-in-source': {
    class: 'file',
    breaks: removeSecret,
    input: {
      what: 'the certificate (PEM) that stands there alone',
      changes: oauthCertificate,
    },
    needsInput: () => true,
  },
  ...inSetup('secrets', [
    'no-credential-in-callbacks',
    'no-credential-in-start-urls',
    'no-credential-in-logout-urls',
    'no-credential-in-app-page-urls',
    'no-credential-in-canvas-url',
    'no-credential-in-saml-urls',
    'no-credential-in-texts',
  ]),
  'secrets/consumer-key-not-in-source': {
    class: 'file',
    breaks: 'nothing in an org that has the app; a new org gives it another key',
    changes: removeSetting('consumerKeyInSource'),
  },
  'secrets/connected-app-key-not-in-source': {
    class: 'file',
    breaks: 'nothing in an org that has the app; a new org gives it another key',
    changes: removeSetting('consumerKeyInSource'),
  },
  'secrets/no-rotation-on-deploy': safe(),
  'secrets/no-org-id-in-source': risky(
    'settings of a packaged app lose the tie to the consumer of the org that owns it',
    removeSetting('orgIdInSource'),
  ),
  'secrets/certificate-not-expired': newCertificate,
  'secrets/certificate-expires-soon': newCertificate,
  'secrets/certificate-key-strong': newCertificate,
  'secrets/certificate-signature-strong': newCertificate,
  'secrets/certificate-lifetime': newCertificate,
};

/** The callback URLs at fault, each with what takes its place; nothing takes the place of one that goes. */
function callbacks(by: (url: string) => readonly string[] | undefined): MakeChanges {
  return ({ kind, evidence }) => {
    const urls = evidence.flatMap(({ items }) => items ?? []);
    const pairs = urls.flatMap((url) => {
      const others = by(url);
      return others ? [[url, others] as const] : [];
    });
    if (pairs.length < urls.length || pairs.length === 0) return undefined;
    return fieldsFor('callbackUrls', kind).map(({ part, path }): Change => ({
      kind: 'entries',
      part,
      path,
      separator: 'lines',
      add: [],
      remove: [],
      replace: pairs,
    }));
  };
}

function overHttps(url: string): readonly string[] | undefined {
  return /^http:\/\//i.test(url) ? [url.replace(/^http:/i, 'https:')] : undefined;
}

/** Several URLs in one line: each is whole. */
function oneEach(line: string): readonly string[] | undefined {
  const urls = line.split(/[,;\s]+/).filter((one) => one !== '');
  const whole = urls.every((one) => /^[a-z][a-z0-9+.-]*:\/\/[^\s,;]+$/i.test(one) && isUrl(one));
  return urls.length > 1 && whole ? urls : undefined;
}

/** Texts that begin with http:// begin with https:// then, each where it stands. */
function textsOverHttps(...settings: readonly SettingName[]): MakeChanges {
  return ({ kind, facts }) => {
    const changes = settings.flatMap((name) => {
      const found = facts(name);
      const text = found.state === 'known' ? String(found.value) : '';
      const own = isSettingName(name) ? fieldsFor(name, kind)[0] : undefined;
      if (!own || !/^http:\/\//i.test(text)) return [];
      const https = text.replace(/^http:/i, 'https:');
      return (changesFor(kind, name, https) ?? []).map((one) =>
        one.kind === 'set' ? { ...one, ifThere: true as const } : one,
      );
    });
    return changes.length > 0 ? changes : undefined;
  };
}

const answers = 'the client has to answer at the https address';
const gone = 'a client that is sent back to this address cannot log in any more';

/** An org never sends anybody to such an address: it fits no request. */
const neverFits: Row = safe();

const privateScheme: Row = input(
  'the callback URL with a scheme that is a reversed domain name',
  (value, subject: FixSubject) => {
    const url = value.trim();
    if (!/^[a-z][a-z0-9+-]*(?:\.[a-z0-9+-]+)+:\/?\/?\S+$/i.test(url)) return undefined;
    return callbacks(() => [url])(subject);
  },
  'the client has to use the new address',
);

export const urlRows: FixRows = {
  'urls/https-callbacks': risky(answers, callbacks(overHttps)),
  'urls/callbacks-well-formed': safe(callbacks(oneEach)),
  'urls/no-user-info-in-callbacks': risky(gone),
  'urls/no-wildcard-callbacks': neverFits,
  'urls/no-script-schemes': neverFits,
  'urls/no-test-callbacks': risky(gone),
  'urls/callbacks-filled-in': input('the callback URL', (value, subject) => {
    const hosts = new Set(subject.evidence.flatMap(({ items }) => items ?? []));
    const urls = listEntriesOf('callbackUrls', subject).filter((url) =>
      hosts.has(webHostOf(url) ?? ''),
    );
    const url = value.trim();
    return isUrl(url)
      ? changeList(subject.kind, 'callbackUrls', { add: [url], remove: urls })
      : undefined;
  }),
  'urls/callbacks-in-allowed-domains': risky(gone),
  'urls/no-loopback-beside-servers': risky(gone),
  'urls/private-schemes-are-reverse-domains': privateScheme,
  'urls/callbacks-without-fragment': risky(gone),
  'urls/https-start-url': risky(answers, textsOverHttps('startUrl', 'customStartUrl')),
  'urls/https-mobile-start-url': risky(answers, textsOverHttps('mobileStartUrl')),
  'urls/https-single-logout-url': risky(
    answers,
    textsOverHttps('singleLogoutUrl', 'policySingleLogoutUrl'),
  ),
  'urls/https-canvas-url': risky(answers, textsOverHttps('canvasUrl')),
  'urls/single-logout': input(
    'the single logout address of the client',
    valueAsGiven('singleLogoutUrl'),
  ),
};

export const usageRows: FixRows = {
  'usage/installed': toBlock,
  'usage/no-tool-look-alike': toBlock,
  ...inSetup('usage', [
    'no-idle-tokens',
    'no-tokens-never-used',
    'no-old-tokens',
    'app-in-use',
    'no-tokens-of-inactive-users',
    'no-tokens-of-administrators',
    'server-user-least-privilege',
    'server-user-is-no-person',
    'no-tokens-without-access',
    'somebody-has-access',
    'few-have-access',
    'no-username-password-logins',
    'no-user-agent-logins',
    'replaced-app-unused',
    'blocked-app-without-tokens',
    'logins-within-ranges',
    'server-logins-from-few-countries',
    'few-approvals-of-one-user',
    'api-calls-leave-a-trace',
  ]),
};

/** Rules of a theme that no file can fix. */
function inSetup(theme: string, names: readonly string[]): FixRows {
  return Object.fromEntries(names.map((name) => [`${theme}/${name}`, setup] as const));
}

/** Kept beside the rows that no file can fix. */
export const undecidedRows: FixRows = { 'vendors/conflicting-demands': decide };
