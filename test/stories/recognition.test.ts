// Which guide judges an app: by its kind, by editions of one product, and by a ruleset of one's own that takes a shipped one's place.
import { describe, expect, test } from 'vitest';
import { shippedRulesets } from '../../src/rulesets/shipped.js';
import { leavesOf } from '../../src/conditions/tree.js';
import { tempFolder } from '../metadata/temp-folder.js';
import { audit, changed, ecaudit, treeOf, type JsonReport, type Tree } from './run.js';

const fullcast = treeOf('guides', 'fullcast');
const ns = 'xmlns="http://soap.sforce.com/2006/04/metadata"';

const found = async (tree: Tree, argv: readonly string[] = []): Promise<JsonReport> =>
  (await audit(['.', ...argv], { cwd: tempFolder(tree) })).report;
const guides = ({ apps }: JsonReport): readonly string[] =>
  apps.flatMap(({ vendors }) => vendors.map(({ ruleset }) => ruleset));
const failed = ({ results }: JsonReport): readonly string[] =>
  results
    .filter(({ verdict, rule }) => verdict === 'fail' && rule.startsWith('vendors/'))
    .map(({ rule, severity }) => `${severity} ${rule}`);

/** A Connected App with all that practice and most guides object to. */
function connectedApp(label: string, callback: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<ConnectedApp ${ns}>
    <contactEmail>it@acme.example</contactEmail>
    <label>${label.replaceAll('&', '&amp;')}</label>
    <oauthConfig>
        <callbackUrl>${callback.replaceAll('&', '&amp;')}</callbackUrl>
        <isAdminApproved>false</isAdminApproved>
        <isConsumerSecretOptional>true</isConsumerSecretOptional>
        <isPkceRequired>false</isPkceRequired>
        <isSecretRequiredForRefreshToken>false</isSecretRequiredForRefreshToken>
        <scopes>Full</scopes>
        <scopes>Web</scopes>
    </oauthConfig>
    <oauthPolicy>
        <ipRelaxation>BYPASS</ipRelaxation>
        <refreshTokenPolicy>infinite</refreshTokenPolicy>
    </oauthPolicy>
</ConnectedApp>
`;
}

function externalClientApp(name: string, label: string, callback: string): Tree {
  const of = `<externalClientApplication>${name}</externalClientApplication>`;
  return {
    [`a/${name}.eca`]: `<ExternalClientApplication ${ns}><contactEmail>it@acme.example</contactEmail><distributionState>Local</distributionState><label>${label.replaceAll('&', '&amp;')}</label></ExternalClientApplication>`,
    [`a/${name}_g.ecaGlblOauth`]: `<ExtlClntAppGlobalOauthSettings ${ns}><callbackUrl>${callback}</callbackUrl>${of}<isConsumerSecretOptional>true</isConsumerSecretOptional><isPkceRequired>false</isPkceRequired><label>g</label></ExtlClntAppGlobalOauthSettings>`,
    [`a/${name}_o.ecaOauth`]: `<ExtlClntAppOauthSettings ${ns}><commaSeparatedOauthScopes>Full, Web</commaSeparatedOauthScopes>${of}<label>o</label></ExtlClntAppOauthSettings>`,
  };
}

const names = [
  ...new Set(
    shippedRulesets.flatMap(({ kind, title, match }) =>
      kind === 'vendor' && match
        ? [
            title,
            ...leavesOf(match).flatMap(({ fact, value }) =>
              fact === 'label' ? (Array.isArray(value) ? value : [String(value)]) : [],
            ),
          ]
        : [],
    ),
  ),
];

test('apps of others by the names of all guides: none judged high, none excused', async () => {
  const foreign = 'https://portal.acme.example/oauth/done';
  const tree = Object.fromEntries(
    names.flatMap((name, at) => [
      [`c/App${at}.connectedApp`, connectedApp(name, foreign)] as const,
      ...Object.entries(externalClientApp(`Eca${at}`, name, foreign)),
    ]),
  );
  const report = await found(tree, ['--include', 'fail']);
  expect(report.apps).toHaveLength(names.length * 2);
  expect(failed(report).filter((line) => /^(high|critical) /.test(line))).toEqual([]);
  expect(report.results.filter(({ excusedBy }) => excusedBy)).toEqual([]);
  // Their guides are proposed, where they do not judge.
  const unknown = report.apps.filter(
    ({ vendors, nearestVendors = [] }) => vendors.length + nearestVendors.length === 0,
  );
  expect(unknown.length).toBeLessThan(report.apps.length / 10);
}, 120_000);

describe('the kind of app', () => {
  const intercom = 'https://app.intercom.com/standalone/salesforce/callback';
  test('a guide for Connected Apps does not judge an External Client App', async () => {
    const eca = await found(externalClientApp('Fin', 'Intercom Fin', intercom));
    expect([guides(eca), failed(eca)]).toEqual([[], []]);
    const ca = await found({ 'Fin.connectedApp': connectedApp('Intercom Fin', intercom) });
    expect(guides(ca)).toEqual(['vendors/intercom-fin']);
    expect(failed(ca)).toContain('high vendors/intercom-fin/pkce-on');
  });

  test('one for External Client Apps does not judge a Connected App, and excuses nothing of it', async () => {
    const zapier = 'https://zapier.com/dashboard/auth/oauth/return/SalesforceCLIAPI/';
    const report = await found({ 'Zap.connectedApp': connectedApp('Zapier', zapier) });
    expect(failed(report).filter((line) => !line.endsWith('/external-client-app'))).toEqual([]);
    expect(report.results.filter(({ excusedBy, demandedBy }) => excusedBy ?? demandedBy)).toEqual(
      [],
    );
  });
});

const guide = (
  id: string,
  edition: string,
  pkce: boolean,
  read: string,
): string => `id: vendors/${id}
title: Acme ${edition}
kind: vendor
vendor: Acme
product: Sync
edition: ${edition}
sources: [{ title: Guide, read: ${read} }]
match: { fact: callbackHosts, operator: contains, value: app.fullcast.io }
rules:
  - { id: pkce, severity: high, require: { fact: pkceRequired, operator: equal, value: ${pkce} } }
`;

describe('two editions of one product', () => {
  const both = {
    ...fullcast,
    'r6.yaml': guide('acme-r6', 'R6', true, '2026-06-01'),
    'r5.yaml': guide('acme-r5', 'R5', false, '2026-01-01'),
    'ecaudit.config.yaml': 'rulesets: [recommended, ./r5.yaml, ./r6.yaml]\nvendors: none\n',
  };
  test.each([
    ['true', 'vendors/acme-r6'],
    ['false', 'vendors/acme-r5'],
  ])('an app with PKCE %s is judged by %s', async (pkce, expected) => {
    const tree = changed(both, 'ecaGlblOauth', '<isPkceRequired>true', `<isPkceRequired>${pkce}`);
    const report = await found(tree);
    expect([guides(report), failed(report)]).toEqual([[expected], []]);
  });

  test('both named are no contradiction', async () => {
    const report = await found(both, ['--no-config', '-r', 'r5.yaml', '-r', 'r6.yaml']);
    expect(failed(report)).toEqual(['high vendors/acme-r5/pkce']);
  });
});

test.each([
  ['https://acme.autorabit.com/oauth/_callback', 'vendors/autorabit-arm-connected-app', 'scopes'],
  [
    'https://gcs.office.com/v1.0/admin/oauth/callback',
    'vendors/microsoft-365-copilot-2025',
    'scopes',
  ],
  [
    'https://emea.meetinginsights.com/mi/redirect/salesforce',
    'vendors/audiocodes-meeting-insights-connected-app',
    'scopes',
  ],
  [
    'https://shop.acme.example/api/auth/callback/salesforce',
    'vendors/better-auth-connected-app',
    'pkce',
  ],
])('a Connected App at %s is judged by the edition for such apps', async (url, id, rule) => {
  const file = connectedApp('Pipe', url).replace(/ *<scopes>Web.*\n/, '');
  const report = await found({ 'Pipe.connectedApp': file });
  expect(guides(report)).toContain(id);
  expect(failed(report).map((one) => one.replace(/^\w+ /, ''))).toContain(`${id}/${rule}`);
});

test.each([
  [
    'https://system-admin.okta.com/admin/app/generic/oauth20redirect',
    'vendors/okta-provisioning-external-client-app',
  ],
  ['https://gcs.office.com/v1.0/admin/oauth/callback', 'vendors/microsoft-365-copilot'],
  [
    'https://emea.meetinginsights.com/mi/redirect/salesforce',
    'vendors/audiocodes-meeting-insights',
  ],
  ['https://shop.acme.example/api/auth/callback/salesforce', 'vendors/better-auth'],
])('an External Client App at %s is judged by the edition for such apps', async (url, id) => {
  const report = await found(externalClientApp('Pipe', 'Pipe', url));
  expect(guides(report)).toEqual([id]);
});

describe('replaces', () => {
  const own = `id: vendors/fullcast-own
title: Our Fullcast
kind: vendor
replaces: vendors/fullcast
match: { fact: callbackHosts, operator: contains, value: app.fullcast.io }
rules:
  - { id: pkce, require: { fact: pkceRequired, operator: equal, value: true } }
`;
  const config = 'rulesets: [recommended, ./own.yaml]\n';
  const broken = changed(fullcast, 'ecaGlblOauth', '<isPkceRequired>true', '<isPkceRequired>false');

  test('a ruleset of one’s own takes the place of a shipped one', async () => {
    const report = await found({ ...broken, 'own.yaml': own, 'ecaudit.config.yaml': config });
    expect(guides(report)).toEqual(['vendors/fullcast-own']);
    expect(failed(report)).toEqual(['medium vendors/fullcast-own/pkce']);
  });

  test('and is told as milder where it is', async () => {
    const mild = own.replace(
      'pkceRequired, operator: equal, value: true',
      'scopes, operator: isNotEmpty',
    );
    const report = await found({ ...broken, 'own.yaml': mild, 'ecaudit.config.yaml': config });
    const milder = report.problems.filter(({ kind }) => kind === 'milder');
    expect(milder.map(({ message }) => message).join('\n')).toMatch(
      /vendors\/fullcast-own, which replaces vendors\/fullcast/,
    );
  });

  test('an entry that gives an app to the shipped one means the one in its place', async () => {
    const entry = `${config}apps: [{ match: Fullcast, vendor: vendors/fullcast }]\n`;
    const report = await found({ ...broken, 'own.yaml': own, 'ecaudit.config.yaml': entry });
    expect(guides(report)).toEqual(['vendors/fullcast-own']);
  });

  test.each([
    ['vendors/fulcast', /there is no ruleset "vendors\/fulcast"; did you mean "vendors\/fullcast"/],
    ['flows', /is of the kind standard/],
    ['recommended', /stands for several rulesets/],
    ['vendors/fullcast-own', /there is no ruleset/],
  ])('%s is a mistake with its place', async (id, message) => {
    const text = own.replace('replaces: vendors/fullcast\n', `replaces: ${id}\n`);
    const { code, stderr } = await ecaudit(['.', '-r', 'own.yaml'], {
      cwd: tempFolder({ ...broken, 'own.yaml': text }),
    });
    expect([code, stderr]).toEqual([2, expect.stringMatching(message)]);
    expect(stderr).toContain('own.yaml:4:11');
  });
});

describe('227 made-up names and hosts', () => {
  /** Hosts of guides, and what only looks like them. */
  const twelve = [
    'app.fullcast.io',
    'zapier.com',
    'www.workato.com',
    'oauth.workflows.okta.com',
    'fivetran.com',
    'oauth.n8n.cloud',
    'api.nango.dev',
    'ai.moveworks.com',
    'app.gearset.com',
    'api.stackone.com',
    'login.veeam.com',
    'app.elements.cloud',
  ];
  const lookAlikes = (host: string): readonly string[] => {
    const labels = host.split('.');
    const own = labels.at(-2) ?? '';
    const end = labels.at(-1) ?? '';
    return [
      `https://${host}.evil.example/cb`,
      `https://${host}@evil.example/cb`,
      `https://evil.example/${host}`,
      `https://evil.example/cb?at=https://${host}`,
      `https://evil.example#${host}`,
      `https://xn--${own}-x1a.${end}/cb`,
      `https://${host.replace(own, `${own.slice(0, -1)}\u0435`)}/cb`,
      `https://${host.replace(own, `${own}s`)}/cb`,
      `https://${host.replace(own, own.slice(1))}/cb`,
      `https://${own}-${end}.example/cb`,
      `https://${own}.${end}.co/cb`,
      `${own}.app.${end}x://cb`,
    ];
  };
  const words =
    'Zapierish|Fullcaster|Full Cast Party|Workatonic|Oktagon|Simulator|Sim Card Portal|Parables|Replitude|Gleaner|Glean Harvest|Dusty Roads|Dust Sensor|Merge Contacts|Candour|Elementary School|Elements of Style|Unified Inbox|Conga Line|Sage Advice|Atlantis|Cobalt Blue Paint|Paragon Partners|Intercom Door|Tray Service|Move Works Council|Grafanation|Zenith|Frontegger|Commvaulted|Data Stream Hub|Boomerang|Mango|n9n|Snow Report|Elastic Band|Gear Set Rental|Clayton Homes|Copilot|Agent Desk|Loyalty Points|Resume Builder|Inspector|Hub|HubSpot|Quick|QuickBooks|Data Loader|Postman|Power BI|Mobile App|Web Portal|Customer Portal|Rapid7ish|Rapid 7 Days|Responsive Design|Order Central Kitchen|Ordering|Atlas Maps|Palo Alto City|Proving|Korean Food|Cisco Kid|Sumo Wrestling|Upland Farm|Bright Idea|Clarity|Flow Scan|Polynesia|Speak Easily|Sixth Sense|Azure Skies|Mosaic Tiles|Can Do List|Connects Four|Vault|Apidecks|Sales Sync|Integration User|ERP|Billing|Payroll|Warehouse'.split(
      '|',
    );
  const foreign = 'https://portal.acme.example/oauth/done';
  const hosts = twelve.flatMap(lookAlikes);
  const made = [
    ...hosts.map((url) => ['Acme Orders', url] as const),
    ...words.map((name) => [name, foreign] as const),
  ];

  test('no guide judges them high, and nothing is excused', async () => {
    expect(new Set(made.map(String)).size).toBe(227);
    const tree = Object.fromEntries(
      made.map(([name, url], at) => [`c/App${at}.connectedApp`, connectedApp(name, url)] as const),
    );
    const report = await found(tree);
    expect(report.apps).toHaveLength(227);
    expect(report.results.filter(({ excusedBy }) => excusedBy)).toEqual([]);
    expect(failed(report).filter((line) => /^(high|critical) /.test(line))).toEqual([]);
    const judged = report.apps
      .slice()
      .flatMap(({ apiName, vendors }) =>
        vendors.length > 0 && Number(apiName.slice(3)) < hosts.length
          ? [made[Number(apiName.slice(3))]]
          : [],
      );
    expect(judged).toEqual([]);
  });

  test('names alone, their callbacks unknown: no common word is a vendor', async () => {
    const tree = Object.fromEntries(
      words.map((name, at) => {
        const [header = '', text = ''] =
          Object.entries(externalClientApp(`Eca${at}`, name, foreign))[0] ?? [];
        return [header, text];
      }),
    );
    const report = await found(tree);
    expect(report.apps).toHaveLength(words.length);
    expect(guides(report)).toEqual([]);
  });
});
