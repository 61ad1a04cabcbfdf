// Small inputs, each of one kind of fault that was found in a public repository or thread, and what is right for it.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { audit, ecaudit, fixtures, type Audit } from './run.js';

/** What is right for the folder of that name in `fixtures/small-inputs`. */
interface Right {
  readonly name: string;
  /** The exit code; 0 unless it is given. */
  readonly code?: number;
  /** All findings of medium or higher severity, as `severity rule`; none unless given. */
  readonly severe?: readonly string[];
  /** Verdicts of rules by which the fault would show, or that must not speak of it. */
  readonly verdicts?: Readonly<Record<string, string>>;
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly vendors?: readonly string[];
  /** Problems, as `level kind: words of the message`; none unless given. */
  readonly problems?: readonly string[];
}

const notApplicable = 'notApplicable';

const rights: readonly Right[] = [
  {
    name: 'reference-of-a-package',
    settings: { isPackaged: true, namespace: 'northwind', oauthEnabled: undefined },
    verdicts: {
      'flows/pkce-required': 'open',
      'access/admin-approved-users': 'open',
      'hygiene/contact-email': notApplicable,
      'migration/packaged-connected-app': 'fail',
    },
  },
  {
    name: 'two-years-over-a-leap-day',
    verdicts: { 'secrets/certificate-lifetime': 'pass' },
  },
  {
    name: 'cli-scopes-of-the-guide',
    vendors: ['vendors/salesforce-cli'],
    verdicts: { 'scopes/no-browser-scopes-for-servers': notApplicable },
  },
  { name: 'cli-on-another-port', vendors: ['vendors/salesforce-cli'] },
  {
    name: 'cli-without-rotation',
    vendors: ['vendors/salesforce-cli'],
    verdicts: { 'tokens/refresh-token-rotation': notApplicable },
  },
  {
    name: 'flow-that-the-org-switches-off',
    verdicts: {
      'flows/code-credentials-post-only': notApplicable,
      'org/code-credentials-flow-agrees': 'fail',
    },
  },
  {
    name: 'every-app-ignored',
    code: 1,
    severe: ['critical secrets/no-consumer-secret-in-source'],
    problems: [
      'error no-apps: left out by .forceignore line 2',
      'warning milder: a pattern leaves out',
    ],
  },
  {
    name: 'one-part-ignored',
    code: 1,
    severe: ['critical secrets/no-consumer-secret-in-source'],
    problems: ['warning milder: Parcels_glbloauth.ecaGlblOauth-meta.xml'],
  },
  { name: 'jwt-that-nobody-may-use', severe: ['medium access/server-users-assigned'] },
  {
    name: 'jwt-that-users-authorize',
    code: 1,
    severe: ['high access/admin-approved-users', 'medium access/jwt-users-pre-authorized'],
  },
  {
    name: 'invented-elements',
    settings: { permittedUsers: undefined },
    problems: [
      'warning unknown-file-suffix: Parcels.ecaOauthPlcy-meta.xml',
      'warning unknown-element: <permittedUsersPolicyType> may be meant',
      'warning unknown-element: <commaSeparatedPermissionSet> may be meant',
    ],
  },
  {
    name: 'invented-suffix',
    settings: { distributionState: 'global', label: 'Parcels' },
    problems: [
      'warning unknown-file-suffix: Parcels.eca-meta.xml',
      'warning unknown-value: withdrawn value',
      'warning unknown-element: <label> may be meant',
    ],
  },
  {
    name: 'invented-oauth-in-the-header',
    settings: { scopes: undefined },
    problems: ['warning unknown-element: .ecaGlblOauth-meta.xml'],
  },
  {
    name: 'hosted-mcp-without-jwt',
    code: 1,
    severe: ['high vendors/salesforce-hosted-mcp/jwt-access-tokens'],
    vendors: ['vendors/salesforce-hosted-mcp'],
  },
  { name: 'hosted-mcp-as-the-guide-says', vendors: ['vendors/salesforce-hosted-mcp'] },
  { name: 'link-into-another-org', severe: ['medium hygiene/oauth-link-accepted'] },
  {
    name: 'org-scoped-name-not-filled-in',
    severe: ['medium hygiene/org-scoped-name-accepted'],
  },
  {
    name: 'ids-that-a-package-needs',
    verdicts: {
      'hygiene/packaged-app-keeps-its-link': 'pass',
    },
  },
  {
    name: 'pair-of-two-names',
    verdicts: { 'migration/not-both-kinds': 'fail' },
    settings: { definedElsewhereAs: 'externalClientApp:Shipping' },
  },
  {
    name: 'template-styles',
    verdicts: { 'secrets/no-consumer-secret-in-source': 'pass' },
  },
  {
    name: 'template-in-a-host',
    verdicts: { 'urls/callbacks-well-formed': 'pass' },
  },
  {
    name: 'replaced-at-deployment',
    verdicts: {
      'secrets/no-consumer-secret-in-source': 'pass',
      'urls/https-callbacks': 'open',
      'urls/callbacks-well-formed': 'open',
    },
    problems: [
      'warning milder: the replacement by SECRET',
      'warning milder: the replacement by CALLBACK',
    ],
  },
  {
    name: 'app-that-salesforce-makes',
    verdicts: {
      'hygiene/made-by-salesforce': 'fail',
      'scopes/no-full-access': notApplicable,
      'secrets/certificate-not-expired': notApplicable,
    },
  },
  ...['german', 'french'].map((language) => ({
    name: `profiles-in-${language}`,
    severe: ['medium access/no-wide-profiles'],
    verdicts: { 'access/no-administrator-profile': 'fail' },
  })),
  {
    name: 'profile-listed-twice',
    settings: { permittedProfiles: ['System Administrator', 'Parcel Clerk'] },
    problems: ['note repeated-value: `System Administrator` is listed twice'],
  },
  {
    name: 'forms-of-xml',
    settings: {
      label: '0042',
      contactPhone: '0301234567',
      description: 'Q&A – 1E5',
      contactEmail: 'apps@northwind.test',
      callbackUrls: ['https://parcels.northwind.test/cb?x=1&y=2'],
      permittedUsers: 'admin-approved',
      pkceRequired: true,
    },
  },
  {
    name: 'run-as-is-the-contact',
    severe: ['medium access/run-as-user-is-not-the-contact'],
  },
  {
    name: 'saml-request-certificate-expired',
    severe: ['medium saml/request-certificate-not-expired'],
  },
  { name: 'saml-address-never-filled-in', severe: ['medium saml/acs-url-filled-in'] },
  { name: 'saml-scheme-misspelt', code: 1, severe: ['high saml/https-acs-url'] },
  { name: 'callback-never-filled-in-google', severe: ['medium urls/callbacks-filled-in'] },
  { name: 'callback-never-filled-in-your-app', severe: ['medium urls/callbacks-filled-in'] },
  {
    name: 'callback-schemes-misspelt',
    severe: ['medium urls/callbacks-well-formed'],
    settings: {
      malformedCallbackUrls: [
        'htttps://parcels.northwind.test/callback',
        'https//parcels.northwind.test/two',
        'https:/parcels.northwind.test/three',
      ],
    },
    verdicts: { 'urls/private-schemes-are-reverse-domains': 'pass' },
  },
  { name: 'canvas-not-https', code: 1, severe: ['high urls/https-canvas-url'] },
  {
    name: 'one-file-unreadable',
    code: 1,
    severe: ['high flows/pkce-required', 'medium flows/web-server-secret-required'],
    problems: ['error malformed-xml: end tag'],
  },
  { name: 'odd-path', severe: ['medium flows/pkce-required'] },
  {
    name: 'guide-of-an-app-that-is-off',
    vendors: ['vendors/microsoft-365-copilot'],
    verdicts: { 'vendors/microsoft-365-copilot/client-credentials-flow': notApplicable },
  },
  { name: 'boolean-one', settings: { permittedUsers: 'admin-approved' } },
  {
    name: 'namespace-with-underscore',
    settings: { missingParts: [], pkceRequired: true },
  },
  { name: 'namespace-too-long', settings: { isPackaged: false, apiNameValid: false } },
];

