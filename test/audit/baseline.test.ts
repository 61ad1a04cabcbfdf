// What a baseline makes of a run: what is known, gone, risen, and what the file holds afterwards.
import { describe, expect, test } from 'vitest';
import { applyBaseline, refuseUnsourced, type BaselineInput } from '../../src/audit/baseline.js';
import { goneNote, roseNote, unmatchedNote } from '../../src/audit/baseline-notes.js';
import { folderIn, knownFindings } from '../../src/audit/known-findings.js';
import { conflictingDemands } from '../../src/rulesets/rules-of-results.js';
import { UserError } from '../../src/model/user-error.js';
import { emptyBaseline, type Baseline, type KnownFinding } from '../../src/report/baseline.js';
import type { ReportApp } from '../../src/report/report.js';
import type { Result } from '../../src/report/verdict.js';
import { evidence } from '../reporters/report.js';
import { ruleOf } from '../conditions/facts.js';
import { appNamed, failure } from './results.js';

const rules = [
  ruleOf({ id: 'r/a', aliases: ['r/old'], require: { all: [] } }),
  ruleOf({ id: 'r/b', require: { all: [] } }),
];

/** A run over sources, by the names of these, with apps. */
function run(
  names: readonly string[],
  apps: readonly ReportApp[],
  parts: Partial<BaselineInput> = {},
): BaselineInput {
  return {
    sources: names.map((id) => ({ id })),
    several: names.length > 1,
    found: apps,
    apps,
    rules,
    sound: true,
    everyRule: true,
    ...parts,
  };
}

/** A known finding as `source app rule`. */
function known(text: string, parts: Partial<KnownFinding> = {}): KnownFinding {
  const [source = '', name = '', rule = ''] = text.split(' ');
  const app = name === 'org' ? 'org' : `connectedApp:${name}`;
  const fingerprint = `fp-${rule}-${app}`;
  return { source, app, rule, verdict: 'fail', severity: 'high', fingerprint, ...parts };
}

function baseline(...findings: readonly KnownFinding[]): Baseline {
  const sources = [...new Set(findings.map(({ source }) => source))].map((source) => ({ source }));
  return { version: '2', sources, findings };
}

function apply(
  results: readonly Result[],
  before: Baseline,
  evaluated: BaselineInput,
  adopt = false,
): ReturnType<typeof applyBaseline> {
  return applyBaseline(results, { file: 'known.json', known: before, adopt }, evaluated);
}

const text = ({ source, app, rule }: Pick<KnownFinding, 'source' | 'app' | 'rule'>): string =>
  `${source} ${app.replace('connectedApp:', '')} ${rule}`;

const atlas = appNamed('Atlas', { source: 'src', folder: 'src' });
const billing = appNamed('Billing', { source: 'src', folder: 'src' });
const one = run(['src'], [atlas, billing]);

/** `rule app` of the results that the baseline has. */
function baselined({ results }: ReturnType<typeof applyBaseline>): readonly string[] {
  return results.flatMap(({ rule, app, baselined: has }) =>
    has ? [`${rule} ${app.replace('connectedApp:', '')}`] : [],
  );
}

