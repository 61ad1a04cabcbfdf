import type { Change } from '../../edit/change.js';
import { changeList, fieldsFor } from '../../edit/setting-changes.js';
import type { Condition } from '../../model/ruleset.js';
import { rangesOverlap, addressRangeOf } from '../../model/addresses.js';
import {
  changeListTo,
  valueAsGiven,
  certificate,
  decide,
  input,
  risky,
  safe,
  setup,
  to,
  toBlock,
  allChanges,
  type Input,
  type Row,
  type FixRows,
} from '../row.js';
import { listEntriesOf, type ChangeSubject } from '../wanted.js';

const enforce = to({ ipRelaxation: 'enforce' });

/**
 * No user whom the app approves notices: "IP restrictions are enforced only when they're configured on a user's profile"
 * (Salesforce Help, Connected App IP Relaxation and Continuous IP Enforcement).
 */
const noLoginRanges: Condition = { fact: 'loginIpRanges', operator: 'equal', value: false };

const ranges = (setting: 'trustedIpRanges' | 'refreshTokenIpAllowlist'): Input['changes'] => {
  const changes = changeListTo(setting, 'instead');
  return (value, subject) => {
    const all = value.split(',').map((one) => one.trim());
    return all.every((one) => addressRangeOf(one)) ? changes(value, subject) : undefined;
  };
};

const rangesText = 'ranges of addresses as START-END, with commas between them';

/** The same addresses in ranges that do not overlap: each that overlaps one before it is joined with it. */
function joinRanges({ kind, facts }: ChangeSubject): readonly Change[] | undefined {
  const own = listEntriesOf('trustedIpRanges', { facts });
  const joined: string[] = [];
  for (const text of own) {
    let one = text;
    for (let at = joined.length - 1; at >= 0; at -= 1) {
      const other = joined[at] ?? '';
      const both = union(one, other);
      if (both === undefined) continue;
      one = both;
      joined.splice(at, 1);
    }
    joined.push(one);
  }
  const add = joined.filter((text) => !own.includes(text));
  const remove = own.filter((text) => !joined.includes(text));
  return fieldsFor('trustedIpRanges', kind).flatMap(({ part, path }, at): readonly Change[] => {
    if (at > 0) return [];
    const [list] = changeList(kind, 'trustedIpRanges', { add, remove }) ?? [];
    const none = { kind: 'elements', part, path, add: [], remove: [] } as const;
    return [{ ...(list?.kind === 'elements' ? list : none), eachOnce: true }];
  });
}

/** One range of both; undefined where they have no address in common. Addresses are written as they stand. */
function union(a: string, b: string): string | undefined {
  const [one, other] = [addressRangeOf(a), addressRangeOf(b)];
  if (!one || !other || !rangesOverlap(one, other)) return undefined;
  const [startOfA = '', endOfA = startOfA] = a.split('-');
  const [startOfB = '', endOfB = startOfB] = b.split('-');
  const start = one.first <= other.first ? startOfA : startOfB;
  return `${start}-${one.last >= other.last ? endOfA : endOfB}`;
}

export const networkRows: FixRows = {
  'network/login-ranges-behind-enforce': setup,
  'network/ip-restrictions-not-relaxed': risky(
    'users whose profile has login IP ranges can use the app from those addresses only',
    enforce,
    noLoginRanges,
  ),
  'network/ip-restrictions-hold-for-activated-devices': risky(
    'users whose profile has login IP ranges can use the app from those addresses only; with trusted ranges, the limit to those ranges goes',
    enforce,
    { all: [noLoginRanges, { fact: 'trustedIpRanges', operator: 'isEmpty', value: true }] },
  ),
  'network/ip-restrictions-hold-for-refresh-tokens': risky(
    'a refresh from an address outside the login IP ranges of the profile fails, as from the cloud of a vendor',
    enforce,
    noLoginRanges,
  ),
  'network/trusted-ranges-narrow': input(rangesText, ranges('trustedIpRanges')),
  'network/trusted-ranges-reach-salesforce': input(rangesText, ranges('trustedIpRanges')),
  'network/trusted-ranges-do-not-overlap': safe(joinRanges),
  'network/trusted-ranges-set': input(
    rangesText,
    ranges('trustedIpRanges'),
    'requests from other addresses are blocked ("ip restricted by app developer")',
  ),
  'network/refresh-token-allowlist': input(
    rangesText,
    ranges('refreshTokenIpAllowlist'),
    'refresh tokens stop working from other addresses',
  ),
  'network/refresh-token-allowlist-within-limit': input(
    rangesText,
    ranges('refreshTokenIpAllowlist'),
  ),
};

const wholeOrg = (what: string): Row => risky(`${what}; this is a switch of the whole org`);

export const orgRows: FixRows = {
  'org/secrets-not-in-metadata-api': safe(),
  'org/secrets-not-in-rest-api': wholeOrg(
    'what rotates consumer secrets by itself, such as AWS Secrets Manager, needs it on',
  ),
  'org/username-password-flow-blocked': wholeOrg(
    'managed packages, mobile apps and integrations that send passwords stop',
  ),
  'org/user-agent-flow-blocked': wholeOrg(
    'managed packages, mobile apps and integrations that use the user-agent flow stop, hybrid apps as well',
  ),
  'org/pkce-for-packaged-apps': wholeOrg('every installed app without PKCE stops'),
  // The org blocks the flow, so that nobody notices that the app gives it up.
  'org/code-credentials-flow-agrees': safe(to({ authorizationCodeCredentialsFlow: false })),
  'org/api-access-control': wholeOrg(
    'every API client that is not approved stops; Salesforce Support has to enable the feature first',
  ),
  'org/approve-uninstalled-apps-holders': setup,
  'org/use-any-api-client-holders': setup,
  'org/soap-users-hold-use-any-api-auth': setup,
  'org/use-any-api-auth-needed': setup,
  'org/view-client-secret-holders': setup,
  'org/app-managers': setup,
  'org/soap-login-ends': setup,
};

