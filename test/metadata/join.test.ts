// Which files make which app.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import type { App } from '../../src/model/app.js';
import { defaultSources, readFiles } from '../../src/metadata/source.js';
import { readAll, xml, slice, type Files } from './parts.js';
import { tempFolder } from './temp-folder.js';

const header = xml('ExternalClientApplication', '<label>L</label>');
const app = xml('ConnectedApp', '<label>L</label>');
const link = (to: string): string => `<externalClientApplication>${to}</externalClientApplication>`;
const global = (to = 'A', inner = ''): string =>
  xml('ExtlClntAppGlobalOauthSettings', link(to) + inner);
const oauth = (to = 'A', inner = ''): string => xml('ExtlClntAppOauthSettings', link(to) + inner);
const policies = (to = 'A', inner = ''): string =>
  xml('ExtlClntAppOauthConfigurablePolicies', link(to) + inner);
const plugins = (to = 'A'): string => xml('ExtlClntAppConfigurablePolicies', link(to));

/** `id @ folder: files`, in short. */
const told = ({ id, folder, files }: App): string => `${id} @ ${folder}: ${files.join(' ')}`;
const short = (files: Files) => {
  const { apps, problems } = readAll(files);
  return { apps: apps.map(told), problems: problems.map(({ kind }) => kind) };
};