describe('known is', () => {
  test('what the baseline has of the same app and rule, failed or open', () => {
    const results = [
      failure('r/a', 'Atlas'),
      failure('r/b', 'Atlas', { verdict: 'open' }),
      failure('r/a', 'Billing'),
      failure('r/b', 'Billing', { verdict: 'pass' }),
    ];
    const before = baseline(
      known('src Atlas r/a'),
      known('src Atlas r/b'),
      known('src Billing r/b'),
    );
    const found = apply(results, before, one);
    expect(baselined(found)).toEqual(['r/a Atlas', 'r/b Atlas']);
    expect(found.results.slice(2)).toEqual(results.slice(2));
    expect(found.use).toMatchObject({ file: 'known.json', version: '2', findings: 3, rose: [] });
    expect(found.use.gone.map(text)).toEqual(['src Billing r/b']);
  });

  test('no pass and no rule that does not apply, even where it failed before', () => {
    const results = [
      failure('r/a', 'Atlas', { verdict: 'pass' }),
      failure('r/b', 'Atlas', { verdict: 'notApplicable' }),
    ];
    const before = baseline(known('src Atlas r/a'), known('src Atlas r/b'));
    expect(baselined(apply(results, before, one))).toEqual([]);
    const twice = [failure('r/a', 'Atlas'), failure('r/a', 'Atlas', { verdict: 'pass' })];
    const found = apply(twice, baseline(known('src Atlas r/a')), one);
    expect(found.results.map((result) => result.baselined)).toEqual([true, undefined]);
  });

  test('no result of an app that is not in the run', () => {
    const stray = { ...failure('r/a', 'Atlas'), app: 'nobody' };
    expect(baselined(apply([stray], baseline(known('src Atlas r/b')), one))).toEqual([]);
    const suppressed = { ...stray, suppressed: { reason: 'x' } };
    expect(apply([suppressed], emptyBaseline, one, true).use.next.findings).toEqual([]);
  });

  test('nothing of another source that the run does not read, though all else is the same', () => {
    const before = baseline(known('far Atlas r/a'), known('away Atlas r/a'));
    const results = [failure('r/a', 'Atlas')];
    expect(baselined(apply(results, before, run(['src', 'two'], [atlas])))).toEqual([]);
  });

  test('nothing that is suppressed', () => {
    const suppressed = { suppressed: { reason: 'x' } };
    const found = apply(
      [failure('r/a', 'Atlas', suppressed)],
      baseline(known('src Atlas r/a')),
      one,
    );
    expect([baselined(found), found.use.gone]).toEqual([[], []]);
  });

  test('nothing that another source has', () => {
    const two = appNamed('Atlas', { id: 'two#connectedApp:Atlas', source: 'two', folder: 'two' });
    const mine = failure('r/a', 'Atlas');
    const other = { ...mine, app: two.id };
    const found = apply(
      [mine, other],
      baseline(known('src Atlas r/a')),
      run(['src', 'two'], [atlas, two]),
    );
    expect(found.results.map((result) => result.baselined)).toEqual([true, undefined]);
  });

  test('a finding of a rule by its former name', () => {
    const fingerprint = 'of the old name';
    const found = apply(
      [failure('r/a', 'Atlas')],
      baseline(known('src Atlas r/old', { fingerprint })),
      one,
    );
    expect([baselined(found), found.use.gone]).toEqual([['r/a Atlas'], []]);
  });

  test('a finding in a source that has another name now', () => {
    const found = apply([failure('r/a', 'Atlas')], baseline(known('old Atlas r/a')), one);
    expect(baselined(found)).toEqual(['r/a Atlas']);
    expect(found.use.next.sources).toEqual([{ source: 'src' }]);
    expect(found.use.next.findings.map(text)).toEqual(['src Atlas r/a']);
  });

  test('of two conflicts of one app, the one about the same settings', () => {
    const about = (setting: string, fingerprint: string): Result =>
      failure(conflictingDemands.id, 'Atlas', { fingerprint, evidence: [evidence(setting)] });
    const before = known(`src Atlas ${conflictingDemands.id}`, {
      fingerprint: 'f1',
      settings: ['scopes'],
    });
    const results = [about('scopes', 'f1'), about('pkceRequired', 'f2')];
    expect(baselined(apply(results, baseline(before), one))).toHaveLength(1);
    // A baseline of before settings were written: told by the fingerprint.
    const { settings: _, ...old } = before;
    expect(baselined(apply(results, baseline(old), one))).toHaveLength(1);
    expect(baselined(apply([about('pkceRequired', 'f2')], baseline(before), one))).toEqual([]);
  });

  test('a finding of an app that moved to another folder, while the other folder has its own', () => {
    const here = appNamed('Atlas', { id: 'src/here#Atlas', source: 'src', folder: 'src/here' });
    const at = run(['src'], [here]);
    const result = { ...failure('r/a', 'Atlas'), app: here.id };
    const moved = baseline(known('src Atlas r/a', { folder: 'there' }));
    expect(baselined(apply([result], moved, at))).toHaveLength(1);
    const twin = appNamed('Atlas', { id: 'src/there#Atlas', source: 'src', folder: 'src/there' });
    expect(baselined(apply([result], moved, run(['src'], [here, twin])))).toEqual([]);
  });
});

