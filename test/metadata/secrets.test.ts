// No secret enters the model, however it is written and whatever goes wrong with its file.
import { generateKeyPairSync } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { App } from '../../src/model/app.js';
import { readFiles } from '../../src/metadata/source.js';
import { bare, rsa2048 } from './certificates.js';
import { fileOf, nested, parts, theApp, xml, type PartName } from './parts.js';
import { tempFolder } from './temp-folder.js';

const places: readonly (readonly [PartName | 'app', string])[] = [
  ['app', 'oauthConfig/consumerKey'],
  ['app', 'oauthConfig/consumerSecret'],
  ['app', 'oauthConfig/certificate'],
  ['app', 'samlConfig/certificate'],
  ['app', 'samlConfig/encryptionCertificate'],
  ['global', 'consumerKey'],
  ['global', 'consumerSecret'],
  ['global', 'certificate'],
  ['saml', 'certificate'],
  ['saml', 'encryptionCertificate'],
  ['oauth', 'clientAssertionCertificate'],
  ['header', 'orgScopedExternalApp'],
  ['oauth', 'oauthLink'],
  ['push', 'androidPushConfig/serviceAccount'],
  ['push', 'applePushConfig/certificate'],
  ['push', 'applePushConfig/password'],
  ['push', 'applePushConfig/signingKey'],
  // Not where they belong, or not even a place.
  ['header', 'consumerSecret'],
  ['oauth', 'consumerSecret'],
  ['app', 'consumerSecret'],
  ['global', 'ConsumerSecret'],
  ['global', 'secret'],
  ['policies', 'somewhere/else/password'],
];

const characters = Array.from('ABCDEFGHJKLMNPQRSTUVWYZabcdefghijkmnopqrstuvwyz0123456789');
const secrets = fc
  .array(fc.constantFrom(...characters), { minLength: 24, maxLength: 90 })
  .map((all) => `3MVG${all.join('')}`);

/** Ways to write a secret; the last ones break the file. */
const writings: readonly ((secret: string) => string)[] = [
  (secret) => secret,
  (secret) => `\n   ${secret}\n`,
  (secret) => `<![CDATA[${secret}]]>`,
  (secret) => `<!-- old: ${secret} -->${secret}`,
  (secret) =>
    Array.from(secret)
      .map((one) => `&#${one.charCodeAt(0)};`)
      .join(''),
  (secret) => `<value>${secret}</value>`,
  (secret) => `{{${secret}}}`,
  (secret) => `-----BEGIN PRIVATE KEY-----\n${secret}\n-----END PRIVATE KEY-----`,
  (secret) => `{ "private_key": "${secret}" }`,
  (secret) => `${secret}\n${bare(rsa2048)}`,
  (secret) => `${secret}&nbsp;`,
  (secret) => `${secret} & co`,
  (secret) => `${secret}<`,
  (secret) => `${secret}]]>`,
  (secret) => `<![CDATA[${secret}`,
  (secret) => `<!-- ${secret} -- -->`,
  (secret) => `<${secret}>`,
  (secret) => `<a b="${secret}" b="${secret}"/>`,
  (secret) => `<a b=${secret}/>`,
  (secret) => `&${secret};`,
  (secret) => `${secret}\u0001`,
  (secret) => `<x:y>${secret}</x:y>`,
];

