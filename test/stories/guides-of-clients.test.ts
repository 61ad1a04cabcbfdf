// Guides and the state of an app: hosted MCP servers, the CLI on any port, Boomi, and apps that are off or cannot be changed.
import { describe, expect, test } from 'vitest';
import { resultOfCheck, severityOf, type Evaluation } from '../../src/audit/results.js';
import { evaluateRule } from '../../src/conditions/evaluate-rule.js';
import { fixedBy } from '../../src/deadlines/of-rule.js';
import { factsOf, ruleOf } from '../conditions/facts.js';
import { tempFolder } from '../metadata/temp-folder.js';
import { app } from '../reporters/report.js';
import { load, rules, vendorHead } from '../rulesets/rulesets.js';
import { audit, type Audit } from './run.js';

const ns = 'xmlns="http://soap.sforce.com/2006/04/metadata"';
const xml = (root: string, body: string): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<${root} ${ns}>\n${body}\n</${root}>\n`;
const flags = (all: Readonly<Record<string, boolean>>): string =>
  Object.entries(all)
    .map(([name, value]) => `    <${name}>${value}</${name}>`)
    .join('\n');
const of = '<externalClientApplication>Pipe</externalClientApplication>';

interface Shape {
  readonly callback: string;
  readonly scopes: string;
  readonly jwt?: boolean;
  readonly publicClient?: boolean;
  readonly enabled?: boolean;
}

function externalClientApp({ callback, scopes, jwt, publicClient, enabled }: Shape): string {
  const isPublic = publicClient ?? false;
  return tempFolder({
    'Pipe.eca': xml(
      'ExternalClientApplication',
      '<contactEmail>it@acme.example</contactEmail><distributionState>Local</distributionState><label>Pipe</label>',
    ),
    'Pipe_g.ecaGlblOauth': xml(
      'ExtlClntAppGlobalOauthSettings',
      `<callbackUrl>${callback}</callbackUrl>${of}<label>g</label>\n${flags({
        isConsumerSecretOptional: isPublic,
        isNamedUserJwtEnabled: jwt ?? false,
        isPkceRequired: true,
        isRefreshTokenRotationEnabled: true,
        isSecretRequiredForRefreshToken: !isPublic,
        isClientCredentialsFlowEnabled: false,
        isDeviceFlowEnabled: false,
      })}`,
    ),
    'Pipe_o.ecaOauth': xml(
      'ExtlClntAppOauthSettings',
      `<commaSeparatedOauthScopes>${scopes}</commaSeparatedOauthScopes>${of}<label>o</label>`,
    ),
    'Pipe_p.ecaPlcy': xml(
      'ExtlClntAppConfigurablePolicies',
      `${of}<isEnabled>${enabled ?? true}</isEnabled><isOauthPluginEnabled>true</isOauthPluginEnabled><label>p</label>`,
    ),
  });
}

const connectedApp = (callback: string): string =>
  tempFolder({
    'Pipe.connectedApp': xml(
      'ConnectedApp',
      `<contactEmail>it@acme.example</contactEmail><label>Pipe</label><oauthConfig><callbackUrl>${callback}</callbackUrl><scopes>Api</scopes></oauthConfig>`,
    ),
  });

const vendors = ({ report }: Audit): readonly string[] =>
  report.apps.flatMap((one) => one.vendors.map(({ ruleset }) => ruleset));
const failed = ({ report }: Audit, glob: RegExp): readonly string[] =>
  report.results
    .filter(({ verdict, rule }) => verdict === 'fail' && glob.test(rule))
    .map(({ rule, severity }) => `${severity} ${rule}`);

const mcp = /hosted-mcp|web-server-secret|refresh-token-secret|public-client|private-schemes/;

describe('hosted MCP servers', () => {
  test('Claude without JWT-based access tokens and with secrets is told so', async () => {
    const callback = 'https://claude.ai/api/mcp/auth_callback';
    const run = await audit(['.'], {
      cwd: externalClientApp({ callback, scopes: 'MCP, RefreshToken' }),
    });
    expect(failed(run, mcp)).toEqual([
      'high vendors/salesforce-hosted-mcp/jwt-access-tokens',
      'medium vendors/salesforce-hosted-mcp/refresh-token-secret',
      'medium vendors/salesforce-hosted-mcp/web-server-secret',
    ]);
  });

  test('Cursor as the guide has it is clean', async () => {
    const callback = 'cursor://anysphere.cursor-mcp/oauth/callback';
    const shape = { callback, scopes: 'MCP, RefreshToken', jwt: true, publicClient: true };
    const run = await audit(['.'], { cwd: externalClientApp(shape) });
    expect(vendors(run)).toEqual(['vendors/salesforce-hosted-mcp']);
    expect(failed(run, mcp).filter((one) => !one.startsWith('info'))).toEqual([]);
  });
});

test.each([
  ['http://localhost:1717/OauthRedirect', ['vendors/salesforce-cli']],
  ['http://localhost:1919/OauthRedirect', ['vendors/salesforce-cli']],
  ['http://localhost:1717/OauthRedirect.', []],
  ['https://platform.boomi.com/account/acme-1/oauth2/callback', ['vendors/boomi-platform-events']],
  ['https://platform.boomi.com.evil.example/callback', []],
])('%s is recognised by the callback alone: %j', async (callback, expected) => {
  expect(vendors(await audit(['.'], { cwd: connectedApp(callback) }))).toEqual(expected);
});

test('what a guide demands does not apply to an app that is off, and that is told', async () => {
  const callback = 'https://gcs.office.com/v1.0/admin/oauth/callback';
  const shape = { callback, scopes: 'Api' };
  const on = await audit(['.'], { cwd: externalClientApp(shape) });
  expect(failed(on, /^vendors/).length).toBeGreaterThan(0);
  const off = await audit(['.', '--include', 'all'], {
    cwd: externalClientApp({ ...shape, enabled: false }),
  });
  const ofGuide = off.report.results.filter(({ rule }) => rule.startsWith('vendors/'));
  expect(vendors(off)).toEqual(['vendors/microsoft-365-copilot']);
  expect(new Set(ofGuide.map(({ verdict, message }) => `${verdict}: ${message}`))).toEqual(
    new Set([
      'notApplicable: Does not apply: the app is switched off in its policies; the guide needs it on.',
    ]),
  );
});

describe('a guide that wants PKCE off', async () => {
  const pkceOff = { fact: 'pkceRequired', operator: 'equal', value: false } as const;
  const ruleset = await load(`${vendorHead}${rules}`);
  const rule = ruleOf({ id: 'vendors/acme/pkce-off', require: pkceOff });
  const check = (createdOn: string | undefined): Evaluation => {
    const facts = factsOf({ pkceRequired: true, createdOn });
    const evaluation = evaluateRule(rule, facts);
    const occurrence = { of: 1, org: undefined };
    return { app: app('Pipe'), occurrence, ruleset, rule, facts, evaluation };
  };

  test.each([
    ['created since July 2026: a note', '2026-07-01', 'info', true],
    ['created before', '2026-06-30', 'high', false],
    ['files do not tell', undefined, 'high', false],
  ] as const)('an app %s', (_, createdOn, severity, says) => {
    const { severity: found, message } = resultOfCheck(check(createdOn));
    expect([found, severityOf(check(createdOn))]).toEqual([severity, severity]);
    expect(message.includes('cannot be followed for this app')).toBe(says);
  });

  test('what is not fixed can be followed', () => {
    const facts = factsOf({ createdOn: '2026-08-01', pkceRequired: true, namedUserJwt: true });
    const evidence = (setting: string) => [
      { setting, found: true, expected: 'equal false', operator: 'equal', value: false },
    ];
    expect(fixedBy(evidence('pkceRequired'), facts)?.id).toBe('new-app-controls');
    expect(fixedBy(evidence('namedUserJwt'), facts)).toBeUndefined();
    expect(fixedBy([], facts)).toBeUndefined();
  });
});
