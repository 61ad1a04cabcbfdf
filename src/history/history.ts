// What earlier reports say of a run: the trend, since when findings are known, which apps came and went.
import { compareText } from '../model/location.js';
import { historyKey, type HistoricApp, type History, type TrendPoint } from '../report/history.js';
import { problem } from '../report/problem.js';
import type { Partly, Report, ReportSource } from '../report/report.js';
import { severities, type Severity } from '../report/severity.js';
import {
  earlierOf,
  foundBySource,
  sourceIdentity,
  type Earlier,
  type EarlierSource,
} from './earlier.js';
import { eachReport } from './files.js';

/** A report with what the earlier ones in some files say of it; what was left out of them is a note. */
export function withHistory(report: Report, files: readonly string[], cwd: string): Report {
  const globs = (report.partial ?? []).flatMap(({ by, values }) => (by === 'app' ? values : []));
  const read = eachReport(files, cwd, (one, file) => earlierOf(one, file, globs));
  const { used, leftOut } = comparable(read.taken, report);
  const history = historyOf(report, used, [...read.leftOut, ...leftOut], globs);
  const notes = history.leftOut.map((text) => problem('history-left-out', `--history: ${text}`));
  return { ...report, history, problems: [...report.problems, ...notes] };
}

/** Reports of later runs, twice the same report, and reports of other sources say nothing of this run. */
function comparable(
  all: readonly Earlier[],
  { generatedAt, sources }: Report,
): { readonly used: readonly Earlier[]; readonly leftOut: readonly string[] } {
  const keys = new Set(sources.map(sourceIdentity));
  const seen = new Map<string, string>();
  const reasonFor = ({ file, generatedAt: time, found }: Earlier): string | undefined => {
    if (time > generatedAt) return `${file} is of a later run (${time.slice(0, 10)})`;
    if (![...found.keys()].some((key) => keys.has(key)))
      return `${file} is about other sources than this run`;
    const same = `${time} ${[...found.keys()].toSorted().join(' ')}`;
    const twin = seen.get(same);
    seen.set(same, twin ?? file);
    return twin === undefined ? undefined : `${file} is of the same run as ${twin}`;
  };
  const reasons = all.map((one) => [one, reasonFor(one)] as const);
  return {
    used: reasons.flatMap(([one, reason]) => (reason === undefined ? [one] : [])),
    leftOut: reasons.flatMap(([, reason]) => reason ?? []),
  };
}

function historyOf(
  report: Report,
  used: readonly Earlier[],
  reasons: readonly string[],
  globs: readonly string[],
): History {
  const today: Earlier = {
    file: '',
    generatedAt: report.generatedAt,
    version: report.tool.version,
    level: report.level?.lowest,
    incomplete: report.summary.incomplete,
    found: foundBySource(report, globs),
  };
  const sources = report.sources.filter(({ unread }) => unread === undefined);
  const part = partialText(report.partial ?? []);
  const latest = used.at(-1);
  const compared = sources.map((source) => comparedSource(source, today, used));
  return {
    trend:
      part === undefined && latest
        ? [...used, today].map((one) => pointOf(one, today, report.sources))
        : [],
    since: new Map(compared.flatMap(({ since }) => since)),
    appsSince: new Map(compared.flatMap(({ appsSince }) => appsSince)),
    ...(latest && { before: dayOf(latest) }),
    findings: {
      added: sumOf(compared.map(({ added }) => added)),
      gone: part === undefined ? sumOf(compared.map(({ gone }) => gone)) : 0,
    },
    added: compared.flatMap(({ addedApps }) => addedApps).toSorted(compareHistoricApps),
    gone: misses(report)
      ? []
      : compared.flatMap(({ goneApps }) => goneApps).toSorted(compareHistoricApps),
    leftOut: [
      ...reasons,
      ...(part === undefined || !latest
        ? []
        : [`this run is about a part only (${part}), so it has no trend`]),
      ...(latest ? [] : ['no earlier report of these sources was found']),
    ],
  };
}