describe('the files of an app', () => {
  test.each<readonly [string, Files, readonly string[], readonly string[]]>([
    [
      'a header alone',
      { 'externalClientApps/A.eca-meta.xml': header },
      ['externalClientApp:A @ .: externalClientApps/A.eca-meta.xml'],
      [],
    ],
    [
      'part files by their link, whatever their names, header first',
      {
        'p/extlClntAppGlobalOauthSets/zzz.ecaGlblOauth-meta.xml': global(),
        'p/extlClntAppPolicies/A_plcy.ecaPlcy-meta.xml': plugins(),
        'p/extlClntAppOauthSettings/B_oauth.ecaOauth-meta.xml': oauth(),
        'p/externalClientApps/A.eca-meta.xml': header,
        'p/extlClntAppOauthPolicies/A_oauth_defaultPolicy.ecaOauthPlcy-meta.xml': policies(),
      },
      [
        'externalClientApp:A @ p: p/externalClientApps/A.eca-meta.xml p/extlClntAppGlobalOauthSets/zzz.ecaGlblOauth-meta.xml p/extlClntAppOauthSettings/B_oauth.ecaOauth-meta.xml p/extlClntAppOauthPolicies/A_oauth_defaultPolicy.ecaOauthPlcy-meta.xml p/extlClntAppPolicies/A_plcy.ecaPlcy-meta.xml',
      ],
      [],
    ],
    [
      'a prefix of a name is another app',
      {
        'externalClientApps/A.eca-meta.xml': header,
        'externalClientApps/AB.eca-meta.xml': header,
        'x/AB_oauth.ecaOauth-meta.xml': oauth('AB'),
      },
      [
        'externalClientApp:A @ .: externalClientApps/A.eca-meta.xml',
        'externalClientApp:AB @ .: externalClientApps/AB.eca-meta.xml x/AB_oauth.ecaOauth-meta.xml',
      ],
      [],
    ],
    [
      'the folders of a type may have wrong names',
      {
        'src/externalClientApps/A.eca-meta.xml': header,
        'src/extlClntAppOauthConfigurablePolicies/A.ecaOauthPlcy-meta.xml': policies(),
        'src/A.ecaOauth': oauth(),
      },
      [
        'externalClientApp:A @ src: src/externalClientApps/A.eca-meta.xml src/A.ecaOauth src/extlClntAppOauthConfigurablePolicies/A.ecaOauthPlcy-meta.xml',
      ],
      [],
    ],
    [
      'parts in another package directory than the only header',
      {
        'app/externalClientApps/A.eca-meta.xml': header,
        'policies/extlClntAppOauthPolicies/A.ecaOauthPlcy-meta.xml': policies(),
      },
      [
        'externalClientApp:A @ app: app/externalClientApps/A.eca-meta.xml policies/extlClntAppOauthPolicies/A.ecaOauthPlcy-meta.xml',
      ],
      [],
    ],
    [
      'the namespace of a package in front of the header of that package',
      {
        'a/externalClientApps/App.eca-meta.xml': header,
        'a/x/App.ecaOauthPlcy-meta.xml': policies('ns__App'),
      },
      [
        'externalClientApp:App @ a: a/externalClientApps/App.eca-meta.xml a/x/App.ecaOauthPlcy-meta.xml',
      ],
      [],
    ],
    [
      'a namespace with an underscore in front of the header',
      {
        'a/externalClientApps/App.eca-meta.xml': header,
        'a/x/App.ecaOauthPlcy-meta.xml': policies('my_np__App'),
      },
      [
        'externalClientApp:App @ a: a/externalClientApps/App.eca-meta.xml a/x/App.ecaOauthPlcy-meta.xml',
      ],
      [],
    ],
    [
      'what is too long for a namespace in front of no header',
      {
        'a/externalClientApps/App.eca-meta.xml': header,
        'a/x/App.ecaOauthPlcy-meta.xml': policies('a234567890123456__App'),
      },
      [
        'externalClientApp:App @ a: a/externalClientApps/App.eca-meta.xml',
        'externalClientApp:a234567890123456__App @ a/x: a/x/App.ecaOauthPlcy-meta.xml',
      ],
      [],
    ],
    [
      'with a header of the whole name, that one',
      {
        'externalClientApps/App.eca-meta.xml': header,
        'externalClientApps/ns__App.eca-meta.xml': header,
        'x/App.ecaOauthPlcy-meta.xml': policies('ns__App'),
      },
      [
        'externalClientApp:App @ .: externalClientApps/App.eca-meta.xml',
        'externalClientApp:ns__App @ .: externalClientApps/ns__App.eca-meta.xml x/App.ecaOauthPlcy-meta.xml',
      ],
      [],
    ],
    [
      'orphans of one link are one app',
      {
        'extlClntAppOauthPolicies/Linear_oauth_defaultPolicy.ecaOauthPlcy-meta.xml':
          policies('Linear__Linear'),
        'extlClntAppPolicies/x.ecaPlcy-meta.xml': plugins('Linear__Linear'),
      },
      [
        'externalClientApp:Linear__Linear @ .: extlClntAppOauthPolicies/Linear_oauth_defaultPolicy.ecaOauthPlcy-meta.xml extlClntAppPolicies/x.ecaPlcy-meta.xml',
      ],
      [],
    ],
    [
      'a part file without a link belongs to none',
      {
        'externalClientApps/A.eca-meta.xml': header,
        'A.ecaOauth-meta.xml': xml('ExtlClntAppOauthSettings', ''),
        'B.ecaPlcy-meta.xml': plugins(''),
      },
      ['externalClientApp:A @ .: externalClientApps/A.eca-meta.xml'],
      ['missing-link', 'missing-link'],
    ],
    [
      'a second part file of one kind beside the first',
      {
        'externalClientApps/A.eca-meta.xml': header,
        'x/A.ecaOauth-meta.xml': oauth(),
        'x/B.ecaOauth-meta.xml': oauth(),
      },
      ['externalClientApp:A @ .: externalClientApps/A.eca-meta.xml x/A.ecaOauth-meta.xml'],
      ['duplicate-part'],
    ],
    [
      'the same app in two package directories is two apps, each with its own files',
      {
        'one/externalClientApps/A.eca-meta.xml': header,
        'one/extlClntAppOauthSettings/A.ecaOauth-meta.xml': oauth(),
        'two/externalClientApps/A.eca-meta.xml': header,
        'two/extlClntAppOauthSettings/A.ecaOauth-meta.xml': oauth(),
        'two/extlClntAppPolicies/A.ecaPlcy-meta.xml': plugins(),
      },
      [
        'externalClientApp:A @ one: one/externalClientApps/A.eca-meta.xml one/extlClntAppOauthSettings/A.ecaOauth-meta.xml',
        'externalClientApp:A @ two: two/externalClientApps/A.eca-meta.xml two/extlClntAppOauthSettings/A.ecaOauth-meta.xml two/extlClntAppPolicies/A.ecaPlcy-meta.xml',
      ],
      [],
    ],
    [
      'orphans in two package directories, too',
      {
        'one/extlClntAppPolicies/A.ecaPlcy-meta.xml': plugins(),
        'two/extlClntAppPolicies/A.ecaPlcy-meta.xml': plugins(),
      },
      [
        'externalClientApp:A @ one: one/extlClntAppPolicies/A.ecaPlcy-meta.xml',
        'externalClientApp:A @ two: two/extlClntAppPolicies/A.ecaPlcy-meta.xml',
      ],
      [],
    ],
    [
      'folders that only begin like those of a type are no such folders',
      { 'connectedapp-one/A.connectedApp': app, 'connectedapp-two/A.connectedApp': app },
      [
        'connectedApp:A @ connectedapp-one: connectedapp-one/A.connectedApp',
        'connectedApp:A @ connectedapp-two: connectedapp-two/A.connectedApp',
      ],
      [],
    ],
    [
      'a Connected App is one file, and several of a name are several',
      {
        'one/connectedApps/A.connectedApp-meta.xml': app,
        'two/connectedApps/A.connectedApp': app,
        'B.connectedApp': app,
      },
      [
        'connectedApp:B @ .: B.connectedApp',
        'connectedApp:A @ one: one/connectedApps/A.connectedApp-meta.xml',
        'connectedApp:A @ two: two/connectedApps/A.connectedApp',
      ],
      [],
    ],
    [
      'settings and custom scopes alone are no app',
      { 'settings/OauthOidc.settings-meta.xml': xml('OauthOidcSettings', '') },
      [],
      [],
    ],
  ])('%s', (_, files, apps, problems) => {
    const found = short(files);
    expect(found.apps.toSorted()).toEqual(apps.toSorted());
    expect(found.problems).toEqual(problems);
    // Whatever the order in which files are found.
    expect(short(Object.fromEntries(Object.entries(files).toReversed()))).toEqual(found);
  });

  test('two links in one file are a problem', () => {
    const files = {
      'externalClientApps/A.eca-meta.xml': header,
      'x.ecaOauth-meta.xml': oauth('A', link('B')),
    };
    const { problems } = readAll(files);
    expect(problems).toMatchObject([{ kind: 'duplicate-element' }, { kind: 'missing-link' }]);
    expect(slice(files, problems[0]?.location)).toBe('B');
  });
});

