import type { BaselineUse, KnownFinding } from '../model/baseline.js';
import { appId } from '../model/app.js';
import { compareText, startOf } from '../model/location.js';
import { problem, type Problem } from '../model/problem.js';
import type { ReportApp } from '../model/report.js';
import type { Rule } from '../model/ruleset.js';
import type { Result } from '../model/verdict.js';
import { compare, type Key } from './compare.js';
import { knownFindings } from './known-findings.js';
import type { GivenBaseline } from './request.js';

/** What a baseline is held against. */
export interface Judged {
  readonly apps: readonly ReportApp[];
  /** Every rule that ran. */
  readonly rules: readonly Rule[];
  /** Whether everything could be read: else nobody can tell what is gone. */
  readonly sound: boolean;
  /** Whether the run was about every app and every rule of the configuration. */
  readonly whole: boolean;
}

export interface Baselined {
  readonly results: readonly Result[];
  readonly use: BaselineUse;
  readonly problems: readonly Problem[];
}

/** Marks the results that the baseline has, or all of them where it adopts today's, and tells what is gone. */
export function applyBaseline(
  results: readonly Result[],
  { file, known: before, adopt }: GivenBaseline,
  judged: Judged,
): Baselined {
  const today = knownFindings(results, judged.apps);
  const key = keyWith(judged.rules);
  const { known, left } = compare(today.values(), before, key);
  const still = new Set([...today.values()].map(key));
  const gone = left.filter((one) => !still.has(key(one)) && isInScope(one, judged, key));
  const kept = before.filter((one) => !gone.includes(one));
  const next = adopt
    ? adopted(
        results,
        today,
        known,
        kept.filter((one) => left.includes(one)),
      )
    : kept;
  const isKnown = ({ fingerprint, suppressed }: Result): boolean =>
    !suppressed && today.has(fingerprint) && (adopt || known.has(fingerprint));
  return {
    results: results.map((one) => (isKnown(one) ? { ...one, baselined: true } : one)),
    use: { file, findings: before.length, gone, next: inOrder(next) },
    problems: goneNote(file, gone, before.length),
  };
}

/** A renamed rule is the same rule. */
function keyWith(rules: readonly Rule[]): Key {
  const ids = new Map(rules.flatMap(({ id, aliases }) => aliases.map((alias) => [alias, id])));
  return ({ rule, app }) => `${ids.get(rule) ?? rule} ${app}`;
}

/** Whether a finding would have been found if it were still there. */
function isInScope(
  finding: KnownFinding,
  { apps, rules, sound, whole }: Judged,
  key: Key,
): boolean {
  if (!sound || whole) return sound;
  const ran = rules.some(({ id }) => key({ ...finding, rule: id }) === key(finding));
  return ran && apps.some(({ kind, apiName }) => appId(kind, apiName) === finding.app);
}

/** Today's findings, and what this run could not look at. What is only suppressed comes back when that ends. */
function adopted(
  results: readonly Result[],
  today: ReadonlyMap<string, KnownFinding>,
  known: ReadonlySet<string>,
  unseen: readonly KnownFinding[],
): readonly KnownFinding[] {
  const suppressed = new Set(results.flatMap((one) => (one.suppressed ? [one.fingerprint] : [])));
  const taken = [...today.values()].filter(
    ({ fingerprint }) => known.has(fingerprint) || !suppressed.has(fingerprint),
  );
  return [...taken, ...unseen];
}

function inOrder(findings: readonly KnownFinding[]): readonly KnownFinding[] {
  return findings.toSorted(
    (a, b) =>
      compareText(a.app, b.app) ||
      compareText(a.rule, b.rule) ||
      compareText(a.fingerprint, b.fingerprint),
  );
}

/** More names than these are only counted. */
const mostNames = 5;

function goneNote(file: string, gone: readonly KnownFinding[], all: number): readonly Problem[] {
  if (gone.length === 0) return [];
  const names = gone.slice(0, mostNames).map(({ rule, app }) => `${rule} of ${app}`);
  const more = gone.length > mostNames ? ` and ${gone.length - mostNames} more` : '';
  const message = `${gone.length} of its ${all} findings are there no more: ${names.join(', ')}${more}; --prune-baseline removes them`;
  return [problem('baseline-findings-gone', message, startOf(file))];
}
