import { usualFailOn } from '../report/severity.js';
import { reporterEntry, reporterNames, type ReporterName } from '../../reporters/index.js';
import { version } from '../cli/version.js';
import { mergeReports } from '../merge/merge.js';
import { readReportData } from '../merge/read.js';
import { UserError } from '../model/user-error.js';
import { digestOf } from '../report/digest/index.js';
import type { Report as FullReport } from '../report/report.js';
import { frameworksOf } from '../rulesets/controls.js';
import { shippedRulesets } from '../rulesets/shipped.js';
import { about, kindOf, oneOfNames } from './arguments.js';
import { knownOf } from './known-reports.js';
import type { Format } from './options.js';
import type { Report } from './report.js';

/** The published union is written out, so that its declarations ask for nothing else: here it has to be the table of reporters. */
const libraryFormats: readonly [ReporterName] extends readonly [Format]
  ? readonly [Format] extends readonly [ReporterName]
    ? readonly Format[]
    : never
  : never = reporterNames;

/** Reports that show edits beside the findings. */
const suggestingFormats: readonly string[] = ['sarif', 'rdjson'];

/** Columns of a text report: what the command line takes where nobody says how wide a window is. */
const reportWidth = 120;

/** Writes a report in a format, as `formatReport` of the library says it. */
export async function formatted(report: unknown, format: unknown): Promise<string> {
  const name = oneOfNames('format', format, libraryFormats);
  if (name === undefined)
    throw new UserError(
      'format: nothing was given',
      `format is one of ${libraryFormats.join(', ')}`,
    );
  const full = await fullReport(report, suggestingFormats.includes(name));
  const write = await reporterEntry(name).load();
  const text = write(digestOf(full), {
    color: false,
    width: reportWidth,
    verbose: false,
    file: true,
  });
  return typeof text === 'string' ? text : [...text].join('');
}

async function fullReport(report: unknown, withFixes: boolean): Promise<FullReport> {
  if (typeof report !== 'object' || report === null || Array.isArray(report))
    throw new UserError(`report: ${kindOf(report)} is no report`, 'audit gives one');
  const known = knownOf(report as Report);
  if (known) return withFixes ? known.suggested() : known.full;
  // Such as one of a file: it is held to the schema, and counted anew.
  return about('report', async () =>
    mergeReports({
      ...readReportData(structuredClone(report), 'it'),
      rulesets: shippedRulesets,
      frameworks: await frameworksOf(shippedRulesets),
      options: {
        failOn: usualFailOn,
        minSeverity: 'info',
        include: ['fail', 'open'],
        strict: false,
      },
      version,
    }),
  );
}