describe('what an app says about its files', () => {
  const of = (files: Files, index = 0) => {
    const found = readAll(files).apps[index];
    const value = (name: 'missingParts' | 'orphanPart' | 'definedElsewhereAs') => {
      const setting = found?.settings[name];
      return setting?.state === 'known' ? setting.value : undefined;
    };
    return {
      missing: value('missingParts'),
      orphan: value('orphanPart'),
      twin: value('definedElsewhereAs'),
    };
  };

  test.each<readonly [string, Files, object]>([
    [
      'a header alone',
      { 'A.eca': header },
      {
        missing: [
          'ExtlClntAppGlobalOauthSettings',
          'ExtlClntAppOauthSettings',
          'ExtlClntAppOauthConfigurablePolicies',
          'ExtlClntAppConfigurablePolicies',
        ],
        orphan: false,
        twin: '',
      },
    ],
    [
      'a header and all that OAuth needs',
      {
        'A.eca': header,
        'A.ecaGlblOauth': global(),
        'A.ecaOauth': oauth(),
        'A.ecaOauthPlcy': policies(),
        'A.ecaPlcy': plugins(),
      },
      { missing: [], orphan: false, twin: '' },
    ],
    [
      'an orphan',
      { 'A.ecaGlblOauth': global(), 'A.ecaOauth': oauth(), 'A.ecaOauthPlcy': policies() },
      {
        missing: ['ExternalClientApplication', 'ExtlClntAppConfigurablePolicies'],
        orphan: true,
        twin: '',
      },
    ],
    ['a Connected App', { 'A.connectedApp': app }, { missing: [], orphan: false, twin: '' }],
    [
      'a Connected App with an External Client App of its name',
      { 'A.connectedApp': app, 'A.eca': header },
      { missing: [], orphan: false, twin: 'externalClientApp:A' },
    ],
    [
      'one with an orphan of its name',
      { 'A.connectedApp': app, 'A.ecaOauth': oauth() },
      { twin: 'externalClientApp:A' },
    ],
    [
      'one in another folder',
      { 'one/A.connectedApp': app, 'two/A.eca': header },
      { twin: 'externalClientApp:A' },
    ],
    ['one of another name', { 'A.connectedApp': app, 'B.eca': header }, { twin: '' }],
  ])('%s', (_, files, expected) => {
    expect(of(files)).toMatchObject(expected);
  });

  test('the twin of an External Client App', () => {
    const { apps } = readAll({ 'A.connectedApp': app, 'A.eca': header });
    const eca = apps.find(({ kind }) => kind === 'externalClientApp');
    expect(eca?.settings.definedElsewhereAs).toMatchObject({ value: 'connectedApp:A' });
  });

  test('an orphan has no label, and stands at its first part file', () => {
    const { apps } = readAll({ 'x/A.ecaPlcy': plugins(), 'x/A.ecaOauth': oauth() });
    expect(apps).toMatchObject([
      { label: '', location: { file: 'x/A.ecaOauth', startLine: 2, startColumn: 1 } },
    ]);
  });
});

