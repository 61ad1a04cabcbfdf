import type { AppKind } from '../model/app.js';
import type { Rule, Ruleset } from '../model/ruleset.js';
import type { Evidence } from '../model/verdict.js';
import type { Judgement } from './judgement.js';
import { failMessage, notApplicableMessage, openMessage, passMessage } from './prose.js';

/** What was judged, and about which kind of app. */
export interface Judged {
  readonly rule: Rule;
  readonly ruleset: Ruleset;
  readonly kind: AppKind;
}

/** A judgement as the message of a result. */
export function judgementInWords(
  { rule, ruleset, kind }: Judged,
  judgement: Judgement,
  evidence: readonly Evidence[],
): string {
  if (judgement.verdict === 'pass') return passMessage(kind, evidence);
  if (judgement.verdict === 'notApplicable') return notApplicableMessage(kind, evidence);
  if (judgement.verdict === 'fail') return failMessage(rule, ruleset, kind, evidence);
  if (judgement.problem) return `Not decided: ${judgement.problem.message}.`;
  return openMessage(rule, ruleset, kind, evidence);
}
