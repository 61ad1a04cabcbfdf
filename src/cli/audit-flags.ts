import { didYouMean } from '../model/words.js';
import type { Selection } from '../audit/audit.js';
import { reporterNames, type ReporterName } from '../../reporters/index.js';
import { ruleLevels, type RuleLevel } from '../model/ruleset.js';
import type { ReportOptions, Shard } from '../report/report.js';
import { groupings, type Grouping } from '../report/digest/groups.js';
import { severities, type Severity } from '../report/severity.js';
import { UserError } from '../model/user-error.js';
import { verdicts, type Verdict } from '../report/verdict.js';
import { destinationsOf, type Destination } from './destinations.js';
import { parameterTexts, texts, type RawFlags } from './flags.js';
import { patienceOf, type PatienceFlags } from './patience.js';
import { orgsAtOnce } from '../org/orgs.js';
import { orgNames } from './orgs.js';
import { colorModes, type ColorMode } from './style.js';

/** The flags of `audit`, checked. */
export interface AuditFlags {
  /** Orgs to audit as well. */
  readonly orgs: readonly string[];
  /** A file that names more of them. */
  readonly orgsFile: string | undefined;
  /** Saved reports are read as well. */
  readonly besideReports?: boolean;
  /** How many orgs are read side by side. */
  readonly concurrency: number;
  readonly patience: PatienceFlags;
  readonly rulesets: readonly string[];
  /** The lowest level of the rules that count. */
  readonly level: RuleLevel;
  readonly formats: readonly Destination<ReporterName>[];
  readonly parameters: ReadonlyMap<string, readonly string[]>;
  /** The frameworks whose controls the report is to cover. */
  readonly controls: readonly string[];
  readonly select: Selection;
  /** Ask an org which apps called APIs. */
  readonly withEventLogs: boolean;
  readonly options: Omit<ReportOptions, 'failOn'>;
  /** Undefined when no flag says it: then the config may. */
  readonly failOn: ReportOptions['failOn'] | undefined;
  /** A file, or false for `--no-config`. */
  readonly config: string | false | undefined;
  /** The revision that the configuration and what goes with it are read at. */
  readonly configFrom: string | undefined;
  /** False for `--no-forceignore`. */
  readonly forceignore: boolean;
  readonly ignoreExcuses: boolean;
  readonly baseline: BaselineFlags;
  readonly changedSince: string | undefined;
  readonly color: ColorMode;
  readonly quiet: boolean;
  readonly verbose: boolean;
  /** Globs on full rule ids. */
  readonly rules: readonly string[];
  readonly groupBy: Grouping | undefined;
  readonly details: boolean;
}

export interface BaselineFlags {
  readonly read?: string;
  /** True where `--write-baseline` names no file: then the configuration does. */
  readonly write?: string | true;
  readonly prune: boolean;
}

/** Checks what commander read. Throws UserError with what was expected. */
export function parseFlags(raw: RawFlags): AuditFlags {
  const formats = destinationsOf(texts(raw['format']), reporterNames);
  const baseline = baselineFlags(raw);
  return {
    orgs: orgNames(texts(raw['org'])),
    orgsFile: textOrNothing(raw['orgsFile']),
    concurrency: concurrency(raw['concurrency']),
    patience: patienceOf(raw),
    rulesets: texts(raw['ruleset']),
    level: checkedChoice<RuleLevel>(ruleLevels, raw['level'], 'recommended'),
    formats,
    parameters: parameterTexts(texts(raw['param'])),
    controls: texts(raw['controls']),
    withEventLogs: raw['withEventLogs'] === true,
    select: { apps: texts(raw['app']), ...shard(raw['shard']) },
    options: {
      minSeverity: checkedChoice<Severity>(severities, raw['minSeverity'], 'info'),
      ...includedOf(raw['include']),
      strict: raw['strict'] === true,
      ...(raw['withUsers'] === true && { withUsers: true }),
      sarifAll: raw['sarifAll'] === true,
      ...(raw['annotations'] === false && { annotations: false }),
      ...sarifCategory(raw['sarifCategory']),
      failOnMilder: raw['failOnMilder'] === true,
    },
    failOn: [...severities, 'never' as const].find((choice) => choice === raw['failOn']),
    config: raw['config'] === false ? false : textOrNothing(raw['config']),
    configFrom: textOrNothing(raw['configFrom']),
    forceignore: raw['forceignore'] !== false,
    ignoreExcuses: raw['ignoreExcuses'] === true,
    baseline,
    changedSince: textOrNothing(raw['changedSince']),
    color: checkedChoice<ColorMode>(colorModes, raw['color'], 'auto'),
    quiet: raw['quiet'] === true,
    verbose: raw['verbose'] === true,
    rules: texts(raw['rule']),
    groupBy: groupings.find((one) => one === raw['groupBy']),
    details: raw['details'] === true,
  };
}

function baselineFlags(raw: RawFlags): BaselineFlags {
  const read = textOrNothing(raw['baseline']);
  const write = raw['writeBaseline'] === true || textOrNothing(raw['writeBaseline']);
  const prune = raw['pruneBaseline'] === true;
  if (read === '' || write === '')
    throw new UserError(`--${read === '' ? 'baseline' : 'write-baseline'} names no file`);
  return {
    ...(read !== undefined && { read }),
    ...(write !== undefined && { write }),
    prune,
  };
}

function textOrNothing(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** commander has checked choices already; this gives them their type. */
function checkedChoice<T extends string>(choices: readonly T[], value: unknown, otherwise: T): T {
  return choices.find((choice) => choice === value) ?? otherwise;
}

/** Undecided checks are for data formats unless somebody asks for them. */
function includedOf(written: unknown): Pick<ReportOptions, 'include' | 'includeGiven'> {
  if (typeof written !== 'string') return { include: ['fail', 'open'] };
  return { include: included(written), includeGiven: true };
}

function sarifCategory(written: unknown): Pick<ReportOptions, 'sarifCategory'> {
  if (written === undefined) return {};
  return { sarifCategory: typeof written === 'string' ? written : '' };
}

function included(written: string): readonly Verdict[] {
  const names = written.split(',').map((name) => name.trim());
  if (names.includes('all')) return verdicts;
  return names.map((name) => {
    const verdict = verdicts.find((one) => one.toLowerCase() === name.toLowerCase());
    if (verdict) return verdict;
    throw new UserError(
      `--include knows no verdict "${name}"${didYouMean(name, verdicts)}`,
      `verdicts: ${verdicts.join(', ')}, or all`,
    );
  });
}

function concurrency(written: unknown): number {
  if (typeof written !== 'string') return orgsAtOnce;
  if (/^\d{1,2}$/.test(written) && Number(written) >= 1 && Number(written) <= 64)
    return Number(written);
  throw new UserError(`--concurrency ${written} is not a whole number from 1 to 64`);
}

function shard(written: unknown): { readonly shard?: Shard } {
  if (typeof written !== 'string') return {};
  const [, index, count] = /^(\d{1,6})\/(\d{1,6})$/.exec(written) ?? [];
  const part: Shard = { index: Number(index), count: Number(count), of: 'apps' };
  if (part.index >= 1 && part.index <= part.count) return { shard: part };
  throw new UserError(
    `--shard ${written} is not I/N with I from 1 to N`,
    'for example --shard 2/8',
  );
}
