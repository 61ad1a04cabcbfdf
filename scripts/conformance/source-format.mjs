// The source converter of the Salesforce CLI over files that we generate: what it reads, and what it would deploy.
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
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
  mkdirSync(join(home, 'old'), { recursive: true });
  writeFileSync(join(home, 'old', 'Orders.connectedApp-meta.xml'), connectedApp);
  run(home, ['migrate', 'files', 'old', '--app', 'Orders', '--out', 'button', '-q']);
  run(home, ['migrate', 'files', 'old', '--app', 'Orders', '--new-app', '--out', 'new', '-q']);
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
    const wanted = part.types.map(([type, suffix]) => `${type} ${part.app}${suffix}`);
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

/** What is generated, and what it has to be. */
const parts = [
  { folder: 'button', app: 'Orders', types: [...oauthTypes, ...otherTypes] },
  { folder: 'new', app: 'Orders', types: [...oauthTypes, ...otherTypes] },
  { folder: 'guide', app: 'Fullcast', types: oauthTypes },
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
