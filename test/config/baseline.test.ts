// The file of a baseline: read, refused, written.
import { mkdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  baselineText,
  checkReplaceable,
  readBaseline,
  writeBaseline,
} from '../../src/config/baseline.js';
import { UnwrittenError, UserError } from '../../src/model/user-error.js';
import type { Baseline, KnownFinding } from '../../src/report/baseline.js';
import { tempFolder } from '../metadata/temp-folder.js';

const plain: KnownFinding = {
  source: 'force-app',
  app: 'connectedApp:Atlas',
  rule: 'flows/pkce',
  verdict: 'fail',
  severity: 'high',
  fingerprint: '0123456789abcdef0123456789abcdef',
};
const full: KnownFinding = {
  ...plain,
  source: 'org/prod',
  org: 'a1',
  host: 'acme.my.salesforce.com',
  folder: 'main/default',
  undatedSeverity: 'critical',
  faults: ['11111111', '22222222'],
  settings: ['scopes'],
  echo: 'flows/other',
  verdict: 'open',
};
const sources = [
  { source: 'force-app' },
  { source: 'org/prod', org: 'a1', host: 'acme.my.salesforce.com' },
];
const known: Baseline = { version: '2', sources, findings: [plain, full] };

const text = `{
  "kind": "ecaudit baseline",
  "schemaVersion": "2",
  "sources": [
    {"source":"force-app"},
    {"source":"org/prod","org":"a1","host":"acme.my.salesforce.com"}
  ],
  "findings": [
    {"app":"connectedApp:Atlas","rule":"flows/pkce","verdict":"fail","severity":"high","source":"force-app","fingerprint":"0123456789abcdef0123456789abcdef"},
    {"app":"connectedApp:Atlas","folder":"main/default","rule":"flows/pkce","verdict":"open","severity":"high","undatedSeverity":"critical","faults":["11111111","22222222"],"settings":["scopes"],"echo":"flows/other","source":"org/prod","org":"a1","host":"acme.my.salesforce.com","fingerprint":"0123456789abcdef0123456789abcdef"}
  ]
}
`;

test('is written a finding a line', () => {
  expect(baselineText(known)).toBe(text);
  expect(baselineText({ version: '2', sources: [], findings: [] })).toBe(
    '{\n  "kind": "ecaudit baseline",\n  "schemaVersion": "2",\n  "sources": [],\n  "findings": []\n}\n',
  );
});

test('is read as it was written, with or without a byte order mark', () => {
  const cwd = tempFolder({ 'marked.json': `\uFEFF${text}` });
  writeBaseline('known.json', cwd, known);
  expect(readFileSync(join(cwd, 'known.json'), 'utf8')).toBe(text);
  expect(readBaseline('known.json', cwd)).toEqual(known);
  expect(readBaseline('marked.json', cwd)).toEqual(known);
});

test('of version 1 has findings of no source', () => {
  const { source: _, ...old } = plain;
  const first = { kind: 'ecaudit baseline', schemaVersion: '1', findings: [old] };
  const cwd = tempFolder({ 'known.json': JSON.stringify(first) });
  expect(readBaseline('known.json', cwd)).toEqual({
    version: '1',
    sources: [],
    findings: [{ ...plain, source: '' }],
  });
});

test('may come from elsewhere than the disk', () => {
  const files = { text: () => text, isFile: () => true };
  expect(readBaseline('nowhere.json', '/none', files)).toEqual(known);
});

/** What the reading of a text says: message and hint. */
function refusal(content: string): readonly (string | undefined)[] {
  const cwd = tempFolder({ 'a.json': content });
  try {
    readBaseline('a.json', cwd);
  } catch (error) {
    expect(error).toBeInstanceOf(UserError);
    return error instanceof UserError ? [error.message, error.hint] : [];
  }
  return expect.fail('it was read');
}

