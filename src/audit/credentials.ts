import type { Report } from '../report/report.js';
import { redact } from '../model/redact.js';

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
    ...results.flatMap(({ suppressed }) => (suppressed ? [JSON.stringify(suppressed)] : [])),
    JSON.stringify([sources, config, baseline]),
    // Shipped rulesets are checked by the tests; their thousands of texts need not be looked at in each run.
    ...rulesets.filter(({ id }) => own.has(id)).map((ruleset) => JSON.stringify(ruleset)),
  ];
  return texts.some((text) => redact(text) !== text) ? clean(report) : report;
}

/** Copies data with every text in it redacted; what a text is found by must stay the same, so keys are, too. */
function clean<T>(value: T): T {
  if (typeof value === 'string') return redact(value) as T;
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item: unknown) => clean(item)) as T;
  if (value instanceof Map) {
    return new Map(
      [...value].map(([key, item]: [unknown, unknown]) => [clean(key), clean(item)]),
    ) as T;
  }
  const entries = Object.entries(value).map(([key, item]: [string, unknown]) => [key, clean(item)]);
  return Object.fromEntries(entries) as T;
}