const inputs = join(fixtures, 'small-inputs');
const run = (name: string): Promise<Audit> =>
  audit(['--no-config', '--include', 'all'], { cwd: join(inputs, name) });

describe.each(rights)('$name', (right) => {
  test('is judged as is right', async () => {
    const { code, report } = await run(right.name);
    expect(report.apps.length).toBeGreaterThan(0);
    expect(severe(report)).toEqual(right.severe ?? []);
    expect(code).toBe(right.code ?? 0);
    for (const [rule, verdict] of Object.entries(right.verdicts ?? {}))
      expect(verdictsOf(report, rule), rule).toContain(verdict);
    for (const [name, value] of Object.entries(right.settings ?? {}))
      expect(
        report.apps.map(({ settings }) => valueOf(settings[name])),
        name,
      ).toContainEqual(value);
    expect(report.apps.flatMap(({ vendors }) => vendors.map(({ ruleset }) => ruleset))).toEqual(
      right.vendors ?? [],
    );
    expect(report.problems).toHaveLength(right.problems?.length ?? 0);
    for (const [index, told] of (right.problems ?? []).entries())
      expect(shown(report.problems[index])).toMatch(told.split(': ')[0] ?? '');
    for (const told of right.problems ?? [])
      expect(report.problems.map(shown).join('\n')).toContain(told.split(': ')[1]);
  });
});

