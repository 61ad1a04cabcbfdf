// The source converter of the Salesforce CLI over files that we generate: what it reads, and what it would deploy.
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from '../setup.mjs';
import { fetched } from './fetched.mjs';

const version = '13.7.0';

/** The undici that it asks for does not start on Node 20. */
const overrides = { undici: '^7' };

/** What the converter finds wrong with the files of `migrate files` and of `vendors scaffold`. `work` is a folder. */
export async function sourceComplaints(work) {
  const folder = fetched('@salesforce/source-deploy-retrieve', version, overrides);
  const { main } = createRequire(import.meta.url)(join(folder, 'package.json'));
  const library = await import(pathToFileURL(join(folder, main)).href);
  const { ComponentSet } = library.default ?? library;
  const home = join(work, 'source-format');
  for (const [path, text] of Object.entries(sources)) {
    mkdirSync(join(home, dirname(path)), { recursive: true });
    writeFileSync(join(home, path), text);
  }
  for (const app of ['Orders', 'Bare', 'Sign_On']) {
    const argv = ['migrate', 'files', 'old', '--app', app, '-q', '--out'];
    run(home, [...argv, `button-${app}`]);
    run(home, [...argv, `new-${app}`, '--new-app']);
  }
  run(home, [
    'contain',
    'old',
    '--app',
    'Orders',
    '--out',
    'incident',
    '--consumer-key',
    'key',
    '-q',
  ]);
  const scaffold = [
    '--param',
    'contactEmail=team@northwind.test',
    '--param',
    'environment=production',
  ];
  run(home, [
    'vendors',
    'scaffold',
    'fullcast',
    '--app',
    'Fullcast',
    ...scaffold,
    '--out',
    'guide',
  ]);
  const complaints = [];
  for (const part of parts) {
    const set = ComponentSet.fromSource(join(home, part.folder));
    // oxlint-disable-next-line no-await-in-loop -- one folder after the other
    const { Package: manifest } = await set.getObject();
    const found = manifest.types.flatMap(({ name, members }) =>
      members.map((member) => `${name} ${member}`),
    );
    const wanted = [
      ...part.types.map(([type, suffix]) => `${type} ${part.app}${suffix}`),
      ...(part.besides ?? []).map((pair) => pair.join(' ')),
    ];
    complaints.push(
      ...wanted.filter((one) => !found.includes(one)).map((one) => `${part.folder}: no ${one}`),
      ...found.filter((one) => !wanted.includes(one)).map((one) => `${part.folder}: also ${one}`),
    );
  }
  return complaints;
}

function run(cwd, args) {
  const bin = join(root, 'dist/cli/bin.js');
  const done = spawnSync(process.execPath, [bin, ...args], { cwd, encoding: 'utf8' });
  if (done.status !== 0) throw new Error(`ecaudit ${args.join(' ')}: ${done.stderr}`);
}

/** Types with what their member is called after the app. */
const oauthTypes = [
  ['ExternalClientApplication', ''],
  ['ExtlClntAppGlobalOauthSettings', '_glbloauth'],
  ['ExtlClntAppOauthSettings', '_oauth'],
  ['ExtlClntAppOauthConfigurablePolicies', '_oauthPlcy'],
  ['ExtlClntAppConfigurablePolicies', '_plcy'],
];
const otherTypes = [
  ['ExtlClntAppCanvasSettings', '_canvasSettings'],
  ['ExtlClntAppSamlConfigurablePolicies', '_samlPlcy'],
];

const headerTypes = [
  ['ExternalClientApplication', ''],
  ['ExtlClntAppConfigurablePolicies', '_plcy'],
];
const samlType = ['ExtlClntAppSamlConfigurablePolicies', '_samlPlcy'];

/** Files that name the Connected App, as they are written for a new app. */
const besides = [
  ['CustomPermission', 'May_Ship'],
  ['NotificationTypeConfig', 'Shipped'],
  ['OauthTokenExchangeHandler', 'Swap'],
];

