import { textlessReadings } from '../settings/definition.js';
import type { Report, ReportApp } from '../report/report.js';
import { keptOr } from '../model/once-for.js';
import { redact } from '../model/redact.js';
import { groupBy } from '../model/lists.js';
import type { Location } from '../model/location.js';
import { definitionOf, isSecretSetting, settingNames, type Setting } from '../settings/settings.js';
import type { Origin } from '../settings/definition.js';
import type { Result } from '../report/verdict.js';

/**
 * A report without credentials in what is no value of an app: names of files and apps, texts of rulesets and of the
 * configuration. Values have none since they were read. Such texts are few, and hardly ever hold one; only where they do is the
 * report copied.
 */
export function withoutCredentials(report: Report, own: ReadonlySet<string>): Report {
  const { apps, sources, rulesets, problems, results, config, baseline } = report;
  const texts = [
    ...apps.flatMap(({ apiName, folder, files }) => [apiName, folder, ...files]),
    ...problems.map(({ message }) => message),
  ];
  const data = [
    results.flatMap(({ suppressed }) => suppressed ?? []),
    sources,
    config,
    baseline,
    // Shipped rulesets are checked by the tests; their thousands of texts need not be looked at in each run.
    rulesets.filter(({ id }) => own.has(id)),
  ];
  return [...texts, ...everyTextIn(data)].some((text) => redact(text) !== text)
    ? redactedCopy(report)
    : report;
}

/** Every text in data, each once: hundreds of rules may share what thousands of overrides say of them. */
function everyTextIn(data: unknown): ReadonlySet<string> {
  const texts = new Set<string>();
  const seen = new Set<unknown>();
  const left: unknown[] = [data];
  while (left.length > 0) {
    const value = left.pop();
    if (typeof value === 'string') texts.add(value);
    if (typeof value !== 'object' || value === null || seen.has(value)) continue;
    seen.add(value);
    for (const inner of value instanceof Map ? [...value].flat() : Object.values(value))
      left.push(inner);
  }
  return texts;
}

/**
 * Copies data with every text in it redacted; what a text is found by must stay the same, so keys are, too. What is shared in the
 * data is shared in the copy.
 */
export function redactedCopy<T>(data: T): T {
  const copies = new Map<object, unknown>();
  const copy = (value: unknown): unknown => {
    if (typeof value === 'string') return redact(value);
    if (typeof value !== 'object' || value === null) return value;
    return keptOr(copies, value, () => copyOf(value, copy));
  };
  return copy(data) as T;
}

function copyOf(value: object, copy: (inner: unknown) => unknown): unknown {
  if (Array.isArray(value)) return value.map(copy);
  if (value instanceof Map)
    return new Map([...value].map(([key, item]: [unknown, unknown]) => [copy(key), copy(item)]));
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, copy(item)]));
}

const secretive = settingNames.filter((name) => {
  const { connectedApp, externalClientApp } = definitionOf(name);
  return isSecretSetting(name) || [connectedApp, externalClientApp].some(isUnkept);
});

function isUnkept(origin: Origin): boolean {
  return 'fields' in origin && origin.fields.some(({ read }) => textlessReadings.has(read));
}

/**
 * The places of results and of their evidence that a report may quote: none that touches a text that may be a secret, such as
 * a consumer secret that a file holds.
 */
export function quotablePlaces(
  results: readonly Result[],
  apps: readonly ReportApp[],
): readonly Location[] {
  const secrets = groupBy(apps.flatMap(secretPlaces), ({ file }) => file);
  const places = results.flatMap(({ location, evidence }) => [
    location,
    ...evidence.flatMap((one) => one.location ?? []),
  ]);
  return places.filter(
    (place) => !(secrets.get(place.file) ?? []).some((secret) => touch(place, secret)),
  );
}

function secretPlaces(app: ReportApp): readonly Location[] {
  return secretive.flatMap((name) => {
    const setting: Setting = app.settings[name];
    // Where nothing is, the place is that of the element around it, which may be quoted.
    return setting.state === 'known' && setting.value !== false ? (setting.location ?? []) : [];
  });
}

function touch(a: Location, b: Location): boolean {
  return !endsBefore(a, b) && !endsBefore(b, a);
}

function endsBefore(a: Location, b: Location): boolean {
  return a.endLine < b.startLine || (a.endLine === b.startLine && a.endColumn <= b.startColumn);
}
