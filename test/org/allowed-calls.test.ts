import { describe, expect, test } from 'vitest';
import { allowedCall, type Call } from '../../src/org/client/allowed-calls.js';
import { columnsOf } from '../../src/org/client/queries.js';

const instance = 'https://acme.my.salesforce.com';
const origins = { instance, logIn: 'https://login.salesforce.com' };

const get = (path: string, at = instance): Call => ({
  method: 'GET',
  url: `${at}${path}`,
  body: '',
});
const query = (soql: string, place = 'query'): Call =>
  get(`/services/data/v68.0/${place}?q=${encodeURIComponent(soql)}`);
const soap = (operation: string): Call => ({
  method: 'POST',
  url: `${instance}/services/Soap/m/68.0`,
  body: `<soapenv:Envelope><soapenv:Header xmlns="x"></soapenv:Header><soapenv:Body xmlns="x"><${operation}></${operation}></soapenv:Body></soapenv:Envelope>`,
});
const token = (body: string, at = origins.logIn): Call => ({
  method: 'POST',
  url: `${at}/services/oauth2/token`,
  body,
});

describe('calls that may leave', () => {
  const allowed: readonly (readonly [string, Call])[] = [
    ['list of API versions', get('/services/data')],
    ['userinfo', get('/services/oauth2/userinfo')],
    ['query of OauthToken', query('SELECT AppName, UserId FROM OauthToken ORDER BY CreatedDate')],
    ['query of AppMenuItem', query('SELECT Id FROM AppMenuItem', 'tooling/query')],
    [
      'event log file',
      get('/services/data/v68.0/sobjects/EventLogFile/0AT000000000001AAA/LogFile'),
    ],
    ['next page of a query', get('/services/data/v68.0/query/01gXX-2000')],
    ['describeMetadata', soap('describeMetadata')],
    ['listMetadata', soap('listMetadata')],
    ['retrieve', soap('retrieve')],
    ['checkRetrieveStatus', soap('checkRetrieveStatus')],
    ['log-in', token('grant_type=client_credentials')],
  ];

  test.each(allowed)('%s', (title, call) => {
    expect(allowedCall(call, origins)?.title).toBe(title);
  });
});

describe('calls that must not', () => {
  const stopped: readonly (readonly [string, Call])[] = [
    ...[
      'deploy',
      'createMetadata',
      'updateMetadata',
      'upsertMetadata',
      'deleteMetadata',
      'renameMetadata',
    ].map((operation) => [`${operation} of the Metadata API`, soap(operation)] as const),
    [
      'a write hidden behind a read',
      { ...soap('deploy'), body: `<!--<soapenv:Body xmlns="x"><x>-->${soap('deploy').body}` },
    ],
    ['the partner API', { ...soap('retrieve'), url: `${instance}/services/Soap/u/68.0` }],
    ['an access token', query('SELECT AccessToken FROM OauthToken')],
    ['a delete token', query('SELECT AppName, DeleteToken FROM OauthToken')],
    ['all fields', query('SELECT FIELDS(ALL) FROM OauthToken LIMIT 200')],
    ['a subquery', query('SELECT Id, (SELECT AccessToken FROM OauthTokens) FROM User')],
    ['another object', query('SELECT Id FROM Account')],
    ['a query with another parameter', get('/services/data/v68.0/query?q=SELECT+Id+FROM+User&x=1')],
    ['records', get('/services/data/v68.0/sobjects/OauthToken')],
    [
      'consumer secrets',
      get('/services/data/v68.0/apps/oauth/credentials/app/consumer?part=secret'),
    ],
    ['a path that climbs', get('/services/data/v68.0/query/../sobjects')],
    ...['POST', 'PUT', 'PATCH', 'DELETE'].map(
      (method) =>
        [
          `${method} of a record`,
          { ...get('/services/data/v68.0/sobjects/User/005'), method },
        ] as const,
    ),
    ['the password flow', token('grant_type=password&username=u&password=p')],
    ['a log-in at the wrong place', token('grant_type=client_credentials', 'https://evil.example')],
    ['another host', get('/services/data', 'https://evil.example')],
    [
      'another host in disguise',
      get('/services/data', 'https://acme.my.salesforce.com@evil.example'),
    ],
    ['no address', { method: 'GET', url: 'nothing', body: '' }],
  ];

  test.each(stopped)('%s', (_, call) => {
    expect(allowedCall(call, origins)).toBeUndefined();
  });

  test('no column of the table holds a token or a secret', () => {
    // A permission to see a secret, and a flag that says whether an app has a scope.
    const flags = ['PermissionsViewClientSecret', 'OauthScopesREFRESH_TOKEN'];
    const columns = Object.values(columnsOf).flat();
    expect(columns.filter((name) => /token$|secret$/i.test(name) && !flags.includes(name))).toEqual(
      [],
    );
  });
});
