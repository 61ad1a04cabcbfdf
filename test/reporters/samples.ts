// Whole reports that several reporters are tried on.
import { problem } from '../../src/report/problem.js';
import type { Report } from '../../src/report/report.js';
import { app, at, evidence, report, result, rule, ruleset, settingsWith } from './report.js';

const guide = {
  title: 'Connect ServiceMax Atlas',
  url: 'https://docs.servicemax.example/atlas',
  updated: '2026-02-19',
  read: '2026-11-01',
};

export const rulesets = [
  ruleset('flows', {
    rules: [
      rule('flows/pkce-required', {
        title: 'The web server flow requires PKCE',
        why: 'Without PKCE a stolen authorization code is enough to get tokens.',
        fix: {
          setup:
            'Switch on "Require Proof Key for Code Exchange (PKCE) Extension for Supported Authorization Flows".',
        },
        references: ['https://datatracker.ietf.org/doc/html/rfc7636'],
        controls: { sbs: ['SBS-OAUTH-002'], cwe: ['CWE-287'] },
        aliases: ['flows/pkce'],
      }),
      rule('flows/no-device-flow', { severity: 'medium', title: 'The device flow is off' }),
    ],
  }),
  ruleset('access', {
    rules: [
      rule('access/admin-approved', {
        severity: 'critical',
        title: 'Only users whom an admin approved may use the app',
      }),
      rule('access/sessions', { severity: 'low', title: 'Sessions end within two hours' }),
    ],
  }),
  ruleset('vendors/servicemax-atlas', {
    kind: 'vendor',
    title: 'ServiceMax Atlas',
    sources: [guide],
    rules: [rule('vendors/servicemax-atlas/pkce-off', { title: 'PKCE is off' })],
  }),
];

const order = app('Order_Sync', { label: 'Order Sync' });
const atlas = app('Atlas', {
  vendors: [
    {
      ruleset: 'vendors/servicemax-atlas',
      because: 'callback host atlas.servicemax.com',
      parameters: { region: 'eu', hosts: ['a', 'b'] },
    },
  ],
});
const loader = app('Data_Loader', { kind: 'connectedApp' });
const tidy = app('Tidy', { counts: { pass: 5, fail: 0, open: 0, notApplicable: 2 } });

const policies = 'force-app/extlClntAppOauthPolicies/Order_Sync_plcy.ecaOauthPlcy-meta.xml';
const openBecause = (missing: string) => ({
  verdict: 'open' as const,
  severity: 'medium' as const,
  message: `Session timeout: ${missing}`,
  evidence: [
    {
      setting: 'sessionTimeoutMinutes',
      missing,
      expected: 'lessThanInclusive 120',
      operator: 'lessThanInclusive',
      value: 120,
    },
  ],
});

