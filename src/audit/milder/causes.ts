import { conditionsOf, readsOf } from '../../conditions/tree.js';
import { isSettingName } from '../../settings/settings.js';
import { conflictingDemands } from '../../rulesets/rules-of-results.js';
import type { App, ReplacedValue } from '../../model/app.js';
import { matchesGlob } from '../../model/glob.js';
import { formatLocation, formatRange, startOf, type Location } from '../../model/location.js';
import { onceFor } from '../../model/once-for.js';
import type { Override, Rule } from '../../model/ruleset.js';
import { lastParametersOf, vendorOf } from '../../config/apps.js';
import type { Config } from '../../config/config.js';
import type { EvaluatedApp } from '../evaluate-apps.js';
import type { AuditRequest } from '../request.js';
import type { Evaluation } from '../results.js';
import type { Loss } from './losses.js';

/** What makes a run milder, and the line that says so. */
export interface Cause {
  readonly what: string;
  readonly location?: Location;
  readonly byCaller: boolean;
}

/** What causes are looked for in. */
export interface Blamed {
  readonly request: AuditRequest;
  /** What a pattern of `.forceignore` leaves out, in words. */
  readonly patternText: (by: Location) => string;
}

/** Why a run lost a finding of an app, by what the run itself says of it. */
export function causeOf(loss: Loss, now: EvaluatedApp | undefined, blamed: Blamed): Cause {
  const { before } = loss;
  const { request } = blamed;
  const byCaller = request.caller?.files === true;
  const found = placeOfLoss(loss, now, blamed);
  // Replacements are read from the files as they are, whoever names a revision for the rest.
  if (found) return { byCaller, ...found };
  // Without a configuration it is a ruleset that a flag names.
  const { config } = request;
  if (!config)
    return { what: `a ruleset that takes the place of ${before.ruleset.id}`, byCaller: true };
  return { what: 'the configuration', location: startOf(config.file), byCaller };
}

type CausePlace = Omit<Cause, 'byCaller'> & Partial<Pick<Cause, 'byCaller'>>;

function placeOfLoss(
  loss: Loss,
  now: EvaluatedApp | undefined,
  blamed: Blamed,
): CausePlace | undefined {
  const { config } = blamed.request;
  const check = loss.now;
  const left = leftOutPlace(loss, now, blamed);
  if (left) return left;
  if (!check)
    return (
      (config && conflictPlace(loss, now, config)) ??
      replacementPlace(loss) ??
      (config && gonePlace(loss.before, config))
    );
  return (
    overridePlace(check, loss, config) ??
    replacementPlace(loss) ??
    (loss.fate === 'excused' ? excusePlace(check, config) : undefined) ??
    parameterPlace(check, config) ??
    rulesetPlace(check.ruleset.id, config)
  );
}

/** The line of `.forceignore` that leaves out what the finding rests on. */
function leftOutPlace(
  { before, now: check, fate }: Loss,
  now: EvaluatedApp | undefined,
  { request: { rulesets }, patternText }: Blamed,
): CausePlace | undefined {
  if (!now?.app.leftOut || fate === 'less severe' || fate === 'excused') return undefined;
  const isAsked = rulesets.some(({ ruleset }) => ruleset.id === before.ruleset.id);
  const isOff = check && 'switchedOff' in check.evaluation && check.evaluation.switchedOff;
  const by = isOff || !isAsked ? undefined : ignorePatternOf(before, now.app);
  return by && { what: patternText(by), location: by };
}

/** The pattern that leaves out the file of the evidence, or what makes a setting unknown that the rule reads. */
function ignorePatternOf({ rule, evaluation }: Evaluation, app: App): Location | undefined {
  const files = app.leftOut?.files ?? [];
  const evidence = 'evidence' in evaluation ? evaluation.evidence : [];
  const places = new Set(evidence.map(({ location }) => location?.file));
  const left = files.find(({ file }) => places.has(file));
  if (left) return left.by;
  const patterns = new Set(files.map(({ by }) => by));
  const read = conditionsOf(rule).flatMap(readsOf).filter(isSettingName);
  const reasons = read.flatMap((name) => app.settings[name].location ?? []);
  const own = files.find(({ file }) => app.files.includes(file));
  return reasons.find((location) => patterns.has(location)) ?? own?.by;
}

/** The replacement of the value that the finding rests on, or of another one that the rule or its guide reads. */
function replacementPlace({ before, now }: Loss): CausePlace | undefined {
  const { app, rule, evaluation } = before;
  const written = app.asWritten;
  if (!written) return undefined;
  const read = conditionsOf(rule).flatMap(readsOf).filter(isSettingName);
  if (now && !read.some((name) => Object.hasOwn(written.settings, name))) return undefined;
  const evidence = 'evidence' in evaluation ? evaluation.evidence : [];
  const places = evidence.flatMap(({ location }) => (location ? formatRange(location) : []));
  const own = written.values.find(({ location }) => places.includes(formatRange(location)));
  return replacementOf(own ?? written.values[0]);
}

