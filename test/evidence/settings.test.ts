import { expect, test } from 'vitest';
import { rsa1024, rsa2048 } from '../metadata/certificates.js';
import {
  appIn,
  connectedApp,
  externalApp,
  key,
  keyed,
  sourceWith,
  valueOf,
  xml,
} from './project.js';

const certified = (certificate: string): string => `<certificate>${certificate}</certificate>`;
const runAs = (user: string): string =>
  `<isClientCredentialEnabled>true</isClientCredentialEnabled><oauthClientCredentialUser>${user}</oauthClientCredentialUser>`;

test('certificates of one key, in two apps', async () => {
  const source = await sourceWith({
    ...connectedApp('A', certified(rsa2048)),
    ...connectedApp('B', certified(rsa2048.replaceAll('\n', '\r\n'))),
    ...connectedApp('C', certified(rsa1024)),
    ...connectedApp('D'),
  });
  expect(valueOf(appIn(source, 'A'), 'certificateSharedWith')).toEqual(['connectedApp:B']);
  expect(valueOf(appIn(source, 'B'), 'certificateSharedWith')).toEqual(['connectedApp:A']);
  expect(valueOf(appIn(source, 'C'), 'certificateSharedWith')).toEqual([]);
  expect(valueOf(appIn(source, 'D'), 'certificateSharedWith')).toMatch(/^unknown: there is no/);
});

test('a migrated app has the key of its Connected App, and that is one app', async () => {
  const source = await sourceWith({
    ...connectedApp('A', certified(rsa2048)),
    ...externalApp('A'),
    'main/extlClntAppGlobalOauthSets/A.ecaGlblOauth-meta.xml': xml(
      'ExtlClntAppGlobalOauthSettings',
      `<externalClientApplication>A</externalClientApplication><label>a</label>${certified(rsa2048)}`,
    ),
  });
  expect(source.apps.map((app) => valueOf(app, 'certificateSharedWith'))).toEqual([[], []]);
});

test('one run-as user for two apps; a placeholder is nobody', async () => {
  const source = await sourceWith({
    ...connectedApp('A', runAs('Sync@acme.example')),
    ...connectedApp('B', runAs('sync@acme.example')),
    ...connectedApp('C', runAs('other@acme.example')),
    ...connectedApp('D', runAs('${RUN_AS}')),
    ...connectedApp('E', runAs('${RUN_AS}')),
  });
  expect(valueOf(appIn(source, 'A'), 'runAsUserSharedWith')).toEqual(['connectedApp:B']);
  expect(valueOf(appIn(source, 'C'), 'runAsUserSharedWith')).toEqual([]);
  expect(valueOf(appIn(source, 'D'), 'runAsUserSharedWith')).toMatch(/^unknown/);
});

test.each([
  [3, []],
  [4, ['app.example.com']],
])('a host that %i apps have', async (count, expected) => {
  const names = ['A', 'B', 'C', 'D'].slice(0, count);
  const source = await sourceWith(Object.assign({}, ...names.map((name) => connectedApp(name))));
  expect(valueOf(appIn(source, 'A'), 'commonCallbackHosts')).toEqual(expected);
});

test.each([
  ['tenants', ['a.example.com', 'b.example.com', 'c.example.com', 'd.example.com'], 4],
  ['three environments', ['a.example.com', 'b.example.com', 'c.example.com'], 0],
  ['orgs of Salesforce', ['a', 'b', 'c', 'd'].map((name) => `${name}.my.salesforce.com`), 0],
])('callbacks to %s', async (_, hosts, count) => {
  const urls = hosts.map((host) => `https://${host}/cb`).join('\n');
  const inside = `<label>A</label><oauthConfig><callbackUrl>${urls}</callbackUrl></oauthConfig>`;
  const source = await sourceWith({ 'A.connectedApp': xml('ConnectedApp', inside) });
  expect(valueOf(appIn(source, 'A'), 'tenantCallbackHosts')).toHaveLength(count);
});

const plugin = '<plugin>Handler</plugin>';

test.each([
  [
    'extends the class of the platform',
    { Handler: 'global class Handler extends Auth.ConnectedAppPlugin {}' },
    'handler',
  ],
  [
    'is the handler of External Client Apps',
    { Handler: 'global class HANDLER\n extends auth.ExternalClientAppOauthHandler {}' },
    'handler',
  ],
  [
    'extends a class that does',
    {
      Handler: 'class Handler extends Base {}',
      Base: 'virtual class Base extends ConnectedAppPlugin {}',
    },
    'handler',
  ],
  [
    'does so in a comment',
    { Handler: '// class Handler extends Auth.ConnectedAppPlugin\nclass Handler {}' },
    'other-class',
  ],
  ['extends itself', { Handler: 'class Handler extends Handler {}' }, 'other-class'],
  ['is not there', { Other: 'class Other {}' }, 'not-found'],
  ['cannot be there', {}, 'unknown: there are no Apex classes in this source'],
])('a handler that %s', async (_, classes, expected) => {
  const files = Object.entries(classes).map(([name, text]) => [`main/classes/${name}.cls`, text]);
  const source = await sourceWith({
    ...connectedApp('A', '', plugin),
    ...Object.fromEntries(files),
  });
  expect(valueOf(appIn(source, 'A'), 'apexHandlerClass')).toBe(expected);
});