const oneWay = 'and subscribers of every org at once; there is no way back';

export const partnerRows: FixRows = {
  'partner-mandate/pkce': risky(`clients that send no code challenge stop, ${oneWay}`),
  'partner-mandate/refresh-token-rotation': risky(
    `clients that do not store each new refresh token lose their access, ${oneWay}`,
  ),
  'partner-mandate/idle-refresh-tokens': risky(
    `refresh tokens that nobody used for 30 days end, ${oneWay}`,
  ),
  'partner-mandate/refresh-token-allowlist': input(
    rangesText,
    ranges('refreshTokenIpAllowlist'),
    'refresh tokens stop working from other addresses',
  ),
};

const encryptionCertificate: Input['changes'] = (value, { kind }) => {
  const isConnected = kind === 'connectedApp';
  const part = isConnected ? 'ConnectedApp' : 'ExtlClntAppSamlConfigurablePolicies';
  const prefix = isConnected ? 'samlConfig/' : '';
  if (!/^\w+$/.test(value)) return undefined;
  return [
    { kind: 'set', part, path: `${prefix}encryptionCertificate`, text: value },
    { kind: 'set', part, path: `${prefix}encryptionType`, text: 'AES_256' },
  ];
};

const secureUrl = (setting: 'samlAcsUrl' | 'samlSloUrl'): Row =>
  risky('the service provider has to answer at the https address', ({ kind, facts }) => {
    const found = facts(setting);
    if (found.state !== 'known' || !/^http:\/\//i.test(String(found.value))) return undefined;
    const https = String(found.value).replace(/^http:/i, 'https:');
    return to({ [setting]: https })({ kind, facts, evidence: [] });
  });

export const samlRows: FixRows = {
  'saml/signed-with-sha256': risky('service providers that know SHA-1 only refuse the messages'),
  'saml/no-triple-des': risky(
    'the service provider has to decrypt AES',
    to({ samlEncryption: 'aes256' }),
  ),
  'saml/responses-encrypted': input(
    'the name of a certificate in Certificate and Key Management',
    encryptionCertificate,
    'the service provider has to decrypt AES',
  ),
  'saml/requests-verified': input(
    'the certificate of the service provider (PEM)',
    certificate({
      connectedApp: 'samlConfig/certificate',
      externalClientApp: { part: 'ExtlClntAppSamlConfigurablePolicies', path: 'certificate' },
    }),
    'requests that are not signed are refused from then on',
  ),
  'saml/request-certificate-not-expired': input(
    'the new certificate of the service provider (PEM)',
    certificate({
      connectedApp: 'samlConfig/certificate',
      externalClientApp: { part: 'ExtlClntAppSamlConfigurablePolicies', path: 'certificate' },
    }),
  ),
  'saml/request-certificate-expires-soon': input(
    'the new certificate of the service provider (PEM)',
    certificate({
      connectedApp: 'samlConfig/certificate',
      externalClientApp: { part: 'ExtlClntAppSamlConfigurablePolicies', path: 'certificate' },
    }),
  ),
  'saml/https-acs-url': secureUrl('samlAcsUrl'),
  'saml/https-single-logout-url': secureUrl('samlSloUrl'),
  'saml/single-logout': input(
    'the single logout address of the service provider',
    valueAsGiven('samlSloUrl'),
  ),
  'saml/acs-url-filled-in': input(
    'the ACS address of the service provider',
    valueAsGiven('samlAcsUrl'),
  ),
  'saml/entity-id': input('the entity id of the service provider', valueAsGiven('samlEntityUrl')),
  'saml/local-app': decide,
};

export const migrationRows: FixRows = {
  'migration/legacy-connected-app': decide,
  'migration/no-new-connected-app': decide,
  'migration/packaged-connected-app': setup,
  'migration/foreign-connected-app': setup,
  'migration/not-both-kinds': decide,
  'migration/username-password-flow': wholeOrg(
    'integrations that log in with a password stop; Salesforce blocks the flow in every org on 2027-02-20',
  ),
  'migration/saml-triple-des': risky(
    'the service provider has to decrypt AES',
    allChanges(to({ samlEncryption: 'aes256' })),
  ),
  'migration/apex-handler': decide,
  'migration/canvas': decide,
  'migration/canvas-places': decide,
  'migration/mobile-app': decide,
  'migration/mobile-start-url': decide,
  'migration/headless-registration': decide,
  'migration/user-provisioning': setup,
};

export const incidentRows: FixRows = {
  'incidents/salesloft-drift-2025-08': toBlock,
  'incidents/gainsight-2025-11': toBlock,
  'incidents/klue-2026-06': toBlock,
  'incidents/unc6040-2025-06': toBlock,
  'incidents/first-party-name': decide,
  'incidents/no-look-alike-letters': decide,
};
