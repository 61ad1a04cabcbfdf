import { tableFor } from '../model/tables.js';
import { appId, isOrgSource, type SetupChange } from '../model/app.js';
import { compareText } from '../model/location.js';
import { groupBy } from '../model/lists.js';
import type { Problem } from '../report/problem.js';
import type { Report, ReportApp, ReportSource } from '../report/report.js';
import type { Result } from '../report/verdict.js';
import {
  findingChanges,
  findingDifferences,
  type ByRule,
  type FindingChange,
  type FindingDifference,
} from './findings.js';
import { pairsOf, type Pair } from './pairs.js';
import {
  settingDifferences,
  isAlike,
  orgDifferences,
  withoutConsequences,
  type SettingDifference,
  type Sides,
} from './settings.js';

export const appChanges = ['new', 'gone', 'changed', 'moved', 'turned'] as const;

export type AppChange = (typeof appChanges)[number];

/** One side, as the user named it. */
export interface DiffSide extends Pick<ReportSource, 'org'> {
  readonly id: string;
  readonly kind: ReportSource['kind'] | 'report';
  readonly apps: number;
  readonly files: number;
}

/** An app that differs. */
export interface AppDifference {
  readonly id: string;
  readonly kind: ReportApp['kind'];
  readonly apiName: string;
  readonly label: string;
  readonly change: AppChange;
  /** Of an app that turned: what it was. Of one that moved: the folder where it was. */
  readonly from?: string;
  /** Of one that moved: the folder where it is. */
  readonly to?: string;
  readonly settings: readonly SettingDifference[];
  readonly findings: readonly FindingDifference[];
  /** What the setup audit trail of an org says of it, the latest first; only where that was asked for. */
  readonly changedBy?: readonly AppSetupChange[];
}

/** Somebody changed an app in Setup. */
export interface AppSetupChange extends SetupChange {
  readonly side: 'before' | 'after';
}

/** What an org-wide setting and what rests on it came to, once for all apps. */
export interface OrgDifference {
  readonly before: string;
  readonly after: string;
  readonly settings: readonly SettingDifference[];
  readonly findings: readonly FindingDifference[];
}

export interface Diff {
  readonly generatedAt: string;
  readonly tool: Report['tool'];
  readonly incomplete: boolean;
  /** One side is a repository and the other an org. */
  readonly drift: boolean;
  readonly before: DiffSide;
  readonly after: DiffSide;
  readonly problems: readonly (Problem & { readonly side: 'before' | 'after' })[];
  readonly apps: readonly AppDifference[];
  readonly org: readonly OrgDifference[];
  readonly summary: {
    readonly apps: Readonly<Record<AppChange, number>>;
    readonly findings: Readonly<Record<FindingChange, number>>;
  };
}

/** A side and what was read of it. */
export interface ReadSide {
  readonly side: DiffSide;
  readonly report: Report;
}

/**
 * What came, went and changed from one side to the other. `isMeant` says which rules count.
 */
export function diffOf(
  before: ReadSide,
  after: ReadSide,
  isMeant: (rule: string) => boolean = () => true,
): Diff {
  const compared = {
    before: indexed(before.report, isMeant),
    after: indexed(after.report, isMeant),
  };
  const pairs = pairsOf(before.report, after.report).filter((pair) => isKnown(pair, before, after));
  const apps = pairs
    .flatMap((pair) => appDifference(pair, compared) ?? [])
    .toSorted((a, b) => compareText(a.id, b.id));
  const org = orgsOf(pairs, compared);
  const problems = [...sided('before', before), ...sided('after', after)];
  const findings = [...apps, ...org].flatMap((one) => one.findings);
  return {
    tool: after.report.tool,
    generatedAt: after.report.generatedAt,
    drift: isDrift(before.side, after.side),
    incomplete: before.report.summary.incomplete || after.report.summary.incomplete,
    before: before.side,
    after: after.side,
    problems,
    apps,
    org,
    summary: {
      apps: countChanges(appChanges, apps),
      findings: countChanges(findingChanges, findings),
    },
  };
}

/** That an app is on one side only is not known where a source of the other side could not be read. */
function isKnown(pair: Pair, before: ReadSide, after: ReadSide): boolean {
  const hasUnread = ({ report }: ReadSide): boolean =>
    report.sources.some(({ unread }) => unread !== undefined);
  if (!pair.before) return !hasUnread(before);
  return pair.after !== undefined || !hasUnread(after);
}

/** What a report was made of decides, not that it is one. */
function isDrift(before: DiffSide, after: DiffSide): boolean {
  const ofOrg = ({ kind, org }: DiffSide): boolean => org !== undefined || isOrgSource(kind);
  return ofOrg(before) !== ofOrg(after);
}

function sided(side: 'before' | 'after', { report }: ReadSide): Diff['problems'] {
  return report.problems.map((problem) => ({ ...problem, side }));
}

function countChanges<C extends string>(
  changes: readonly C[],
  all: readonly { readonly change: C }[],
): Readonly<Record<C, number>> {
  return tableFor(changes, (name) => all.filter(({ change }) => change === name).length);
}

/** A report with what is asked of it again and again. */
interface Indexed {
  readonly results: ReadonlyMap<string, readonly Result[]>;
  readonly sources: ReadonlyMap<string, ReportSource>;
}

interface Compared {
  readonly before: Indexed;
  readonly after: Indexed;
}

function indexed({ results, sources }: Report, isMeant: (rule: string) => boolean): Indexed {
  return {
    results: groupBy(
      results.filter(({ rule }) => isMeant(rule)),
      ({ app }) => app,
    ),
    sources: new Map(sources.map((source) => [source.id, source])),
  };
}

