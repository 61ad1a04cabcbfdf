import { describe, expect, test } from 'vitest';
import { tempFolder } from '../metadata/temp-folder.js';
import { zipSync } from 'fflate';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { envOf, orgWith, stopOrgsAfterEach } from './orgs.js';
import { audit, changed, ecaudit, treeOf, type JsonReport, type Tree } from './run.js';

const fullcast = treeOf('guides', 'fullcast');
const oldFullcast = treeOf('guides', 'fullcast-connected-app');
const atlas = treeOf('guides', 'atlas');

/** Every fail and open of a vendor's ruleset. */
function vendorFindings({ results }: JsonReport): readonly string[] {
  return results
    .filter(({ rule }) => rule.startsWith('vendors/'))
    .map(({ verdict, rule }) => `${verdict} ${rule}`);
}

const vendorsOf = ({ apps }: JsonReport): readonly string[] =>
  apps.flatMap(({ vendors }) => vendors.map(({ ruleset, because }) => `${ruleset}, ${because}`));

/** The app with another API name, in its header and in every file that belongs to it. */
function renamed(tree: Tree, from: string, to: string): Tree {
  const link = (name: string): string => `<externalClientApplication>${name}<`;
  return Object.fromEntries(
    Object.entries(tree).map(([path, text]) => [
      path.replace(`/${from}`, `/${to}`),
      text.replaceAll(link(from), link(to)),
    ]),
  );
}

/** A file suffix, a text in that file, and what stands there instead. */
type Deviation = readonly [what: string, rule: string, suffix: string, from: string, to: string];

async function findingsWith(tree: Tree, argv: readonly string[] = []): Promise<JsonReport> {
  const { report } = await audit(['.', ...argv], { cwd: tempFolder(tree) });
  expect(report.problems).toEqual([]);
  return report;
}

const environments = [
  { environment: 'production', host: 'app.fullcast.io' },
  { environment: 'pre-production', host: 'sandbox.fullcast.io' },
];