/** The flags by which a run has other checks than earlier ones; with `--app`, theirs are cut down to the same apps. */
function partialText(partial: readonly Partly[]): string | undefined {
  const flags = partial.filter(({ by }) => by !== 'app').map(({ by }) => `--${by}`);
  return flags.length === 0 ? undefined : flags.join(', ');
}

/** Whether apps may be missing in a run although they are there. */
function misses({ partial = [] }: Report): boolean {
  return partial.some(({ by }) => by === 'changed-since' || by === 'shard');
}

function dayOf({ generatedAt }: Pick<Earlier, 'generatedAt'>): string {
  return generatedAt.slice(0, 10);
}

function sumOf(counts: readonly number[]): number {
  return counts.reduce((total, one) => total + one, 0);
}

/** What a report found in the sources that this run read. */
function pointOf(one: Earlier, today: Earlier, sources: readonly ReportSource[]): TrendPoint {
  const found = [...one.found].flatMap(([key, own]) => (today.found.has(key) ? [own] : []));
  const missing = sources.filter((source) => !one.found.has(sourceIdentity(source)));
  const counts = severities.map((severity): [Severity, number] => [
    severity,
    sumOf(found.map(({ bySeverity }) => bySeverity[severity])),
  ]);
  return {
    date: dayOf(one),
    apps: sumOf(found.map(({ apps }) => apps.size)),
    // Object.fromEntries forgets which keys it was given.
    bySeverity: Object.fromEntries(counts) as Record<Severity, number>,
    notes: [
      ...(missing.length > 0 ? [`without ${missing.map(({ id }) => id).join(', ')}`] : []),
      ...(one.incomplete ? ['incomplete'] : []),
      ...(one.level !== today.level && one.level !== undefined ? [`level ${one.level}`] : []),
      ...(one.version === today.version ? [] : [`ecaudit ${one.version}`]),
    ],
  };
}

interface ComparedSource {
  readonly since: readonly (readonly [string, string])[];
  readonly appsSince: readonly (readonly [string, string])[];
  readonly added: number;
  readonly gone: number;
  readonly addedApps: readonly HistoricApp[];
  readonly goneApps: readonly HistoricApp[];
}

/** A source of this run beside what earlier reports found in it, the oldest first. */
function comparedSource(
  source: ReportSource,
  today: Earlier,
  used: readonly Earlier[],
): ComparedSource {
  const key = sourceIdentity(source);
  const now = today.found.get(key);
  const earlier = used.flatMap((one) => {
    const found = one.found.get(key);
    return found ? [{ date: dayOf(one), found }] : [];
  });
  const latest = earlier.at(-1);
  if (!now || !latest) return neverCompared;
  const first = (has: (found: EarlierSource) => boolean): string =>
    (earlier.find(({ found }) => has(found)) ?? { date: dayOf(today) }).date;
  const historic = ({ kind, apiName, label }: Omit<HistoricApp, 'source' | 'before'>) => ({
    kind,
    apiName,
    label,
    source: source.id,
    before: latest.date,
  });
  const { found: before } = latest;
  return {
    since: [...now.fails].map((print) => [
      historyKey(source.id, print),
      first(({ fails }) => fails.has(print)),
    ]),
    appsSince: [...now.apps].map(([name, { id }]) => [id, first(({ apps }) => apps.has(name))]),
    added: [...now.active].filter((print) => !before.fails.has(print)).length,
    gone: [...before.active].filter((print) => !now.fails.has(print)).length,
    addedApps: [...now.apps]
      .filter(([name]) => !before.apps.has(name))
      .map(([, app]) => historic(app)),
    goneApps: [...before.apps]
      .filter(([name]) => !now.apps.has(name))
      .map(([, app]) => historic(app)),
  };
}

const neverCompared: ComparedSource = {
  since: [],
  appsSince: [],
  added: 0,
  gone: 0,
  addedApps: [],
  goneApps: [],
};

function compareHistoricApps(a: HistoricApp, b: HistoricApp): number {
  return (
    compareText(a.source, b.source) ||
    compareText(a.apiName, b.apiName) ||
    compareText(a.kind, b.kind)
  );
}