test('a handler that no app names is noted', async () => {
  const source = await sourceWith({
    ...connectedApp('A', '', plugin),
    'main/classes/Handler.cls': 'class Handler extends Auth.ConnectedAppPlugin {}',
    'main/classes/Lost.cls': 'class Lost extends Auth.ConnectedAppPlugin {}',
  });
  const told = source.problems.filter(({ kind }) => kind === 'handler-not-named');
  expect(told.map(({ location }) => location?.file)).toEqual(['main/classes/Lost.cls']);
});

test('token exchange handlers of an app', async () => {
  const handler = (inside: string, isDefault: boolean): string =>
    xml(
      'OauthTokenExchangeHandler',
      `<enablements><apexExecutionUser>run@acme.example</apexExecutionUser><externalClientApplication>A</externalClientApplication><isDefault>${isDefault}</isDefault></enablements>${inside}`,
    );
  const source = await sourceWith({
    ...externalApp('A'),
    'h/One.oauthtokenexchangehandler': handler(
      '<isUserCreationAllowed>true</isUserCreationAllowed>',
      true,
    ),
    'h/Two.oauthtokenexchangehandler': handler('', true),
    'h/Off.oauthtokenexchangehandler': handler('<isEnabled>false</isEnabled>', true),
  });
  const app = appIn(source, 'A');
  expect(valueOf(app, 'tokenExchangeHandlers')).toEqual(['One', 'Two']);
  expect(valueOf(app, 'tokenHandlersCreatingUsers')).toEqual(['One']);
  expect(valueOf(app, 'competingDefaultTokenHandlers')).toEqual(['One', 'Two']);
  expect(valueOf(app, 'tokenHandlerUsers')).toEqual(['run@acme.example', 'run@acme.example']);
});

test('custom permissions and copies of the key', async () => {
  const source = await sourceWith({
    ...connectedApp('A', keyed),
    ...connectedApp('B'),
    'P.customPermission': xml('CustomPermission', '<connectedApp>B</connectedApp>'),
    'classes/K.cls': `class K { String k = '${key}'; }`,
    'bootconfig.json': `{ "remoteAccessConsumerKey": "${key}" }`,
  });
  expect(valueOf(appIn(source, 'B'), 'customPermissions')).toEqual(['P']);
  expect(valueOf(appIn(source, 'A'), 'consumerKeyCopies')).toEqual(['ApexClass:K']);
  expect(valueOf(appIn(source, 'B'), 'consumerKeyCopies')).toMatch(/^unknown: no file of the app/);
});

test('tools of MCP servers, by what they say that they do', async () => {
  const tool = (name: string, ...flags: readonly string[]): string =>
    `<tools>${flags.map((one) => one.replace(/(\w+)=(\S+)/, '<$1>$2</$1>')).join('')}<toolName>${name}</toolName></tools>`;
  const server = (name: string, ...tools: readonly string[]): Record<string, string> => ({
    [`main/mcpServerDefinitions/${name}.mcpServerDefinition-meta.xml`]: xml(
      'McpServerDefinition',
      `<masterLabel>${name}</masterLabel>${tools.join('')}`,
    ),
  });
  const settingsOf = async (files: Record<string, string>): Promise<readonly unknown[]> => {
    const app = appIn(await sourceWith({ ...connectedApp('A'), ...files }), 'A');
    return [
      valueOf(app, 'mcpServersRead'),
      valueOf(app, 'destructiveMcpTools'),
      valueOf(app, 'openWorldMcpTools'),
    ];
  };
  const unsaid = (what: string, of: string): string =>
    `unknown: the file of the MCP server does not say ${what} of ${of}`;

  expect((await settingsOf({}))[0]).toBe(false);
  expect(
    await settingsOf({
      ...server('Orders', tool('delete', 'destructive=true', 'openWorld=false'), tool('silent')),
      ...server('Web', tool('search', 'readOnly=true', 'openWorld=1')),
    }),
  ).toEqual([true, ['Orders/delete'], ['Web/search']]);
  // A tool that only reads destroys nothing, whatever else its file says.
  expect(
    await settingsOf(server('Orders', tool('read', 'readOnly=true', 'destructive=true'))),
  ).toEqual([true, [], unsaid('openWorld', 'Orders/read')]);
  expect(await settingsOf(server('Orders', tool('x', 'destructive={{D}}')))).toEqual([
    true,
    unsaid('destructive', 'Orders/x'),
    unsaid('openWorld', 'Orders/x'),
  ]);
  expect(await settingsOf(server('Empty'))).toEqual([true, [], []]);
});
