import type { Setting, SettingValue } from '../../settings/settings.js';
import { problem, type Problem, type ProblemKind } from '../../report/problem.js';
import { CallFault, type FaultKind } from './fault.js';

/** What an org was asked for: its answer, or why there is none. */
export type Answer<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly reason: string };

/** Each fault as a problem of the report. A session that ended is the whole pull's end. */
const problemOfFault: Readonly<Record<FaultKind, ProblemKind>> = {
  interrupted: 'org-deadline',
  deadline: 'org-deadline',
  unreachable: 'org-unreachable',
  proxy: 'org-unreachable',
  certificate: 'org-unreachable',
  'wrong-answer': 'org-wrong-answer',
  session: 'org-session-ended',
  limit: 'org-limit-reached',
  missing: 'org-object-hidden',
  refused: 'org-call-refused',
};

/**
 * Asks, and makes a problem of a refusal: the pull goes on with the rest. `what` is what the report lacks without the
 * answer, in words.
 */
export async function tryCall<T>(
  what: string,
  problems: Problem[],
  question: () => Promise<T>,
): Promise<Answer<T>> {
  try {
    return { ok: true, value: await question() };
  } catch (fault) {
    if (!(fault instanceof CallFault) || fault.kind === 'interrupted') throw fault;
    problems.push(problem(problemOfFault[fault.kind], `${what}: ${fault.message}`));
    return { ok: false, reason: `the org did not give ${what}: ${fault.message}` };
  }
}

/** Two answers as one; the first refusal counts. */
export function bothAnswers<A, B>(a: Answer<A>, b: Answer<B>): Answer<readonly [A, B]> {
  if (!a.ok) return a;
  return b.ok ? { ok: true, value: [a.value, b.value] } : b;
}

/** What follows from an answer. */
export function mapAnswer<A, B>(asked: Answer<A>, conclude: (value: A) => B): Answer<B> {
  return asked.ok ? { ok: true, value: conclude(asked.value) } : asked;
}

/** An answer as a setting: unknown, with the reason, where there is none. */
export function settingOfAnswer<T extends SettingValue>(asked: Answer<T>): Setting<T> {
  return asked.ok ? knownSetting(asked.value) : { state: 'unknown', reason: asked.reason };
}

export function knownSetting<T extends SettingValue>(value: T): Setting<T> {
  return { state: 'known', value, origin: 'derived' };
}
