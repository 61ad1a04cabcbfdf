import { tableFor } from '../model/tables.js';
import { type Location, formatRange } from '../model/location.js';
import { keptOr } from '../model/once-for.js';
import { settingNames, type Setting, type Settings } from '../settings/settings.js';
import type { Result, Evidence } from '../report/verdict.js';
import type {
  AppData,
  ReportData,
  SharedReport,
  EvidenceData,
  ProblemData,
  ResultData,
} from './report-data.js';
import type { Problem } from '../report/problem.js';
import { redact } from '../model/redact.js';
import type { Report } from '../report/report.js';

/** Makes of a report what it has in common with the ones before it. */
type Share = (report: ReportData) => SharedReport;

/** Something that may have a place: settings, and what findings rest on. */
interface Placed {
  readonly location?: Location;
}

/**
 * Starts to share: what is equal in many reports becomes one object, since a fleet would not fit into memory otherwise. What
 * has no place is shared by all reports; what has one by those of one app, for a place names its file. Quotes are kept by
 * place.
 */
export function sharing(collected: QuoteCollector): Share {
  const texts = interning<string>();
  const unplaced = interning<Placed>();
  return (report) => {
    const locations = interning<Location>();
    const placed = interning<Placed>();
    const place = (location: Location): Location =>
      locations(JSON.stringify(location), () => ({
        ...location,
        file: texts(location.file, () => location.file),
      }));
    const share = <T extends Placed>(one: T): T => {
      const { location } = one;
      const make = (): T => (location ? { ...one, location: place(location) } : one);
      // Equal as JSON is equal as a value, and so of one type.
      return (location ? placed : unplaced)(JSON.stringify(one), make) as T;
    };
    return {
      ...report,
      apps: report.apps.map((app) => ({ ...app, settings: sharedSettings(app, share) })),
      results: report.results.map((data) =>
        sharedResult(collected.result(data), { texts, place, share }),
      ),
      problems: report.problems.map(collected.problem),
      ...(report.unsettled && { unsettled: report.unsettled.map(collected.problem) }),
    };
  };
}

type Interning<T> = (key: string, make: () => T) => T;

function interning<T>(): Interning<T> {
  const kept = new Map<string, T>();
  return (key, make) => keptOr(kept, key, make);
}

const unheardOf: Setting = {
  state: 'unknown',
  reason: 'the version that wrote the report did not know it',
};

/** Every name of this version, in its order. */
function sharedSettings({ settings }: AppData, share: (setting: Setting) => Setting): Settings {
  // The names are those of the table, and the schema has said what a setting is.
  return tableFor(settingNames, (name) => share(settings[name] ?? unheardOf)) as Settings;
}

interface Shared {
  readonly texts: Interning<string>;
  readonly place: (location: Location) => Location;
  readonly share: <T extends Placed>(one: T) => T;
}

function sharedResult(result: Result, { texts, place, share }: Shared): Result {
  return {
    ...result,
    rule: texts(result.rule, () => result.rule),
    message: texts(result.message, () => result.message),
    location: place(result.location),
    evidence: result.evidence.map(share),
  };
}

/** What reports quote of files. */
export type Quotes = Required<Pick<Report, 'lineHashes' | 'snippets'>>;

/** Takes the quotes of reports out of what they stand in. */
interface QuoteCollector {
  readonly quotes: Quotes;
  readonly result: (data: ResultData) => Result;
  readonly problem: (data: ProblemData) => Problem;
}

/** Starts to collect. A report is a file like any other, so credentials in its quotes are masked once more. */
export function collectQuotes(): QuoteCollector {
  const lineHashes = new Map<string, string>();
  const snippets = new Map<string, string>();
  const addHash = ({ file, startLine }: Location, hash: string | undefined): void => {
    if (hash !== undefined) lineHashes.set(`${file}:${startLine}`, hash);
  };
  const addSnippet = (location: Location, text: string | undefined): void => {
    if (text !== undefined) snippets.set(formatRange(location), redact(text));
  };
  const evidence = ({ snippet, ...rest }: EvidenceData): Evidence => {
    if (rest.location) addSnippet(rest.location, snippet);
    return rest;
  };
  return {
    quotes: { lineHashes, snippets },
    result: ({ lineHash, snippet, ...rest }) => {
      addHash(rest.location, lineHash);
      addSnippet(rest.location, snippet);
      return { ...rest, evidence: rest.evidence.map(evidence) };
    },
    problem: ({ lineHash, ...rest }) => {
      if (rest.location) addHash(rest.location, lineHash);
      return rest;
    },
  };
}
