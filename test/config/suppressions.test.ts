// What a suppression has to say, and how one is added to a file. The day is 2026-11-22.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { addSuppression, suppressionEntryFor } from '../../src/config/add-suppression.js';
import { breachesOf, policyOf, usualPolicy } from '../../src/config/suppression-policy.js';
import { UnwrittenError, UserError } from '../../src/model/user-error.js';
import type { ReportApp } from '../../src/report/report.js';
import type { Result } from '../../src/report/verdict.js';
import { tempFolder } from '../metadata/temp-folder.js';
import { app, result } from '../reporters/report.js';
import { diagnosticsOf, load } from './configs.js';

describe('the policy of several files', () => {
  const usual = { requireReason: true, requireOwner: false, requireExpiry: false };
  test.each<readonly [string, Parameters<typeof policyOf>[0], object]>([
    ['is the usual one where none says anything', [], usual],
    ['is what the one file says', [{ requireReason: false }], { ...usual, requireReason: false }],
    [
      'is the stricter word, whoever says it',
      [
        { requireReason: false, requireOwner: true },
        { requireReason: true, requireOwner: false },
      ],
      { ...usual, requireOwner: true },
    ],
    ['asks for an end', [{ requireExpiry: true }, {}], { ...usual, requireExpiry: true }],
    [
      'asks for an end where it says how far off that may be',
      [{ maxDays: 90, requireExpiry: false }],
      { ...usual, requireExpiry: true, maxDays: 90 },
    ],
    [
      'takes the shortest time',
      [{ maxDays: 90 }, {}, { maxDays: 30 }],
      { ...usual, requireExpiry: true, maxDays: 30 },
    ],
  ])('%s', (_, written, expected) => {
    expect(policyOf(written)).toStrictEqual(expected);
  });
});

describe('a suppression breaks it', () => {
  const all = { requireReason: true, requireOwner: true, requireExpiry: true };
  const entry = { rule: 'flows/pkce', reason: 'agreed', owner: 'platform', expires: '2026-12-22' };

  test.each<readonly [string, object, Parameters<typeof breachesOf>[1], readonly string[]]>([
    ['in nothing', {}, { ...all, maxDays: 30 }, []],
    ['without a reason', { reason: undefined }, usualPolicy, ['reason a "reason"']],
    ['with a blank reason', { reason: ' ' }, usualPolicy, ['reason a "reason"']],
    ['without an owner', { owner: '' }, all, ['owner an "owner"']],
    ['without an end', { expires: undefined }, all, ['expires an "expires" date']],
    [
      'without an end, where there is a last day',
      { expires: undefined },
      { ...all, maxDays: 10 },
      ['expires an "expires" date, 2026-12-02 at the latest'],
    ],
    [
      'by an end that is too far off',
      { expires: '2026-12-23' },
      { ...all, maxDays: 30 },
      ['expires an end within 30 days, by 2026-12-22, not 2026-12-23'],
    ],
    [
      'in everything',
      { reason: undefined, owner: undefined, expires: undefined },
      all,
      ['reason a "reason"', 'owner an "owner"', 'expires an "expires" date'],
    ],
    [
      'in nothing where nothing is asked',
      { reason: undefined, owner: undefined, expires: undefined },
      { requireReason: false, requireOwner: false, requireExpiry: false },
      [],
    ],
  ])('%s', (_, parts, policy, expected) => {
    const breaches = breachesOf({ ...entry, ...parts }, policy, '2026-11-22');
    expect(breaches.map(({ key, message }) => `${key} ${message}`)).toEqual(
      expected.map((text) => text.replace(' ', ' the suppression policy wants ')),
    );
  });
});

describe('read from a file', () => {
  test('with where they stand, and the policy', async () => {
    const config = await load(
      'rulesets: [./acme.yaml]\nsuppressionPolicy: { requireOwner: true }\nsuppressions:\n  - { rule: acme/minutes, app: "connectedApp:A*", reason: x, owner: me }\n',
    );
    expect(config.suppressions).toEqual([
      {
        rule: 'acme/minutes',
        app: 'connectedApp:A*',
        reason: 'x',
        owner: 'me',
        location: expect.objectContaining({ file: 'ecaudit.config.yaml', startLine: 4 }),
      },
    ]);
    expect(config.suppressionPolicy).toEqual({ ...usualPolicy, requireOwner: true });
  });

  test('with the mistakes of each, at the key', async () => {
    const found = await diagnosticsOf(
      [
        'rulesets: [./acme.yaml]',
        'suppressions:',
        '  - { rule: acme/minute, reason: x }',
        '  - { rule: acme/minutes, app: "conectedApp:A", reason: x }',
        '  - { rule: acme/minutes }',
        '  - { rule: vendors/conflicting-demands, reason: x }',
        '  - { rule: acme/old-minutes, reason: " " }',
      ].join('\n'),
    );
    expect(found).toEqual([
      '3:13: no rule is called "acme/minute"; did you mean "acme/minutes"?',
      '4:32: expected externalClientApp or connectedApp before ":", found "conectedApp"; did you mean "connectedApp"?',
      '5:5: the suppression policy wants a "reason"',
      '7:39: the suppression policy wants a "reason"',
    ]);
  });

  test('a policy that the schema refuses is told once and counts as none', async () => {
    const found = await diagnosticsOf(
      'suppressionPolicy: { requireOwner: perhaps }\nsuppressions: [{ rule: flows/pkce-required, reason: x }]\n',
    );
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(/^1:/);
  });
});

