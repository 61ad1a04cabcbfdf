// The library: docs/library.md. Nothing is printed, no listener is left, and `process.exitCode` is not touched.
import type { Here } from './library/here.js';
import type { AuditOptions, Config, Format, Pulled, PullOptions } from './library/options.js';
import type { Report } from './library/report.js';

export type {
  AuditOptions,
  Config,
  Format,
  Level,
  Pulled,
  PullOptions,
} from './library/options.js';
export type * from './library/report.js';
export { UserError } from './model/user-error.js';

/**
 * Audits what `sources` and `orgs` name: `await audit({ sources: ['force-app'] })`. Gives the report of `-f json`, with every check
 * that failed or is undecided. What could not be read, or what an org refused, is in `report.problems` and sets
 * `report.summary.incomplete`. Throws UserError for an argument, a configuration, a ruleset or a source that is wrong, and names it.
 */
export async function audit(options: AuditOptions): Promise<Report> {
  const { auditIn } = await import('./library/audit.js');
  return auditIn(here(), options);
}

/**
 * A report as text, in any format of the command line: one that `audit` gave, or one that was parsed from what `-f json` wrote.
 * Throws UserError for a format that is none, and for what is no whole report.
 */
export async function formatReport(report: Report, format: Format): Promise<string> {
  const { formatted } = await import('./library/format.js');
  return formatted(report, format);
}

/**
 * Saves what an org holds as a snapshot folder, which is a source of `audit`. What the org hid is in `problems`. Throws UserError for
 * a log-in that is incomplete or refused and for a folder that is something else, and an Error where the folder cannot be written.
 */
export async function pull(options: PullOptions): Promise<Pulled> {
  const { pullIn } = await import('./library/pull.js');
  return pullIn(here(), options);
}

/**
 * Reads a configuration file, or the nearest `ecaudit.config.{yaml,yml,json}` from the current folder upwards: undefined where there is
 * none. Throws UserError with every mistake in it, a line each, as `file:line:column: message`.
 */
export async function loadConfig(path?: string): Promise<Config | undefined> {
  const { readConfigFor } = await import('./library/config.js');
  return readConfigFor(here(), path);
}

function here(): Here {
  return { cwd: process.cwd(), env: process.env };
}