describe.each(environments)('Fullcast, $environment', ({ environment, host }) => {
  const compliant = Object.fromEntries(
    Object.entries(fullcast).map(([path, text]) => [
      path,
      text.replaceAll('app.fullcast.io', host),
    ]),
  );
  const callbacks = `callbacks-${environment}`;

  test('a compliant app has no vendor finding', async () => {
    const report = await findingsWith(compliant);
    expect(vendorFindings(report)).toEqual([]);
    expect(vendorsOf(report)).toEqual([`vendors/fullcast, callback host ${host}`]);
    expect(report.apps[0]?.vendors[0]?.parameters).toEqual({ environment });
  });

  test.each<Deviation>([
    ['another label', 'label', 'eca', '<label>Fullcast<', '<label>Territories<'],
    [
      'no contact',
      'contact-email',
      'eca',
      '<contactEmail>sales.ops@northwind.test</contactEmail>',
      '',
    ],
    ['an empty contact', 'contact-email', 'eca', 'sales.ops@northwind.test', ''],
    ['packaged', 'distribution-state', 'eca', '>Local<', '>Packaged<'],
    ['OAuth off', 'oauth', 'ecaPlcy', '<isOauthPluginEnabled>true', '<isOauthPluginEnabled>false'],
    [
      'the first callback is missing',
      callbacks,
      'ecaGlblOauth',
      `https://${host}/app/motion/segments\n`,
      '',
    ],
    [
      'the second callback is missing',
      callbacks,
      'ecaGlblOauth',
      `https://${host}/app/admin/motion\n`,
      '',
    ],
    [
      'the third callback is missing',
      callbacks,
      'ecaGlblOauth',
      `\nhttps://${host}/app/admin/export-import`,
      '',
    ],
    [
      'a slash too many',
      callbacks,
      'ecaGlblOauth',
      '/app/admin/export-import',
      '/app/admin/export-import/',
    ],
    ['another case', callbacks, 'ecaGlblOauth', '/app/motion/segments', '/app/Motion/Segments'],
    [
      'not HTTPS',
      callbacks,
      'ecaGlblOauth',
      `https://${host}/app/motion`,
      `http://${host}/app/motion`,
    ],
    ['no identity scope', 'scopes', 'ecaOauth', 'Basic, ', ''],
    ['no full access', 'scopes', 'ecaOauth', 'Full, ', ''],
    ['no API scope', 'scopes', 'ecaOauth', 'Api, ', ''],
    ['no web scope', 'scopes', 'ecaOauth', 'Web, ', ''],
    ['no refresh scope', 'scopes', 'ecaOauth', 'RefreshToken, ', ''],
    ['no openid scope', 'scopes', 'ecaOauth', ', OpenID', ''],
    [
      'code and credentials flow off',
      'code-credentials-flow',
      'ecaGlblOauth',
      '<isCodeCredFlowEnabled>true',
      '<isCodeCredFlowEnabled>false',
    ],
    ['PKCE off', 'pkce', 'ecaGlblOauth', '<isPkceRequired>true', '<isPkceRequired>false'],
    [
      'web server secret not required',
      'web-server-secret',
      'ecaGlblOauth',
      '<isConsumerSecretOptional>false',
      '<isConsumerSecretOptional>true',
    ],
    [
      'refresh secret not required',
      'refresh-token-secret',
      'ecaGlblOauth',
      '<isSecretRequiredForRefreshToken>true',
      '<isSecretRequiredForRefreshToken>false',
    ],
    ['a start page', 'start-page', 'ecaPlcy', '<startPage>None', '<startPage>Custom'],
    ['an OAuth start page', 'start-page', 'ecaPlcy', '<startPage>None', '<startPage>OAuth'],
    [
      'users approved',
      'permitted-users',
      'ecaOauthPlcy',
      '>AllSelfAuthorized<',
      '>AdminApprovedPreAuthorized<',
    ],
    ['IP enforced', 'ip-relaxation', 'ecaOauthPlcy', '>Enforce_RelaxRefresh<', '>Enforce<'],
    ['IP relaxed', 'ip-relaxation', 'ecaOauthPlcy', '>Enforce_RelaxRefresh<', '>Bypass<'],
    [
      'IP relaxed for devices',
      'ip-relaxation',
      'ecaOauthPlcy',
      '>Enforce_RelaxRefresh<',
      '>Bypass_2factor<',
    ],
    ['no refresh', 'refresh-token-policy', 'ecaOauthPlcy', '>Infinite<', '>Zero<'],
    ['a lifetime', 'refresh-token-policy', 'ecaOauthPlcy', '>Infinite<', '>SpecificLifetime<'],
    ['an idle time', 'refresh-token-policy', 'ecaOauthPlcy', '>Infinite<', '>SpecificInactivity<'],
  ])('%s: exactly %s', async (_what, rule, suffix, from, to) => {
    const report = await findingsWith(changed(compliant, suffix, from, to));
    expect(vendorFindings(report)).toEqual([`fail vendors/fullcast/${rule}`]);
  });

  test('another API name: exactly api-name', async () => {
    const report = await findingsWith(renamed(compliant, 'Fullcast', 'Territories'));
    expect(vendorFindings(report)).toEqual(['fail vendors/fullcast/api-name']);
  });

  test('what the guide does not mention is no vendor finding', async () => {
    const other = changed(
      compliant,
      'ecaGlblOauth',
      '<isIntrospectAllTokens>false',
      '<isIntrospectAllTokens>true',
    );
    expect(vendorFindings(await findingsWith(other))).toEqual([]);
  });
});

