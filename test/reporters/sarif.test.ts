import { digestOf } from '../../src/report/digest/index.js';
import { readFileSync } from 'node:fs';
import { createHash, randomBytes } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import type { Log, ReportingDescriptor, Result as SarifResult, Run } from 'sarif';
import { describe, expect, test } from 'vitest';
import { sarif as render } from '../../reporters/sarif.js';
import { fittingLog, maxResults } from '../../reporters/sarif/notifications.js';
import { problem } from '../../src/report/problem.js';
import type { Partly, Report, ReportOptions } from '../../src/report/report.js';
import { severities } from '../../src/report/severity.js';
import { verdicts } from '../../src/report/verdict.js';
import { app, at, evidence, report, result, rule, ruleset } from './report.js';
import { clean, empty, findings, hostile, rulesets } from './samples.js';
import { settled } from './with-exceptions.js';

const sarif = (sample: Report): string => [...render(digestOf(sample))].join('');

// The schema of @microsoft/sarif-multitool 5.7.0 (MIT). It takes mistakes that GitHub refuses: hence the checks below.
const { $schema: _, ...schema } = JSON.parse(
  readFileSync(new URL('sarif-2.1.0.schema.json', import.meta.url), 'utf8'),
);
const ajv = new Ajv2020({ strict: false, allErrors: true });
addFormats.default(ajv);
const validate = ajv.compile(schema);

function runOf(sample: Report): Run {
  const log = JSON.parse(sarif(sample)) as Log;
  const [run] = log.runs;
  if (run === undefined) throw new Error('a log has one run');
  return run;
}

function withOptions(sample: Report, options: Partial<Report['options']>): Report {
  return { ...sample, options: { ...sample.options, ...options } };
}

const everything = { sarifAll: true, include: verdicts } as const;
const samples = Object.entries({ findings, clean, empty, hostile, settled }).flatMap(
  ([name, sample]) => [
    [name, sample] as const,
    [`${name} with all results`, withOptions(sample, everything)] as const,
  ],
);

describe.each(samples)('%s', (_name, sample) => {
  const run = runOf(sample);
  const rules = run.tool.driver.rules ?? [];
  const notifications = run.tool.driver.notifications ?? [];
  const results = run.results ?? [];

  test('fits the schema', () => {
    validate(JSON.parse(sarif(sample)));
    expect(validate.errors).toBeNull();
  });

  test('has descriptors as GitHub wants them', () => {
    expect([...rules, ...notifications].flatMap(badDescriptor)).toEqual([]);
    expect(rules.flatMap(badRule)).toEqual([]);
    expect(new Set(rules.map(({ id }) => id)).size).toBe(rules.length);
  });

  test('has results as GitHub wants them', () => {
    expect(results.flatMap((item) => badResult(item, rules))).toEqual([]);
  });

  test('tells every problem and the undecided checks, and is a log that GitHub takes', () => {
    const [invocation] = run.invocations ?? [];
    const told = invocation?.toolExecutionNotifications ?? [];
    const { sarifAll } = sample.options;
    expect(invocation?.executionSuccessful).toBe(!sarifAll || !sample.summary.incomplete);
    expect(told.length).toBe(sample.problems.length + (sample.summary.open > 0 ? 1 : 0));
    for (const { descriptor } of told)
      expect(notifications[descriptor?.index ?? -1]?.id).toBe(descriptor?.id);
  });
});

/** What the schema and Microsoft's validator let pass. */
function badDescriptor(descriptor: ReportingDescriptor): readonly string[] {
  const { id, name, shortDescription, fullDescription, help, helpUri, defaultConfiguration } =
    descriptor;
  const checks = {
    name: /^[\p{L}\p{N}]{1,255}$/u.test(name ?? ''),
    shortDescription: isShort(shortDescription?.text),
    fullDescription: isShort(fullDescription?.text),
    help: Boolean(help?.text && help.markdown),
    helpUri: URL.canParse(helpUri ?? ''),
    level: ['error', 'warning', 'note'].includes(defaultConfiguration?.level ?? ''),
  };
  return failing(id, checks);
}

