// Every sentence that is made of a condition and of what was found, word for word.
import { describe, expect, test } from 'vitest';
import { derivedFix } from '../../src/conditions/words/derived-fix.js';
import { mismatchSentence, nearMiss } from '../../src/conditions/words/mismatch.js';
import { demandWords, leafInWords } from '../../src/conditions/words/operators.js';
import { valueInWords, valueOfLabel } from '../../src/conditions/words/values.js';
import type { AppKind } from '../../src/model/app.js';
import type { RuleLevel } from '../../src/model/level.js';
import type { Fix } from '../../src/model/ruleset.js';
import type { SettingValue } from '../../src/settings/settings.js';

describe('what an operator demands, and what it says is the case', () => {
  test.each<readonly [string, string, SettingValue, string, string]>([
    ['label', 'equal', 'a', 'must be a', '"External Client App Name" is a'],
    ['label', 'notEqual', 'a', 'must not be a', '"External Client App Name" is not a'],
    ['label', 'not:notEqual', 'a', 'must be a', '"External Client App Name" is a'],
    ['label', 'notIn', ['a', 'b'], 'must not be a, b', '"External Client App Name" is not a, b'],
    ['label', 'not:notIn', ['a', 'b'], 'must be a, b', '"External Client App Name" is a, b'],
    ['scopes', 'not:contains', 'api', 'must not hold api', '"OAuth Scopes" does not hold api'],
    ['scopes', 'not:doesNotContain', 'api', 'must hold api', '"OAuth Scopes" holds api'],
    [
      'scopes',
      'not:containsAll',
      ['api', 'id'],
      'must not hold all of api, id',
      '"OAuth Scopes" does not hold all of api, id',
    ],
    [
      'scopes',
      'containsAny',
      ['api', 'id'],
      'must hold one of api, id',
      '"OAuth Scopes" holds one of api, id',
    ],
    [
      'scopes',
      'not:containsOnly',
      ['api'],
      'must hold something other than api',
      '"OAuth Scopes" holds something other than api',
    ],
    [
      'refreshTokenDays',
      'lessThan',
      30,
      'must be less than 30',
      '"Refresh token validity in days" is less than 30',
    ],
    [
      'refreshTokenDays',
      'not:lessThanInclusive',
      30,
      'must be more than 30',
      '"Refresh token validity in days" is more than 30',
    ],
    [
      'refreshTokenDays',
      'greaterThan',
      30,
      'must be more than 30',
      '"Refresh token validity in days" is more than 30',
    ],
    [
      'refreshTokenDays',
      'not:greaterThan',
      30,
      'must be at most 30',
      '"Refresh token validity in days" is at most 30',
    ],
    [
      'refreshTokenDays',
      'greaterThanInclusive',
      30,
      'must be at least 30',
      '"Refresh token validity in days" is at least 30',
    ],
    [
      'refreshTokenDays',
      'not:greaterThanInclusive',
      30,
      'must be less than 30',
      '"Refresh token validity in days" is less than 30',
    ],
    ['label', 'isNotEmpty', true, 'must not be empty', '"External Client App Name" is not empty'],
    ['label', 'not:isEmpty', true, 'must not be empty', '"External Client App Name" is not empty'],
    [
      'label',
      'not:matches',
      '^a',
      'must not match the pattern ^a',
      '"External Client App Name" does not match the pattern ^a',
    ],
    ['label', 'not:like', 'A*', 'must not be like A*', '"External Client App Name" is not like A*'],
    [
      'label',
      'hasWords',
      'Acme Sync',
      'must hold the words Acme Sync',
      '"External Client App Name" holds the words Acme Sync',
    ],
    [
      'label',
      'not:hasWords',
      'Acme Sync',
      'must not hold the words Acme Sync',
      '"External Client App Name" does not hold the words Acme Sync',
    ],
    [
      'callbackUrls',
      'everyFact:usesHttps',
      true,
      'each must use HTTPS',
      'each of "Callback URL" uses HTTPS',
    ],
    [
      'callbackUrls',
      'not:everyFact:usesHttps',
      true,
      'one of them must not use HTTPS',
      'one of "Callback URL" does not use HTTPS',
    ],
    [
      'callbackUrls',
      'someFact:hostIn',
      ['a.example', 'b.example'],
      'one of them must be at a.example, b.example',
      'one of "Callback URL" is at a.example, b.example',
    ],
    [
      'callbackUrls',
      'everyFact:not:hostIn',
      ['a.example'],
      'each must not be at a.example',
      'each of "Callback URL" is not at a.example',
    ],
    [
      'certificateExpires',
      'beforeToday',
      true,
      'must be in the past',
      '"Certificate expires" is in the past',
    ],
    [
      'certificateExpires',
      'withinDays',
      30,
      'must lie within the next 30 days',
      '"Certificate expires" lies within the next 30 days',
    ],
    [
      'trustedIpRanges',
      'everyFact:widerThan',
      256,
      'each must span more than 256 addresses',
      'each of "Trusted IP Range for OAuth Web Server Flow" spans more than 256 addresses',
    ],
    [
      'trustedIpRanges',
      'everyFact:not:widerThan',
      256,
      'each must span at most 256 addresses',
      'each of "Trusted IP Range for OAuth Web Server Flow" spans at most 256 addresses',
    ],
    [
      'scopes',
      'everyFact:someValue:equal',
      ['api', 'id'],
      'each must be one of api, id',
      'each of "OAuth Scopes" is one of api, id',
    ],
    [
      'scopes',
      'everyFact:not:someValue:like',
      ['a*', 'b*'],
      'each must not be like any of a*, b*',
      'each of "OAuth Scopes" is not like any of a*, b*',
    ],
    [
      'scopes',
      'everyFact:everyValue:like',
      ['a*', 'b*'],
      'each must be like all of a*, b*',
      'each of "OAuth Scopes" is like all of a*, b*',
    ],
    [
      'scopes',
      'not:everyValue:equal',
      ['api', 'id'],
      'must not be one of api, id',
      '"OAuth Scopes" is not one of api, id',
    ],
    [
      'scopes',
      'someFact:everyValue:like',
      ['a*'],
      'one of them must be like a*',
      'one of "OAuth Scopes" is like a*',
    ],
    ['scopes', 'swap:in', 'api', 'must fulfil swap:in api', '"OAuth Scopes" fulfils swap:in api'],
    ['scopes', 'not:not:contains', 'api', 'must hold api', '"OAuth Scopes" holds api'],
    [
      'label',
      'frobnicate',
      'x',
      'must fulfil frobnicate x',
      '"External Client App Name" fulfils frobnicate x',
    ],
    [
      'label',
      'not:frobnicate',
      'x',
      'must not fulfil frobnicate x',
      '"External Client App Name" does not fulfil frobnicate x',
    ],
  ])('%s %s %j', (fact, operator, value, demand, statement) => {
    expect(demandWords(fact, operator, value)).toBe(demand);
    expect(leafInWords({ fact, operator, value }, 'statement')).toBe(statement);
  });
});