describe('Fullcast by a Connected App', () => {
  test('gets the recommendation to be an External Client App, and nothing else', async () => {
    const report = await findingsWith(oldFullcast);
    expect(vendorFindings(report)).toEqual(['fail vendors/fullcast/external-client-app']);
    const [finding] = report.results.filter(({ rule }) => rule.startsWith('vendors/'));
    expect(finding?.severity).toBe('low');
    expect(finding?.message).toContain('Fullcast');
  });

  test.each<Deviation>([
    ['no web scope', 'connected-app-scopes', 'connectedApp', '<scopes>Web</scopes>', ''],
    ['PKCE off', 'pkce', 'connectedApp', '<isPkceRequired>true', '<isPkceRequired>false'],
    [
      'users approved',
      'permitted-users',
      'connectedApp',
      '<isAdminApproved>false',
      '<isAdminApproved>true',
    ],
    ['IP enforced', 'ip-relaxation', 'connectedApp', 'ENFORCE_RELAXREFRESH', 'ENFORCE'],
    [
      'a lifetime',
      'refresh-token-policy',
      'connectedApp',
      '>infinite<',
      '>specific_lifetime:90:DAYS<',
    ],
  ])('%s: also %s', async (_what, rule, suffix, from, to) => {
    const found = vendorFindings(await findingsWith(changed(oldFullcast, suffix, from, to)));
    expect(found.filter((line) => !line.endsWith('/external-client-app'))).toEqual([
      `fail vendors/fullcast/${rule}`,
    ]);
  });
});

describe('the environment of Fullcast', () => {
  // A name alone only proposes a guide: the configuration says whose the app is.
  const elsewhere = {
    ...Object.fromEntries(
      Object.entries(fullcast).map(([path, text]) => [
        path,
        text.replaceAll('app.fullcast.io', 'gateway.northwind.test'),
      ]),
    ),
    'ecaudit.config.yaml': 'apps: [{ match: Fullcast, vendor: vendors/fullcast }]\n',
  };
  const callbackFindings = (report: JsonReport): readonly string[] =>
    vendorFindings(report).filter((line) => line.includes('callbacks'));

  test('that nobody gave and nothing shows: open, with the flag to give', async () => {
    const report = await findingsWith(elsewhere);
    expect(callbackFindings(report)).toEqual([
      'open vendors/fullcast/callbacks-pre-production',
      'open vendors/fullcast/callbacks-production',
    ]);
    const open = report.results.filter(({ rule }) => rule.includes('/callbacks-'));
    for (const { message } of open)
      expect(message).toContain('--param vendors/fullcast.environment=');
  });

  test.each([
    ['environment=production', 'production'],
    ['environment=pre-production', 'pre-production'],
    ['vendors/fullcast.environment=production', 'production'],
    ['vendors/fullcast.environment=pre-production', 'pre-production'],
  ])('given as --param %s', async (given, environment) => {
    const report = await findingsWith(elsewhere, ['--param', given]);
    expect(callbackFindings(report)).toEqual([`fail vendors/fullcast/callbacks-${environment}`]);
  });

  test('given counts more than what the callbacks show', async () => {
    const report = await findingsWith(fullcast, ['--param', 'environment=pre-production']);
    expect(callbackFindings(report)).toEqual(['fail vendors/fullcast/callbacks-pre-production']);
  });
});