describe('org-wide settings', () => {
  const oidc = (inner: string): string => xml('OauthOidcSettings', inner);
  const on = oidc(
    '<isPkceRequired>true</isPkceRequired><blockOAuthUnPwFlow>true</blockOAuthUnPwFlow>',
  );
  const off = oidc(
    '<isPkceRequired>false</isPkceRequired><blockOAuthUnPwFlow>true</blockOAuthUnPwFlow>',
  );

  test.each<readonly [string, Files, object, readonly string[]]>([
    ['no file', {}, { state: 'unknown', reason: 'OauthOidc.settings is not in this source' }, []],
    [
      'a file',
      { 'settings/OauthOidc.settings-meta.xml': on },
      { value: true, origin: 'stated', location: { file: 'settings/OauthOidc.settings-meta.xml' } },
      [],
    ],
    [
      'a file without it',
      { 'settings/OauthOidc.settings': oidc('') },
      {
        state: 'unknown',
        reason: 'the file has no <isPkceRequired>; API versions before 59 do not have it',
      },
      [],
    ],
    [
      'two that agree',
      { 'a/OauthOidc.settings': on, 'b/OauthOidc.settings': on },
      { value: true, location: { file: 'a/OauthOidc.settings' } },
      [],
    ],
    [
      'two, one without it',
      { 'a/OauthOidc.settings': oidc(''), 'b/OauthOidc.settings': on },
      { value: true, location: { file: 'b/OauthOidc.settings' } },
      [],
    ],
    [
      'two that disagree',
      { 'a/OauthOidc.settings': on, 'b/OauthOidc.settings': off },
      {
        state: 'unknown',
        reason: 'settings files disagree: a/OauthOidc.settings and b/OauthOidc.settings',
      },
      ['conflicting-org-settings'],
    ],
  ])('%s', (_, files, expected, problems) => {
    const read = readAll({ 'A.connectedApp': app, 'A.eca': header, ...files });
    expect(read.apps).toHaveLength(2);
    for (const { settings } of read.apps)
      expect(settings['org.pkceRequired']).toMatchObject(expected);
    expect(read.problems.map(({ kind }) => kind)).toEqual(problems);
  });

  test('what two files disagree on does not spoil the rest', () => {
    const { apps, problems } = readAll({
      'A.eca': header,
      'a/OauthOidc.settings': on,
      'b/OauthOidc.settings': off,
    });
    expect(apps[0]?.settings['org.usernamePasswordFlowBlocked']).toMatchObject({ value: true });
    expect(problems[0]).toMatchObject({
      level: 'warning',
      message:
        '"Require Proof Key for Code Exchange (PKCE) for all apps" is false here and true in a/OauthOidc.settings:3',
      location: { file: 'b/OauthOidc.settings', startLine: 3 },
    });
  });

  test.each([
    ['org.pkceRequired', 'OauthOidc', 'OauthOidcSettings', 'isPkceRequired'],
    ['org.usernamePasswordFlowBlocked', 'OauthOidc', 'OauthOidcSettings', 'blockOAuthUnPwFlow'],
    ['org.userAgentFlowBlocked', 'OauthOidc', 'OauthOidcSettings', 'blockOAuthUsrAgtFlow'],
    ['org.codeCredentialsFlowAllowed', 'OauthOidc', 'OauthOidcSettings', 'oAuthCdCrdtFlowEnable'],
    [
      'org.adminApprovedAppsOnly',
      'ConnectedApp',
      'ConnectedAppSettings',
      'enableAdminApprovedAppsOnly',
    ],
    [
      'org.adminApprovedAppsOnlyForExternalUsers',
      'ConnectedApp',
      'ConnectedAppSettings',
      'enableAdminApprovedAppsOnlyForExternalUser',
    ],
    [
      'org.secretsInMetadataApi',
      'ExternalClientApp',
      'ExternalClientAppSettings',
      'enableConsumerSecretApiAccess',
    ],
    [
      'org.secretsInRestApi',
      'ExternalClientApp',
      'ExternalClientAppSettings',
      'enableClientSecretInRestApiAccess',
    ],
  ] as const)('%s is in %s.settings', (name, file, root, element) => {
    for (const [raw, value] of [
      ['true', true],
      ['false', false],
    ] as const) {
      const files = {
        'A.eca': header,
        [`settings/${file}.settings-meta.xml`]: xml(root, `<${element}>${raw}</${element}>`),
      };
      const setting = readAll(files).apps[0]?.settings[name];
      expect(setting).toMatchObject({ state: 'known', value, origin: 'stated' });
      expect(slice(files, setting?.location)).toBe(raw);
      expect(readAll(files).problems).toEqual([]);
    }
  });
});