/** How a replacement is told. */
export function replacementOf(value: ReplacedValue | undefined): CausePlace | undefined {
  if (!value) return undefined;
  const { template, by } = value;
  // Braces are no text in a message of SARIF.
  const name = template.replaceAll(/[${}]/g, '');
  return { what: `the replacement by ${name}`, location: by, byCaller: false };
}

/** The override that switched the rule off, changed what it demands, or how bad it is. */
function overridePlace(
  check: Evaluation,
  { fate }: Loss,
  config: Config | undefined,
): CausePlace | undefined {
  const { evaluation, rule, demand: excuse } = check;
  const off = 'switchedOff' in evaluation ? evaluation.switchedOff : undefined;
  const demand = (fate === 'excused' ? excuse?.rule : rule)?.overridden?.require;
  const severity = fate === 'less severe' ? rule.overridden?.severity : undefined;
  const location = off ?? severity ?? demand;
  return location && { what: overrideInWords(location, config), location };
}

function overrideInWords(location: Location, config: Config | undefined): string {
  const entry = config && overridesByPlace(config.overrides).get(formatLocation(location));
  return entry ? `the override of ${overrideSubject(entry)}` : 'an override';
}

const overridesByPlace = onceFor(
  (overrides: Config['overrides']) =>
    new Map(overrides.toReversed().map((one) => [formatLocation(one.location), one])),
);

/** `flows/*`, or `flows/* for Order_*`. */
export function overrideSubject({
  rule,
  app,
  org,
}: Pick<Override, 'rule' | 'app' | 'org'>): string {
  const where = org === undefined ? '' : ` in ${org}`;
  return `${app === undefined ? rule : `${rule} for ${app}`}${where}`;
}

/** The guide that excuses: given to the app, or one of the repository's own. */
function excusePlace(
  { app, demand: excuse }: Evaluation,
  config: Config | undefined,
): CausePlace | undefined {
  if (!config || !excuse) return undefined;
  return assignmentPlace(app, config) ?? rulesetPlace(excuse.ruleset.id, config);
}

function assignmentPlace(app: App, config: Config): CausePlace | undefined {
  const said = vendorOf(app, config);
  if (!said) return undefined;
  const vendor = said.vendor === 'none' ? 'no vendor' : said.vendor.ruleset.id;
  return { what: `the entry that gives ${vendor} to ${app.apiName}`, location: said.location };
}

/** The last entry that gives an app parameters. */
function parameterPlace({ app }: Evaluation, config: Config | undefined): CausePlace | undefined {
  const entry = config && lastParametersOf(app, config);
  return entry && { what: `the parameters for ${entry.match}`, location: entry.location };
}

/** Where the configuration names a ruleset. */
function rulesetPlace(id: string, config: Config | undefined): CausePlace | undefined {
  const vendors = typeof config?.vendors === 'object' ? config.vendors : [];
  const found = [...(config?.rulesets ?? []), ...vendors].find(({ ruleset }) => ruleset.id === id);
  return found && { what: `the ruleset ${id}`, location: found.location };
}

/** A guide that contradicts the one whose finding is gone. */
function conflictPlace(
  { before }: Loss,
  now: EvaluatedApp | undefined,
  config: Config,
): CausePlace | undefined {
  const conflict = now?.checks.find(
    ({ rule }) => rule.id === conflictingDemands.id && rule.title?.includes(before.rule.id),
  );
  if (!conflict || !now) return undefined;
  const others = now.vendors.filter(({ ruleset }) => ruleset !== before.ruleset.id);
  const places = others.flatMap(({ ruleset }) => rulesetPlace(ruleset, config) ?? []);
  return places[0] ?? assignmentPlace(before.app, config);
}

/** The ruleset that takes the place of another one. */
function replacingPlace(id: string, config: Config): CausePlace | undefined {
  const found = config.rulesets?.find(({ ruleset }) => ruleset.replaces === id);
  if (!found) return undefined;
  const what = `the ruleset ${found.ruleset.id}, which replaces ${id}`;
  return { what, location: found.location };
}

/** Why a ruleset does not evaluate the app at all. */
function gonePlace({ app, ruleset, rule }: Evaluation, config: Config): CausePlace | undefined {
  const replacing = replacingPlace(ruleset.id, config);
  if (replacing) return replacing;
  const { places = {} } = config;
  const isVendors = ruleset.kind === 'vendor' || rule.id === conflictingDemands.id;
  const assigned = isVendors ? assignmentPlace(app, config) : undefined;
  if (assigned) return assigned;
  const key = isVendors ? 'vendors' : 'rulesets';
  const location = places[key];
  if (location) return { what: `"${key}" of the configuration`, location };
  return conflictOverride(rule, config);
}

/** A conflict ends, too, where an override switches one of its sides off or changes what it demands. */
function conflictOverride({ id, title = '' }: Rule, { overrides }: Config): CausePlace | undefined {
  if (id !== conflictingDemands.id) return undefined;
  const sides = /\(([^()]*)\)$/.exec(title)?.[1]?.split(', ') ?? [];
  const override = overrides.findLast((one) => sides.some((side) => matchesGlob(one.rule, side)));
  return (
    override && {
      what: `the override of ${overrideSubject(override)}`,
      location: override.location,
    }
  );
}