function badRule({ id, properties }: ReportingDescriptor): readonly string[] {
  const { tags = [], precision } = properties ?? {};
  const score: unknown = properties?.['security-severity'];
  const checks = {
    tags: tags.length <= 10 && new Set(tags).size === tags.length && tags.includes('security'),
    score: typeof score === 'string' && Number(score) > 0 && Number(score) <= 10,
    precision: ['very-high', 'high', 'medium', 'low'].includes(String(precision)),
    problem: ['error', 'warning', 'recommendation'].includes(
      String(properties?.['problem.severity']),
    ),
  };
  return failing(id, checks);
}

function badResult(item: SarifResult, rules: readonly ReportingDescriptor[]): readonly string[] {
  const places = [...(item.locations ?? []), ...(item.relatedLocations ?? [])];
  const level = item.kind === 'fail' ? ['error', 'warning', 'note'] : ['none'];
  const checks = {
    rule: rules[item.ruleIndex ?? -1]?.id === item.ruleId,
    level: level.includes(item.level ?? ''),
    text: Boolean(item.message.text),
    fingerprints: Boolean(item.partialFingerprints?.['ecaudit/v1']),
    places: item.locations?.length === 1 && places.length <= 1000,
    uris: places.every(({ physicalLocation }) =>
      isRelative(physicalLocation?.artifactLocation?.uri),
    ),
    regions: places.every(
      ({ physicalLocation }) => (physicalLocation?.region?.startLine ?? 0) >= 1,
    ),
    ids: item.relatedLocations?.every(({ id }, number) => id === number + 1) ?? true,
  };
  return failing(item.ruleId ?? '', checks);
}

function failing(id: string, checks: Readonly<Record<string, boolean>>): readonly string[] {
  return Object.entries(checks).flatMap(([name, ok]) => (ok ? [] : [`${id}: ${name}`]));
}

function isShort(text: string | undefined): boolean {
  return text !== undefined && text.length > 0 && text.length <= 1024;
}