describe('custom scopes of Connected Apps', () => {
  const scope = (name: string, ...apps: readonly string[]): string =>
    xml(
      'OauthCustomScope',
      `${apps.map((one) => `<assignedTo>\n<connectedApp>${one}</connectedApp>\n</assignedTo>`).join('')}<developerName>${name}</developerName>`,
    );

  test('are those whose files name the app', () => {
    const files = {
      'connectedApps/A.connectedApp': app,
      'connectedApps/B.connectedApp': app,
      'oauthcustomscopes/orders.oauthcustomscope-meta.xml': scope('orders', 'A'),
      'oauthcustomscopes/both.oauthcustomscope-meta.xml': scope('both', 'B', 'A'),
      'oauthcustomscopes/none.oauthcustomscope-meta.xml': scope('none'),
      'oauthcustomscopes/nameless.oauthcustomscope-meta.xml': scope('', 'A'),
    };
    const { apps, problems } = readAll(files);
    expect(problems).toEqual([]);
    const scopes = apps.map(({ settings }) => settings.customScopes);
    expect(scopes).toMatchObject([{ value: ['orders', 'both', 'nameless'] }, { value: ['both'] }]);
    expect(slice(files, scopes[1]?.location)).toBe('B');
  });

  test('are none when other files are there, and unknown without any', () => {
    const withOther = readAll({
      'A.connectedApp': app,
      'o.oauthcustomscope': scope('orders', 'B'),
    });
    expect(withOther.apps[0]?.settings.customScopes).toMatchObject({ state: 'known', value: [] });
    const without = readAll({ 'A.connectedApp': app });
    expect(without.apps[0]?.settings.customScopes).toMatchObject({
      state: 'unknown',
      reason: 'custom scope files name the apps; none is in this source',
    });
  });
});

