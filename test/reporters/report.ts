// Reports made by hand: a sound one, and pieces to change it with.
import type { AppKind } from '../../src/model/app.js';
import type { Location } from '../../src/model/location.js';
import type { Report, ReportApp, ReportOptions, Summary } from '../../src/report/report.js';
import type { Rule, Ruleset } from '../../src/model/ruleset.js';
import { settingNames, type Setting, type Settings } from '../../src/settings/settings.js';
import { severities, type Severity } from '../../src/report/severity.js';
import { verdicts, type Evidence, type Result } from '../../src/report/verdict.js';

/** A place of a few columns in a file. */
export function at(file: string, line = 1, column = 1, columns = 5): Location {
  const end = { endLine: line, endColumn: column + columns };
  return { file, startLine: line, startColumn: column, ...end };
}

/** Settings that nobody knows, but for the given ones. */
export function settingsWith(known: Readonly<Record<string, Setting>> = {}): Settings {
  const unknown: Setting = { state: 'unknown', reason: "the 'OAuth policies' file is not there" };
  return Object.fromEntries(
    settingNames.map((name) => [name, known[name] ?? unknown]),
  ) as unknown as Settings;
}

export function app(apiName: string, change: Partial<ReportApp> = {}): ReportApp {
  const kind: AppKind = change.kind ?? 'externalClientApp';
  const file = `force-app/externalClientApps/${apiName}.eca-meta.xml`;
  return {
    id: `${kind}:${apiName}`,
    kind,
    apiName,
    label: apiName.replaceAll('_', ' '),
    source: 'force-app',
    folder: 'force-app',
    files: [file],
    location: at(file, 2, 1),
    settings: settingsWith({
      label: { state: 'known', value: apiName, origin: 'stated', location: at(file, 3, 12) },
    }),
    vendors: [],
    counts: { pass: 0, fail: 0, open: 0, notApplicable: 0 },
    ...change,
  };
}

export function rule(id: string, change: Partial<Rule> = {}): Rule {
  return {
    id,
    aliases: [],
    severity: 'high',
    level: 'required',
    title: `Title of ${id}`,
    why: `Why ${id} matters.`,
    fix: { setup: `How to meet ${id}.` },
    require: { fact: 'pkceRequired', operator: 'equal', value: true },
    references: [],
    controls: {},
    examples: [],
    ...change,
  };
}

export function ruleset(id: string, change: Partial<Ruleset> = {}): Ruleset {
  return {
    id,
    title: `The ${id} ruleset`,
    kind: 'standard',
    sources: [],
    coverage: 'full',
    appliesTo: ['externalClientApp', 'connectedApp'],
    parameters: {},
    rules: [],
    ...change,
  };
}

export function evidence(setting: string, change: Partial<Evidence> = {}): Evidence {
  return {
    setting,
    found: false,
    expected: 'equal true',
    operator: 'equal',
    value: true,
    ...change,
  };
}

export function result(ruleId: string, appId: string, change: Partial<Result> = {}): Result {
  const name = appId.slice(appId.indexOf(':') + 1);
  const location = at(
    `force-app/extlClntAppGlobalOauthSets/${name}_glbl.ecaGlblOauth-meta.xml`,
    9,
    21,
  );
  return {
    rule: ruleId,
    app: appId,
    verdict: 'fail',
    severity: 'high',
    message: `${ruleId} is not met by ${name}`,
    location,
    evidence: [evidence('pkceRequired', { location })],
    fingerprint: `fp-${ruleId}-${appId}`,
    ...change,
  };
}

type Parts = Partial<Omit<Report, 'summary' | 'options'>> & {
  readonly summary?: Partial<Summary>;
  readonly options?: Partial<ReportOptions>;
};

/** A report whose counts follow from its results; `summary` and `options` change single numbers and options. */
export function report(parts: Parts = {}): Report {
  const results = parts.results ?? [];
  const apps = (parts.apps ?? []).map((item) => ({ ...item, counts: countsOf(item, results) }));
  const incomplete = (parts.problems ?? []).some(({ level }) => level === 'error');
  return {
    tool: { name: 'ecaudit', version: '0.1.0' },
    generatedAt: '2026-11-21T10:00:00.000Z',
    sources: [
      { id: 'force-app', kind: 'folder', apps: apps.length, files: apps.length, ignored: 0 },
    ],
    rulesets: [],
    problems: [],
    lineHashes: new Map(),
    ...parts,
    results,
    apps,
    summary: { ...summaryOf(apps, results), incomplete, ...parts.summary },
    options: {
      failOn: 'high',
      minSeverity: 'info',
      include: ['fail', 'open'],
      strict: false,
      ...parts.options,
    },
  };
}

function countsOf({ id, counts }: ReportApp, results: readonly Result[]): ReportApp['counts'] {
  const own = results.filter((item) => item.app === id);
  const count = (verdict: (typeof verdicts)[number]): number =>
    counts[verdict] + own.filter((item) => item.verdict === verdict).length;
  return {
    pass: count('pass'),
    fail: count('fail'),
    open: count('open'),
    notApplicable: count('notApplicable'),
  };
}

function summaryOf(apps: readonly ReportApp[], results: readonly Result[]): Summary {
  const sum = (verdict: (typeof verdicts)[number]): number =>
    apps.reduce((total, { counts }) => total + counts[verdict], 0);
  const failed = results.filter(({ verdict }) => verdict === 'fail');
  const bySeverity = Object.fromEntries(
    severities.map((severity) => [
      severity,
      failed.filter((item) => item.severity === severity).length,
    ]),
  ) as Record<Severity, number>;
  return {
    apps: apps.length,
    checks: verdicts.reduce((total, verdict) => total + sum(verdict), 0),
    pass: sum('pass'),
    fail: sum('fail'),
    open: sum('open'),
    notApplicable: sum('notApplicable'),
    suppressed: 0,
    baselined: 0,
    excused: failed.filter(({ excusedBy }) => excusedBy).length,
    echo: 0,
    repeated: 0,
    bySeverity,
    incomplete: false,
  };
}
