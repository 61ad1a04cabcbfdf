import { zipSync } from 'fflate';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readSource } from '../../src/audit/read-source.js';
import { tempFolder } from '../metadata/temp-folder.js';
import {
  appIn,
  connectedApp,
  externalApp,
  key,
  keyed,
  otherKey,
  sourceWith,
  valueOf,
  xml,
} from './project.js';

const app = connectedApp('Order_Sync', keyed);

/** A file that uses the app of the row, and what is said of it. */
const users: readonly (readonly [file: string, content: string, use: string])[] = [
  [
    'main/authproviders/Partner.authprovider-meta.xml',
    xml('AuthProvider', `<consumerKey>${key}</consumerKey>`),
    'AuthProvider:Partner',
  ],
  [
    'main/namedCredentials/Old.namedCredential-meta.xml',
    xml('NamedCredential', `<jwtIssuer>${key}</jwtIssuer>`),
    'NamedCredential:Old',
  ],
  [
    'main/externalCredentials/New.externalCredential-meta.xml',
    xml(
      'ExternalCredential',
      `<externalCredentialParameters><parameterType>JwtBodyClaim</parameterType><parameterValue>{"iss":"${key}"}</parameterValue></externalCredentialParameters>`,
    ),
    'ExternalCredential:New',
  ],
  [
    'main/externalAuthIdentityProviders/Idp.externalAuthIdentityProvider-meta.xml',
    xml('ExternalAuthIdentityProvider', `<clientId>${key}</clientId>`),
    'ExternalAuthIdentityProvider:Idp',
  ],
  [
    'main/customPermissions/Approve.customPermission-meta.xml',
    xml('CustomPermission', '<connectedApp>order_sync</connectedApp>'),
    'CustomPermission:Approve',
  ],
  [
    'main/notificationTypeConfig/NotificationTypeConfig.config-meta.xml',
    xml(
      'NotificationTypeConfig',
      '<notificationTypeSettings><appSettings><connectedAppName>Order_Sync</connectedAppName><enabled>true</enabled></appSettings></notificationTypeSettings>',
    ),
    'NotificationTypeConfig:NotificationTypeConfig',
  ],
  [
    'main/notificationTypeConfig/NotificationTypeConfig.config',
    xml(
      'NotificationTypeConfig',
      '<notificationTypeSettings><appSettings><connectedAppName>Order_Sync</connectedAppName></appSettings></notificationTypeSettings>',
    ),
    'NotificationTypeConfig:NotificationTypeConfig',
  ],
  [
    'main/oauthtokenexchangehandlers/Okta.oauthtokenexchangehandler-meta.xml',
    xml(
      'OauthTokenExchangeHandler',
      '<enablements><connectedApp>ns__Order_Sync</connectedApp></enablements>',
    ),
    'OauthTokenExchangeHandler:Okta',
  ],
  [
    'main/userProvisioningConfigs/Users.userProvisioningConfig-meta.xml',
    xml('UserProvisioningConfig', '<connectedApp>Order_Sync</connectedApp>'),
    'UserProvisioningConfig:Users',
  ],
  [
    'main/customMetadata/Setting.Order.md-meta.xml',
    xml('CustomMetadata', `<values><value>${key}</value></values>`),
    'CustomMetadata:Setting.Order',
  ],
  [
    'main/classes/OrderSync.cls',
    `public class OrderSync { String k = '${key}'; }`,
    'ApexClass:OrderSync',
  ],
  [
    'main/triggers/OnOrder.trigger',
    `trigger OnOrder on Order (before insert) { String k = '${key}'; }`,
    'ApexTrigger:OnOrder',
  ],
  ['.env', `SF_CLIENT_ID=${key}\n`, 'EnvFile:.env'],
  ['.env.production', `export SF_CLIENT_ID="${key}"\n`, 'EnvFile:.env.production'],
  [
    'mobile/ios/bootconfig.plist',
    `<plist><dict><key>remoteAccessConsumerKey</key><string>${key}</string></dict></plist>`,
    'MobileApp:bootconfig.plist',
  ],
  [
    'mobile/res/values/bootconfig.xml',
    `<resources><string name="remoteAccessConsumerKey">${key}</string></resources>`,
    'MobileApp:bootconfig.xml',
  ],
  [
    'mobile/www/bootconfig.json',
    `{ "remoteAccessConsumerKey": "${key}" }`,
    'MobileApp:bootconfig.json',
  ],
];

test.each(users)('%s', async (file, content, use) => {
  const source = await sourceWith({ ...app, [file]: content });
  const found = appIn(source, 'Order_Sync');
  expect(valueOf(found, 'usedBy')).toEqual([use]);
  expect(found.settings.usedBy).toMatchObject({ itemLocations: [{ file }] });
});

