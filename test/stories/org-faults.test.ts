import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { restError, soapFault, type Fault, type Seen } from '../fake-org/fake-org.js';
import { adminUser, assignments, token, userId, admin } from '../fake-org/people-and-tokens.js';
import { audit, ecaudit, fixtures } from './run.js';
import { envOf, orgWith, stopOrgsAfterEach } from './orgs.js';

stopOrgsAfterEach();

const folder = join(fixtures, 'planted/faulty');
const tables = {
  OauthToken: [token('Faulty', admin), token('Faulty', userId(2))],
  PermissionSetAssignment: assignments([
    adminUser,
    { id: userId(2), username: 'two@fake.example' },
  ]),
};

const logins = [admin, userId(2)].map((user) => ({
  Application: 'Faulty',
  LoginType: 'Remote Access 2.0',
  LoginSubType: 'OauthWebServer',
  ApiType: 'N/A',
  UserId: user,
  LoginTime: '2026-11-01T00:00:00.000+0000',
}));

const operation =
  (name: string) =>
  (one: Seen): boolean =>
    one.operation === name;
const querying =
  (from: string) =>
  (one: Seen): boolean =>
    one.soql.includes(` FROM ${from}`);
const html = {
  status: 200,
  type: 'text/html',
  body: '<!DOCTYPE html><html><body>Down for maintenance</body></html>',
};
const emptyJson = { type: 'application/json', body: '' };

const all = ['--org', 'env', '--no-config', '--include', 'all', '--retries', '2'];

let untouched: ReturnType<typeof audit> | undefined;

/** The org without a fault, audited once. */
async function calmly(): ReturnType<typeof audit> {
  untouched ??= audit(all, { env: envOf(await orgWith({ folder, tables })) });
  return untouched;
}

describe('a fault that passes leaves no trace', () => {
  const passing: Readonly<Record<string, Fault>> = {
    'busy Metadata API': {
      when: operation('listMetadata'),
      times: 1,
      reply: { status: 503, type: 'text/html', body: 'busy' },
    },
    'busy query': { when: querying('AppMenuItem'), times: 2, reply: { status: 503, body: 'busy' } },
    'too many calls at once': {
      when: querying('OauthToken'),
      times: 1,
      reply: { status: 429, body: 'slow down' },
    },
    'server error in SOAP': {
      when: operation('retrieve'),
      times: 1,
      reply: soapFault('SERVER_UNAVAILABLE', 'try again'),
    },
    'connection reset': { when: operation('describeMetadata'), times: 1, reply: 'reset' },
    'answer that stops half-way': {
      when: querying('ConnectedApplication'),
      times: 1,
      reply: 'half',
    },
    'compressed answer cut short': { when: querying('UserLogin'), times: 1, reply: 'cut-gzip' },
    'web page for a moment': { when: operation('listMetadata'), times: 1, reply: html },
    'slow answer': { when: operation('checkRetrieveStatus'), times: 1, reply: 'silence' },
  };

  test.each(Object.entries(passing))('%s', async (_, fault) => {
    const calm = await calmly();
    const org = await orgWith({ folder, tables });
    org.inject(fault);
    const run = await audit([...all, '--timeout', '1'], { env: envOf(org) });
    expect(run.report.problems).toEqual(calm.report.problems);
    expect(run.report.results).toEqual(calm.report.results);
    expect(run.code).toBe(calm.code);
  });

  test('an expired session is renewed', async () => {
    const org = await orgWith({ folder, tables });
    const env = { SFDX_AUTH_URL: `force://PlatformCLI::refresh@${org.url.replace('http://', '')}` };
    let left = 1;
    org.inject({
      when: (one) => {
        if (!querying('SetupEntityAccess')(one) || left === 0) return false;
        left -= 1;
        org.expire();
        return true;
      },
      reply: restError(401, 'INVALID_SESSION_ID', 'Session expired or invalid'),
    });
    const run = await audit(all, { env });
    const logIns = org.seen.filter(({ path }) => path === '/services/oauth2/token');
    expect(logIns.length).toBeGreaterThan(1);
    expect(run.report.problems.filter(({ level }) => level === 'error')).toEqual([]);
  });
});

