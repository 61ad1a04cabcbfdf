import { describe, expect, test } from 'vitest';
import { intendedSuffix } from '../../../src/metadata/files/misnamed.js';
import { identify } from '../../../src/metadata/files/types.js';

describe('a file name that says its type', () => {
  test.each([
    ['A.connectedApp', 'ConnectedApp', 'A'],
    ['A.connectedApp-meta.xml', 'ConnectedApp', 'A'],
    ['My.App.eca-meta.xml', 'ExternalClientApplication', 'My.App'],
    ['A_glbloauth.ecaGlblOauth-meta.xml', 'ExtlClntAppGlobalOauthSettings', 'A_glbloauth'],
    ['A.ecaOauth', 'ExtlClntAppOauthSettings', 'A'],
    ['A.ecaOauthPlcy-meta.xml', 'ExtlClntAppOauthConfigurablePolicies', 'A'],
    ['A.ecaPlcy', 'ExtlClntAppConfigurablePolicies', 'A'],
    ['A.ecaOauthSecurity', 'ExtlClntAppOauthSecuritySettings', 'A'],
    ['A.ecaSamlPlcy', 'ExtlClntAppSamlConfigurablePolicies', 'A'],
    ['A.ecaCanvas', 'ExtlClntAppCanvasSettings', 'A'],
    ['A.ecaMobile', 'ExtlClntAppMobileSettings', 'A'],
    ['A.ecaMobilePlcy', 'ExtlClntAppMobileConfigurablePolicies', 'A'],
    ['A.ecaPush', 'ExtlClntAppPushSettings', 'A'],
    ['A.ecaPushPlcy', 'ExtlClntAppPushConfigurablePolicies', 'A'],
    ['A.ecaNotifications', 'ExtlClntAppNotificationSettings', 'A'],
    ['A.ecaAttest', 'ExtlClntAppAttestSettings', 'A'],
    ['A.ecaAttestPlcy', 'ExtlClntAppAttestConfigurablePolicies', 'A'],
    ['orders.oauthcustomscope-meta.xml', 'OauthCustomScope', 'orders'],
    ['OauthOidc.settings-meta.xml', 'OauthOidcSettings', 'OauthOidc'],
    ['ConnectedApp.settings', 'ConnectedAppSettings', 'ConnectedApp'],
    ['ExternalClientApp.settings', 'ExternalClientAppSettings', 'ExternalClientApp'],
  ])('%s', (fileName, type, name) => {
    expect(identify(fileName)).toEqual({ type, name, ignored: false });
  });

  test.each([
    ['A.ecaSmpl', 'ExtlClntAppSampleSettings'],
    ['A.ecaSmplPlcy-meta.xml', 'ExtlClntAppSampleConfigurablePolicies'],
    ['A.oauthtokenexchangehandler-meta.xml', 'OauthTokenExchangeHandler'],
  ])('%s, which nothing reads', (fileName, type) => {
    expect(identify(fileName)).toEqual({ type, name: 'A', ignored: true });
  });

  test.each([
    'A.xml',
    'connectedApp',
    '.eca',
    '.eca-meta.xml',
    'A.eca-meta.xml.bak',
    'A.ECA',
    'Company.settings-meta.xml',
    'settings',
    'x.OauthOidc.settings',
    'A.constructor',
    'A.__proto__',
    '',
    '.',
    'eca-meta.xml',
  ])('none: %s', (fileName) => {
    expect(identify(fileName)).toBeUndefined();
  });
});

describe('a file name that nearly says its type', () => {
  test.each([
    ['A.ecaGlobalOauth', 'x', 'ecaGlblOauth'],
    ['A.ecaGlobalOauth-meta.xml', 'x', 'ecaGlblOauth'],
    ['A.ecaPolicy', 'x', 'ecaPlcy'],
    ['A.ecaPlcy.xml', 'x', 'ecaPlcy'],
    ['A.ecaOauthPolicy-meta.xml', 'x', 'ecaOauthPlcy'],
    ['A.ecaoauth', 'x', 'ecaOauth'],
    ['A.ECA', 'x', 'eca'],
    ['A.eca-meta.xml.bak', 'x', 'eca'],
    ['A.eca.xml', 'x', 'eca'],
    ['A.connectedapp-meta.xml', 'x', 'connectedApp'],
    ['A.connectedApps', 'x', 'connectedApp'],
    ['A.connected-app', 'x', 'connectedApp'],
    ['A.xml', 'connectedApps', 'connectedApp'],
    ['notes', 'extlClntAppOauthPolicies', 'ecaOauthPlcy'],
    ['A.xml', 'x', undefined],
    ['A.ecard', 'x', undefined],
    ['A.settings-meta.xml', 'settings', undefined],
    ['README', 'connectedApps', undefined],
    ['readme.txt', 'connectedApps', undefined],
    ['notes.md', 'connectedApps', undefined],
    ['.gitkeep', 'connectedApps', undefined],
    ['.A.eca.swp', 'x', undefined],
    ['A.cls-meta.xml', 'classes', undefined],
  ])('%s in %s: %s', (fileName, directory, suffix) => {
    expect(intendedSuffix(fileName, directory)).toBe(suffix);
  });
});