type Report = Audit['report'];

function severe({ results }: Report): readonly string[] {
  return results
    .filter((one) => {
      const tells = one.verdict === 'fail' && !Object.hasOwn(one, 'echo');
      return tells && !['low', 'info'].includes(one.severity);
    })
    .map(({ rule, severity }) => `${severity} ${rule}`);
}

function verdictsOf({ results }: Report, rule: string): readonly string[] {
  return [...new Set(results.filter((one) => one.rule === rule).map(({ verdict }) => verdict))];
}

function valueOf(setting: Report['apps'][number]['settings'][string] | undefined): unknown {
  return setting?.state === 'known' ? setting.value : undefined;
}

function shown(problem: Report['problems'][number] | undefined): string {
  return problem ? `${problem.level} ${problem.kind}: ${problem.message}` : '';
}

test('each folder has a row', () => {
  expect(readdirSync(inputs).toSorted()).toEqual(rights.map(({ name }) => name).toSorted());
});

test('each style of a template is looked at', async () => {
  const { report } = await run('template-styles');
  expect(report.apps).toHaveLength(10);
  expect(verdictsOf(report, 'secrets/no-consumer-secret-in-source')).toEqual(['pass']);
  expect(report.apps.map(({ settings }) => settings['consumerSecretInSource'])).toEqual(
    Array.from({ length: 10 }, () => expect.objectContaining({ value: false, placeholder: true })),
  );
});

test('nobody is told to take out ids that a package needs', async () => {
  const cwd = join(inputs, 'ids-that-a-package-needs');
  const { report } = await audit(['--no-config', '--include', 'all', '--level', 'optional'], {
    cwd,
  });
  expect(verdictsOf(report, 'secrets/no-org-id-in-source')).toEqual([notApplicable]);
});

test('what is only the certificate of an app that Salesforce makes gives no advice about keys', async () => {
  const { report } = await run('app-that-salesforce-makes');
  const told = report.results.filter(({ verdict }) => verdict === 'fail');
  expect(told.map(({ rule }) => rule)).toEqual(['hygiene/made-by-salesforce']);
  expect(JSON.stringify(told)).not.toMatch(/new (?:certificate|key pair)/);
});

test('a log for code scanning is one that GitHub takes, with each path as a URI', async () => {
  const sarif = async (name: string): Promise<string> =>
    (await ecaudit(['--no-config', '-f', 'sarif'], { cwd: join(inputs, name) })).stdout;
  const broken = await sarif('one-file-unreadable');
  expect(broken).toContain('"executionSuccessful": true');
  expect(broken).toContain('not-audited/malformed-xml');
  expect(await sarif('odd-path')).toContain('more%20apps/50%25%20%C3%A4%20%232/connectedApps/');
});
