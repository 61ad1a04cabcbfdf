import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { tempFolder } from '../metadata/temp-folder.js';
import {
  asMetadataApi,
  asRetrieve,
  audit,
  changed,
  ecaudit,
  graveResults,
  marked,
  treeOf,
  type Tree,
} from './run.js';

interface Format {
  readonly name: string;
  /** Lays a tree out as the SOURCE `apps` or `apps.zip` of a folder. */
  readonly layOut: (tree: Tree, folder: string) => void;
  readonly source: string;
  /** The path of a file as reports show it. */
  readonly shown: (path: string) => string;
}

const withoutMeta = (path: string): string => path.replace(/-meta\.xml$/, '');

const formats: readonly Format[] = [
  {
    name: 'source format',
    layOut: (tree, folder) => write(tree, join(folder, 'apps')),
    source: 'apps',
    shown: (path) => `apps/${path}`,
  },
  {
    name: 'Metadata API format',
    layOut: (tree, folder) => write(asMetadataApi(tree), join(folder, 'apps')),
    source: 'apps',
    shown: (path) => `apps/${withoutMeta(path)}`,
  },
  {
    name: 'a zip of a retrieve',
    layOut: (tree, folder) => writeFileSync(join(folder, 'apps.zip'), asRetrieve(tree)),
    source: 'apps.zip',
    shown: (path) => `apps.zip/unpackaged/${withoutMeta(path)}`,
  },
];

