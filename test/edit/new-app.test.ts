// The files of an app that does not exist yet, read again by the reader of every audit.
import { describe, expect, test } from 'vitest';
import { filesOfNewApp, newAppDefaults } from '../../src/edit/new-app.js';
import { sourceOf } from '../../src/metadata/read-files.js';
import type { App } from '../../src/model/app.js';
import { compareText } from '../../src/model/location.js';
import {
  isSettingName,
  settingNames,
  definitionOf,
  type SettingValue,
} from '../../src/settings/settings.js';

function read(settings: Readonly<Record<string, SettingValue>>): App {
  const { files, unwritten } = filesOfNewApp({ apiName: 'Made_Here', settings });
  expect(unwritten).toEqual([]);
  const source = sourceOf(
    'made',
    'folder',
    files.map(({ type, path, text }) => ({
      type,
      name: path.slice(path.lastIndexOf('/') + 1).split('.')[0] ?? '',
      file: path,
      bytes: () => Buffer.from(text),
    })),
  );
  expect(source.problems).toEqual([]);
  const [app, ...others] = source.apps;
  if (!app || others.length > 0) throw new Error('not one app');
  return app;
}

const own: Readonly<Record<string, SettingValue>> = {
  label: "Orders & 'returns'",
  contactEmail: 'team@orders.test',
  description: 'Sends <orders>',
  scopes: ['api', 'refresh_token', 'sfap_api', 'id'],
  callbackUrls: ['https://orders.test/cb?a=1&b=2', 'myapp://cb'],
  trustedIpRanges: ['192.0.2.1-192.0.2.9', '2001:db8::1-2001:db8::2'],
  customAttributes: ['country=$User.Country'],
  permittedUsers: 'admin-approved',
  permittedPermissionSets: ['Orders', 'Returns'],
  idTokenAudience: 'https://orders.test',
  idTokenValidityMinutes: 5,
  sessionTimeoutMinutes: 30,
  refreshTokenPolicy: 'lifetime',
  refreshTokenDays: 90,
};

test('what is asked for is what is read', () => {
  const wanted = { ...newAppDefaults, ...own };
  const { settings, kind, apiName } = read(wanted);
  expect([kind, apiName]).toEqual(['externalClientApp', 'Made_Here']);
  const found = Object.keys(wanted).map((name) => {
    const setting = isSettingName(name) ? settings[name] : undefined;
    return [name, setting?.state === 'known' ? setting.value : setting];
  });
  expect(Object.fromEntries(found)).toEqual(wanted);
});

test('every flag and choice of an External Client App can be written', () => {
  const names = settingNames.filter((name) => {
    const origin = definitionOf(name).externalClientApp;
    const parts = 'fields' in origin ? origin.fields : [];
    return parts.some(({ part }) => !part.endsWith('Settings') || part.startsWith('Extl'));
  });
  const values: Readonly<Record<string, SettingValue>> = Object.fromEntries(
    names.flatMap((name): readonly (readonly [string, SettingValue])[] => {
      const { type, values: choices = {}, withdrawn = {}, externalClientApp } = definitionOf(name);
      const filled =
        'fields' in externalClientApp &&
        externalClientApp.fields.some(({ read: how }) =>
          ['filled', 'given', 'present'].includes(how),
        );
      if (filled || name.startsWith('org.')) return [];
      if (type === 'boolean') return [[name, false]];
      if (type === 'enum')
        return Object.keys(choices)
          .filter((value) => !Object.hasOwn(withdrawn, value))
          .slice(-1)
          .map((value) => [name, value]);
      return [];
    }),
  );
  const { settings } = read(values);
  const odd = Object.entries(values).filter(([name, value]) => {
    const setting = isSettingName(name) ? settings[name] : undefined;
    return setting?.state !== 'known' || setting.value !== value;
  });
  expect(odd).toEqual([]);
});

describe('files', () => {
  test('are named as Setup names them, in source format, header first', () => {
    const { files } = filesOfNewApp({ apiName: 'X', settings: newAppDefaults });
    expect(files.map(({ path }) => path)).toEqual([
      'externalClientApps/X.eca-meta.xml',
      'extlClntAppGlobalOauthSets/X_glbloauth.ecaGlblOauth-meta.xml',
      'extlClntAppOauthSettings/X_oauth.ecaOauth-meta.xml',
      'extlClntAppOauthPolicies/X_oauthPlcy.ecaOauthPlcy-meta.xml',
      'extlClntAppPolicies/X_plcy.ecaPlcy-meta.xml',
    ]);
  });

  test('hold their elements in alphabetical order and nothing that an org makes', () => {
    for (const { text } of filesOfNewApp({ apiName: 'X', settings: { ...newAppDefaults, ...own } })
      .files) {
      const names = [...text.matchAll(/^ {4}<(\w+)/gm)].map(([, name = '']) => name);
      expect(names).toEqual(names.toSorted(compareText));
      expect(text).not.toMatch(/orgScopedExternalApp|oauthLink|consumerKey|consumerSecret/);
    }
  });

  test('are made for a part that is only asked for', () => {
    const parts = ['ExtlClntAppOauthSecuritySettings'] as const;
    const { files } = filesOfNewApp({ apiName: 'X', settings: {}, parts });
    expect(files.map(({ type }) => type)).toEqual(['ExternalClientApplication', ...parts]);
  });

  test('take elements that are no setting, and refuse two values for one', () => {
    const element = {
      kind: 'set',
      part: 'ExtlClntAppGlobalOauthSettings',
      path: 'certificate',
      text: 'MIIC',
    } as const;
    const [, global] = filesOfNewApp({ apiName: 'X', settings: {}, elements: [element] }).files;
    expect(global?.text).toContain('    <certificate>MIIC</certificate>\n');
    const other = { ...element, text: 'MIID' };
    expect(() => filesOfNewApp({ apiName: 'X', settings: {}, elements: [element, other] })).toThrow(
      RangeError,
    );
  });

  test('say which settings have no element', () => {
    const { unwritten } = filesOfNewApp({
      apiName: 'X',
      settings: { jwtBearerFlow: true, mobileStartUrl: 'x', nonsense: 1 },
    });
    expect(unwritten).toEqual(['jwtBearerFlow', 'mobileStartUrl', 'nonsense']);
  });
});
