import type { Location } from '../model/location.js';
import { keptOr } from '../model/once-for.js';
import { settingNames, type Setting, type Settings } from '../settings/settings.js';
import type { Result } from '../report/verdict.js';
import type { QuoteCollector } from './quotes.js';
import type { AppData, ReportData, SharedReport } from './report-data.js';

/** Makes of a report what it has in common with the ones before it. */
export type Share = (report: ReportData) => SharedReport;

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
  return Object.fromEntries(
    settingNames.map((name) => [name, share(settings[name] ?? unheardOf)]),
  ) as Settings;
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