describe('is refused', () => {
  const restore = 'restore it from version control, or write it anew with --write-baseline';
  const anew = 'write it anew with --write-baseline';
  const with2 = (parts: object): string => JSON.stringify({ ...JSON.parse(text), ...parts });

  test.each<readonly [string, string, string, string]>([
    ['without JSON', 'findings', 'the baseline a.json is damaged: it is not JSON', restore],
    ['empty', '', 'the baseline a.json is damaged: it is not JSON', restore],
    [
      'in the middle of a merge',
      `<<<<<<< ours\n${text}=======\n`,
      'the baseline a.json is damaged: it holds a merge conflict',
      restore,
    ],
    [
      'as something else',
      '[]',
      'a.json is no baseline of ecaudit',
      '--write-baseline FILE writes one',
    ],
    [
      'as a report',
      with2({ kind: 'report' }),
      'a.json is no baseline of ecaudit',
      '--write-baseline FILE writes one',
    ],
    [
      'of a later version',
      with2({ schemaVersion: '3' }),
      'the baseline a.json is of a version that this ecaudit does not know',
      anew,
    ],
    [
      'without findings',
      with2({ findings: {} }),
      'the baseline a.json is damaged: it has no list of findings',
      restore,
    ],
    [
      'without sources',
      with2({ sources: undefined }),
      'the baseline a.json is damaged: its list of sources is not as ecaudit writes it',
      restore,
    ],
  ])('%s', (_, content, message, hint) => {
    expect(refusal(content)).toEqual([message, hint]);
  });

  test.each<readonly [string, object]>([
    ['a name', { source: 1 }],
    ['an org', { source: 'x', org: 1 }],
    ['a host', { source: 'x', host: [] }],
  ])('for a source with %s that is no text', (_, source) => {
    const wrong = with2({ sources: [{ source: 'fine' }, source] });
    expect(refusal(wrong)[0]).toContain('its list of sources');
  });

  test.each<readonly [string, object]>([
    ['fingerprint', { fingerprint: `${plain.fingerprint}0` }],
    ['fingerprint', { fingerprint: `0${plain.fingerprint}` }],
    ['fingerprint', { fingerprint: plain.fingerprint.toUpperCase() }],
    ['rule', { rule: 1 }],
    ['app', { app: undefined }],
    ['verdict', { verdict: 'pass' }],
    ['severity', { severity: 'grave' }],
    ['undated severity', { undatedSeverity: 'grave' }],
    ['faults', { faults: 'x' }],
    ['faults', { faults: ['x', 1] }],
    ['faults', { faults: Array.from({ length: 10_001 }, () => 'x') }],
    ['settings', { settings: [1] }],
    ['folder', { folder: 1 }],
    ['echo', { echo: 1 }],
    ['source', { source: undefined }],
    ['org', { org: 1 }],
  ])('for a finding with another %s: %j', (_, parts) => {
    const wrong = with2({ findings: [plain, { ...full, ...parts }] });
    expect(refusal(wrong)[0]).toBe(
      'the baseline a.json is damaged: finding 2 is not as ecaudit writes it',
    );
  });

  test('not with as many faults as a finding may have, and a text for each key', () => {
    const faults = Array.from({ length: 10_000 }, () => 'x');
    const cwd = tempFolder({ 'a.json': with2({ findings: [{ ...full, faults }] }) });
    expect(readBaseline('a.json', cwd).findings).toEqual([{ ...full, faults }]);
  });

  test('for its size, before it is read', () => {
    const cwd = tempFolder({ 'a.json': text });
    truncateSync(join(cwd, 'a.json'), 50_000_001);
    expect(() => readBaseline('a.json', cwd)).toThrow(
      'the baseline a.json is damaged: it has more than 50000000 bytes',
    );
    expect(() => checkReplaceable('a.json', cwd)).toThrow('more than 50000000 bytes');
  });

  test('where there is none, with the way to make one', () => {
    const read = (): Baseline => readBaseline('none.json', tempFolder());
    expect(read).toThrow(
      expect.objectContaining({
        message: 'the baseline none.json cannot be read',
        hint: `ecaudit --write-baseline none.json writes it from today's findings`,
        cause: expect.objectContaining({ code: 'ENOENT' }),
      }),
    );
  });

  test('with the error that JSON gave', () => {
    const cwd = tempFolder({ 'a.json': '{' });
    expect(() => readBaseline('a.json', cwd)).toThrow(
      expect.objectContaining({ cause: expect.any(SyntaxError) }),
    );
  });
});

describe('is replaced', () => {
  test('where nothing or a baseline is, whatever its version', () => {
    const cwd = tempFolder({ 'a.json': text, 'b.json': '{ "kind": "ecaudit baseline" }' });
    for (const file of ['a.json', 'b.json', 'none.json'])
      expect(() => checkReplaceable(file, cwd)).not.toThrow();
  });

  test('in no other place', () => {
    const cwd = tempFolder({ 'a.json': '{"kind":"x"}', 'b.json': 'x' });
    mkdirSync(join(cwd, 'folder'));
    const rows = [
      ['a.json', 'a.json is no baseline of ecaudit and is not replaced', 'name another file'],
      [
        'b.json',
        'the baseline b.json is damaged: it is not JSON',
        expect.stringMatching(/restore/),
      ],
      ['folder', 'folder is no file and is not replaced', 'name a file'],
    ] as const;
    for (const [file, message, hint] of rows)
      expect(() => checkReplaceable(file, cwd)).toThrow(expect.objectContaining({ message, hint }));
  });

  test('or not, and then it is said', () => {
    const cwd = tempFolder();
    writeFileSync(join(cwd, 'file'), '');
    const write = (): void => writeBaseline('file/a.json', cwd, known);
    expect(write).toThrow(UnwrittenError);
    expect(write).toThrow('the baseline file/a.json cannot be written');
  });
});
