// Whatever is wrong with an app and however its files are written: `fix` fixes what it says, and nothing else changes.
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { tempFolder } from '../metadata/temp-folder.js';
import { checkFix } from '../stories/fix-checks.js';
import { connectedApp, eca, type EcaParts } from './files.js';

type Files = Readonly<Record<string, string>>;

const global = fc.subarray([
  ['isPkceRequired', 'false'],
  ['isConsumerSecretOptional', 'true'],
  ['isSecretRequiredForRefreshToken', 'false'],
  ['isRefreshTokenRotationEnabled', 'false'],
  ['isEnforceRefreshTokenTTL', 'false'],
  ['isIntrospectAllTokens', 'true'],
  ['isDeviceFlowEnabled', 'true'],
  ['isClientCredentialsFlowEnabled', 'true'],
  ['shouldRotateConsumerSecret', 'true'],
  ['isTokenExchangeEnabled', '-'],
] as const);
const callback = fc.constantFrom(
  'https://orders.northwind.test/cb',
  'http://orders.northwind.test/cb',
  'https://orders.northwind.test/cb,https://two.northwind.test/cb',
  'https://orders.northwind.test/cb\nhttps://*.northwind.test/cb\nhttp://localhost:3000/cb',
  'https://app.fullcast.io/api/callback',
);
const scopes = fc.constantFrom(
  'Api, RefreshToken',
  'Full, RefreshToken',
  'Api',
  'Api, Chatter, Web',
);
const policies = fc.subarray([
  ['ipRelaxationPolicyType', 'Bypass'],
  ['permittedUsersPolicyType', 'AllSelfAuthorized'],
  ['refreshTokenPolicyType', 'SpecificLifetime'],
  ['refreshTokenValidityPeriod', '400'],
  ['sessionTimeoutInMinutes', '720'],
  ['requiredSessionLevel', 'LOW'],
  ['commaSeparatedProfile', 'Standard User'],
] as const);

const external = fc.record({ global, callback, scopes, policies }).map((one): Files => {
  const parts: EcaParts = {
    global: { ...Object.fromEntries(one.global), callbackUrl: one.callback },
    oauth: { commaSeparatedOauthScopes: one.scopes },
    policies: Object.fromEntries(one.policies),
  };
  return eca(parts);
});

const connected = fc
  .record({
    config: fc.subarray([
      ['isAdminApproved', 'false'],
      ['isPkceRequired', 'false'],
      ['isConsumerSecretOptional', 'true'],
      ['isRefreshTokenRotationEnabled', '-'],
      ['scopes#3', 'Full'],
      ['isIntrospectAllTokens', 'true'],
    ] as const),
    policy: fc.subarray([
      ['ipRelaxation', 'BYPASS'],
      ['refreshTokenPolicy', 'infinite'],
    ] as const),
    callback,
    session: fc.constantFrom('-', '<sessionTimeout>1440</sessionTimeout>'),
    range: fc.constantFrom(
      '<end>203.0.113.20</end><start>203.0.113.10</start>',
      '<end>203.0.113.20</end><start>203.0.113.10</start></ipRanges><ipRanges><end>203.0.113.20</end><start>203.0.113.10</start>',
      '<end>203.0.113.20</end><start>203.0.113.10</start></ipRanges><ipRanges><end>203.0.113.40</end><start>203.0.113.15</start>',
    ),
  })
  .map(({ config, policy, callback: callbackUrl, session, range }) =>
    connectedApp({
      config: { ...Object.fromEntries(config), callbackUrl },
      policy: Object.fromEntries(policy),
      root: { sessionPolicy: session, ipRanges: range },
    }),
  );

/** How a file is written: line ends, mark, a comment, no line end at the end. */
const style = fc.record({
  crlf: fc.boolean(),
  mark: fc.boolean(),
  comment: fc.boolean(),
  tabs: fc.boolean(),
});
type Style = typeof style extends fc.Arbitrary<infer S> ? S : never;

function written(text: string, { crlf, mark, comment, tabs }: Style): string {
  const noted = comment
    ? text.replace(/(<label>[^<]*<\/label>)/, '<!-- a note -->$1<!-- <x>1</x> -->')
    : text;
  const indented = tabs ? noted.replaceAll('    ', '\t') : noted;
  const ended = crlf ? indented.replaceAll('\n', '\r\n') : indented;
  return mark ? `\ufeff${ended}` : ended;
}

/** The same app under another name. */
function named(files: Files, name: string): Files {
  return Object.fromEntries(
    Object.entries(files).map(([path, text]) => [
      path.replaceAll('Orders', name),
      text.replaceAll('Orders', name),
    ]),
  );
}

const project = fc
  .tuple(fc.array(fc.oneof(external, connected), { minLength: 1, maxLength: 3 }), style)
  .map(([apps, how]): Files => {
    const all = apps.map((files, at) => named(files, `Orders${at}`));
    const texts = Object.assign({}, ...all) as Files;
    return Object.fromEntries(
      Object.entries(texts).map(([path, text]) => [path, written(text, how)]),
    );
  });

test('what is fixed is gone, nothing else came or changed, and a second run has nothing to do', async () => {
  let edited = 0;
  await fc.assert(
    fc.asyncProperty(project, fc.boolean(), async (files, unsafe) => {
      const { edits } = await checkFix(tempFolder(files), ...(unsafe ? ['--unsafe'] : []));
      edited += edits.length;
    }),
    { numRuns: 15 },
  );
  expect(edited).toBeGreaterThan(0);
}, 240_000);
