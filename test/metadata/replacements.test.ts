// `replacements` of sfdx-project.json: what a deployment replaces is a template, and told with its line.
import { describe, expect, test } from 'vitest';
import { readFiles } from '../../src/metadata/source.js';
import { nested, xml } from './parts.js';
import { tempFolder } from './temp-folder.js';

const callback = 'https://callback.invalid/cb';
const real = '9F86D081884C7D659A2FEAA0C55AD015A3BF4F1B2B0B822CD15D6C15B0F00A08';
const file = 'force-app/main/connectedApps/A.connectedApp-meta.xml';

const settingsWith = async (entry: object, inner: string) => {
  const project = { packageDirectories: [{ path: 'force-app' }], replacements: [entry] };
  const folder = tempFolder({
    'sfdx-project.json': JSON.stringify(project, undefined, 2),
    [file]: xml('ConnectedApp', inner),
  });
  const { apps, problems } = await readFiles('force-app', folder);
  return { settings: apps[0]?.settings, problems };
};

describe('a callback URL that is replaced', () => {
  test.each([
    { filename: file },
    { filename: `./${file}` },
    { glob: 'force-app/**/*.connectedApp-meta.xml' },
    { glob: '**/*.xml' },
    { glob: 'force-app/main/connectedApps/*' },
    { glob: 'force-app/main/{layouts,connectedApps}/?.connectedApp-meta.xml' },
  ])('by %j is not known', async (where) => {
    const entry = { ...where, stringToReplace: callback, replaceWithEnv: 'CALLBACK' };
    const { settings, problems } = await settingsWith(
      entry,
      nested('oauthConfig/callbackUrl', callback),
    );
    expect(settings).toMatchObject({
      callbackUrls: { value: ['${CALLBACK}'], placeholder: true },
      callbackHosts: { state: 'unknown' },
    });
    expect(problems).toMatchObject([
      { kind: 'replaced-at-deployment', location: { file: 'sfdx-project.json', startLine: 10 } },
    ]);
  });

  test.each([
    { filename: 'force-app/main/connectedApps/B.connectedApp-meta.xml' },
    { glob: 'other/**/*.xml' },
    { glob: 'force-app/*.xml' },
    {},
  ])('in other files, %j, is what it is', async (where) => {
    const entry = { ...where, stringToReplace: callback, replaceWithEnv: 'CALLBACK' };
    const { settings } = await settingsWith(entry, nested('oauthConfig/callbackUrl', callback));
    expect(settings).toMatchObject({ callbackHosts: { value: ['callback.invalid'] } });
  });
});

test.each([
  ['a name', 'slack1secret', 'slack1secret', false],
  ['a part of a secret', 'slack', 'slackhunter2hunter2', true],
  ['a real secret', real, real, true],
  ['a part of a real secret', real.slice(0, 30), real, true],
])('a consumer secret, of which %s is replaced', async (_, stringToReplace, secret, expected) => {
  const entry = {
    filename: file,
    stringToReplace,
    replaceWithFile: 'secret.txt',
    allowUnsetEnvVariable: true,
  };
  const { settings } = await settingsWith(entry, nested('oauthConfig/consumerSecret', secret));
  expect(settings?.consumerSecretInSource).toMatchObject({ value: expected });
});

test('a flag that is replaced is undecided', async () => {
  const entry = { filename: file, stringToReplace: 'PKCE_HERE', replaceWithEnv: 'PKCE' };
  const { settings } = await settingsWith(entry, nested('oauthConfig/isPkceRequired', 'PKCE_HERE'));
  expect(settings?.pkceRequired).toMatchObject({
    state: 'unknown',
    reason: '`${PKCE}` is a placeholder',
  });
});
