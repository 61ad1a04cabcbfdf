import { keysIn } from '../model/tables.js';
import { reporterNames } from '../../reporters/index.js';
import { ruleLevels } from '../model/ruleset.js';
import { groupings } from '../report/digest/groups.js';
import { severities, usualFailOn } from '../report/severity.js';
import { verdicts } from '../report/verdict.js';
import { orgsAtOnce } from '../org/orgs.js';
import { colorModes } from './style.js';

/** A flag of the command line. */
export interface OptionDefinition {
  /** As commander writes it: `-f, --format <NAME[=FILE]>`. */
  readonly flags: string;
  readonly about: string;
  readonly choices?: readonly string[];
  readonly default?: string;
  readonly repeatable?: true;
  /** What a shell completes where the values are no closed list. */
  readonly suggests?: readonly string[] | 'rules' | 'rulesets';
}

const severityOrNever = [...severities, 'never'] as const;

const listFormats = ['table', 'json'] as const;

/** How commands that list rules, settings or vendors print them. */
export type ListFormat = (typeof listFormats)[number];

export const listFormat: OptionDefinition = {
  flags: '-f, --format <NAME>',
  about: listFormats.join(' or '),
  choices: listFormats,
  default: 'table',
};

/** Flags about how long to wait for an org. */
export const patienceOptions = {
  timeout: {
    flags: '--timeout <SECONDS>',
    about: 'how long one call to an org may take, to the last byte of its answer',
    default: '60',
  },
  retries: {
    flags: '--retries <N>',
    about:
      'how often a call that failed for the moment is repeated, each time after twice the wait',
    default: '4',
  },
  deadline: {
    flags: '--deadline <SECONDS>',
    about: 'how long reading one org may take in all',
    default: '900',
  },
} as const satisfies Readonly<Record<string, OptionDefinition>>;