describe('a value as Setup shows it', () => {
  test.each<readonly [string, SettingValue, number | undefined, string]>([
    ['clientCredentialsFlow', true, undefined, 'on'],
    ['clientCredentialsFlow', false, undefined, 'off'],
    ['consumerKeyInSource', true, undefined, 'yes'],
    ['consumerKeyInSource', false, undefined, 'no'],
    ['nope', true, undefined, 'yes'],
    ['nope', false, undefined, 'no'],
    ['label', '', undefined, 'empty'],
    ['label', 'x', undefined, 'x'],
    ['refreshTokenDays', 5, undefined, '5'],
    ['scopes', [], undefined, 'empty'],
    ['scopes', ['api'], undefined, 'api'],
    ['scopes', ['1', '2', '3', '4', '5', '6', '7', '8'], undefined, '1, 2, 3, 4, 5, 6, 7, 8'],
    [
      'scopes',
      ['1', '2', '3', '4', '5', '6', '7', '8', '9'],
      undefined,
      '1, 2, 3, 4, 5, 6, 7, 8 and 1 more',
    ],
    ['scopes', ['1', '2', '3'], 2, '1, 2 and 1 more'],
    ['scopes', ['1', '2', '3'], Infinity, '1, 2, 3'],
    ['kind', 'externalClientApp', undefined, 'External Client App'],
    ['kind', 'connectedApp', undefined, 'Connected App'],
    ['refreshTokenPolicy', 'until-revoked', undefined, '"Refresh token is valid until revoked"'],
    ['refreshTokenPolicy', 'immediate', undefined, '"Immediately expire refresh token"'],
    ['refreshTokenPolicy', 'lifetime', undefined, '"Expire refresh token after specific time"'],
    [
      'refreshTokenPolicy',
      'inactivity',
      undefined,
      '"Expire refresh token if not used for specific time"',
    ],
    ['permittedUsers', 'self-authorize', undefined, '"All users can self-authorize"'],
    ['permittedUsers', 'admin-approved', undefined, '"Admin approved users are pre-authorized"'],
    ['ipRelaxation', 'enforce', undefined, '"Enforce IP restrictions"'],
    [
      'ipRelaxation',
      'relax-for-refresh',
      undefined,
      '"Enforce IP restrictions, but relax for refresh tokens"',
    ],
    [
      'ipRelaxation',
      'relax-for-activated-devices',
      undefined,
      '"Relax IP restrictions for activated devices"',
    ],
    ['ipRelaxation', 'relax', undefined, '"Relax IP restrictions"'],
    ['ipRelaxation', 'other', undefined, 'other'],
  ])('%s %j, at most %j', (fact, value, most, words) => {
    expect(valueInWords(fact, value, most)).toBe(words);
  });

  test.each<readonly [string, string, string | undefined]>([
    ['permittedUsers', 'Admin approved users are pre-authorized', 'admin-approved'],
    ['permittedUsers', 'admin-approved users are preauthorized!', 'admin-approved'],
    ['ipRelaxation', 'Relax IP restrictions', 'relax'],
    ['ipRelaxation', 'Relax', undefined],
    ['label', 'Acme', undefined],
    ['nope', 'x', undefined],
    ['kind', 'Connected App', 'connectedApp'],
  ])('%s called %s', (fact, label, value) => {
    expect(valueOfLabel(fact, label)).toBe(value);
  });
});