function isRelative(uri: string | undefined): boolean {
  return (
    uri !== undefined && /^[\w.%~!'()*/-]+$/.test(uri) && !uri.startsWith('/') && !URL.canParse(uri)
  );
}

function only(
  change: Parameters<typeof result>[2],
  more: Parameters<typeof report>[0] = {},
): SarifResult {
  const results = [result('r/a', 'externalClientApp:A', change)];
  return runOf(report({ apps: [app('A')], results, ...more })).results?.[0] as SarifResult;
}

test.each([
  ['a/b.xml', 'a/b.xml'],
  ['../a/./b c.xml', '../a/./b%20c.xml'],
  ['./a.xml', 'a.xml'],
  ['/abs/a.xml', 'abs/a.xml'],
  ['C:/x#y?z%.xml', 'C%3A/x%23y%3Fz%25.xml'],
  [
    'retrieve.zip/unpackaged/connectedApps/Ü.connectedApp',
    'retrieve.zip/unpackaged/connectedApps/%C3%9C.connectedApp',
  ],
  ['\ud800.xml', '%EF%BF%BD.xml'],
])('%s is at %s', (file, uri) => {
  expect(only({ location: at(file) }).locations?.[0]?.physicalLocation?.artifactLocation?.uri).toBe(
    uri,
  );
});

test.each([
  ['plain', 'plain'],
  ['has {0} and {{X}}', 'has {{0}} and {{{{X}}}}'],
  ['[1] is a list', '[1] is a list'],
  ['[click](https://evil.example)', String.raw`\[click\](https://evil.example)`],
  ['two\nlines \u001b[2J', String.raw`two\nlines \u{{1b}}[2J`],
])('the message %j says %j', (text, expected) => {
  expect(only({ message: text }).message.text).toBe(expected);
});

test('a region is the exact range', () => {
  const location = { file: 'a.xml', startLine: 9, startColumn: 21, endLine: 10, endColumn: 4 };
  const { file: _file, ...region } = location;
  expect(only({ location }).locations?.[0]?.physicalLocation?.region).toEqual(region);
});

test('evidence that stands elsewhere is related, linked and named as Setup names it', () => {
  const item = only({
    message: 'Wrong',
    location: at('a.xml', 3),
    evidence: [
      evidence('pkceRequired', { location: at('a.xml', 3) }),
      evidence('permittedUsers', { found: 'self-authorize', location: at('b.xml', 7) }),
      evidence('permittedUsers', { found: 'self-authorize', location: at('b.xml', 7) }),
      evidence('scopes', { missing: 'not there' }),
    ],
  });
  expect(item.message.text).toBe('Wrong. See also: [Permitted Users](1).');
  expect(item.relatedLocations?.map(({ id, message }) => [id, message?.text])).toEqual([
    [1, 'Permitted Users: self-authorize'],
  ]);
});

test('both fingerprints are there, GitHub’s where a line hash is known', () => {
  const lineHashes = new Map([['a.xml:3', 'abc:1']]);
  expect(only({ location: at('a.xml', 3) }, { lineHashes }).partialFingerprints).toEqual({
    primaryLocationLineHash: 'abc:1',
    'ecaudit/v1': 'fp-r/a-externalClientApp:A',
  });
  expect(only({ location: at('a.xml', 4) }, { lineHashes }).partialFingerprints).toEqual({
    'ecaudit/v1': 'fp-r/a-externalClientApp:A',
  });
});

test('levels follow severities, and only failures have one', () => {
  const levels = severities.map((severity) => only({ severity }).level);
  expect(levels).toEqual(['error', 'error', 'warning', 'note', 'note']);
  const open = withOptions(
    report({ results: [result('r/a', 'externalClientApp:A', { verdict: 'open' })] }),
    { includeGiven: true },
  );
  expect(runOf(open).results?.[0]).toMatchObject({ kind: 'open', level: 'none' });
});

test('an excused result is left out, unless all are asked for: then it is suppressed', () => {
  const has = (sample: Report): readonly SarifResult[] =>
    (runOf(sample).results ?? []).filter(({ suppressions }) => suppressions);
  expect(has(findings)).toEqual([]);
  const failed = findings.results.filter(({ verdict }) => verdict === 'fail');
  const errors = findings.problems.filter(({ level, location }) => level === 'error' && location);
  expect(runOf(findings).results).toHaveLength(failed.length - 1 + errors.length);
  const [excused] = has(withOptions(findings, { sarifAll: true }));
  expect(excused?.suppressions?.[0]).toMatchObject({ kind: 'external', status: 'accepted' });
  expect(excused?.properties).toMatchObject({ severity: 'info', originalSeverity: 'high' });
});

test('what is settled is left out, unless all is asked for: then it is marked', () => {
  expect(runOf(settled).results?.map(({ ruleId }) => ruleId)).toEqual(['flows/no-device-flow']);
  const [suppressed, baselined, excused] =
    runOf(withOptions(settled, { sarifAll: true })).results ?? [];
  expect(suppressed).toMatchObject({
    ruleId: 'access/admin-approved',
    suppressions: [
      { kind: 'external', status: 'accepted', justification: expect.stringContaining('SEC-123') },
    ],
  });
  expect(baselined).toMatchObject({ ruleId: 'access/sessions', baselineState: 'unchanged' });
  expect(excused?.suppressions?.[0]?.justification).toContain('vendors/servicemax-atlas/pkce-off');
});

test('the run has a section of what vendors demand', () => {
  expect(runOf(findings).properties).toMatchObject({
    excused: 1,
    excuses: [{ rule: 'vendors/servicemax-atlas/pkce-off', findings: 1 }],
  });
});

test('a region has its text where it is known', () => {
  const snippets = new Map([['a.xml:3:1-3:6', 'false']]);
  const related = evidence('permittedUsers', { location: at('a.xml', 4) });
  const item = only({ location: at('a.xml', 3), evidence: [related] }, { snippets });
  expect(item.locations?.[0]?.physicalLocation?.region?.snippet).toEqual({ text: 'false' });
  expect(item.relatedLocations?.[0]?.physicalLocation?.region).not.toHaveProperty('snippet');
});

test('a log is written in pieces, none of them long, and laid out as JSON.stringify does', () => {
  const results = Array.from({ length: 2500 }, (_item, number) =>
    result('r/a', 'externalClientApp:A', { message: `${number} ${'\u{e9}#'.repeat(200)}` }),
  );
  for (const some of [[], results.slice(0, 1), results]) {
    const parts = [...render(digestOf(report({ apps: [app('A')], results: some })))];
    const text = parts.join('');
    expect(text).toBe(`${JSON.stringify(JSON.parse(text), null, 2)}\n`);
    expect(parts.length).toBeGreaterThan(some.length < 2500 ? some.length + 1 : 1);
    expect(Math.max(...parts.map(({ length }) => length))).toBeLessThan(3_500_000);
  }
});

test('a log that is too large for GitHub is cut until it is not', () => {
  // What does not repeat does not compress.
  const length = 1300;
  const bytes = createHash('shake256', { outputLength: 12_000 * length })
    .update('')
    .digest('base64');
  const noise = (number: number): string =>
    bytes.slice(number * length, (number + 1) * length).replaceAll(/(.{44})/g, '$1 ');
  const results = Array.from({ length: 12_000 }, (_item, number) =>
    result('r/a', 'externalClientApp:A', {
      severity: number < 6000 ? 'low' : 'high',
      message: noise(number),
      fingerprint: `${number}`,
    }),
  );
  const text = sarif(report({ apps: [app('A')], results }));
  const [run] = (JSON.parse(text) as Log).runs;
  const told = run?.invocations?.[0]?.toolExecutionNotifications ?? [];
  expect(gzipSync(text).length).toBeLessThan(10_000_000);
  expect(run?.results?.length).toBeGreaterThan(6000);
  expect(run?.results?.filter(({ level }) => level === 'error')).toHaveLength(6000);
  expect(told.map(({ descriptor }) => descriptor?.id)).toEqual([
    'results-left-out',
    'results-not-shown',
  ]);
});

describe('what GitHub takes is written as it was made', () => {
  const line = 'n\u00e4chster Eintrag \u{1f600}\n';
  const block = line.repeat(60_000);
  test.each([
    ['a short log', ['a', line]],
    ['one of a single long part', [block.repeat(4)]],
    ['one of several blocks', ['1', '2', '3', '4', '5', '6', '7'].map((mark) => mark + block)],
  ])('%s', (_what, parts) => {
    expect([...(fittingLog(parts) ?? [])].join('') === parts.join('')).toBe(true);
  });

  test('what may be too large is not', () => {
    const random = (): string => randomBytes(1_000_000).toString('base64');
    function* endless(): Generator<string> {
      for (;;) yield random();
    }
    expect(fittingLog(endless())).toBeUndefined();
  });
});

test('every rule that ran is there, with help that names the guide', () => {
  const rules = runOf(clean).tool.driver.rules ?? [];
  expect(rules.map(({ id }) => id)).toEqual(
    rulesets.flatMap((one) => one.rules.map(({ id }) => id)),
  );
  expect(rules[0]).toMatchObject({
    name: 'FlowsPkceRequired',
    deprecatedIds: ['flows/pkce'],
    helpUri: 'https://datatracker.ietf.org/doc/html/rfc7636',
    properties: { 'security-severity': '8.0' },
  });
  expect(rules[0]?.properties?.tags).toContain('external/cwe/cwe-287');
  expect(rules.at(-1)?.help?.markdown).toContain(
    '[Connect ServiceMax Atlas](https://docs.servicemax.example/atlas) (updated 2026-02-19, read 2026-11-01)',
  );
});

test('a rule that only a result names has a descriptor', () => {
  const run = runOf(
    report({
      apps: [app('A')],
      results: [result('vendors/conflicting-demands', 'externalClientApp:A')],
    }),
  );
  const rules = run.tool.driver.rules ?? [];
  expect(rules.map(({ id }) => id)).toEqual(['vendors/conflicting-demands']);
  expect(rules.flatMap((one) => [...badDescriptor(one), ...badRule(one)])).toEqual([]);
});

test('texts of rules may be long, wild and many', () => {
  const wild = rule('r/wild', {
    title: 'x'.repeat(5000),
    why: `line\n\n# heading <script> [a](b) ![c](d) ${'😀'.repeat(3000)}`,
    references: ['javascript:alert(1)', 'not a url', 'https://ok.example/a(b)>c'],
    controls: { sbs: Array.from({ length: 40 }, (_item, number) => `SBS-${number}`) },
  });
  const [described] =
    runOf(report({ rulesets: [ruleset('r', { rules: [wild] })] })).tool.driver.rules ?? [];
  expect(described && [...badDescriptor(described), ...badRule(described)]).toEqual([]);
  expect(described?.helpUri).toBe('https://ok.example/a%28b%29%3Ec');
  expect(described?.help?.markdown).not.toMatch(/^#|(?<!\\)\[a|(?<!\\)<script/m);
  expect(described?.fullDescription?.text).not.toMatch(/\p{Cs}/u);
});

test('what GitHub would refuse is cut, the mildest first, and the log says so', () => {
  const results = Array.from({ length: maxResults + 10 }, (_item, number) =>
    result('r/a', 'externalClientApp:A', {
      severity: number < 10 ? 'low' : 'high',
      fingerprint: `${number}`,
    }),
  );
  const run = runOf(report({ apps: [app('A')], results }));
  const [notice] = run.invocations?.[0]?.toolExecutionNotifications ?? [];
  expect(run.results).toHaveLength(maxResults);
  expect(run.results?.some(({ level }) => level === 'note')).toBe(false);
  expect(notice).toMatchObject({ level: 'warning', descriptor: { id: 'results-left-out' } });
  expect(notice?.message.text).toContain('10 results');
  expect(gzipSync(JSON.stringify(run)).length).toBeLessThan(10_000_000);
});

test('--strict says why an audit without errors is incomplete', () => {
  const results = [result('r/a', 'externalClientApp:A', { verdict: 'open' })];
  const sample = report({
    apps: [app('A')],
    results,
    options: { strict: true },
    summary: { incomplete: true },
  });
  const [invocation] = runOf(sample).invocations ?? [];
  expect(invocation?.executionSuccessful).toBe(true);
  expect(invocation?.toolExecutionNotifications?.[0]?.level).toBe('error');
  expect(invocation?.toolExecutionNotifications?.[0]?.descriptor?.id).toBe('undecided-checks');
});

test('a problem has its kind, level, text and place', () => {
  const problems = [problem('malformed-xml', 'unexpected <', at('a b.xml', 3, 14))];
  const run = runOf(report({ problems }));
  expect(run.tool.driver.notifications?.[0]).toMatchObject({
    id: 'malformed-xml',
    name: 'MalformedXml',
  });
  expect(run.invocations?.[0]?.toolExecutionNotifications?.[0]).toMatchObject({
    descriptor: { id: 'malformed-xml', index: 0 },
    level: 'error',
    message: { text: 'unexpected <' },
    locations: [
      { physicalLocation: { artifactLocation: { uri: 'a%20b.xml' }, region: { startLine: 3 } } },
    ],
  });
});

test.each([
  [['force-app'], 'ecaudit/force-app/'],
  [['packages/core', '../Other App'], 'ecaudit/packages-core+..-Other-App/'],
  [[], 'ecaudit/'],
])('sources %j have the category %s', (ids, expected) => {
  const sources = ids.map((id) => ({ id, kind: 'folder' as const, apps: 0, files: 0, ignored: 0 }));
  expect(runOf(report({ sources })).automationDetails?.id).toBe(expected);
});

test.each<[string, Partial<Report>, Partial<ReportOptions>, string | undefined]>([
  ['a whole audit', {}, {}, 'ecaudit/force-app/'],
  ['a whole audit with a category of the upload', {}, { sarifCategory: 'apps' }, undefined],
  ['an unnamed category of the upload', {}, { sarifCategory: '' }, undefined],
  ['only what changed', partly('changed-since'), {}, 'ecaudit/force-app/changed-since/'],
  [
    'only what changed, with a category',
    partly('changed-since'),
    { sarifCategory: 'apps' },
    'apps/changed-since/',
  ],
  ['one app', partly('app', 'Order_Sync'), {}, 'ecaudit/force-app/app-Order_Sync/'],
  ['a ruleset', partly('ruleset', 'flows'), {}, 'ecaudit/force-app/ruleset-flows/'],
  ['only the severe', {}, { minSeverity: 'high' }, 'ecaudit/force-app/min-severity-high/'],
  [
    'the severe with a category',
    {},
    { minSeverity: 'low', sarifCategory: 'x' },
    'x/min-severity-low/',
  ],
])('the id of %s', (_name, change, options, id) => {
  const sources = [{ id: 'force-app', kind: 'folder' as const, apps: 0, files: 0, ignored: 0 }];
  const sample = withOptions({ ...report({ sources }), ...change }, options);
  expect(runOf(sample).automationDetails?.id).toBe(id);
});

function partly(by: Partly['by'], ...values: readonly string[]): Partial<Report> {
  return { partial: [{ by, values }] };
}

test('two globs that look alike have two ids', () => {
  const idOf = (glob: string): string | undefined =>
    runOf({ ...report({}), ...partly('app', glob) }).automationDetails?.id;
  expect(idOf('Order_*')).not.toBe(idOf('Order_?'));
});

test('undecided checks are no results unless somebody asks, and their number and reasons are told', () => {
  const open = result('r/a', 'externalClientApp:A', {
    verdict: 'open',
    evidence: [evidence('permittedUsers')],
  });
  const sample = report({ apps: [app('A')], results: [open], summary: { open: 7, checks: 9 } });
  const run = runOf(sample);
  const told = run.invocations?.[0]?.toolExecutionNotifications ?? [];
  expect([run.results, told.length, told[0]?.level]).toEqual([[], 1, 'note']);
  expect(told[0]?.message.text).toContain('7 of 9 checks could not be decided; 1: the ');
  for (const options of [{ includeGiven: true }, { sarifAll: true }])
    expect(runOf(withOptions(sample, options)).results).toMatchObject([
      { kind: 'open', level: 'none' },
    ]);
});

test('a file that was not audited is a result, once for each kind of problem', () => {
  const problems = [
    problem('malformed-xml', 'unexpected <', at('a b.xml', 3, 14)),
    problem('malformed-xml', 'unexpected >', at('a b.xml', 4, 14)),
    problem('empty-file', 'nothing in it', at('c.xml')),
    problem('org-unreachable', 'there is no host of this name'),
    problem('unknown-element', 'what is this', at('d.xml')),
  ];
  const { results = [], tool } = runOf(report({ problems, summary: { incomplete: true } }));
  const [first] = results;
  expect(results.map(({ ruleId, level, kind }) => [ruleId, level, kind])).toEqual([
    ['not-audited/malformed-xml', 'error', 'fail'],
    ['not-audited/empty-file', 'error', 'fail'],
  ]);
  expect(first?.locations?.[0]?.physicalLocation?.artifactLocation?.uri).toBe('a%20b.xml');
  expect(first?.partialFingerprints?.['ecaudit/v1']).toMatch(/^[0-9a-f]{32}$/);
  for (const { ruleId, ruleIndex } of results)
    expect(tool.driver.rules?.[ruleIndex ?? -1]?.id).toBe(ruleId);
});

test('no page of somebody else stands for the tool or for a rule', () => {
  const text = JSON.stringify(
    runOf(report({ rulesets: [ruleset('r', { rules: [rule('r/a')] })] })),
  );
  expect(text).not.toMatch(/https?:(?!\/\/json\.schemastore\.org)/);
});

test('the revision is told where git gives it', () => {
  expect(runOf(clean).versionControlProvenance).toBeUndefined();
  expect(runOf(findings).versionControlProvenance).toEqual([
    {
      repositoryUri: 'https://github.com/acme/salesforce',
      revisionId: 'a'.repeat(40),
      branch: 'main',
      mappedTo: { uriBaseId: '%SRCROOT%' },
    },
  ]);
});