/** The flags of `audit`, in the order of its help. */
export const auditOptions = {
  org: {
    flags: '--org <ALIAS>',
    about:
      'audit a live org as well: an alias or a username of the Salesforce CLI, or env for a log-in by environment variables; may be repeated',
    repeatable: true,
  },
  orgsFile: {
    flags: '--orgs-file <FILE>',
    about: 'audit the orgs that a file names, one alias or username a line; # begins a comment',
  },
  concurrency: {
    flags: '--concurrency <N>',
    about: 'how many orgs are read side by side',
    default: String(orgsAtOnce),
  },
  ruleset: {
    flags: '-r, --ruleset <ID|FILE>',
    suggests: 'rulesets',
    about:
      'judge by this ruleset instead of the default ones (every standard ruleset, and every vendor ruleset that is about an app); may be repeated',
    repeatable: true,
  },
  level: {
    flags: '--level <LEVEL>',
    about: 'lowest level of the rules to judge by; rules of a lower level are off',
    choices: ruleLevels,
    default: 'recommended',
  },
  format: {
    flags: '-f, --format <NAME[=FILE]>',
    suggests: reporterNames,
    about: `write a report (${reporterNames.join(', ')}) to a file or, without =FILE, to stdout; may be repeated (default: table)`,
    repeatable: true,
  },
  failOn: {
    flags: '--fail-on <SEVERITY>',
    about:
      'lowest severity that makes exit code 1 (default: failOn of the configuration file, else high)',
    choices: severityOrNever,
  },
  failOnMilder: {
    flags: '--fail-on-milder',
    about:
      'exit code 1 where anything but flags made the audit milder: configuration, suppressions, .forceignore',
  },
  minSeverity: {
    flags: '--min-severity <SEVERITY>',
    about: 'lowest severity to show',
    choices: severities,
    default: 'info',
  },
  include: {
    flags: '--include <VERDICT,...>',
    suggests: [...verdicts, 'all'],
    about: `verdicts to list in data formats: ${verdicts.join(', ')}, or all (default: fail,open; in sarif, fail)`,
  },
  controls: {
    flags: '--controls <FRAMEWORK>',
    about:
      'say what the checks mean for the controls of a framework, such as sbs, nist or iso; may be repeated',
    repeatable: true,
  },
  strict: { flags: '--strict', about: 'an open verdict makes the audit incomplete (exit code 3)' },
  config: {
    flags: '--config <FILE>',
    about:
      'read this configuration file (default: ecaudit.config.yaml, .yml or .json, looked up from the current folder upwards); flags beat what it says',
  },
  configFrom: {
    flags: '--config-from <REF>',
    about:
      'read configuration, baseline, rulesets of your own and .forceignore as they are at a git revision, such as origin/main: a pull request cannot change its own gate',
  },
  noConfig: { flags: '--no-config', about: 'read no configuration file' },
  noForceignore: {
    flags: '--no-forceignore',
    about: 'read the files that .forceignore leaves out, too; rules about secrets always do',
  },
  param: {
    flags: '--param <NAME=VALUE>',
    about:
      'a parameter of a ruleset: environment=production, or vendors/fullcast.environment=production; may be repeated',
    repeatable: true,
  },
  app: {
    flags: '--app <GLOB>',
    about:
      'only apps whose API name, label, namespace or callback host matches, such as Order_* or connectedApp:*; may be repeated',
    repeatable: true,
  },
  changedSince: {
    flags: '--changed-since <REF>',
    about:
      'only apps that changed since a commit or since the branch left it, such as origin/main; each is judged with all its files',
  },
  rule: {
    flags: '--rule <GLOB>',
    suggests: 'rules',
    about: 'only these rules, such as flows/* or tokens/refresh-tokens-expire; may be repeated',
    repeatable: true,
  },
  groupBy: {
    flags: '--group-by <WHAT>',
    about:
      'how the reports for people are laid out: by rule, app or org (default: by rule above 30 findings, else by app)',
    choices: groupings,
  },
  withUsers: {
    flags: '--with-users',
    about: 'name the users who hold tokens or may use an app (orgs only; never by default)',
  },
  withEventLogs: {
    flags: '--with-event-logs',
    about:
      'ask an org which apps called APIs, by its event log (permission View Event Log Object Data or View Event Log Files)',
  },
  details: { flags: '--details', about: 'every finding with all it has, whatever their number' },
  history: {
    flags: '--history <DIR>',
    about:
      'earlier reports of -f json (DIR/*.json): the trend, since when findings are known, and which apps came and went',
  },
  shard: {
    flags: '--shard <I/N>',
    about: 'only the I-th of N even parts: of the apps, or of the orgs where there are several',
  },
  ...patienceOptions,
  ignoreExcuses: {
    flags: '--ignore-excuses',
    about: "keep the severity of findings that a vendor's guide demands",
  },
  sarifAll: {
    flags: '--sarif-all',
    about:
      'keep suppressed, baselined, excused and undecided results in the sarif report, marked, and say there that an incomplete audit failed; GitHub refuses such a log',
  },
  annotations: {
    flags: '--no-annotations',
    about:
      'no annotation for each finding in the github report, for jobs that upload SARIF; what makes the audit milder or incomplete is still one',
  },
  sarifCategory: {
    flags: '--sarif-category [NAME]',
    about:
      'leave the id of the run out of the sarif report, because the upload gives it this category; a partial audit keeps an id of its own',
  },
  baseline: {
    flags: '--baseline <FILE>',
    about:
      'report only what this baseline does not have (default: baseline of the configuration file)',
  },
  writeBaseline: {
    flags: '--write-baseline [FILE]',
    about:
      "write today's findings to a baseline, without FILE to the one that the configuration names; from then on they are known",
  },
  pruneBaseline: {
    flags: '--prune-baseline',
    about: 'remove from the baseline what is no longer there',
  },
  color: {
    flags: '--color <WHEN>',
    about: 'colour in the table; NO_COLOR and FORCE_COLOR are honoured',
    choices: colorModes,
    default: 'auto',
  },
  quiet: { flags: '-q, --quiet', about: 'nothing on stderr but errors' },
  verbose: { flags: '-v, --verbose', about: 'say more: each open verdict, notes, clean apps' },
} as const satisfies Readonly<Record<string, OptionDefinition>>;

