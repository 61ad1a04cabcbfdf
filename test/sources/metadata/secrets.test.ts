// No secret enters the model, however it is written and whatever goes wrong with its file.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readSource } from '../../../src/sources/metadata/source.js';
import { bare, rsa2048 } from './certificates.js';
import { fileOf, nested, parts, xml, type PartName } from './parts.js';
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
    JSON.stringify(await readSource('.', folder));

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
    const [app] = (await readSource('.', folder)).apps;
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
