// A canary in every place of files where a secret may stand: no format, no message and no error tells it.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { reporterNames } from '../../reporters/index.js';
import { shippedRulesets } from '../../src/rulesets/shipped.js';
import { redact } from '../../src/model/redact.js';
import { tempFolder } from '../metadata/temp-folder.js';
import { ecaudit } from './run.js';

const canary = 'Canary7f3a91bd62';
const file = 'connectedApps/A.connectedApp-meta.xml';
const wholeApp = (inner: string, root = ''): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<ConnectedApp xmlns="http://soap.sforce.com/2006/04/metadata"${root}>\n${inner}\n</ConnectedApp>\n`;
const config = (inner: string): string =>
  wholeApp(`<label>A</label><oauthConfig>${inner}</oauthConfig>`);
const key = `-----BEGIN PRIVATE KEY-----\n${canary}${'A'.repeat(60)}\n-----END PRIVATE KEY-----`;
const rulesetWith = (text: string): string =>
  JSON.stringify({
    id: 'own',
    title: text,
    kind: 'standard',
    sources: [{ title: text, url: `https://a.example/?token=${canary}` }],
    rules: [
      {
        id: 'rule',
        title: text,
        message: text,
        why: text,
        fix: text,
        require: { fact: 'label', operator: 'equal', value: text },
      },
    ],
  });

const places: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'a consumer secret': { [file]: config(`<consumerSecret>${canary}</consumerSecret>`) },
  'a secret in CDATA': { [file]: config(`<consumerSecret><![CDATA[${canary}]]></consumerSecret>`) },
  'a secret in a comment': {
    [file]: config(`<!-- <consumerSecret>${canary}</consumerSecret> -->`),
  },
  'a secret in a wrong place': { [file]: wholeApp(`<consumerSecret>${canary}</consumerSecret>`) },
  'a private key': { [file]: config(`<certificate>${key}</certificate>`) },
  'a private key in a text': { [file]: wholeApp(`<description>${key}</description>`) },
  'an attribute of the root': { [file]: wholeApp('<label>A</label>', ` secret="${canary}"`) },
  'an attribute': {
    [file]: config(`<callbackUrl secret="${canary}">http://a.example</callbackUrl>`),
  },
  'a malformed file': {
    [file]: `${config(`<consumerSecret>${canary}</consumerSecret>`)}<${canary}`,
  },
  'a file that is cut short': { [file]: `<ConnectedApp><oauthConfig><consumerSecret>${canary}` },
  'user and password of a URL': {
    [file]: config(`<callbackUrl>https://u:${canary}@a.example</callbackUrl>`),
  },
  'the query of a URL': {
    [file]: config(`<callbackUrl>http://a.example?client_secret=${canary}</callbackUrl>`),
  },
  'the fragment of a URL': {
    [file]: wholeApp(`<startUrl>http://a.example#access_token=${canary}</startUrl>`),
  },
  'a label': { [file]: wholeApp(`<label>A password=${canary}</label>`) },
  'a description': {
    [file]: wholeApp(`<label>A</label><description>Bearer ${canary}</description>`),
  },
  'a value that is odd': { [file]: config(`<isPkceRequired>token=${canary}</isPkceRequired>`) },
  'a scope': { [file]: config(`<scopes>token=${canary}</scopes>`) },
  'a name of a file': { [`connectedApps/A_token=${canary}.connectedApp-meta.xml`]: config('') },
  'a ruleset': { [file]: config(''), 'own.yaml': rulesetWith(`password=${canary}`) },
  'a suppression': {
    [file]: config('<callbackUrl>http://a.example</callbackUrl>'),
    'ecaudit.config.yaml': `suppressions: [{ rule: '*', reason: 'password=${canary}', owner: 'token=${canary}', expires: 2027-01-01 }]\n`,
  },
  'an entry of the configuration without effect': {
    [file]: config(''),
    'ecaudit.config.yaml': `apps: [{ match: 'token=${canary}', vendor: none }]\n`,
  },
  'a configuration that is none': {
    [file]: config(''),
    'ecaudit.config.yaml': `CLIENT_SECRET=${canary}\n`,
  },
  'an unknown key of the configuration': {
    [file]: config(''),
    'ecaudit.config.yaml': `token=${canary}: 1\n`,
  },
  'a project file': {
    [file]: config(''),
    'sfdx-project.json': `{"packageDirectories":[{"path":"token=${canary}"}]}`,
  },
};

describe.each(Object.entries(places))('in %s', (place, files) => {
  const ruleset = place === 'a ruleset' ? ['-r', './own.yaml'] : [];

  test('no format tells it', async () => {
    const folder = tempFolder(files);
    const reports = reporterNames.flatMap((name) => ['-f', `${name}=out/${name}.txt`]);
    const flags = [...reports, ...ruleset, '--include', 'all', '-v'];
    const run = await ecaudit(['.', ...flags], { cwd: folder });
    expect(run.stdout + run.stderr).not.toContain(canary);
    expect([0, 1, 2, 3]).toContain(run.code);
    if (run.code === 2) return;
    const written = readdirSync(join(folder, 'out'));
    expect(written).toHaveLength(reporterNames.length);
    for (const name of written)
      expect(readFileSync(join(folder, 'out', name), 'utf8'), name).not.toContain(canary);
  });

  test('no baseline tells it', async () => {
    const folder = tempFolder(files);
    const run = await ecaudit(['.', ...ruleset, '--write-baseline', 'b.json'], { cwd: folder });
    expect(run.stdout + run.stderr).not.toContain(canary);
    if (run.code === 0 || run.code === 1)
      expect(readFileSync(join(folder, 'b.json'), 'utf8')).not.toContain(canary);
  });
});

test.each([
  [['--config', `no-such?token=${canary}`]],
  [['--ruleset', `token=${canary}`]],
  [['--rule', `token=${canary}`]],
  [['--app', `token=${canary}`]],
  [['--param', `client_secret=${canary}`]],
  [[`--client-secret=${canary}`]],
  [[`https://user:${canary}@a.example`]],
  [['--config', 'secrets.env']],
  [['-r', './secrets.env']],
  [['--baseline', 'secrets.env']],
])('an error about %j does not tell it', async (flags) => {
  const folder = tempFolder({ [file]: config(''), 'secrets.env': `CLIENT_SECRET=${canary}\n` });
  const run = await ecaudit(['.', ...flags], { cwd: folder });
  expect(run.stdout + run.stderr).not.toContain(canary);
});

test('shipped rulesets hold nothing that is taken for a credential', () => {
  for (const ruleset of shippedRulesets) {
    const text = JSON.stringify(ruleset);
    for (const one of text.match(/"(?:[^"\\]|\\.)*"/g) ?? []) expect(redact(one)).toBe(one);
  }
});