const ofMerge = [
  'format',
  'failOn',
  'minSeverity',
  'include',
  'strict',
  'groupBy',
  'details',
  'history',
  'config',
  'noConfig',
  'sarifAll',
  'sarifCategory',
  'annotations',
  'color',
  'quiet',
  'verbose',
] as const satisfies readonly (keyof typeof auditOptions)[];

/** The flags of `merge`: those of `audit` that are about reports. */
export const mergeOptions: readonly OptionDefinition[] = [
  {
    flags: '-r, --ruleset <ID|FILE>',
    suggests: 'rulesets',
    about:
      'a ruleset of your own that judged the apps, for the texts of its rules; may be repeated (the shipped ones and those of the configuration file are known)',
    repeatable: true,
  },
  ...ofMerge.map((name) => auditOptions[name]),
];

const ofReading = [
  'org',
  'orgsFile',
  'concurrency',
  'config',
  'noConfig',
  'noForceignore',
  'app',
  ...keysIn(patienceOptions),
  'color',
  'quiet',
  'verbose',
] as const satisfies readonly (keyof typeof auditOptions)[];

/** The flags of every command that reads sources: those of `audit` that say what is read. */
export const readingOptions: readonly OptionDefinition[] = ofReading.map(
  (name) => auditOptions[name],
);

/** `-f` of a command with formats of its own, the default first. */
export function formatOption(names: readonly string[]): OptionDefinition {
  return {
    flags: '-f, --format <NAME[=FILE]>',
    suggests: names,
    about: `write ${names.join(', ')} to a file or, without =FILE, to stdout; may be repeated (default: ${names[0]})`,
    repeatable: true,
  };
}

/** The flags of `fix` beside those about reading. */
export const fixOptions = {
  rule: {
    flags: '--rule <GLOB>',
    suggests: 'rules',
    about:
      'only findings of these rules, such as flows/* or tokens/session-timeout; may be repeated',
    repeatable: true,
  },
  unsafe: {
    flags: '--unsafe',
    about:
      'make edits, too, that can break a client, a user or a subscriber, and those that change only the file',
  },
  set: {
    flags: '--set <RULE=VALUE>',
    suggests: 'rules',
    about: 'the value that only a person can give for the findings of a rule; may be repeated',
    repeatable: true,
  },
  write: { flags: '--write', about: 'make the edits in the files' },
  force: { flags: '--force', about: 'with --write, edit files with uncommitted changes, too' },
} as const satisfies Readonly<Record<string, OptionDefinition>>;

export const failWithinOption: OptionDefinition = {
  flags: '--fail-within <DAYS>',
  about: 'exit code 1 where something in use ends within so many days, or has ended',
};

/** The flags of `inventory` besides. */
export const inventoryOptions: readonly OptionDefinition[] = [
  auditOptions.history,
  {
    flags: '--compare',
    about: 'compare apps of one name across sources: the settings that differ',
  },
  {
    flags: '--with-users',
    about:
      'name the users who hold tokens or may use an app: the work list for revocation (orgs only)',
  },
  auditOptions.withEventLogs,
  {
    flags: '--quick',
    about: 'read only lists, rows, tokens and log-ins of an org: at most 8 calls, no retrieve',
  },
];

/** The flags of `diff` besides those that say what is read. */
export const diffOptions = {
  withUsers: {
    flags: '--with-users',
    about:
      'say who changed an app in an org, and when, as its setup audit trail of 180 days tells (one more call; live orgs only)',
  },
  failOn: {
    flags: '--fail-on <SEVERITY>',
    about: 'lowest severity of a finding that is new or worse that makes exit code 1',
    choices: severityOrNever,
    default: usualFailOn,
  },
  rule: {
    flags: '--rule <GLOB>',
    suggests: 'rules',
    about: 'only findings of these rules, such as flows/*; may be repeated',
    repeatable: true,
  },
  level: {
    flags: '--level <LEVEL>',
    about: 'only findings of rules of this level and above',
    choices: ruleLevels,
    default: 'recommended',
  },
} as const satisfies Readonly<Record<string, OptionDefinition>>;