describe('how to meet a demand, in Setup and in files', () => {
  test.each<readonly [string, string, SettingValue, RuleLevel, Fix]>([
    [
      'pkceRequired',
      'equal',
      true,
      'required',
      {
        setup: {
          externalClientApp:
            'Switch "Require Proof Key for Code Exchange (PKCE)" on. Menu: ${settings}.',
          connectedApp:
            'Switch "Require Proof Key for Code Exchange (PKCE) Extension for Supported Authorization Flows" on. Menu: ${settings}.',
        },
        files: {
          externalClientApp: 'isPkceRequired true in ExtlClntAppGlobalOauthSettings.',
          connectedApp: 'isPkceRequired true in oauthConfig of ConnectedApp.',
        },
      },
    ],
    [
      'pkceRequired',
      'equal',
      false,
      'required',
      {
        setup: {
          externalClientApp:
            'Switch "Require Proof Key for Code Exchange (PKCE)" off. Menu: ${settings}.',
          connectedApp:
            'Switch "Require Proof Key for Code Exchange (PKCE) Extension for Supported Authorization Flows" off. Menu: ${settings}.',
        },
        files: {
          externalClientApp: 'isPkceRequired false in ExtlClntAppGlobalOauthSettings.',
          connectedApp: 'isPkceRequired false in oauthConfig of ConnectedApp.',
        },
      },
    ],
    [
      'pkceRequired',
      'notEqual',
      true,
      'required',
      {
        setup: {
          externalClientApp:
            'Switch "Require Proof Key for Code Exchange (PKCE)" off. Menu: ${settings}.',
          connectedApp:
            'Switch "Require Proof Key for Code Exchange (PKCE) Extension for Supported Authorization Flows" off. Menu: ${settings}.',
        },
        files: {
          externalClientApp: 'isPkceRequired false in ExtlClntAppGlobalOauthSettings.',
          connectedApp: 'isPkceRequired false in oauthConfig of ConnectedApp.',
        },
      },
    ],
    [
      'pkceRequired',
      'notEqual',
      false,
      'required',
      {
        setup: {
          externalClientApp:
            'Switch "Require Proof Key for Code Exchange (PKCE)" on. Menu: ${settings}.',
          connectedApp:
            'Switch "Require Proof Key for Code Exchange (PKCE) Extension for Supported Authorization Flows" on. Menu: ${settings}.',
        },
        files: {
          externalClientApp: 'isPkceRequired true in ExtlClntAppGlobalOauthSettings.',
          connectedApp: 'isPkceRequired true in oauthConfig of ConnectedApp.',
        },
      },
    ],
    [
      'clientCredentialsFlow',
      'equal',
      false,
      'required',
      { setup: 'Switch "Enable Client Credentials Flow" off.' },
    ],
    [
      'permittedUsers',
      'equal',
      'admin-approved',
      'required',
      {
        setup:
          'Set "Permitted Users" to "Admin approved users are pre-authorized". Menu: ${policies}.',
        files: {
          externalClientApp:
            'permittedUsersPolicyType AdminApprovedPreAuthorized in ExtlClntAppOauthConfigurablePolicies.',
          connectedApp: 'isAdminApproved true in oauthConfig of ConnectedApp.',
        },
      },
    ],
    [
      'permittedUsers',
      'equal',
      'self-authorize',
      'required',
      {
        setup: 'Set "Permitted Users" to "All users can self-authorize". Menu: ${policies}.',
        files: {
          externalClientApp:
            'permittedUsersPolicyType AllSelfAuthorized in ExtlClntAppOauthConfigurablePolicies.',
          connectedApp: 'isAdminApproved false in oauthConfig of ConnectedApp.',
        },
      },
    ],
    [
      'ipRelaxation',
      'equal',
      'enforce',
      'required',
      {
        setup: 'Set "IP Relaxation" to "Enforce IP restrictions". Menu: ${policies}.',
        files: {
          externalClientApp:
            'ipRelaxationPolicyType Enforce in ExtlClntAppOauthConfigurablePolicies.',
          connectedApp: 'ipRelaxation Enforce in oauthPolicy of ConnectedApp.',
        },
      },
    ],
    [
      'refreshTokenPolicy',
      'equal',
      'immediate',
      'required',
      {
        setup:
          'Set "Refresh Token Policy" to "Immediately expire refresh token". Menu: ${policies}.',
        files: {
          externalClientApp: 'refreshTokenPolicyType Zero in ExtlClntAppOauthConfigurablePolicies.',
          connectedApp: 'refreshTokenPolicy Zero in oauthPolicy of ConnectedApp.',
        },
      },
    ],
    [
      'refreshTokenPolicy',
      'in',
      ['immediate', 'lifetime'],
      'required',
      {
        setup:
          'Change "Refresh Token Policy": it must be one of "Immediately expire refresh token", "Expire refresh token after specific time". Menu: ${policies}.',
        files: {
          externalClientApp: 'refreshTokenPolicyType in ExtlClntAppOauthConfigurablePolicies.',
          connectedApp: 'refreshTokenPolicy in oauthPolicy of ConnectedApp.',
        },
      },
    ],
    [
      'scopes',
      'containsAll',
      ['api', 'refresh_token'],
      'required',
      {
        setup: {
          externalClientApp: 'Add api, refresh_token to "OAuth Scopes". Menu: ${settings}.',
          connectedApp: 'Add api, refresh_token to "Selected OAuth Scopes". Menu: ${settings}.',
        },
        files: {
          externalClientApp:
            'commaSeparatedOauthScopes Api, RefreshToken in ExtlClntAppOauthSettings.',
          connectedApp: 'scopes Api, RefreshToken in oauthConfig of ConnectedApp.',
        },
      },
    ],
    [
      'scopes',
      'contains',
      'sfap_api',
      'required',
      {
        setup: {
          externalClientApp: 'Add sfap_api to "OAuth Scopes". Menu: ${settings}.',
          connectedApp: 'Add sfap_api to "Selected OAuth Scopes". Menu: ${settings}.',
        },
        files: {
          externalClientApp: 'commaSeparatedOauthScopes SFApiPlatform in ExtlClntAppOauthSettings.',
          connectedApp: 'scopes SFAP in oauthConfig of ConnectedApp.',
        },
      },
    ],
    [
      'scopes',
      'containsNone',
      ['full'],
      'recommended',
      {
        setup: {
          externalClientApp: 'Change "OAuth Scopes": it should not hold full. Menu: ${settings}.',
          connectedApp:
            'Change "Selected OAuth Scopes": it should not hold full. Menu: ${settings}.',
        },
        files: {
          externalClientApp: 'commaSeparatedOauthScopes in ExtlClntAppOauthSettings.',
          connectedApp: 'scopes in oauthConfig of ConnectedApp.',
        },
      },
    ],
    [
      'scopes',
      'contains',
      'no_such_scope',
      'required',
      {
        setup: {
          externalClientApp: 'Add no_such_scope to "OAuth Scopes". Menu: ${settings}.',
          connectedApp: 'Add no_such_scope to "Selected OAuth Scopes". Menu: ${settings}.',
        },
        files: {
          externalClientApp: 'commaSeparatedOauthScopes no_such_scope in ExtlClntAppOauthSettings.',
          connectedApp: 'scopes no_such_scope in oauthConfig of ConnectedApp.',
        },
      },
    ],
    [
      'callbackUrls',
      'contains',
      'https://a.example/cb',
      'required',
      {
        setup: 'Add https://a.example/cb to "Callback URL". Menu: ${settings}.',
        files: {
          externalClientApp: 'callbackUrl https://a.example/cb in ExtlClntAppGlobalOauthSettings.',
          connectedApp: 'callbackUrl https://a.example/cb in oauthConfig of ConnectedApp.',
        },
      },
    ],
    [
      'callbackUrls',
      'containsAll',
      ['https://a.example/cb', 'https://b.example/cb'],
      'required',
      {
        setup:
          'Add https://a.example/cb, https://b.example/cb to "Callback URL". Menu: ${settings}.',
        files: {
          externalClientApp:
            'callbackUrl https://a.example/cb, https://b.example/cb in ExtlClntAppGlobalOauthSettings.',
          connectedApp:
            'callbackUrl https://a.example/cb, https://b.example/cb in oauthConfig of ConnectedApp.',
        },
      },
    ],
    [
      'contactEmail',
      'isNotEmpty',
      true,
      'required',
      {
        setup: 'Fill in "Contact Email". Menu: ${details}.',
        files: {
          externalClientApp: 'contactEmail in ExternalClientApplication.',
          connectedApp: 'contactEmail in ConnectedApp.',
        },
      },
    ],
    [
      'contactEmail',
      'equal',
      'a@b.example',
      'required',
      {
        setup: 'Set "Contact Email" to a@b.example. Menu: ${details}.',
        files: {
          externalClientApp: 'contactEmail a@b.example in ExternalClientApplication.',
          connectedApp: 'contactEmail a@b.example in ConnectedApp.',
        },
      },
    ],
    [
      'contactEmail',
      'equal',
      '',
      'required',
      {
        setup: 'Change "Contact Email": it must be empty. Menu: ${details}.',
        files: {
          externalClientApp: 'contactEmail in ExternalClientApplication.',
          connectedApp: 'contactEmail in ConnectedApp.',
        },
      },
    ],
    [
      'label',
      'equal',
      'A',
      'required',
      {
        setup: {
          externalClientApp: 'Set "External Client App Name" to A. Menu: ${details}.',
          connectedApp: 'Set "Connected App Name" to A. Menu: ${details}.',
        },
        files: {
          externalClientApp: 'label A in ExternalClientApplication.',
          connectedApp: 'label A in ConnectedApp.',
        },
      },
    ],
    [
      'description',
      'isEmpty',
      true,
      'required',
      {
        setup: 'Change "Description": it must be empty. Menu: ${details}.',
        files: {
          externalClientApp: 'description in ExternalClientApplication.',
          connectedApp: 'description in ConnectedApp.',
        },
      },
    ],
    [
      'refreshTokenDays',
      'lessThanInclusive',
      30,
      'required',
      { setup: 'Change "Refresh token validity in days": it must be at most 30.' },
    ],
    [
      'refreshTokenDays',
      'lessThanInclusive',
      30,
      'recommended',
      { setup: 'Change "Refresh token validity in days": it should be at most 30.' },
    ],
    [
      'refreshTokenDays',
      'equal',
      30,
      'required',
      { setup: 'Set "Refresh token validity in days" to 30.' },
    ],
    [
      'startUrl',
      'equal',
      'https://a.example/',
      'required',
      {
        setup: 'Set "Start URL" to https://a.example/. Menu: ${policies}.',
        files: {
          externalClientApp: 'startUrl https://a.example/ in ExtlClntAppOauthConfigurablePolicies.',
          connectedApp: 'startUrl https://a.example/ in ConnectedApp.',
        },
      },
    ],
    ['today', 'equal', '2026-01-01', 'required', { setup: 'Set "today" to 2026-01-01.' }],
    [
      'tokenCount',
      'lessThan',
      5,
      'required',
      { setup: 'Change "Tokens": it must be less than 5.' },
    ],
    ['logoutUrl', 'isNotEmpty', true, 'required', { setup: 'Fill in "logoutUrl".' }],
    ['apiName', 'equal', 'A', 'required', { setup: 'Set "API Name" to A.' }],
    [
      'rotateRefreshTokens',
      'equal',
      true,
      'required',
      { setup: 'Switch "rotateRefreshTokens" on.' },
    ],
    ['idTokenValidity', 'equal', 5, 'required', { setup: 'Set "idTokenValidity" to 5.' }],
    [
      'distributionState',
      'equal',
      'Packaged',
      'required',
      {
        setup: 'Set "Distribution State" to Packaged. Menu: ${details}.',
        files: {
          externalClientApp: 'distributionState in ExternalClientApplication.',
          connectedApp: '',
        },
      },
    ],
    ['accessTokenFormat', 'equal', 'jwt', 'required', { setup: 'Set "accessTokenFormat" to jwt.' }],
    ['singleLogout', 'equal', true, 'required', { setup: 'Switch "singleLogout" on.' }],
    [
      'introspectAllTokens',
      'equal',
      true,
      'required',
      {
        setup: 'Switch "Introspect All Tokens" on. Menu: ${settings}.',
        files: {
          externalClientApp: 'isIntrospectAllTokens true in ExtlClntAppGlobalOauthSettings.',
          connectedApp: 'isIntrospectAllTokens true in oauthConfig of ConnectedApp.',
        },
      },
    ],
    [
      'webServerFlowSecretRequired',
      'equal',
      true,
      'required',
      {
        setup: {
          externalClientApp: 'Switch "Require secret for Web Server Flow" on. Menu: ${settings}.',
          connectedApp: 'Switch "Require Secret for Web Server Flow" on. Menu: ${settings}.',
        },
        files: {
          externalClientApp: 'isConsumerSecretOptional false in ExtlClntAppGlobalOauthSettings.',
          connectedApp: 'isConsumerSecretOptional false in oauthConfig of ConnectedApp.',
        },
      },
    ],
    [
      'refreshTokenSecretRequired',
      'equal',
      true,
      'required',
      {
        setup: {
          externalClientApp:
            'Switch "Require secret for Refresh Token Flow" on. Menu: ${settings}.',
          connectedApp: 'Switch "Require Secret for Refresh Token Flow" on. Menu: ${settings}.',
        },
        files: {
          externalClientApp:
            'isSecretRequiredForRefreshToken true in ExtlClntAppGlobalOauthSettings.',
          connectedApp: 'isSecretRequiredForRefreshToken true in oauthConfig of ConnectedApp.',
        },
      },
    ],
    [
      'samlEnabled',
      'equal',
      true,
      'required',
      {
        setup: 'Switch "Enable SAML" on.',
        files: { externalClientApp: '', connectedApp: 'samlConfig in ConnectedApp.' },
      },
    ],
    ['userProvisioning', 'equal', true, 'required', { setup: 'Switch "User Provisioning" on.' }],
    [
      'isProtected',
      'equal',
      true,
      'required',
      {
        setup: 'Switch "Protected component" on. Menu: ${details}.',
        files: {
          externalClientApp: 'isProtected true in ExternalClientApplication.',
          connectedApp: '',
        },
      },
    ],
  ])('%s %s %j, %s', (fact, operator, value, level, fix) => {
    expect(derivedFix({ fact, operator, value }, level)).toEqual(fix);
  });
});