describe('gone is', () => {
  const before = baseline(
    known('src Atlas r/a'),
    known('src Nobody r/a'),
    known('src Atlas r/gone'),
  );
  const gone = (evaluated: BaselineInput, results: readonly Result[] = []): readonly string[] =>
    apply(results, before, evaluated).use.gone.map(text);

  test('what is no longer found, and what was about an app that is no longer there', () => {
    expect(gone(one)).toEqual(['src Atlas r/a', 'src Atlas r/gone', 'src Nobody r/a']);
  });

  test('nothing where something could not be read', () => {
    expect(gone(run(['src'], [atlas], { sound: false }))).toEqual([]);
  });

  test('nothing of an app that was not evaluated', () => {
    expect(gone(run(['src'], [billing], { found: [atlas, billing] }))).toEqual(['src Nobody r/a']);
  });

  test('nothing of a rule that did not run, unless the run was about every rule', () => {
    expect(gone(run(['src'], [atlas], { everyRule: false }))).toEqual([
      'src Atlas r/a',
      'src Nobody r/a',
    ]);
  });

  test('a finding of a rule under its former name', () => {
    const old = baseline(known('src Atlas r/old'));
    const part = run(['src'], [atlas], { everyRule: false });
    expect(apply([], old, part).use.gone.map(text)).toEqual(['src Atlas r/old']);
  });

  test('nothing of a source that was not read', () => {
    const two = run(['src', 'two'], [atlas]);
    expect(apply([], baseline(known('old Atlas r/a')), two).use.gone).toEqual([]);
  });

  test('nothing that got worse', () => {
    const mild = baseline(known('src Atlas r/a', { severity: 'low' }));
    const found = apply([failure('r/a', 'Atlas')], mild, one);
    expect([baselined(found), found.use.gone]).toEqual([[], []]);
    expect(found.use.next.findings).toEqual(mild.findings);
  });

  test('in order of source, app, rule, folder and fingerprint', () => {
    const rows = [
      known('two Atlas r/a'),
      known('src Zeta r/a'),
      known('src Atlas r/b'),
      known('src Atlas r/a', { folder: 'x', fingerprint: '1' }),
      known('src Atlas r/a', { folder: 'b', fingerprint: '2' }),
      known('src Atlas r/a', { folder: 'b', fingerprint: '1' }),
      known('src Atlas r/a', { folder: 'A', fingerprint: '1' }),
      known('src Atlas r/a', { fingerprint: '3' }),
      known('src Atlas r/a', { folder: 'A', fingerprint: '0' }),
    ];
    const found = apply([], baseline(...rows), run(['src', 'two'], [atlas])).use.gone;
    expect(found.map((entry) => rows.findIndex((row) => row === entry))).toEqual([
      7, 8, 6, 5, 4, 3, 2, 1, 0,
    ]);
  });
});