describe('a fault that stays is named, and the rest is audited', () => {
  interface Lasting {
    readonly fault?: Fault;
    readonly hidden?: readonly string[];
    readonly files?: Readonly<Record<string, string>>;
    readonly seesAllTokens?: boolean;
    readonly seesAllLogins?: boolean;
    /** `kind` of the problem, and what its message says. */
    readonly told: readonly [string, RegExp];
    /** A setting that is unknown because of it, and one that is known in spite of it. */
    readonly unknown?: string;
    readonly stillKnown?: string;
  }
  const zip = (change: (text: string) => string): Fault['reply'] => ({
    type: 'text/xml',
    body: change(
      '<?xml version="1.0"?><soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/"><soapenv:Body><checkRetrieveStatusResponse><result><done>true</done><id>09S</id><status>Succeeded</status><success>true</success><zipFile>UEsDBBQAAAAI</zipFile></result></checkRetrieveStatusResponse></soapenv:Body></soapenv:Envelope>',
    ),
  });
  const lasting: Readonly<Record<string, Lasting>> = {
    'no right to read tokens': {
      fault: { when: querying('OauthToken'), reply: restError(403, 'INSUFFICIENT_ACCESS', 'no') },
      told: ['org-call-refused', /number of OAuth tokens.*INSUFFICIENT_ACCESS/],
      unknown: 'tokenCount',
      stillKnown: 'pkceRequired',
    },
    'API limit reached': {
      fault: {
        when: querying('LoginHistory'),
        reply: restError(403, 'REQUEST_LIMIT_EXCEEDED', 'TotalRequests Limit exceeded.'),
      },
      told: ['org-limit-reached', /REQUEST_LIMIT_EXCEEDED/],
      unknown: 'loginFlows',
      stillKnown: 'tokenCount',
    },
    'object that the edition does not have': {
      hidden: ['SetupEntityAccess'],
      told: ['org-object-hidden', /who has access to apps.*SetupEntityAccess/],
      unknown: 'grantedProfiles',
      stillKnown: 'tokenCount',
    },
    'metadata type that is hidden': {
      hidden: ['ExtlClntAppGlobalOauthSettings'],
      told: ['org-type-hidden', /ExtlClntAppGlobalOauthSettings/],
      unknown: 'pkceRequired',
      stillKnown: 'scopes',
    },
    'metadata type that cannot be listed': {
      fault: {
        when: (one) =>
          one.operation === 'listMetadata' && one.body.includes('ExtlClntAppOauthSettings'),
        reply: soapFault('INVALID_TYPE', 'not available'),
      },
      told: ['org-object-hidden', /list of ExtlClntAppOauthSettings.*INVALID_TYPE/],
      unknown: 'scopes',
      stillKnown: 'pkceRequired',
    },
    'a web page instead of JSON': {
      fault: { when: querying('UserProvisioningConfig'), reply: html },
      told: ['org-wrong-answer', /a web page instead of JSON \(tried 3 times\)/],
      stillKnown: 'tokenCount',
    },
    'a web page instead of SOAP': {
      fault: { when: operation('listMetadata'), reply: html },
      told: ['org-wrong-answer', /a web page instead of SOAP/],
      stillKnown: 'tokenCount',
    },
    'an empty answer': {
      fault: { when: querying('AppMenuItem'), reply: emptyJson },
      told: ['org-wrong-answer', /the answer is empty/],
      stillKnown: 'pkceRequired',
    },
    'a zip that is cut short': {
      fault: { when: operation('checkRetrieveStatus'), reply: zip((text) => text) },
      told: ['malformed-zip', /the zip that the org sent: this is no zip, or it is cut short/],
      stillKnown: 'kind',
    },
    'a retrieve that fails': {
      fault: {
        when: operation('checkRetrieveStatus'),
        reply: zip((text) =>
          text.replace(
            '<status>Succeeded</status><success>true',
            '<errorMessage>UNKNOWN_EXCEPTION: it broke</errorMessage><status>Failed</status><success>false',
          ),
        ),
      },
      told: ['org-call-refused', /the retrieve failed: UNKNOWN_EXCEPTION: it broke/],
      stillKnown: 'kind',
    },
    'a retrieve whose XML stops half-way': {
      fault: { when: operation('checkRetrieveStatus'), reply: zip((text) => text.slice(0, 300)) },
      told: ['org-wrong-answer', /instead of SOAP/],
      stillKnown: 'kind',
    },
    'a malformed file in the zip': {
      files: {
        'Broken.connectedApp':
          '<ConnectedApp xmlns="http://soap.sforce.com/2006/04/metadata"><label>Broken</lab',
      },
      told: ['malformed-xml', /./],
      stillKnown: 'pkceRequired',
    },
    'only own tokens': {
      seesAllTokens: false,
      told: ['org-own-tokens-only', /Customize Application/],
      unknown: 'tokenCount',
      stillKnown: 'pkceRequired',
    },
    'only own logins': {
      seesAllLogins: false,
      told: ['org-own-logins-only', /Monitor Login History/],
      unknown: 'loginFlows',
      stillKnown: 'tokenCount',
    },
    'an answer that never comes': {
      fault: { when: querying('ConnectedApplication'), reply: 'silence' },
      told: ['org-unreachable', /no whole answer came within 1 seconds/],
      stillKnown: 'pkceRequired',
    },
  };

  test.each(Object.entries(lasting))(
    '%s',
    async (_, { fault, told: [kind, says], unknown, stillKnown, ...options }) => {
      const ownOnly = options.seesAllTokens === false || options.seesAllLogins === false;
      const plain = {
        PermissionSetAssignment: [
          {
            AssigneeId: admin,
            Assignee: { Username: 'u', IsActive: true },
            PermissionSetId: '0PS000000000002AAA',
            PermissionSet: {
              IsOwnedByProfile: true,
              PermissionsCustomizeApplication: false,
              PermissionsManageUsers: false,
              PermissionsMonitorLoginHistory: false,
            },
          },
        ],
      };
      const org = await orgWith({
        folder,
        tables: ownOnly ? { ...tables, ...plain, LoginHistory: logins } : tables,
        ...options,
      });
      if (fault) org.inject(fault);
      const { code, report } = await audit([...all, '--fail-on', 'never', '--timeout', '1'], {
        env: envOf(org),
      });
      expect(code).toBe(3);
      const problem = report.problems.find((one) => one.kind === kind);
      expect(problem?.message).toMatch(says);
      const app =
        report.apps.find(({ id }) => id === 'externalClientApp:Faulty_ECA') ?? report.apps[0];
      if (unknown !== undefined) expect(app?.settings[unknown]?.state).toBe('unknown');
      if (stillKnown !== undefined) expect(app?.settings[stillKnown]?.state).toBe('known');
    },
  );

  test('the deadline holds for everything', async () => {
    const org = await orgWith({ folder, tables });
    org.inject({ when: querying('OauthToken'), reply: 'silence' });
    const started = Date.now();
    const { code, report } = await audit([...all, '--fail-on', 'never', '--deadline', '2'], {
      env: envOf(org),
    });
    expect(Date.now() - started).toBeLessThan(8_000);
    expect(code).toBe(3);
    expect(report.problems.map(({ kind }) => kind)).toContain('org-deadline');
    expect(report.apps.map(({ id }) => id)).toContain('externalClientApp:Faulty_ECA');
  });

  test('a session that the org does not accept is exit code 2, and nothing is reported', async () => {
    const org = await orgWith({ folder });
    const run = await ecaudit(all, { env: { ...envOf(org), SF_ACCESS_TOKEN: '00D!old' } });
    expect([run.code, run.stdout]).toEqual([2, '']);
    expect(run.stderr).toMatch(
      /does not accept the access token in SF_ACCESS_TOKEN: it is wrong or has expired\nhint: /,
    );
  });

  test('a log-in that gives dead sessions ends', async () => {
    const org = await orgWith({ folder });
    org.inject({
      when: operation('describeMetadata'),
      reply: soapFault('INVALID_SESSION_ID', 'no'),
    });
    const env = { SFDX_AUTH_URL: `force://PlatformCLI::refresh@${org.url.replace('http://', '')}` };
    const run = await ecaudit(all, { env });
    expect(run.code).toBe(2);
    expect(org.seen.filter(({ path }) => path === '/services/oauth2/token').length).toBeLessThan(6);
  });

  test.each([
    ['refused', 400, { error: 'invalid_grant', error_description: 'expired' }],
    ['not answered', 503, { error: 'down' }],
  ])(
    'a renewal that is %s is exit code 2 for all calls that wait for it',
    async (_, status, body) => {
      const org = await orgWith({ folder, tables, delay: 50 });
      const isLogIn = ({ path }: Seen): boolean => path === '/services/oauth2/token';
      let logIns = 0;
      org.inject({
        when: (one) => isLogIn(one) && (logIns += 1) > 1,
        reply: { status, type: 'application/json', body: JSON.stringify(body) },
      });
      // After the list of versions the session is worth nothing, for describe, the tokens and their count.
      org.inject({
        when: ({ path }) => {
          if (path === '/services/data') org.expire();
          return false;
        },
        reply: 'reset',
      });
      const env = {
        SFDX_AUTH_URL: `force://PlatformCLI::refresh@${org.url.replace('http://', '')}`,
      };
      const run = await ecaudit([...all, '--retries', '0'], { env });
      expect([run.code, run.stdout]).toEqual([2, '']);
      expect(run.stderr).toMatch(/^ecaudit: .*does not accept .*\nhint: /);
      expect(run.stderr).not.toContain('bug');
      expect(logIns).toBeGreaterThan(1);
    },
  );

  test('nobody there is exit code 3', async () => {
    const org = await orgWith();
    await org.stop();
    const { code, report } = await audit([...all, '--retries', '0'], { env: envOf(org) });
    expect(code).toBe(3);
    expect(report.problems.map(({ kind }) => kind)).toContain('org-unreachable');
  });
});