test('a named credential uses an app by way of its external credential and auth provider', async () => {
  const source = await sourceWith({
    ...app,
    'main/authproviders/Partner.authprovider-meta.xml': xml(
      'AuthProvider',
      `<consumerKey>${key}</consumerKey>`,
    ),
    'main/externalCredentials/E.externalCredential-meta.xml': xml(
      'ExternalCredential',
      '<externalCredentialParameters><authProvider>Partner</authProvider></externalCredentialParameters>',
    ),
    'main/namedCredentials/A.namedCredential-meta.xml': xml(
      'NamedCredential',
      '<namedCredentialParameters><externalCredential>E</externalCredential></namedCredentialParameters>',
    ),
    'main/namedCredentials/B.namedCredential-meta.xml': xml(
      'NamedCredential',
      '<authProvider>Partner</authProvider>',
    ),
  });
  expect(valueOf(appIn(source, 'Order_Sync'), 'usedBy')).toEqual(
    expect.arrayContaining([
      'AuthProvider:Partner',
      'ExternalCredential:E',
      'NamedCredential:A',
      'NamedCredential:B',
    ]),
  );
});

test('a channel uses an External Client App by the link to its consumer', async () => {
  const link = '00D000000000001:888000000000001';
  const source = await sourceWith({
    ...externalApp('Voice'),
    'main/extlClntAppOauthSettings/Voice.ecaOauth-meta.xml': xml(
      'ExtlClntAppOauthSettings',
      `<externalClientApplication>Voice</externalClientApplication><label>v</label><oauthLink>${link}</oauthLink>`,
    ),
    'main/c/Byoc.ConversationChannelDefinition-meta.xml': xml(
      'ConversationChannelDefinition',
      `<connectedAppOauthLink>${link}</connectedAppOauthLink>`,
    ),
  });
  expect(valueOf(appIn(source, 'Voice'), 'usedBy')).toEqual(['ConversationChannelDefinition:Byoc']);
});

test.each([
  ['another key', '.env', `SF_CLIENT_ID=${otherKey}`],
  [
    'a notification type that is off',
    'notificationTypeConfig/N.config',
    xml(
      'NotificationTypeConfig',
      '<notificationTypeSettings><appSettings><connectedAppName>Order_Sync</connectedAppName><enabled>false</enabled></appSettings></notificationTypeSettings>',
    ),
  ],
  [
    'a permission of an External Client App of that name',
    'P.customPermission',
    xml('CustomPermission', '<externalClientApplication>Order_Sync</externalClientApplication>'),
  ],
  ['a README', 'README.md', key],
  ['a file of another program', 'web.config', `<a>${key}</a>`],
])('%s is no use', async (_, file, content) => {
  const source = await sourceWith({ ...app, [file]: content });
  expect(valueOf(appIn(source, 'Order_Sync'), 'usedBy')).toEqual([]);
});

test('of apps of one name the one in the folder next to the file is meant', async () => {
  const [content] = Object.values(app);
  const source = await sourceWith({
    'a/connectedApps/Order_Sync.connectedApp': content ?? '',
    'b/connectedApps/Order_Sync.connectedApp': content ?? '',
    'b/customPermissions/P.customPermission': xml(
      'CustomPermission',
      '<connectedApp>Order_Sync</connectedApp>',
    ),
  });
  const byFolder = source.apps.map((one) => [one.folder, valueOf(one, 'usedBy')]);
  expect(byFolder).toEqual([
    ['a', []],
    ['b', ['CustomPermission:P']],
  ]);
});

test('a zip is looked through as well', async () => {
  const root = tempFolder();
  const entries = Object.entries({
    ...app,
    'main/classes/OrderSync.cls': `class OrderSync { String k = '${key}'; }`,
  });
  const bytes = zipSync(
    Object.fromEntries(entries.map(([name, text]) => [name, new TextEncoder().encode(text)])),
  );
  writeFileSync(join(root, 'retrieve.zip'), bytes);
  const source = await readSource('retrieve.zip', root);
  expect(valueOf(appIn(source, 'Order_Sync'), 'usedBy')).toEqual(['ApexClass:OrderSync']);
});

test('a single file shows nothing else', async () => {
  const root = tempFolder(app);
  const source = await readSource(Object.keys(app)[0] ?? '', root);
  const found = appIn(source, 'Order_Sync');
  expect(valueOf(found, 'usedBy')).toMatch(/^unknown: only a folder or a zip/);
  expect(valueOf(found, 'repositoryRead')).toBe(false);
});

test('a file that cannot be read is a note and keeps nothing from being audited', async () => {
  const source = await sourceWith({
    ...app,
    'P.customPermission': '<CustomPermission>',
    'classes/Big.cls': `${key}${' '.repeat(2 * 1024 * 1024)}`,
    '.env.test': '',
  });
  const told = source.problems.filter(({ kind }) => kind === 'evidence-not-read');
  expect(told.map(({ level, location }) => [level, location?.file])).toEqual([
    ['note', 'P.customPermission'],
    ['note', 'classes/Big.cls'],
  ]);
});

test('no key is in the model, and no place is wide enough to quote one', async () => {
  const files = Object.fromEntries(users.map(([file, content]) => [file, content]));
  const { apps, problems } = await sourceWith({ ...app, ...files });
  const text = JSON.stringify({ apps, problems });
  expect(text).not.toContain(key);
  expect(text).not.toContain(key.slice(5, 25));
  const places = apps.flatMap(({ settings }) =>
    settings.consumerKeyCopies.state === 'known'
      ? (settings.consumerKeyCopies.itemLocations ?? [])
      : [],
  );
  expect(places.length).toBe(5);
  expect(places.every((place) => place.startColumn === place.endColumn)).toBe(true);
});