function resultsByRule(
  { results }: Indexed,
  app: ReportApp | undefined,
  about: 'app' | 'org',
): ByRule {
  const own = app ? (results.get(app.id) ?? []) : [];
  const meant = own.filter((result) => (result.about === 'org') === (about === 'org'));
  return new Map(meant.map((result) => [result.rule, result]));
}

function sidesOf({ before, after }: Pair, compared: Compared): Sides {
  const kindOf = (side: Indexed, app: ReportApp | undefined): ReportSource['kind'] =>
    side.sources.get(app?.source ?? '')?.kind ?? 'folder';
  return {
    before: kindOf(compared.before, before ?? after),
    after: kindOf(compared.after, after ?? before),
    turned: before !== undefined && after !== undefined && before.kind !== after.kind,
  };
}

function appDifference(pair: Pair, compared: Compared): AppDifference | undefined {
  const app = pair.after ?? pair.before;
  if (!app) return undefined;
  const sides = sidesOf(pair, compared);
  const all =
    pair.before && pair.after
      ? settingDifferences(pair.before.settings, pair.after.settings, sides)
      : [];
  const settings = withoutConsequences(all, app.kind);
  const both = pair.before !== undefined && pair.after !== undefined;
  const findings = findingDifferences(
    resultsByRule(compared.before, pair.before, 'app'),
    resultsByRule(compared.after, pair.after, 'app'),
    {
      changed: new Set([...all.map(({ setting }) => setting), ...(sides.turned ? ['kind'] : [])]),
      onlyByChange: both && !isAlike(sides),
    },
  );
  const change = appChangeOf(pair, { settings, findings, sides, compared });
  if (!change) return undefined;
  const { id, kind, apiName, label } = app;
  const changedBy = setupChangesOf(pair, compared);
  return {
    id,
    kind,
    apiName,
    label,
    ...change,
    settings,
    findings,
    ...(changedBy.length > 0 && { changedBy }),
  };
}

/** The entries that name the app: by its label or its API name, as a word of its own. */
function setupChangesOf({ before, after }: Pair, compared: Compared): readonly AppSetupChange[] {
  const names = [before, after].flatMap((app) => (app ? [app.label, app.apiName] : []));
  const isNamed = ({ what }: SetupChange): boolean =>
    names.some((name) => name !== '' && isWordIn(name, what));
  const of = (side: 'before' | 'after', app: ReportApp | undefined): readonly AppSetupChange[] => {
    const other = side === 'before' ? after : before;
    const changes = compared[side].sources.get((app ?? other)?.source ?? '')?.setupChanges ?? [];
    return changes.filter(isNamed).map((one) => ({ ...one, side }));
  };
  return [...of('after', after), ...of('before', before)];
}

/** `Orders` is no word of `Reorders` or of `Orders_Test`. */
function isWordIn(word: string, text: string): boolean {
  for (let at = text.indexOf(word); at !== -1; at = text.indexOf(word, at + 1)) {
    const around = `${text[at - 1] ?? ' '}${text[at + word.length] ?? ' '}`;
    if (!/[\p{L}\p{N}_]/u.test(around)) return true;
  }
  return false;
}

interface Found {
  readonly settings: readonly SettingDifference[];
  readonly findings: readonly FindingDifference[];
  readonly sides: Sides;
  readonly compared: Compared;
}

function appChangeOf(
  { before, after }: Pair,
  { settings, findings, sides, compared }: Found,
): Pick<AppDifference, 'change' | 'from' | 'to'> | undefined {
  if (!before) return { change: 'new' };
  if (!after) return { change: 'gone' };
  if (sides.turned) return { change: 'turned', from: appId(before.kind, before.apiName) };
  const moved = moveOf(before, after, sides);
  if (settings.length + findings.length > 0) return { change: 'changed', ...moved };
  return moved && compared ? { change: 'moved', ...moved } : undefined;
}

/** Folders of a repository have places that mean something; those of a zip, an org and a snapshot are always the same. */
function moveOf(
  before: ReportApp,
  after: ReportApp,
  sides: Sides,
): { readonly from: string; readonly to: string } | undefined {
  if (sides.before !== 'folder' || sides.after !== 'folder') return undefined;
  const [from, to] = [before, after].map(({ folder, source }) =>
    folder === source
      ? '.'
      : folder.startsWith(`${source}/`)
        ? folder.slice(source.length + 1)
        : folder,
  );
  return from === undefined || to === undefined || from === to ? undefined : { from, to };
}

/** One entry for each two sources that are compared and differ. */
function orgsOf(pairs: readonly Pair[], compared: Compared): readonly OrgDifference[] {
  const first = new Map<string, Pair>();
  for (const pair of pairs) {
    if (!pair.before || !pair.after) continue;
    const key = `${pair.before.source}\n${pair.after.source}`;
    if (!first.has(key)) first.set(key, pair);
  }
  return [...first.values()].flatMap((pair) => orgDifference(pair, compared) ?? []);
}

function orgDifference(pair: Pair, compared: Compared): OrgDifference | undefined {
  const { before, after } = pair;
  if (!before || !after) return undefined;
  const sides = sidesOf(pair, compared);
  const settings = orgDifferences(before.settings, after.settings, sides);
  const findings = findingDifferences(
    resultsByRule(compared.before, before, 'org'),
    resultsByRule(compared.after, after, 'org'),
    {
      changed: new Set(settings.map(({ setting }) => setting)),
      onlyByChange: !isAlike(sides),
    },
  );
  if (settings.length + findings.length === 0) return undefined;
  return { before: before.source, after: after.source, settings, findings };
}