interface Found {
  readonly items?: readonly string[];
  readonly kind?: AppKind;
  readonly level?: RuleLevel;
}

describe('what was found in place of what is demanded', () => {
  test.each<readonly [string, string, SettingValue, SettingValue, Found, string]>([
    [
      'pkceRequired',
      'equal',
      true,
      false,
      {},
      '"Require Proof Key for Code Exchange (PKCE)" is off',
    ],
    [
      'pkceRequired',
      'equal',
      false,
      true,
      {},
      '"Require Proof Key for Code Exchange (PKCE)" is on',
    ],
    ['scopes', 'containsAll', ['api', 'id'], ['id'], {}, 'The app lacks the scope api'],
    ['scopes', 'containsAll', ['api', 'id'], [], {}, 'The app lacks the scope api, id'],
    [
      'callbackUrls',
      'containsAll',
      ['https://a.example/cb', 'https://b.example/cb'],
      ['https://a.example/cb/', 'https://b.example/cb'],
      {},
      'The app lacks the callback URL https://a.example/cb (https://a.example/cb/ is there: take the slash at its end away)',
    ],
    [
      'callbackUrls',
      'contains',
      'https://a.example/cb',
      ['https://A.example/cb'],
      {},
      'The app lacks the callback URL https://a.example/cb (https://A.example/cb is there: capital and small letters differ)',
    ],
    [
      'callbackUrls',
      'contains',
      'https://a.example/cb',
      [],
      {},
      'The app lacks the callback URL https://a.example/cb',
    ],
    [
      'callbackUrls',
      'containsAll',
      ['https://a.example/1', 'https://a.example/2', 'https://a.example/3', 'https://a.example/4'],
      [
        'https://a.example/1/',
        'https://a.example/2/',
        'https://a.example/3/',
        'https://a.example/4/',
      ],
      {},
      'The app lacks the callback URL https://a.example/1, https://a.example/2, https://a.example/3, https://a.example/4 (https://a.example/1/ is there: take the slash at its end away; https://a.example/1/ is there: it differs by 2 letters; https://a.example/1/ is there: it differs by 2 letters)',
    ],
    [
      'scopes',
      'containsNone',
      ['full'],
      ['api', 'full'],
      { items: ['full'] },
      'The app has the scope full, which is not allowed',
    ],
    [
      'scopes',
      'containsNone',
      ['full'],
      ['api', 'full'],
      { items: ['full'], level: 'recommended' },
      'The app has the scope full, which is not advised',
    ],
    [
      'scopes',
      'doesNotContain',
      'full',
      ['full'],
      { items: [] },
      'The app has the scope full, which is not allowed',
    ],
    [
      'scopes',
      'not:containsAny',
      ['full'],
      ['full'],
      { items: ['full'] },
      'The app has the scope full, which is not allowed',
    ],
    [
      'scopes',
      'not:contains',
      'full',
      ['full'],
      {},
      'The app has the scope full, which is not allowed',
    ],
    [
      'callbackUrls',
      'everyFact:not:someValue:like',
      ['http:*'],
      ['http://a.example'],
      { items: ['http://a.example'] },
      'The app has the callback URL http://a.example, which is not allowed',
    ],
    ['contactEmail', 'isNotEmpty', true, '', {}, '"Contact Email" is empty'],
    ['scopes', 'isNotEmpty', true, [], {}, '"OAuth Scopes" is empty'],
    ['scopes', 'containsOnly', ['api'], [], {}, '"OAuth Scopes" is empty'],
    [
      'permittedUsers',
      'notEqual',
      'self-authorize',
      'self-authorize',
      {},
      '"Permitted Users" is "All users can self-authorize"',
    ],
    [
      'permittedUsers',
      'not:equal',
      'self-authorize',
      'self-authorize',
      {},
      '"Permitted Users" is "All users can self-authorize"',
    ],
    [
      'refreshTokenDays',
      'lessThanInclusive',
      30,
      365,
      {},
      '"Refresh token validity in days" is 365; it must be at most 30',
    ],
    [
      'refreshTokenDays',
      'lessThanInclusive',
      30,
      365,
      { level: 'recommended' },
      '"Refresh token validity in days" is 365; it should be at most 30',
    ],
    [
      'callbackUrls',
      'everyFact:usesHttps',
      true,
      ['http://a', 'https://b'],
      { items: ['http://a'] },
      '"Callback URL" is http://a; each must use HTTPS',
    ],
    ['param.env', 'equal', 'a', 'b', {}, '"param.env" is b; it must be a'],
    ['param.envs', 'containsAll', ['a', 'b'], ['a'], {}, '"param.envs" is b'],
    [
      'permittedUsers',
      'equal',
      'admin-approved',
      'self-authorize',
      { kind: 'connectedApp' },
      '"Permitted Users" is "All users can self-authorize"; it must be "Admin approved users are pre-authorized"',
    ],
    ['scopes', 'containsAll', 'api', ['id'], {}, '"OAuth Scopes" is id; it must hold all of api'],
    ['scopes', 'contains', 'api', 'id', {}, '"OAuth Scopes" is id; it must hold api'],
    ['label', 'contains', 'a', 'b', {}, '"External Client App Name" is b; it must hold a'],
  ])('%s %s %j: %j %j', (setting, operator, value, found, { items, ...at }, sentence) => {
    const evidence = { setting, operator, value, expected: '', ...(items && { items }) };
    const about = { kind: 'externalClientApp', level: 'required', ...at } as const;
    expect(mismatchSentence(evidence, found, about)).toBe(sentence);
  });

  test.each<readonly [string, readonly string[], string | undefined]>([
    [
      'https://a.example/cb',
      ['https://a.example/cb/'],
      'https://a.example/cb/ is there: take the slash at its end away',
    ],
    [
      'https://a.example/cb/',
      ['https://a.example/cb'],
      'https://a.example/cb is there: add a slash at its end',
    ],
    [
      'https://a.example/cb',
      ['https://A.example/CB'],
      'https://A.example/CB is there: capital and small letters differ',
    ],
    [
      'https://a.example/cb',
      ['https://b.example/cb'],
      'https://b.example/cb is there: its host differs by one letter',
    ],
    [
      'https://a.example/cb',
      ['https://abc.example/cb'],
      'https://abc.example/cb is there: its host differs by 2 letters',
    ],
    [
      'https://a.example/cb',
      ['https://other.example/cb'],
      'https://other.example/cb is there: its host is other.example',
    ],
    ['https://a.example/cb', ['http://other.example/cb'], undefined],
    ['https://a.example/cb', ['https://other.example/else'], undefined],
    ['https://a.example/', ['https://other.example/'], undefined],
    ['https://a.example', ['https://other.example'], undefined],
    ['ftp://a.example/cb', ['ftp://other.example/cb'], undefined],
    ['at https://a.example/cb', ['at https://other.example/cb'], undefined],
    ['api', ['apj'], 'apj is there: it differs by one letter'],
    ['api', ['apjk'], undefined],
    ['abcdef', ['abcdxy'], 'abcdxy is there: it differs by 2 letters'],
    ['abcde', ['abcdx'], 'abcdx is there: it differs by one letter'],
    ['abcde', ['abcxy'], undefined],
    ['abcdef', ['abcxyz'], undefined],
    ['refresh_token', ['x', 'refresh_tokn'], 'refresh_tokn is there: it differs by one letter'],
    ['api', [], undefined],
    ['api', ['web'], undefined],
    [
      'https://a.example/cb?x=1',
      ['https://b.example/cb?x=1'],
      'https://b.example/cb?x=1 is there: its host differs by one letter',
    ],
    [
      'https://a.example#x',
      ['https://zzzzzz.example#x'],
      'https://zzzzzz.example#x is there: its host is zzzzzz.example',
    ],
  ])('%s where there is %j', (missing, there, near) => {
    expect(nearMiss(missing, there)).toBe(near);
  });

  test('texts of more than 200 characters are not compared letter by letter', () => {
    const [short, long] = ['x'.repeat(200), 'x'.repeat(201)];
    expect(nearMiss(short, [short.slice(1)])).toContain('it differs by one letter');
    expect(nearMiss(short.slice(1), [short])).toContain('it differs by one letter');
    expect(nearMiss(long, [short])).toBeUndefined();
    expect(nearMiss(short, [long])).toBeUndefined();
  });
});