describe('about the org', () => {
  const orgFinding = known('src org r/a');

  test('known is one finding, whichever app says it', () => {
    const results = ['Atlas', 'Billing'].map((name) =>
      failure('r/a', name, { about: 'org', fingerprint: orgFinding.fingerprint }),
    );
    const found = apply(results, baseline(orgFinding), one);
    expect(baselined(found)).toHaveLength(2);
    expect(apply(results, emptyBaseline, one, true).use.next.findings).toEqual([
      { ...orgFinding, severity: 'high' },
    ]);
  });

  test('gone is what no app says, where all were evaluated', () => {
    const found = apply([], baseline(orgFinding), one).use;
    expect([found.gone, found.unsettled]).toEqual([[orgFinding], []]);
  });

  test('unsettled is what a part of the apps does not say', () => {
    const part = run(['src'], [atlas], { found: [atlas, billing] });
    const before = baseline(orgFinding, known('src Billing r/a'));
    const found = apply([], before, part).use;
    expect([found.gone, found.unsettled]).toEqual([[], [orgFinding]]);
  });

  test('unsettled is nothing that got worse, that is of another source, or of an unsound run', () => {
    const part = run(['src'], [atlas], { found: [atlas, billing] });
    const worse = failure('r/a', 'Atlas', { about: 'org', fingerprint: orgFinding.fingerprint });
    const mild = baseline({ ...orgFinding, severity: 'low' });
    expect(apply([worse], mild, part).use.unsettled).toEqual([]);
    expect(apply([], baseline(orgFinding), { ...part, sound: false }).use.unsettled).toEqual([]);
    const elsewhere = baseline(known('other org r/a'));
    expect(apply([], elsewhere, { ...part, several: true }).use.unsettled).toEqual([]);
  });

  test('gone of one source is not held up by apps of another', () => {
    const other = appNamed('Other', { source: 'two', folder: 'two' });
    const both = run(['src', 'two'], [atlas, billing], { found: [atlas, billing, other] });
    expect(apply([], baseline(orgFinding), both).use.gone).toEqual([orgFinding]);
  });
});

describe('the file afterwards', () => {
  test('without adopting: what it had, without what is gone', () => {
    const before = baseline(
      known('src Billing r/a'),
      known('src Atlas r/a'),
      known('src Atlas r/b'),
    );
    const found = apply([failure('r/a', 'Atlas'), failure('r/b', 'Billing')], before, one);
    expect(found.use.next.findings.map(text)).toEqual(['src Atlas r/a']);
    expect(baselined(found)).toEqual(['r/a Atlas']);
  });

  test('adopting: all that is found today, and what was not looked at', () => {
    const before = baseline(known('src Atlas r/a', { severity: 'low' }), known('far Away r/a'));
    const results = [failure('r/a', 'Atlas'), failure('r/b', 'Atlas', { verdict: 'open' })];
    const found = apply(results, before, run(['src', 'two'], [atlas]), true);
    expect(baselined(found)).toEqual(['r/a Atlas', 'r/b Atlas']);
    expect(found.use.next).toMatchObject({
      version: '2',
      sources: [{ source: 'far' }, { source: 'src' }, { source: 'two' }],
      findings: [
        { source: 'far', rule: 'r/a' },
        { source: 'src', rule: 'r/a', severity: 'high', verdict: 'fail', folder: '.' },
        { source: 'src', rule: 'r/b', verdict: 'open' },
      ],
    });
  });

  test('adopting: what is suppressed today is taken in only where it was known', () => {
    const suppressed = { suppressed: { reason: 'x' } };
    const results = [
      failure('r/a', 'Atlas', suppressed),
      failure('r/b', 'Atlas', suppressed),
      failure('r/a', 'Billing'),
    ];
    const found = apply(results, baseline(known('src Atlas r/a')), one, true);
    expect(found.use.next.findings.map(text)).toEqual(['src Atlas r/a', 'src Billing r/a']);
    expect(baselined(found)).toEqual(['r/a Billing']);
  });
});

