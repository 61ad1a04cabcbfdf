import { decisionOf, type FactLookup } from '../conditions/evaluate.js';
import type { Rule } from '../model/ruleset.js';
import { severityAtLevel, severityRank, type Severity } from '../report/severity.js';
import { severityByDate, undatedSeverity, deadlineOf, allDeadlines } from './table.js';
import { withDeadline, endsInWords } from './words.js';
import { valueInWords } from '../conditions/words/values.js';
import type { Deadline } from '../model/deadline.js';
import type { Evidence } from '../report/verdict.js';

export interface DatedSeverity {
  readonly severity: Severity;
  /** What it is whatever the day; absent where no date has a say. */
  readonly undated?: Severity;
}

/**
 * How bad it is on the day of a run that a rule with a deadline fails: as bad as the rule says, or as the date if that is
 * worse. Undefined where no date has a say: the rule has none, the app is none of those that it concerns, or it passed more
 * than a year ago.
 */
export function datedSeverity(rule: Rule, facts: FactLookup): DatedSeverity | undefined {
  const deadline = rule.deadline === undefined ? undefined : deadlineOf(rule.deadline);
  const today = facts('today');
  if (!deadline || today.state === 'unknown') return undefined;
  const { about, inUse } = deadline;
  if (about && decisionOf(about)(facts) === false) return undefined;
  const isInUse = inUse !== undefined && decisionOf(inUse)(facts) === true;
  const byDate = severityByDate(deadline, String(today.value), isInUse);
  const whateverDay = undatedSeverity(deadline, isInUse);
  if (!byDate || !whateverDay) return undefined;
  return {
    severity: severityAtLevel(worse(rule.severity, byDate), rule.level),
    undated: severityAtLevel(worse(rule.severity, whateverDay), rule.level),
  };
}

function worse(a: Severity, b: Severity): Severity {
  return severityRank(a) < severityRank(b) ? a : b;
}

/** The rule with the date of its deadline in its texts, as they read on a day; any other rule as it is. */
export function withDates(rule: Rule, today: string): Rule {
  const deadline = rule.deadline === undefined ? undefined : deadlineOf(rule.deadline);
  return deadline ? withDeadline(rule, deadline, today) : rule;
}

/**
 * The date since when the platform gives each of these settings the value that was found, for apps like this one: then nobody
 * can change them, whatever a guide demands.
 */
export function fixedBy(evidence: readonly Evidence[], facts: FactLookup): Deadline | undefined {
  if (evidence.length === 0) return undefined;
  return allDeadlines.find(
    ({ fixes, about }) =>
      fixes !== undefined &&
      about !== undefined &&
      evidence.every(({ setting, found }) => found !== undefined && fixes[setting] === found) &&
      decisionOf(about)(facts) === true,
  );
}

/** Why the guide cannot be followed. */
export function impossibleInWords(deadline: Deadline, facts: FactLookup): string {
  const [today, created] = [facts('today'), facts('createdOn')];
  const day = today.state === 'known' ? String(today.value) : deadline.from;
  const born =
    created.state === 'known' ? valueInWords('createdOn', created.value) : 'then or later';
  return `The guide cannot be followed for this app, which was created on ${born}: ${deadline.what} (this ${endsInWords(deadline, day)}).`;
}