describe('added to a file', () => {
  const entry = { rule: 'flows/pkce', app: 'Atlas', reason: 'agreed' };

  test('that is made, with what is said and nothing else', () => {
    const cwd = tempFolder();
    addSuppression('new.yaml', cwd, { ...entry, org: 'prod', owner: 'me', expires: '2027-01-01' });
    expect(readFileSync(join(cwd, 'new.yaml'), 'utf8')).toBe(
      [
        'suppressions:',
        '  - rule: flows/pkce',
        '    app: Atlas',
        '    org: prod',
        '    reason: agreed',
        '    owner: me',
        '    expires: 2027-01-01',
        '',
      ].join('\n'),
    );
  });

  test('that is there, behind what it has', () => {
    const cwd = tempFolder({ 'a.yaml': '# ours\nfailOn: high\nsuppressions:\n  - rule: "*"\n' });
    addSuppression('a.yaml', cwd, entry);
    expect(readFileSync(join(cwd, 'a.yaml'), 'utf8')).toBe(
      '# ours\nfailOn: high\nsuppressions:\n  - rule: "*"\n  - rule: flows/pkce\n    app: Atlas\n    reason: agreed\n',
    );
  });

  test('not where there is no certain place: it says what to write', () => {
    const cwd = tempFolder({ 'a.yaml': 'suppressions: none\n' });
    const add = (): void => addSuppression('a.yaml', cwd, entry);
    expect(add).toThrow(UserError);
    expect(add).toThrow(
      expect.objectContaining({
        message:
          'a.yaml is laid out in a way that leaves no certain place for one more suppression',
        hint: `add it by hand: {"rule":"flows/pkce","app":"Atlas","reason":"agreed"}`,
      }),
    );
    expect(readFileSync(join(cwd, 'a.yaml'), 'utf8')).toBe('suppressions: none\n');
  });

  test('not where it cannot be written', () => {
    const cwd = tempFolder();
    writeFileSync(join(cwd, 'file'), '');
    const add = (): void => addSuppression('file/a.yaml', cwd, entry);
    expect(add).toThrow(UnwrittenError);
    expect(add).toThrow('file/a.yaml cannot be written');
  });
});

describe('the suppression of a finding', () => {
  const sales = 'externalClientApp:Sales';
  const one = app('Sales');
  const other = app('Orders', { source: 'b' });
  const inA = app('Sales', { id: `a#${sales}`, source: 'a' });
  const inB = app('Sales', { id: `b#${sales}`, source: 'b' });
  const again = app('Sales', { id: `folder/${sales}`, source: 'a' });
  const org = { id: '00D000000000001', host: 'acme.my.salesforce.com' };
  const ofHost = { host: 'acme.my.salesforce.com' };

  test.each<readonly [string, readonly ReportApp[], string, Partial<Result>, object]>([
    ['names the app by its API name', [one, other], sales, {}, { app: sales }],
    [
      'names it so where an app of the other kind has the name',
      [one, app('Sales', { kind: 'connectedApp' })],
      sales,
      {},
      { app: sales },
    ],
    ['names the source where two have the same app', [inA, inB], inB.id, {}, { app: inB.id }],
    ['is for one org by its ID', [{ ...one, org }, other], sales, {}, { app: sales, org: org.id }],
    [
      'is for one org by its host where nobody knows the ID',
      [{ ...one, org: ofHost }],
      sales,
      {},
      { app: sales, org: ofHost.host },
    ],
    [
      'names the app by its API name where another org has it, too',
      [{ ...inA, org }, inB],
      inA.id,
      {},
      { app: sales, org: org.id },
    ],
    [
      'names the folder where one org has two of it',
      [{ ...inA, org }, { ...again, org }, inB],
      again.id,
      {},
      { app: again.id, org: org.id },
    ],
    [
      'names the app by its API name where the org has others',
      [{ ...inA, org }, app('Orders', { source: 'a', org })],
      inA.id,
      {},
      { app: sales, org: org.id },
    ],
    ['of the org names no app', [one], sales, { about: 'org' }, {}],
    [
      'of the org names the source where there are several',
      [one, other],
      sales,
      { about: 'org' },
      { app: 'force-app#*' },
    ],
    [
      'of the org is for that org',
      [{ ...one, org }, other],
      sales,
      { about: 'org' },
      { org: org.id },
    ],
    ['of an app that is not there names it as it is', [other], 'x', {}, { app: 'x' }],
  ])('%s', (_, apps, id, change, expected) => {
    const found = result('flows/pkce', id, change);
    expect(suppressionEntryFor(found, { apps }, {})).toStrictEqual({
      rule: 'flows/pkce',
      ...expected,
    });
  });

  test('says why, by whom and until when, as far as that is told', () => {
    const found = result('flows/pkce', sales);
    const said = { reason: 'agreed', owner: 'platform', expires: '2026-12-22' };
    const entry = { rule: 'flows/pkce', app: sales };
    expect(suppressionEntryFor(found, { apps: [one] }, said)).toStrictEqual({ ...entry, ...said });
    expect(suppressionEntryFor(found, { apps: [one] }, { owner: 'platform' })).toStrictEqual({
      ...entry,
      owner: 'platform',
    });
  });
});