test('a finding is known by rule, app, folder, verdict, severities and what is at fault', () => {
  const sources = new Map([['src', { source: 'src', org: 'o', host: 'h' }]]);
  const app = appNamed('Atlas', { source: 'src', folder: 'src/main' });
  const subjects = { apps: new Map([[app.id, app]]), sources };
  const result = failure('r/a', 'Atlas', {
    undatedSeverity: 'critical',
    evidence: [
      evidence('scopes', { items: ['web', 'full', 'web'] }),
      evidence('callbackUrls', { items: ['full'] }),
      evidence('label'),
    ],
  });
  const [first] = knownFindings([result], subjects).values();
  expect(first).toStrictEqual({
    source: 'src',
    org: 'o',
    host: 'h',
    app: 'connectedApp:Atlas',
    folder: 'main',
    rule: 'r/a',
    verdict: 'fail',
    severity: 'high',
    undatedSeverity: 'critical',
    faults: expect.any(Array),
    fingerprint: 'fp-r/a-connectedApp:Atlas',
  });
  const faults = first?.faults ?? [];
  expect(faults).toHaveLength(3);
  expect(faults).toEqual(faults.toSorted());
  expect(faults.every((fault) => /^[0-9a-f]{8}$/.test(fault))).toBe(true);
  const [open] = knownFindings([{ ...result, verdict: 'open' }], subjects).values();
  expect(open).not.toHaveProperty('faults');
  const conflict = { ...result, rule: conflictingDemands.id };
  expect([...knownFindings([conflict], subjects).values()][0]?.settings).toEqual([
    'callbackUrls',
    'label',
    'scopes',
  ]);
  const [stray] = knownFindings([{ ...result, app: 'nobody', evidence: [] }], subjects).values();
  expect(stray).toMatchObject({ source: '', app: 'org' });
  expect(stray).not.toHaveProperty('folder');
});

test('of two results of one finding the worse counts, for the verdict and for the severity', () => {
  const app = appNamed('Atlas', { source: 'src' });
  const subjects = { apps: new Map([[app.id, app]]), sources: new Map() };
  const of = (...parts: readonly Partial<Result>[]): unknown => [
    ...knownFindings(
      parts.map((part) => failure('r/a', 'Atlas', part)),
      subjects,
    ).values(),
  ];
  const worst = [expect.objectContaining({ verdict: 'fail', severity: 'high' })];
  expect(of({ severity: 'low' }, { verdict: 'open' })).toEqual(worst);
  expect(of({ verdict: 'open' }, { severity: 'low' })).toEqual(worst);
  expect(of({ verdict: 'open' }, { verdict: 'open', severity: 'low' })).toEqual([
    expect.objectContaining({ verdict: 'open', severity: 'high' }),
  ]);
});

test.each([
  ['.', 'main', 'main'],
  ['.', '.', '.'],
  ['src', 'src', '.'],
  ['src', 'src/main', 'main'],
  ['src', 'srcs/main', '.'],
])('in %s, the folder %s is %s', (source, folder, inside) => {
  expect(folderIn({ source, folder })).toBe(inside);
});

describe('a baseline of version 1', () => {
  const first = {
    file: 'a.json',
    known: { ...emptyBaseline, version: '1' as const },
    adopt: false,
  };

  test('is refused for several sources, since it does not say which', () => {
    const refuse = (): void => refuseUnsourced(first, 2);
    expect(refuse).toThrow(UserError);
    expect(refuse).toThrow(
      expect.objectContaining({
        message:
          'the baseline a.json is of version 1, which does not say of which source a finding is, and this run has several',
        hint: 'write it anew with --write-baseline a.json',
      }),
    );
  });

  test('is fine for one source, and so is one of version 2 for several', () => {
    expect(() => refuseUnsourced(first, 1)).not.toThrow();
    expect(() => refuseUnsourced({ ...first, known: emptyBaseline }, 2)).not.toThrow();
  });
});