describe('secrets never enter the model', () => {
  const root = (part: PartName | 'app'): string =>
    part === 'app' ? 'ConnectedApp' : parts[part][0];
  const link = (part: PartName | 'app'): string =>
    part === 'app' || part === 'header'
      ? ''
      : '<externalClientApplication>A</externalClientApplication>';
  const file = (part: PartName | 'app'): string => fileOf(part).replaceAll('/', '_');

  const kept = async (folder: string): Promise<string> =>
    JSON.stringify(await readFiles('.', folder));

  test.each(places)('%s %s, however it is written', async (part, path) => {
    const folder = tempFolder();
    await fc.assert(
      fc.asyncProperty(
        secrets,
        secrets,
        fc.constantFrom(...writings),
        fc.boolean(),
        async (one, two, write, twice) => {
          const second = twice ? nested(path, two) : '';
          writeFileSync(
            join(folder, file(part)),
            xml(root(part), link(part) + nested(path, write(one)) + second),
          );
          const text = await kept(folder);
          expect(text).not.toContain(one);
          expect(text).not.toContain(two);
          for (const line of bare(rsa2048).split('\n')) expect(text).not.toContain(line);
        },
      ),
      { numRuns: 60 },
    );
  });

  test('what is kept of them is that they are there', async () => {
    const folder = tempFolder({
      'A.eca': xml('ExternalClientApplication', ''),
      'A.ecaGlblOauth': xml(
        root('global'),
        `${link('global')}<consumerKey>3MVG9abcdefgh</consumerKey><consumerSecret>hunter2hunter2</consumerSecret>`,
      ),
      'A.ecaPush': xml(
        root('push'),
        link('push') + nested('androidPushConfig/serviceAccount', '{"private_key":"k"}'),
      ),
    });
    const [app] = (await readFiles('.', folder)).apps;
    expect(app?.settings).toMatchObject({
      consumerKeyInSource: {
        value: true,
        origin: 'stated',
        location: { file: 'A.ecaGlblOauth', startLine: 3 },
      },
      consumerSecretInSource: { value: true, origin: 'stated' },
      pushSecretInSource: { value: true, origin: 'stated', location: { file: 'A.ecaPush' } },
    });
  });
});

describe('secrets outside of their place are found', () => {
  const secret = '9F86D081884C7D659A2FEAA0C55AD015A3BF4F1B2B0B822CD15D6C15B0F00A08';
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  const forms = ['pkcs8', 'pkcs1'] as const;
  const bareKeys = forms.map((type) =>
    privateKey.export({ type, format: 'der' }).toString('base64'),
  );
  const app = (inside: string, config = ''): App =>
    theApp({
      'A.connectedApp': xml('ConnectedApp', `${inside}<oauthConfig>${config}</oauthConfig>`),
    });
  const part = (name: PartName, inside: string): App =>
    theApp({
      'A.eca': xml('ExternalClientApplication', name === 'header' ? inside : ''),
      ...(name === 'header'
        ? {}
        : {
            [fileOf(name).replaceAll('/', '_')]: xml(
              parts[name][0],
              `<externalClientApplication>A</externalClientApplication>${inside}`,
            ),
          }),
    });
  const element = `<consumerSecret>${secret}</consumerSecret>`;

  test.each<readonly [string, App, boolean]>([
    ['in its place', app('', element), true],
    ['beside a template', app('', `<consumerSecret>${secret}{{END}}</consumerSecret>`), true],
    ['inside of an element', app('', `<consumerSecret><v>${secret}</v></consumerSecret>`), true],
    [
      'in an element that says it is nothing',
      app(
        '',
        `<consumerSecret xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:nil="true">${secret}</consumerSecret>`,
      ),
      true,
    ],
    ['one level up', app(element), true],
    ['with another name', app('', `<client_secret>${secret}</client_secret>`), true],
    ['in a comment', app('', `<!-- old: <consumerSecret>${secret}</consumerSecret> -->`), true],
    ['in the OAuth settings', part('oauth', element), true],
    ['in the policies', part('policies', `<ConsumerSecret>${secret}</ConsumerSecret>`), true],
    ['in the header', part('header', element), true],
    ['a template', app('', '<consumerSecret>{{CONSUMER_SECRET}}</consumerSecret>'), false],
    ['nothing', app('', '<consumerSecret/>'), false],
    ['a template in a comment', app('<!-- <consumerSecret>${X}</consumerSecret> -->'), false],
    ['advice', app('<!-- set <consumerSecret>YOUR_SECRET</consumerSecret> -->'), false],
    [
      'a flag',
      part('global', '<shouldRotateConsumerSecret>false</shouldRotateConsumerSecret>'),
      false,
    ],
  ])('a consumer secret %s', (_, { settings }, held) => {
    expect(settings.consumerSecretInSource).toMatchObject({ state: 'known', value: held });
    expect(JSON.stringify(settings)).not.toContain(secret);
  });

  test.each<readonly [string, App, boolean]>([
    ['in place of the certificate', app('', `<certificate>${pem}</certificate>`), true],
    ['behind the certificate', app('', `<certificate>${rsa2048}\n${pem}</certificate>`), true],
    ...bareKeys.map(
      (key, at) =>
        [
          `without its lines (${forms[at]})`,
          part('global', `<certificate>${key}</certificate>`),
          true,
        ] as const,
    ),
    ['in the description', part('header', `<description>${pem}</description>`), true],
    ['no key but a certificate', app('', `<certificate>${rsa2048}</certificate>`), false],
    [
      'a template',
      app(
        '',
        '<certificate>-----BEGIN PRIVATE KEY-----{{KEY}}-----END PRIVATE KEY-----</certificate>',
      ),
      false,
    ],
    [
      'in push settings, which have a rule of their own',
      part('push', nested('applePushConfig/signingKey', pem)),
      false,
    ],
  ])('a private key %s', (_, { settings }, held) => {
    expect(settings.privateKeyInSource).toMatchObject({ state: 'known', value: held });
    for (const line of pem.split('\n').slice(1, -2)) {
      expect(JSON.stringify(settings)).not.toContain(line);
    }
  });
});