describe('Atlas', () => {
  const guide =
    'https://support.ptc.com/help/servicemaxcore/en/articles/windchill_integration/create-connected-app-atlas.html';

  test('a compliant app has no vendor finding', async () => {
    const report = await findingsWith(atlas);
    expect(vendorFindings(report)).toEqual([]);
    expect(vendorsOf(report)).toEqual(['vendors/servicemax-atlas, callback host portal.ptc.com']);
  });

  test('the same app as a package is compliant, too', async () => {
    const report = await findingsWith(changed(atlas, 'eca', '>Local<', '>Packaged<'));
    expect(vendorFindings(report)).toEqual([]);
  });

  test.each<Deviation>([
    [
      'no contact',
      'contact-email',
      'eca',
      '<contactEmail>sales.ops@northwind.test</contactEmail>',
      '',
    ],
    ['another distribution', 'distribution-state', 'eca', '>Local<', '>AutoInstalled<'],
    ['OAuth off', 'oauth', 'ecaPlcy', '<isOauthPluginEnabled>true', '<isOauthPluginEnabled>false'],
    ['another callback', 'callback', 'ecaGlblOauth', '/oauth/return', '/oauth/return/'],
    ['no platform scope', 'scopes', 'ecaOauth', 'SFAP, ', ''],
    ['no identity scope', 'scopes', 'ecaOauth', 'Basic, ', ''],
    ['no full access', 'scopes', 'ecaOauth', 'Full, ', ''],
    ['no API scope', 'scopes', 'ecaOauth', ', Api', ''],
    ['no refresh scope', 'scopes', 'ecaOauth', ', RefreshToken', ''],
    ['PKCE on', 'pkce-off', 'ecaGlblOauth', '<isPkceRequired>false', '<isPkceRequired>true'],
  ])('%s: exactly %s', async (_what, rule, suffix, from, to) => {
    const report = await findingsWith(changed(atlas, suffix, from, to));
    expect(vendorFindings(report)).toEqual([`fail vendors/servicemax-atlas/${rule}`]);
  });

  test.each(['Atlas_PLM_', '1Atlas', 'Atlas-PLM', 'Atlas PLM', '_Atlas', 'Ätlas'])(
    'the API name %s: exactly api-name',
    async (name) => {
      const report = await findingsWith(renamed(atlas, 'Atlas_PLM', name));
      expect(vendorFindings(report)).toEqual(['fail vendors/servicemax-atlas/api-name']);
    },
  );

  test('the scope may be written as the platform API, too', async () => {
    const report = await findingsWith(changed(atlas, 'ecaOauth', 'SFAP,', 'SFApiPlatform,'));
    expect(vendorFindings(report)).toEqual([]);
  });

  const pkce = async (argv: readonly string[]) => {
    const run = await audit(['.', ...argv], { cwd: tempFolder(atlas) });
    const [finding, ...more] = run.report.results.filter(
      ({ rule }) => rule === 'flows/pkce-required',
    );
    expect([run.report.problems, more]).toEqual([[], []]);
    return { code: run.code, finding };
  };

  test('PKCE off is only information, and the finding names the guide', async () => {
    const { code, finding } = await pkce([]);
    expect(finding).toMatchObject({
      verdict: 'fail',
      severity: 'info',
      originalSeverity: 'medium',
      excusedBy: {
        ruleset: 'vendors/servicemax-atlas',
        rule: 'vendors/servicemax-atlas/pkce-off',
        source: { url: guide },
      },
    });
    expect(finding?.message).toContain('"Creating a External Client App for Atlas Integration"');
    expect(code).toBe(0);
  });

  test('--ignore-excuses gives the finding its severity back', async () => {
    const { code, finding } = await pkce(['--ignore-excuses']);
    expect([finding?.severity, finding?.originalSeverity, code]).toEqual(['medium', undefined, 1]);
    expect(finding?.excusedBy).toBeUndefined();
  });

  test('PKCE off is not excused where no guide demands it', async () => {
    const other = changed(atlas, 'ecaGlblOauth', 'portal.ptc.com', 'portal.northwind.test');
    const report = await findingsWith(other);
    const [finding] = report.results.filter(({ rule }) => rule === 'flows/pkce-required');
    expect([finding?.severity, finding?.excusedBy]).toEqual(['medium', undefined]);
  });

  test('an excused finding is in the SARIF log only with --sarif-all', async () => {
    const cwd = tempFolder(atlas);
    const without = await ecaudit(['.', '-f', 'sarif'], { cwd });
    const all = await ecaudit(['.', '-f', 'sarif', '--sarif-all'], { cwd });
    expect(without.stdout).not.toContain('"ruleId": "flows/pkce-required"');
    expect(all.stdout).toContain('"ruleId": "flows/pkce-required"');
  });
});

test('an app of both vendors, with demands that contradict: one finding that names both', async () => {
  const both = changed(
    fullcast,
    'ecaGlblOauth',
    'https://app.fullcast.io/app/admin/export-import',
    'https://app.fullcast.io/app/admin/export-import\nhttps://portal.ptc.com/flow/oauths/oauth/return',
  );
  const report = await findingsWith(changed(both, 'ecaOauth', 'Basic', 'SFAP, Basic'));
  const found = vendorFindings(report);
  expect(found).toEqual(['fail vendors/conflicting-demands']);
  const [finding] = report.results.filter(({ rule }) => rule === 'vendors/conflicting-demands');
  expect(finding?.message).toMatch(/Fullcast.*Atlas|Atlas.*Fullcast/s);
});