describe('notes', () => {
  const names = (count: number): readonly string[] =>
    Array.from({ length: count }, (_, at) => `n${at + 1}`);
  const entry = (rule: string): KnownFinding => known(`src Atlas ${rule}`);

  test('of what is gone', () => {
    expect(goneNote('k.json', [], 3)).toEqual([]);
    expect(goneNote('k.json', [entry('r/a')], 3)).toMatchObject([
      {
        kind: 'baseline-findings-gone',
        message:
          '1 of its 3 findings are no longer there: r/a of connectedApp:Atlas; --prune-baseline removes them',
        location: { file: 'k.json', startLine: 1 },
      },
    ]);
    const five = goneNote('k', names(5).map(entry), 9)[0]?.message;
    expect(five).toContain('n4 of connectedApp:Atlas, n5 of connectedApp:Atlas; ');
    expect(goneNote('k', names(7).map(entry), 9)[0]?.message).toContain(
      'n5 of connectedApp:Atlas and 2 more; ',
    );
  });

  test('of what rose by the date alone', () => {
    const risen = {
      rule: 'r/a',
      app: 'Atlas',
      fingerprint: 'x',
      was: 'low',
      severity: 'high',
    } as const;
    expect(roseNote('k.json', [])).toEqual([]);
    expect(roseNote('k.json', [risen])).toMatchObject([
      {
        kind: 'baseline-severity-rose',
        message:
          '1 known finding has become more severe by the date alone: r/a of Atlas from low to high',
      },
    ]);
    expect(roseNote('k.json', [risen, risen])[0]?.message).toMatch(/^2 known findings have become/);
  });

  test('of sources that are left over on both sides, and of no others', () => {
    expect(unmatchedNote('k.json', { unknown: ['a'], absent: [] })).toEqual([]);
    expect(unmatchedNote('k.json', { unknown: [], absent: ['b'] })).toEqual([]);
    expect(unmatchedNote('k.json', { unknown: ['a', 'c'], absent: ['b'] })).toMatchObject([
      {
        kind: 'baseline-source-unknown',
        message:
          'nothing in it is of a, c, so all findings there are new; it knows b, which this run does not read',
      },
    ]);
  });

  test('come with a run: gone, risen, refreshed, left over', () => {
    const dated = failure('r/a', 'Atlas', { severity: 'high', undatedSeverity: 'high' });
    const org = { id: '00D000000000002AAA', host: 'acme.my.salesforce.com' };
    const at = run(['src', 'new'], [atlas], {
      sources: [{ id: 'src', org: org as never }, { id: 'new' }],
    });
    const stored = { source: 'src', org: 'of another id', host: org.host };
    const before: Baseline = {
      version: '2',
      sources: [stored, { source: 'old' }],
      findings: [
        known('src Atlas r/a', { ...stored, severity: 'low', undatedSeverity: 'high' }),
        known('src Atlas r/b', stored),
      ],
    };
    const { problems, use, results } = apply([dated], before, at);
    expect(problems.map(({ kind, message }) => `${kind}: ${message}`)).toEqual([
      'baseline-findings-gone: 1 of its 2 findings are no longer there: r/b of connectedApp:Atlas; --prune-baseline removes them',
      'baseline-severity-rose: 1 known finding has become more severe by the date alone: r/a of connectedApp:Atlas from low to high',
      'baseline-org-refreshed: src has another org id than when the baseline was written, and the same host acme.my.salesforce.com: it counts as the same org, refreshed',
      'baseline-source-unknown: nothing in it is of new, so all findings there are new; it knows old, which this run does not read',
    ]);
    expect(use.rose).toEqual([
      {
        rule: 'r/a',
        app: 'connectedApp:Atlas',
        fingerprint: dated.fingerprint,
        was: 'low',
        severity: 'high',
      },
    ]);
    expect(use.sources).toEqual({ unknown: ['new'], absent: ['old'] });
    expect(results[0]?.baselined).toBe(true);
  });

  test('nothing is said where nothing is gone, risen or left over', () => {
    const found = apply([failure('r/a', 'Atlas')], baseline(known('src Atlas r/a')), one);
    expect([found.problems, found.use.rose]).toEqual([[], []]);
  });
});