function write(tree: Tree, folder: string): void {
  for (const [path, text] of Object.entries(tree)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

const faulty = treeOf('planted', 'faulty');
const clean = treeOf('planted', 'clean');
const secret = /<consumerSecret>(.*)<\//.exec(Object.values(faulty).join('\n'))?.[1] ?? '';
const key = /<consumerKey>(.*)<\//.exec(Object.values(faulty).join('\n'))?.[1] ?? '';
const noUser =
  '<ExtlClntAppOauthConfigurablePolicies xmlns="http://soap.sforce.com/2006/04/metadata">';

/** Each fault, the rule that finds it, how bad that is, and what exactly is marked: in the CA, in the ECA. */
const faults: readonly (readonly [string, string, string, string, string])[] = [
  [
    'PKCE off',
    'flows/pkce-required',
    'high',
    '<isPkceRequired>«false»</isPkceRequired>',
    '<isPkceRequired>«false»</isPkceRequired>',
  ],
  [
    'Full scope',
    'scopes/no-full-access',
    'high',
    '<scopes>«Full»</scopes>',
    '<commaSeparatedOauthScopes>Api, «Full», RefreshToken</commaSeparatedOauthScopes>',
  ],
  [
    'HTTP callback',
    'urls/https-callbacks',
    'high',
    '<callbackUrl>«http://orders.northwind.test/oauth/callback»</callbackUrl>',
    '<callbackUrl>«http://orders.northwind.test/oauth/callback»</callbackUrl>',
  ],
  [
    'token until revoked',
    'tokens/refresh-tokens-expire',
    'high',
    '<refreshTokenPolicy>«infinite»</refreshTokenPolicy>',
    '<refreshTokenPolicyType>«Infinite»</refreshTokenPolicyType>',
  ],
  [
    'Full scope with a token until revoked',
    'scopes/full-access-ends',
    'high',
    '<refreshTokenPolicy>«infinite»</refreshTokenPolicy>',
    '<refreshTokenPolicyType>«Infinite»</refreshTokenPolicyType>',
  ],
  [
    'self-authorize',
    'access/admin-approved-users',
    'high',
    '<isAdminApproved>«false»</isAdminApproved>',
    '<permittedUsersPolicyType>«AllSelfAuthorized»</permittedUsersPolicyType>',
  ],
  [
    'IP relaxed',
    'network/ip-restrictions-not-relaxed',
    'high',
    '<ipRelaxation>«BYPASS»</ipRelaxation>',
    '<ipRelaxationPolicyType>«Bypass»</ipRelaxationPolicyType>',
  ],
  [
    'rotation off',
    'tokens/refresh-token-rotation',
    'medium',
    '<isRefreshTokenRotationEnabled>«false»</isRefreshTokenRotationEnabled>',
    '<isRefreshTokenRotationEnabled>«false»</isRefreshTokenRotationEnabled>',
  ],
  [
    'rotation off, in a public client',
    'tokens/public-client-tokens-rotate',
    'high',
    '<isRefreshTokenRotationEnabled>«false»</isRefreshTokenRotationEnabled>',
    '<isRefreshTokenRotationEnabled>«false»</isRefreshTokenRotationEnabled>',
  ],
  [
    'secret in the file',
    'secrets/no-consumer-secret-in-source',
    'critical',
    `<consumerSecret>«${secret}»</consumerSecret>`,
    `<consumerSecret>«${secret}»</consumerSecret>`,
  ],
  [
    'secret not required',
    'flows/web-server-secret-required',
    'medium',
    '<isConsumerSecretOptional>«true»</isConsumerSecretOptional>',
    '<isConsumerSecretOptional>«true»</isConsumerSecretOptional>',
  ],
  [
    'neither secret nor PKCE',
    'flows/code-exchange-protected',
    'high',
    '<isConsumerSecretOptional>«true»</isConsumerSecretOptional>',
    '<isConsumerSecretOptional>«true»</isConsumerSecretOptional>',
  ],
  [
    'introspect all tokens',
    'tokens/introspect-own-tokens-only',
    'high',
    '<isIntrospectAllTokens>«true»</isIntrospectAllTokens>',
    '<isIntrospectAllTokens>«true»</isIntrospectAllTokens>',
  ],
  [
    'client credentials without run-as user',
    'flows/client-credentials-run-as-user',
    'high',
    '«<oauthConfig>»',
    `«${noUser}»`,
  ],
];

describe.each(formats)('$name', ({ layOut, source, shown }) => {
  const shownTree = new Map(Object.entries(faulty).map(([path, text]) => [shown(path), text]));

  test.each([
    ['connectedApp', 3],
    ['externalClientApp', 4],
  ] as const)('every fault of the %s is found, where it stands', async (kind, column) => {
    const folder = tempFolder();
    layOut(faulty, folder);
    const { code, report } = await audit([source, '--app', `${kind}:*`], { cwd: folder });
    const found = report.results
      .filter(({ verdict }) => verdict === 'fail')
      .map(({ rule, severity, location }) => {
        const text = shownTree.get(location.file) ?? `no file ${location.file}`;
        return `${rule} ${severity} ${marked(text, location)}`;
      });
    const expected = faults.map((fault) => `${fault[1]} ${fault[2]} ${fault[column]}`);
    expect(found).toEqual(expect.arrayContaining(expected));
    // Other rules may look at the same values; nothing else may be as bad.
    const planted = new Set(faults.map((fault) => fault[column]));
    const elsewhere = found.filter(
      (line) =>
        /^\S+ (?:high|critical) /.test(line) && !planted.has(line.split(' ').slice(2).join(' ')),
    );
    expect(elsewhere).toEqual([]);
    expect([code, report.problems, report.summary.apps]).toEqual([1, [], 1]);
  });

  test('the clean twins have nothing at high or above, found or undecided', async () => {
    const folder = tempFolder();
    layOut(clean, folder);
    const { code, report } = await audit([source], { cwd: folder });
    expect([code, report.summary.apps, report.problems]).toEqual([0, 2, []]);
    expect(graveResults(report)).toEqual([]);
  });

  test.each([
    ['table', ['-v']],
    ['json', ['--include', 'all']],
    ['sarif', ['--sarif-all', '--include', 'all']],
  ])('neither secret nor consumer key is in the %s report', async (format, flags) => {
    const folder = tempFolder();
    layOut(faulty, folder);
    const run = await ecaudit([source, '-f', format, '-f', `${format}=out`, ...flags], {
      cwd: folder,
    });
    const outputs = [run.stdout, run.stderr, readFileSync(join(folder, 'out'), 'utf8')];
    expect(run.code).toBe(1);
    expect(outputs.filter((text) => text.includes(secret) || text.includes(key))).toEqual([]);
  });
});

const relaxed = 'network/ip-restrictions-not-relaxed high';
const devices = 'network/ip-restrictions-hold-for-activated-devices medium';
const refresh = 'network/ip-restrictions-hold-for-refresh-tokens low';

test.each([
  ['connectedApp', 'BYPASS', relaxed],
  ['connectedApp', 'Bypass', relaxed],
  ['connectedApp', 'bypass', relaxed],
  ['connectedApp', 'BYPASS_2FACTOR', devices],
  ['connectedApp', 'Bypass_2Factor', devices],
  ['connectedApp', 'ENFORCE_RELAXREFRESH', refresh],
  ['connectedApp', 'enforce_relaxRefresh', refresh],
  ['connectedApp', 'Enforce', 'none'],
  ['ecaOauthPlcy', 'Bypass', relaxed],
  ['ecaOauthPlcy', 'BYPASS', relaxed],
  ['ecaOauthPlcy', 'byPass', relaxed],
  // This app has trusted ranges, and takes requests from them only.
  ['ecaOauthPlcy', 'Bypass_2factor', 'none'],
  ['ecaOauthPlcy', 'BYPASS_2FACTOR', 'none'],
  ['ecaOauthPlcy', 'Enforce_RelaxRefresh', refresh],
  ['ecaOauthPlcy', 'Enforce_relaxrefresh', refresh],
  ['ecaOauthPlcy', 'ENFORCE_RELAXREFRESH', refresh],
  ['ecaOauthPlcy', 'ENFORCE', 'none'],
])('IP relaxation in .%s, written %s, gives %s', async (suffix, spelling, expected) => {
  const written = suffix === 'connectedApp' ? '>ENFORCE<' : '>Enforce<';
  const folder = tempFolder(changed(clean, suffix, written, `>${spelling}<`));
  const { report } = await audit(['.'], { cwd: folder });
  const found = report.results
    .filter(({ rule, verdict }) => rule.startsWith('network/ip-') && verdict === 'fail')
    .map(({ rule, severity, location }) => {
      const text = readFileSync(join(folder, location.file), 'utf8');
      return `${rule} ${severity} ${/«.*»/.exec(marked(text, location))?.[0]}`;
    });
  expect(found).toEqual(expected === 'none' ? [] : [`${expected} «${spelling}»`]);
});

describe('a broken file that holds a secret', () => {
  const app = Object.entries(faulty).find(([path]) => path.includes('.connectedApp'))?.[1] ?? '';
  const part = secret.slice(0, 10);

  test.each([
    ['a tag that is not closed', ['<consumerSecret>', '<consumerSecret ']],
    ['a tag that is closed too late', [`<consumerSecret>${secret}`, `<consumerSecret ${secret}>`]],
    ['no end tag', [`${secret}</consumerSecret>`, secret]],
    ['another end tag', [`${secret}</consumerSecret>`, `${secret}</${secret}>`]],
    ['a tag of its own', [secret, `<${secret}`]],
    ['an attribute', ['<consumerSecret>', `<consumerSecret a="${secret}">`]],
    ['an attribute without quotes', ['<consumerSecret>', `<consumerSecret a=${secret}>`]],
    ['an attribute twice', ['<consumerSecret>', `<consumerSecret ${secret}="" ${secret}="">`]],
    ['an entity', [secret, `&${secret};`]],
    ['a prefix', [secret, `<${secret}:a/>`]],
    ['a control character', [secret, `${secret}\u0001`]],
    ['twice', ['<consumerSecret>', `<consumerSecret>${secret}1</consumerSecret><consumerSecret>`]],
    ['as a certificate', ['<consumerKey>', `<certificate>${secret}</certificate><consumerKey>`]],
  ])('shows none of it: %s', async (_what, [from = '', to = '']) => {
    const folder = tempFolder({ 'X.connectedApp': app.replace(from, () => to) });
    for (const format of ['table', 'json', 'sarif']) {
      // oxlint-disable-next-line no-await-in-loop -- one run after the other
      const run = await ecaudit(['.', '-v', '-f', format, '--include', 'all'], { cwd: folder });
      expect([1, 3]).toContain(run.code);
      expect(run.stdout + run.stderr).not.toContain(part);
    }
  });

  test('shows none of it, wherever the file is cut off', async () => {
    const cuts = Array.from({ length: Math.ceil(app.length / 9) }, (_, index) => index * 9);
    const files = cuts.map((cut) => [`Cut_${cut}.connectedApp`, app.slice(0, cut)]);
    const folder = tempFolder(Object.fromEntries(files));
    const { code, report, stdout, stderr } = await audit(['.', '-v'], { cwd: folder });
    expect([code, report.problems.length]).toEqual([3, cuts.length + 1]);
    expect(stdout + stderr).not.toContain(part);
  });
});