describe('a namespace with an underscore', () => {
  stopOrgsAfterEach();

  /** The app of a package: in front of its name in every file, and in the names of the files. */
  const packaged = (tree: Tree, name: string): Tree => renamed(tree, name, `my_np__${name}`);
  /** As a package repository has it: its own header has no namespace, the parts do. */
  const ofPackage = (tree: Tree, name: string): Tree =>
    Object.fromEntries(
      Object.entries(tree).map(([path, text]) => [
        path,
        text.replaceAll(
          `<externalClientApplication>${name}<`,
          `<externalClientApplication>my_np__${name}<`,
        ),
      ]),
    );
  const withoutPkce = (tree: Tree): Tree =>
    Object.fromEntries(
      Object.entries(tree).map(([path, text]) => [
        path,
        text.replace(/<isPkceRequired>(\w+)</, (_, value) =>
          value === 'true' ? '<isPkceRequired>false<' : '<isPkceRequired>true<',
        ),
      ]),
    );

  const inFolder = async (tree: Tree): Promise<JsonReport> =>
    (await audit(['.'], { cwd: tempFolder(tree) })).report;
  const inZip = async (tree: Tree): Promise<JsonReport> => {
    const cwd = tempFolder();
    const entries = Object.entries(tree).map(([path, text]) => [
      `unpackaged/${path.replace(/-meta\.xml$/, '')}`,
      Buffer.from(text),
    ]);
    writeFileSync(
      join(cwd, 'retrieve.zip'),
      zipSync(Object.fromEntries(entries) as Record<string, Uint8Array>),
    );
    return (await audit(['retrieve.zip'], { cwd })).report;
  };
  const inSnapshot = async (tree: Tree): Promise<JsonReport> => {
    const files = Object.entries(tree).map(([path, text]) => [
      path.slice(path.lastIndexOf('/') + 1).replace(/-meta\.xml$/, ''),
      text,
    ]);
    const org = await orgWith({ files: Object.fromEntries(files) as Record<string, string> });
    const cwd = tempFolder();
    await ecaudit(['pull', '--org', 'env', '--out', 'saved'], { env: envOf(org), cwd });
    return (await audit(['saved', '--no-config'], { cwd })).report;
  };

  test.each([
    ['Fullcast', fullcast, 'vendors/fullcast/pkce'],
    ['Atlas_PLM', atlas, 'vendors/servicemax-atlas/pkce-off'],
  ] as const)('%s is clean, and the deviation is found', async (name, seed, rule) => {
    for (const read of [inFolder, inZip, inSnapshot])
      for (const tree of [packaged(seed, name), ofPackage(seed, name)]) {
        const clean = await read(tree);
        expect(clean.apps.map(({ settings }) => settings['missingParts'])).toEqual([
          expect.objectContaining({ value: [] }),
        ]);
        expect(vendorFindings(clean)).toEqual([]);
        expect(vendorFindings(await read(withoutPkce(tree)))).toEqual([`fail ${rule}`]);
      }
  });
});

test('what to fix first is the demand of the guide, where a standard rule asks as severely', async () => {
  const tree = Object.fromEntries(
    Object.entries(atlas).map(([path, text]) => [
      path,
      text
        .replace('oauths/oauth/return', 'oauths/oauth/back')
        .replace('AdminApprovedPreAuthorized', 'AllSelfAuthorized'),
    ]),
  );
  const first = async (...flags: readonly string[]): Promise<string | undefined> => {
    const { stdout } = await ecaudit(['.', '--no-config', '--group-by', 'rule', ...flags], {
      cwd: tempFolder(tree),
    });
    expect(stdout.indexOf('access/admin-approved-users')).toBeGreaterThan(0);
    return /Fix first: ([\w/-]+)/.exec(stdout)?.[1];
  };
  expect(await first()).toBe('vendors/servicemax-atlas/callback');
  expect(await first('-r', 'recommended')).toBe('access/admin-approved-users');
});
