import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { plainText } from '../../report/text/plain-text.js';
import { auditRequest } from '../../audit/audit.js';
import { writeWhole } from '../../documents/staged-file.js';
import type { Report } from '../../report/report.js';
import { severities, usualFailOn } from '../../report/severity.js';
import { unwritten, UserError } from '../../model/user-error.js';
import { configNames, configsIn, findConfig } from '../../config/find.js';
import { shippedRulesets } from '../../rulesets/shipped.js';
import { defaultSources } from '../../metadata/source.js';
import { exitCodes } from '../exit-codes.js';
import type { Io } from '../io.js';
import { installedSchema, missingParameters, starterConfig } from '../starter-config.js';
import { version } from '../version.js';

/**
 * Writes a commented configuration file to the current folder, made from what an audit of the sources shows. Answers with
 * the exit code. Throws UserError where there is one already, unless `force` is set, and UnwrittenError where it cannot be
 * written.
 */
export async function init(sources: readonly string[], force: boolean, io: Io): Promise<number> {
  const file = fileToWrite(io.cwd, force);
  const before = force ? undefined : findConfig(io.cwd);
  const report = await auditRequest({
    sources: sources.length > 0 ? sources : (await defaultSources(io.cwd)).sources,
    cwd: io.cwd,
    rulesets: shippedRulesets.map((ruleset) => ({ ruleset, explicit: false, origin: 'shipped' })),
    parameters: new Map(),
    select: { apps: [] },
    options: { failOn: usualFailOn, minSeverity: 'info', include: [], strict: false },
    ignoreExcuses: false,
    lineHashes: false,
    now: io.now(),
    version,
  });
  writeConfig(join(io.cwd, file), starterConfig(report, existsSync(join(io.cwd, installedSchema))));
  const shadowed = before === undefined ? [] : [`${before} does not count here any more.`];
  const next = nextStep(report, sources);
  io.stdout.write(`${[`Wrote ${file}.`, ...shadowed, ...seen(report), next].join('\n')}\n`);
  return (report.summary.incomplete ? exitCodes.incomplete : exitCodes.clean).code;
}

/** Where findings are there already, making them known comes before a check that fails from its first day on. */
function nextStep({ summary: { bySeverity } }: Report, sources: readonly string[]): string {
  const hasOld = severities.some((severity) => bySeverity[severity] > 0);
  const words = ['ecaudit', ...sources.map(plainText)].join(' ');
  return hasOld
    ? `Next: ${words}, and to make what is there known: ${words} --write-baseline ecaudit-baseline.json`
    : `Next: ${words}`;
}

function fileToWrite(cwd: string, force: boolean): string {
  const there = configsIn(cwd);
  const [first, second] = there;
  if (first === undefined) return configNames[0];
  if (!force)
    throw new UserError(
      `${there.join(' and ')} exists already`,
      `--force writes ${first} anew; what stands in it is lost`,
    );
  // Two files in one folder would be refused, and YAML in a .json file would surprise.
  if (second === undefined && !first.endsWith('.json')) return first;
  throw new UserError(
    `a new ${configNames[0]} beside ${there.filter((name) => name !== configNames[0]).join(' and ')} would be refused`,
    'remove the other file first',
  );
}

function writeConfig(path: string, text: string): void {
  try {
    writeWhole(path, text);
  } catch (cause) {
    throw unwritten('the configuration', cause);
  }
}

/** What the audit saw, a line each. */
function seen(report: Report): readonly string[] {
  const { apps, summary, problems, rulesets } = report;
  const recognised = apps.flatMap(({ apiName, vendors }) =>
    vendors.map((vendor) => {
      const missing = missingParameters(vendor, rulesets).map(({ name }) => name);
      const lacks = missing.length > 0 ? ` (missing: ${missing.join(', ')})` : '';
      return `${apiName}: ${vendor.ruleset}${lacks}`;
    }),
  );
  const counts = severities.map((severity) => `${summary.bySeverity[severity]} ${severity}`);
  const errors = problems.filter(({ level }) => level === 'error');
  return [
    `Apps: ${apps.length}. Findings: ${counts.join(', ')}.`,
    recognised.length > 0
      ? `Vendors recognised: ${recognised.join('; ')}.`
      : 'No vendor recognised.',
    ...errors
      .slice(0, 5)
      .map(
        ({ message }) =>
          `Trouble: ${message}${message.endsWith(' .') ? ' (the current folder).' : '.'}`,
      ),
  ].map(plainText);
}
