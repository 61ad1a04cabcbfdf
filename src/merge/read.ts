import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import schema from '../../schemas/report.schema.json' with { type: 'json' };
import { fileText } from '../documents/files.js';
import { problemLevels } from '../report/problem.js';
import { UserError } from '../model/user-error.js';
import { verdicts } from '../report/verdict.js';
import { firstMismatch } from './conforms.js';
import { collectQuotes, type Quotes, sharing } from './sharing.js';
import type { AppData, ReportData, SharedReport } from './report-data.js';

/** A report as `-f json` wrote it. */
export interface ReportFile {
  /** As the user named it. */
  readonly file: string;
  readonly report: SharedReport;
}

/** More than this is no report that anybody could read, and more than a text in memory can be. */
const maxReportBytes = 400 * 1024 * 1024;

/** Reports, and what they quote of files. */
export interface ReadReports {
  readonly files: readonly ReportFile[];
  readonly quotes: Quotes;
}

/** Reads reports that `-f json` wrote, one by one. Throws UserError where one is none, or not a whole one. */
export function readReports(names: readonly string[], cwd: string): ReadReports {
  const collected = collectQuotes();
  const share = sharing(collected);
  const files = names.map((file) => ({ file, report: share(readReport(file, cwd)) }));
  return { files, quotes: collected.quotes };
}

/** One report that was parsed already; `name` is what messages call it. Throws UserError as `readReports` does. */
export function readReportData(data: unknown, name: string): ReadReports {
  const collected = collectQuotes();
  const report = sharing(collected)(checked(data, name));
  return { files: [{ file: name, report }], quotes: collected.quotes };
}

function readReport(file: string, cwd: string): ReportData {
  return checked(parsed(reportFileText(file, cwd), file), file);
}

function checked(data: unknown, file: string): ReportData {
  const wrong = firstMismatch(data, schema);
  if (wrong) throw foreign(file, `${wrong.at || 'it'} ${wrong.message}`);
  // The schema has just said so.
  const report = data as ReportData;
  const disagreement = disagreementIn(report);
  if (disagreement) throw foreign(file, disagreement);
  refuseShortened(file, report);
  return report;
}

function reportFileText(file: string, cwd: string): string {
  const path = resolve(cwd, file);
  try {
    const { size } = statSync(path);
    if (size > maxReportBytes)
      throw new UserError(`${file} is larger than ${maxReportBytes} bytes`);
    return fileText(path);
  } catch (cause) {
    if (cause instanceof UserError) throw cause;
    throw new UserError(`the report ${file} cannot be read`, 'is the path right?', { cause });
  }
}

function parsed(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw foreign(file, 'it is not whole, or not JSON', cause);
  }
}

function foreign(file: string, why: string, cause?: unknown): UserError {
  const hint = 'merge takes what `ecaudit -f json=FILE` wrote, unchanged';
  return new UserError(`${file} is no report of ecaudit: ${why}`, hint, { cause });
}

/** Counts that do not agree, and references to nothing: somebody changed the file, or it is two files in one. */
function disagreementIn(report: ReportData): string | undefined {
  const { apps, sources, summary, results, problems, generatedAt } = report;
  const ids = new Set(apps.map(({ id }) => id));
  const places = new Set(sources.map(({ id }) => id));
  if (ids.size !== apps.length || apps.length !== summary.apps)
    return 'its apps are not as many as it says';
  const wrong = verdicts.find((verdict) => sumOfVerdict(apps, verdict) !== summary[verdict]);
  if (wrong) return `its apps do not have as many "${wrong}" as it says`;
  const lost = apps.find(({ source }) => !places.has(source));
  if (lost) return `the app ${lost.id} is of a source that it does not name`;
  if (Number.isNaN(Date.parse(generatedAt))) return 'its date is none';
  const strange = problems.find(({ kind }) => !Object.hasOwn(problemLevels, kind));
  if (strange) return `it has a problem of the unknown kind ${strange.kind}`;
  const stray = results.find(({ app }) => !ids.has(app));
  return stray && `a result is about ${stray.app}, which is none of its apps`;
}

function sumOfVerdict(apps: readonly AppData[], verdict: (typeof verdicts)[number]): number {
  return apps.reduce((total, { counts }) => total + counts[verdict], 0);
}

/** Counting anew needs everything that failed or is open. */
function refuseShortened(file: string, { summary, results }: ReportData): void {
  for (const verdict of ['fail', 'open'] as const) {
    const listed = results.filter((result) => result.verdict === verdict).length;
    if (listed === summary[verdict]) continue;
    throw new UserError(
      `${file} lists ${listed} of the ${summary[verdict]} checks that came out "${verdict}"`,
      'write it without --min-severity and with fail and open in --include',
    );
  }
}