describe('a source', () => {
  test('the two formats of one component are one: the source format counts', async () => {
    const root = tempFolder({
      'p/externalClientApps/A.eca-meta.xml': header,
      'p/x/A.ecaOauth-meta.xml': oauth(
        'A',
        '<commaSeparatedOauthScopes>Api</commaSeparatedOauthScopes>',
      ),
      'p/x/A.ecaOauth': oauth('A', '<commaSeparatedOauthScopes>Full</commaSeparatedOauthScopes>'),
    });
    const source = await readFiles('.', root);
    expect(source.apps).toMatchObject([{ settings: { scopes: { value: ['api'] } } }]);
    expect(source.files).toBe(2);
    expect(source.problems).toMatchObject([
      { kind: 'duplicate-part', level: 'error', location: { file: 'p/x/A.ecaOauth' } },
    ]);
  });

  test('a twin that says the same is a note', async () => {
    const root = tempFolder({ 'A.connectedApp': app, 'A.connectedApp-meta.xml': app });
    expect((await readFiles('.', root)).problems).toMatchObject([
      { kind: 'duplicate-file', level: 'note', location: { file: 'A.connectedApp' } },
    ]);
  });

  test('a bad file is a problem, the other files are read', async () => {
    const root = tempFolder({
      'A.eca': header,
      'A.ecaOauth': '<ExtlClntAppOauthSettings>',
      'A.ecaPlcy': plugins(),
      'B.eca': xml('ConnectedApp', ''),
      'C.eca': xml('ExternalClientApplication', '').replace('2006/04/metadata', 'other'),
      'D.eca': '',
    });
    const source = await readFiles('.', root);
    expect(source.apps.map(told)).toEqual(['externalClientApp:A @ .: A.eca A.ecaPlcy']);
    expect(source.problems.map(({ kind, location }) => `${location?.file ?? ''}: ${kind}`)).toEqual(
      ['A.ecaOauth: malformed-xml', 'B.eca: wrong-root', 'C.eca: wrong-root', 'D.eca: empty-file'],
    );
  });

  test('one file, whatever it is called', async () => {
    const root = tempFolder({
      'A.xml': app,
      'x/A.connectedApp': app,
      'B.xml': oauth('B'),
      'notes.txt': 'no',
    });
    const ids = async (path: string) => (await readFiles(path, root)).apps.map(({ id }) => id);
    expect(await ids('A.xml')).toEqual(['connectedApp:A']);
    expect(await ids('x/A.connectedApp')).toEqual(['connectedApp:A']);
    expect(await ids('B.xml')).toEqual(['externalClientApp:B']);
    const notes = await readFiles('notes.txt', root);
    expect(notes).toMatchObject({ kind: 'file', apps: [], problems: [{ kind: 'malformed-xml' }] });
  });

  test('a zip of a retrieve: paths go through it', async () => {
    const root = tempFolder();
    const entries = {
      'unpackaged/package.xml': strToU8('<Package/>'),
      'unpackaged/externalClientApps/A.eca': strToU8(header),
      'unpackaged/extlClntAppOauthSettings/A_oauth.ecaOauth': strToU8(oauth()),
      'unpackaged/connectedApps/B.connectedApp': strToU8('<ConnectedApp>'),
    };
    writeFileSync(join(root, 'retrieve.zip'), zipSync(entries));
    const source = await readFiles('retrieve.zip', root);
    expect(source).toMatchObject({ id: 'retrieve.zip', kind: 'zip', files: 3 });
    expect(source.apps.map(told)).toEqual([
      'externalClientApp:A @ retrieve.zip/unpackaged: retrieve.zip/unpackaged/externalClientApps/A.eca retrieve.zip/unpackaged/extlClntAppOauthSettings/A_oauth.ecaOauth',
    ]);
    expect(source.problems).toMatchObject([
      {
        kind: 'malformed-xml',
        location: { file: 'retrieve.zip/unpackaged/connectedApps/B.connectedApp' },
      },
    ]);
  });

  test('without one: the package directories that are there, else the folder', async () => {
    const project = JSON.stringify({
      packageDirectories: [{ path: 'app', default: true }, { path: 'none' }, { path: 'two/x' }],
    });
    const root = tempFolder({
      'sfdx-project.json': project,
      'app/A.eca': header,
      'two/x/B.eca': header,
      'other/C.eca': header,
    });
    expect((await defaultSources(root)).sources).toEqual(['app', 'two/x']);
    expect((await defaultSources(tempFolder({ 'A.eca': header }))).sources).toEqual(['.']);
  });

  test('.forceignore is kept to and counted', async () => {
    const root = tempFolder({
      'sfdx-project.json': JSON.stringify({ packageDirectories: [{ path: '.' }] }),
      '.forceignore': '**/*.ecaOauth-meta.xml',
      'A.eca-meta.xml': header,
      'A.ecaOauth-meta.xml': oauth(),
    });
    const source = await readFiles('.', root);
    const by = { file: '.forceignore', startLine: 1, startColumn: 1, endLine: 1, endColumn: 23 };
    expect(source).toMatchObject({
      files: 1,
      ignored: 1,
      leftOut: [{ file: 'A.ecaOauth-meta.xml', by }],
      problems: [{ kind: 'files-left-out', location: by }],
    });
    const [one] = source.apps;
    expect(one?.files).toEqual(['A.eca-meta.xml', 'A.ecaOauth-meta.xml']);
    expect(one?.settings.scopes).toMatchObject({ state: 'unknown', location: by });
    expect(one?.leftOut).toMatchObject({
      whole: false,
      files: [{ file: 'A.ecaOauth-meta.xml', by }],
      settings: { scopes: { state: 'known' } },
    });
  });

  test('nothing at a path is a wrong request', async () => {
    await expect(readFiles('nothing', tempFolder())).rejects.toThrow('there is no nothing');
  });
});