describe('credentials inside of values', () => {
  const canary = 'Canary7f3a91bd';
  const held = `https://app.example.com/cb?client_secret=${canary}`;
  const holders: readonly (readonly [PartName | 'app', string, string])[] = [
    ['app', 'oauthConfig/callbackUrl', held],
    ['app', 'startUrl', held],
    ['app', 'mobileStartUrl', held],
    ['app', 'infoUrl', held],
    ['app', 'logoUrl', held],
    ['app', 'iconUrl', held],
    ['app', 'oauthConfig/singleLogoutUrl', held],
    ['app', 'canvasConfig/canvasUrl', held],
    ['app', 'samlConfig/acsUrl', held],
    ['app', 'samlConfig/entityUrl', held],
    ['app', 'samlConfig/issuer', held],
    ['app', 'label', `App password=${canary}`],
    ['app', 'description', `Bearer ${canary}`],
    ['app', 'oauthConfig/scopes', `token=${canary}`],
    ['app', 'oauthConfig/isPkceRequired', `token=${canary}`],
    ['app', 'oauthPolicy/refreshTokenPolicy', `token=${canary}`],
    ['global', 'callbackUrl', `https://user:${canary}@app.example.com/cb`],
    ['policies', 'startUrl', held],
    ['plugins', 'startUrl', held],
    ['policies', 'singleLogoutUrl', held],
    ['oauth', 'singleLogoutUrl', held],
    ['oauth', 'commaSeparatedCustomScopes', `a,token=${canary}`],
    ['canvas', 'canvasUrl', held],
    ['saml', 'acsUrl', held],
    ['header', 'logoUrl', held],
    ['header', `unknown_token=${canary}`, 'x'],
  ];

  test.each(holders)('%s %s: %s is masked', async (part, path, text) => {
    const root = part === 'app' ? 'ConnectedApp' : parts[part][0];
    const link =
      part === 'app' || part === 'header' ? '' : nested('externalClientApplication', 'A');
    const folder = tempFolder({
      [fileOf(part).replaceAll('/', '_')]: xml(root, link + nested(path, text)),
    });
    const kept = JSON.stringify(await readFiles('.', folder));
    expect(kept).not.toContain(canary);
  });

  test('scheme, host and path of a URL stay', () => {
    const { settings } = theApp({
      'A.connectedApp': xml('ConnectedApp', nested('oauthConfig/callbackUrl', held)),
    });
    expect(settings).toMatchObject({
      callbackUrls: { value: ['https://app.example.com/cb?client_secret=[redacted]'] },
      callbackHosts: { value: ['app.example.com'] },
      malformedCallbackUrls: { value: [] },
      wildcardCallbackUrls: { value: [] },
    });
  });
});
