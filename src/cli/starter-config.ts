import { plainText } from '../report/text/plain-text.js';
import { appId } from '../model/app.js';
import { yamlText } from './yaml-text.js';
import type { Report, ReportApp, VendorMatch } from '../report/report.js';
import { reaches, severities, usualFailOn } from '../report/severity.js';

/** How many apps a starting configuration names: it is to be read by somebody. */
const maxApps = 50;

/** Where an installed ecaudit has the schema of the configuration, from the folder of the project. */
export const installedSchema = './node_modules/ecaudit/schemas/config.schema.json';

/**
 * A configuration to start from, as YAML, made from an audit with shipped rulesets only. What it sets is what would count
 * without it; the rest are comments. A line that starts with `#` and no space is a setting: without the `#` it counts.
 */
export function starterConfig(report: Report, hasSchema: boolean): string {
  return `${[
    ...schemaLines(hasSchema),
    '# Configuration of ecaudit, written by `ecaudit init`. A line that starts with "#" and no space is a setting that is',
    '# switched off: remove the "#" to switch it on. Flags of the command line beat what stands here.',
    '',
    '# What to judge by: ids of rulesets, files of your own (./policy/acme.yaml, relative to this file), and recommended,',
    '# which stands for every standard ruleset that ecaudit has. `ecaudit rules list` shows them.',
    'rulesets: [recommended]',
    '',
    '# Whose setup guides to look for: auto (all that ecaudit has), none, or a list such as [vendors/fullcast].',
    'vendors: auto',
    '',
    ...failOnLines(report),
    '',
    ...starterAppLines(report),
    '',
    '# Change the severity of rules, switch them off, or give their demand another value; for all apps or some. Later',
    '# entries win.',
    '#overrides:',
    '#- { rule: access/high-assurance-for-full-access, severity: off }',
    '#- { rule: tokens/*, app: Sandbox_*, severity: low }',
    '',
    ...laterLines(report),
  ].join('\n')}\n`;
}

function schemaLines(hasSchema: boolean): readonly string[] {
  if (hasSchema) return [`# yaml-language-server: $schema=${installedSchema}`];
  return [
    '# For completion in an editor: `ecaudit rules schema config > config.schema.json`, then as the first line here',
    '# `# yaml-language-server: $schema=config.schema.json`.',
  ];
}

/** What a project needs from its second day on: old findings, and those that somebody accepts. */
function laterLines({ generatedAt }: Report): readonly string[] {
  const inThreeMonths = new Date(Date.parse(generatedAt) + 90 * 86_400_000);
  return [
    '# Findings that are there already: `ecaudit --write-baseline ecaudit-baseline.json` makes them known, and with the next',
    '# line each run reports only what is new. Remove "# " once the file is there.',
    '# baseline: ecaudit-baseline.json',
    '',
    '# Findings that somebody accepts for a time: `ecaudit suppress FINGERPRINT --reason ... --owner ... --expires ...` writes',
    '# an entry (`ecaudit -v` shows fingerprints). They stay in every report, with their reason.',
    '#suppressions:',
    `#- { rule: flows/pkce-required, app: externalClientApp:API_Name, reason: 'What stands in the way, and the ticket', owner: Integrations, expires: ${inThreeMonths.toISOString().slice(0, 10)} }`,
    '',
    '# What every suppression has to say, and how long it may count.',
    '#suppressionPolicy: { requireReason: true, requireExpiry: true, maxDays: 180 }',
  ];
}

/** Never milder than the usual threshold: a file that hides today's findings would be a bad start. */
function failOnLines({ summary: { bySeverity } }: Report): readonly string[] {
  const counts = severities.map((severity) => `${bySeverity[severity]} ${severity}`);
  const worst = severities.find((severity) => bySeverity[severity] > 0);
  const failing = worst !== undefined && reaches(worst, usualFailOn);
  const passing = worst === usualFailOn ? 'critical' : 'never';
  const advice = failing
    ? `With high, the exit code is 1 until the worst of them are fixed; ${passing} would let them pass.`
    : 'With high, none of them makes the exit code 1; medium would be stricter.';
  return [
    `# The lowest severity that makes exit code 1. Findings when this was written: ${counts.join(', ')}.`,
    `# ${advice}`,
    'failOn: high',
  ];
}

function starterAppLines({ apps, rulesets, sources }: Report): readonly string[] {
  const shown = apps.slice(0, maxApps);
  const where = sources.map(({ id }) => plainText(id)).join(', ');
  const count = apps.length === 1 ? '1 app' : `${apps.length} apps`;
  const more =
    apps.length > maxApps ? [`# And ${apps.length - maxApps} more, not listed here.`] : [];
  const settings = shown.flatMap((app) => entryFor(app, rulesets));
  return [
    `# ${count} in ${where}. An entry says which vendor an app is for when nothing in it gives that away (none: no`,
    "# vendor's), and gives the parameters of rulesets. match is a glob on the API name, or on kind:API_Name.",
    ...shown.flatMap(recognised),
    ...more,
    ...(settings.length > 0 ? ['#apps:', ...settings] : []),
  ];
}

/** What needs no setting, as a comment. */
function recognised(app: ReportApp): readonly string[] {
  return app.vendors.map(({ ruleset, because, parameters }) => {
    const given = Object.entries(parameters).map(([name, value]) => `; ${name}=${String(value)}`);
    return plainText(`# ${appNameOf(app)}: ${ruleset}, because of ${because}${given.join('')}`);
  });
}

/** The entry that an app could have: the parameters that its vendor's guide misses, or a vendor where none was seen. */
function entryFor(app: ReportApp, rulesets: Report['rulesets']): readonly string[] {
  const head = `#- { match: ${yamlText(appNameOf(app))}`;
  if (app.vendors.length === 0) return [`${head}, vendor: none } # no vendor recognised`];
  const missing = app.vendors.flatMap((vendor) => missingParameters(vendor, rulesets));
  if (missing.length === 0) return [];
  return missing.map(({ name, values: [first = 'VALUE', ...others] }) => {
    const choice = others.length > 0 ? ` # or ${others.map(plainText).join(', ')}` : '';
    return `${head}, parameters: { ${yamlText(name)}: ${yamlText(first)} } }${choice}`;
  });
}

export interface MissingParameter {
  /** `RULESET.NAME`. */
  readonly name: string;
  /** The values that it can have; none when any text will do. */
  readonly values: readonly string[];
}

/** The parameters that a vendor's guide needs and that nothing in the app shows. */
export function missingParameters(
  { ruleset, parameters }: VendorMatch,
  rulesets: Report['rulesets'],
): readonly MissingParameter[] {
  const declared = rulesets.find(({ id }) => id === ruleset)?.parameters ?? {};
  return Object.entries(declared)
    .filter(([name]) => !Object.hasOwn(parameters, name))
    .map(([name, { values = [] }]) => ({ name: `${ruleset}.${name}`, values }));
}

function appNameOf({ kind, apiName }: ReportApp): string {
  return appId(kind, apiName);
}