export const findings: Report = report({
  rulesets,
  sources: [{ id: 'force-app', kind: 'folder', apps: 4, files: 11, ignored: 2 }],
  apps: [atlas, loader, order, tidy],
  lineHashes: new Map([[`${policies}:12`, '3f1c2a9b8d7e6f50:1']]),
  revision: {
    repositoryUri: 'https://github.com/acme/salesforce',
    revisionId: 'a'.repeat(40),
    branch: 'main',
  },
  results: [
    result('flows/pkce-required', atlas.id, {
      severity: 'info',
      originalSeverity: 'high',
      message: 'Require PKCE is off; the guide of ServiceMax Atlas demands it',
      excusedBy: {
        by: 'evidence',
        ruleset: 'vendors/servicemax-atlas',
        rule: 'vendors/servicemax-atlas/pkce-off',
        source: guide,
      },
    }),
    result('access/sessions', loader.id, openBecause('the value is absent (API version 58)')),
    result('flows/no-device-flow', loader.id, {
      severity: 'medium',
      message: 'Enable Device Flow is on, off is required',
      evidence: [evidence('deviceFlow', { found: true, expected: 'equal false', value: false })],
    }),
    result('access/admin-approved', order.id, {
      severity: 'critical',
      message: 'Permitted Users is "self-authorize"; "admin-approved" is required',
      location: at(policies, 12, 31, 20),
      evidence: [
        evidence('permittedUsers', {
          found: 'self-authorize',
          expected: 'equal admin-approved',
          value: 'admin-approved',
          location: at(policies, 12, 31, 20),
        }),
        evidence('permittedProfiles', {
          found: [],
          expected: 'isNotEmpty',
          operator: 'isNotEmpty',
          value: '',
          location: at(policies, 4, 5, 9),
        }),
      ],
    }),
    result(
      'access/sessions',
      order.id,
      openBecause("the 'OAuth policies' part file is not in this source"),
    ),
    result(
      'flows/no-device-flow',
      order.id,
      openBecause("the 'OAuth policies' part file is not in this source"),
    ),
    result('flows/pkce-required', order.id),
  ],
  problems: [
    problem(
      'malformed-xml',
      'unexpected end of file',
      at('force-app/connectedApps/Broken.connectedApp-meta.xml', 3, 14),
    ),
    problem('duplicate-element', '<label> occurs twice', at('force-app/x.xml', 5, 3)),
    problem('unknown-scope', 'scope "Frobnicate" is not known', at('force-app/x.xml', 7, 3)),
  ],
});

/** Apps were audited, and nothing was found. */
export const clean: Report = report({ rulesets, apps: [tidy] });

/** There was nothing to audit. */
export const empty: Report = report({
  sources: [{ id: 'src', kind: 'folder', apps: 0, files: 0, ignored: 0 }],
  problems: [problem('no-apps', 'no External Client App and no Connected App in src')],
});

/** What an app could be called to fool a terminal, a log, a browser or a spreadsheet. */
export const hostileNames = [
  '<img src=x onerror=alert(1)>',
  '\u001b[2J\u001b]0;owned\u0007\u009b31m',
  '::error::build failed ##[error]x ##vso[task.complete]',
  'two\nlines\r\nand\ta tab',
  'evil\u202egpj.exe\u2066\u200f',
  '顧客データ連携アプリ',
  '👩‍👩‍👧‍👦 family 🇩🇪 flags ✔️',
  '[click](https://evil.example/) {0} {{X}}',
  'x'.repeat(3000),
  '=HYPERLINK("http://evil.example")',
  'half \ud800 a pair \u2028 next',
  '../outside#1?%41:C',
  '\u{e0001}\u{e0041}tagged\ufeff',
];

/** One app for each hostile name, which stands wherever a text from metadata can stand. */
export const hostile: Report = report({
  rulesets,
  apps: hostileNames.map((name, number) =>
    app(`App_${number}`, {
      label: name,
      files: [`force-app/${name}.xml`],
      vendors: [
        {
          ruleset: 'vendors/servicemax-atlas',
          because: `label ${name}`,
          parameters: { region: name },
        },
      ],
      settings: settingsWith({ label: { state: 'known', value: name, origin: 'stated' } }),
    }),
  ),
  results: hostileNames.flatMap((name, number) => [
    result('flows/pkce-required', `externalClientApp:App_${number}`, {
      message: `${name} is wrong`,
      location: at(`force-app/${name}.xml`, 4, 2),
      evidence: [
        evidence('label', { found: name, expected: `equal ${name}`, value: name }),
        evidence('callbackUrls', {
          found: [name, name],
          expected: 'isEmpty',
          operator: 'isEmpty',
          value: '',
          location: at(`force-app/${name}/2.xml`, 5, 5),
        }),
      ],
    }),
    result('access/sessions', `externalClientApp:App_${number}`, openBecause(`${name} is missing`)),
  ]),
  problems: hostileNames.map((name) =>
    problem('malformed-xml', `bad: ${name}`, at(`force-app/${name}.xml`)),
  ),
});