/** What is generated, and what it has to be. */
const parts = [
  { folder: 'button-Orders', app: 'Orders', types: [...oauthTypes, ...otherTypes] },
  { folder: 'new-Orders', app: 'Orders', types: [...oauthTypes, ...otherTypes], besides },
  ...['button', 'new'].flatMap((way) => [
    { folder: `${way}-Bare`, app: 'Bare', types: headerTypes },
    { folder: `${way}-Sign_On`, app: 'Sign_On', types: [...headerTypes, samlType] },
  ]),
  { folder: 'guide', app: 'Fullcast', types: oauthTypes },
  { folder: 'incident', app: 'Orders', types: [['BlacklistedConsumer', '']] },
];

const connectedApp = `<?xml version="1.0" encoding="UTF-8"?>
<ConnectedApp xmlns="http://soap.sforce.com/2006/04/metadata">
    <attributes>
        <formula>$User.Email</formula>
        <key>mail</key>
    </attributes>
    <canvasConfig>
        <accessMethod>Get</accessMethod>
        <canvasUrl>https://orders.northwind.test/canvas</canvasUrl>
        <locations>Aura</locations>
    </canvasConfig>
    <contactEmail>team@northwind.test</contactEmail>
    <label>Orders</label>
    <oauthConfig>
        <callbackUrl>https://orders.northwind.test/cb</callbackUrl>
        <isAdminApproved>true</isAdminApproved>
        <scopes>Api</scopes>
        <scopes>RefreshToken</scopes>
    </oauthConfig>
    <oauthPolicy>
        <ipRelaxation>ENFORCE</ipRelaxation>
        <refreshTokenPolicy>specific_inactivity:30:DAYS</refreshTokenPolicy>
    </oauthPolicy>
    <permissionSetName>Orders</permissionSetName>
    <samlConfig>
        <acsUrl>https://orders.northwind.test/acs</acsUrl>
        <entityUrl>https://orders.northwind.test</entityUrl>
        <samlSubjectType>Username</samlSubjectType>
    </samlConfig>
</ConnectedApp>
`;

const metadata = (type, content) =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<${type} xmlns="http://soap.sforce.com/2006/04/metadata">${content}</${type}>\n`;

/** An app with everything, one with a start page only, one for SAML, and what names the first. */
const sources = {
  'old/connectedApps/Orders.connectedApp-meta.xml': connectedApp,
  'old/connectedApps/Bare.connectedApp-meta.xml': metadata(
    'ConnectedApp',
    '<contactEmail>team@northwind.test</contactEmail><label>Bare</label><startUrl>https://bare.northwind.test</startUrl>',
  ),
  'old/connectedApps/Sign_On.connectedApp-meta.xml': metadata(
    'ConnectedApp',
    '<attributes><formula>$User.Email</formula><key>mail</key></attributes><contactEmail>team@northwind.test</contactEmail><label>Sign on</label><samlConfig><acsUrl>https://sp.northwind.test/acs</acsUrl><entityUrl>https://sp.northwind.test</entityUrl><samlSubjectCustomAttr>Tax</samlSubjectCustomAttr><samlSubjectType>CustomAttr</samlSubjectType></samlConfig>',
  ),
  'old/oauthcustomscopes/Ship.oauthcustomscope-meta.xml': metadata(
    'OauthCustomScope',
    '<assignedTo><connectedApp>Orders</connectedApp></assignedTo><developerName>Ship</developerName><isProtected>false</isProtected><isPublic>true</isPublic><masterLabel>Ship</masterLabel>',
  ),
  'old/customPermissions/May_Ship.customPermission-meta.xml': metadata(
    'CustomPermission',
    '<connectedApp>Orders</connectedApp><isLicensed>false</isLicensed><label>May ship</label>',
  ),
  'old/notificationTypeConfig/Shipped.config-meta.xml': metadata(
    'NotificationTypeConfig',
    '<notificationTypeSettings><appSettings><connectedAppName>Orders</connectedAppName><enabled>true</enabled></appSettings><notificationType>Shipped</notificationType></notificationTypeSettings>',
  ),
  'old/oauthtokenexchangehandlers/Swap.oauthtokenexchangehandler-meta.xml': metadata(
    'OauthTokenExchangeHandler',
    '<enablements><connectedApp>Orders</connectedApp><isDefault>false</isDefault></enablements><isEnabled>true</isEnabled><masterLabel>Swap</masterLabel><tokenHandlerApex>SwapHandler</tokenHandlerApex>',
  ),
};
