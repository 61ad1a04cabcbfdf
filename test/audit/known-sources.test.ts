// Which source of a run a source of a baseline is: one row, both sides, and what is paired.
import { describe, expect, test } from 'vitest';
import {
  knownSource,
  matchSources,
  sourceKey,
  sourcesOfBaseline,
} from '../../src/audit/known-findings.js';
import type { KnownSource } from '../../src/report/baseline.js';

/** A source as `name org host`, with `-` for what is not known. */
function source(text: string): KnownSource {
  const [name = '', org = '-', host = '-'] = text.split(' ');
  return { source: name, ...(org !== '-' && { org }), ...(host !== '-' && { host }) };
}

/** `before = today`, with `refreshed` behind it where that is so. */
function pairs(
  before: readonly string[],
  today: readonly string[],
  several: boolean,
): readonly string[] {
  const keyed = new Map(before.map((text) => [sourceKey(source(text)), source(text)]));
  const names = new Map(before.map((text) => [sourceKey(source(text)), text]));
  return [...matchSources(keyed, today.map(source), several)].map(
    ([key, { today: found, refreshed }]) =>
      `${names.get(key)} = ${found.source}${refreshed ? ' refreshed' : ''}`,
  );
}

const host = 'acme.my.salesforce.com';

describe('are the same', () => {
  test.each<readonly [string, string, string, string]>([
    ['an org by its id, whatever its name and host', 'org/a 1 x.example', 'org/b 1 y.example', ''],
    ['an org by its host, where one side has no id', `org/a - ${host}`, `org/b 1 ${host}`, ''],
    ['a folder by its name', 'force-app', 'force-app', ''],
    [
      'a name on a host that many orgs share, where one side has no id',
      'prod - na139.salesforce.com',
      'prod 1 na139.salesforce.com',
      '',
    ],
    ['a name, where the org was not known before', 'prod', `prod 1 ${host}`, ''],
    [
      'a refreshed sandbox: host and name, another id',
      `uat 1 ${host}`,
      `uat 2 ${host}`,
      ' refreshed',
    ],
    ['the same by its host alone', `uat 1 ${host}`, `dev 2 ${host}`, ' refreshed'],
  ])('%s', (_, before, today, mark) => {
    const expected = [`${before} = ${today.split(' ')[0]}${mark}`];
    expect(pairs([before], [today], true)).toEqual(expected);
  });

  test('one of each by whatever name, where the run is about no others', () => {
    expect(pairs(['old'], ['new'], false)).toEqual(['old = new']);
    expect(pairs(['old'], ['new'], true)).toEqual([]);
    expect(pairs(['old', 'older'], ['new'], false)).toEqual([]);
    expect(pairs(['old'], ['new', 'newer'], false)).toEqual([]);
  });
});

describe('are not the same', () => {
  test.each<readonly [string, string, string]>([
    ['two names', 'a', 'b'],
    ['one name and two ids', 'prod 1', 'prod 2'],
    ['one name and two hosts', 'prod - x.example', 'prod - y.example'],
    [
      'two ids on a host that many orgs share',
      'a 1 na139.salesforce.com',
      'b 2 na139.salesforce.com',
    ],
    [
      'no ids on a host that many orgs share',
      'a - na139.salesforce.com',
      'b - na139.salesforce.com',
    ],
  ])('%s', (_, before, today) => {
    expect(pairs([before], [today], true)).toEqual([]);
  });

  test('two orgs, though there is one of each', () => {
    expect(pairs(['a 1'], ['b 2'], false)).toEqual([]);
    expect(pairs(['a - x.example'], ['b - y.example'], false)).toEqual([]);
    expect(pairs(['a 1 x.example'], ['b 1 y.example'], false)).toEqual(['a 1 x.example = b']);
  });

  test.each([
    ['a part more', 'x.na139.salesforce.com'],
    ['another domain', 'na139.salesforce.com.example'],
    ['another domain before it', 'na139-salesforce.com'],
    ['a part less', '.salesforce.com'],
  ])('but a host with %s is one org', (_, name) => {
    expect(pairs([`a - ${name}`], [`b - ${name}`], true)).toEqual([`a - ${name} = b`]);
  });
});

describe('of several, the surest pair comes first', () => {
  test.each<readonly [string, readonly string[], readonly string[], readonly string[]]>([
    ['id and name before id', [`b 1 ${host}`], [`a 1 ${host}`, `b 1 ${host}`], [`b 1 ${host} = b`]],
    ['id before name', ['a 1'], ['a', 'b 1'], ['a 1 = b']],
    [
      'host before name, where an id is not known',
      [`a - ${host}`],
      ['a', `b 1 ${host}`],
      [`a - ${host} = b`],
    ],
    [
      'name before the host of another id',
      [`a 1 ${host}`],
      [`b 2 ${host}`, 'a'],
      [`a 1 ${host} = a`],
    ],
    [
      'host and name before host, of other ids',
      [`b 1 ${host}`],
      [`a 2 ${host}`, `b 3 ${host}`],
      [`b 1 ${host} = b refreshed`],
    ],
    ['each once', ['a 1', 'b 1'], ['c 1'], ['a 1 = c']],
    [
      'in the order of names, however they come',
      ['b 1', 'a 1'],
      ['d 1', 'c 1'],
      ['a 1 = c', 'b 1 = d'],
    ],
  ])('%s', (_, before, today, expected) => {
    expect(pairs(before, today, true)).toEqual(expected);
  });
});

test('what is stored of a source does not tell the id of its org', () => {
  expect(knownSource({ id: 'force-app' })).toStrictEqual({ source: 'force-app' });
  const org = { id: '00D000000000001AAA', host } as Parameters<typeof knownSource>[0]['org'];
  const stored = knownSource({ id: 'org/prod', ...(org && { org }) });
  expect(stored).toStrictEqual({
    source: 'org/prod',
    org: expect.stringMatching(/^[0-9a-f]{16}$/),
    host,
  });
});

test('the sources of a baseline are those of its list and of its findings, each once', () => {
  const finding = {
    source: 'b',
    org: '1',
    host,
    app: 'org',
    rule: 'r/a',
    verdict: 'fail',
    severity: 'low',
    fingerprint: 'x',
  } as const;
  const found = sourcesOfBaseline({
    version: '2',
    sources: [{ source: 'a' }, { source: 'b' }],
    findings: [finding, { ...finding, rule: 'r/b' }],
  });
  expect([...found.values()]).toStrictEqual([
    { source: 'a' },
    { source: 'b' },
    { source: 'b', org: '1', host },
  ]);
  expect([...found.keys()]).toEqual(['a\n\n', 'b\n\n', `b\n1\n${host}`]);
});
