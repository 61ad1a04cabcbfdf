import type { AppKind } from '../../model/app.js';
import type { RuleLevel } from '../../model/level.js';
import { isSettingName, labelOf, type SettingValue } from '../../settings/settings.js';
import { sentencesOf, type Sentences } from '../../settings/sentences.js';
import type { Evidence } from '../../report/verdict.js';
import { negated } from '../operators.js';
import { nearMiss } from './near-miss.js';
import { demandWords } from './operators.js';
import { valueInWords } from './values.js';

/** What was found, in the sentence of its setting, and what is demanded of it where that does not follow from it. */
export function mismatchSentence(
  evidence: Evidence,
  found: SettingValue,
  { kind, level }: { readonly kind: AppKind; readonly level: RuleLevel },
): string {
  const { setting, operator, value, items = [] } = evidence;
  const say = (sentence: string, about: SettingValue): string =>
    sentence
      .replaceAll('LABEL', labelOf(setting, kind))
      .replaceAll('VALUE', valueInWords(setting, about));
  const { missing, excess } = sentencesFor(setting);
  if (typeof found === 'boolean') return say(found ? excess : missing, found);
  if (operator === 'containsAll' && typeof found === 'object' && typeof value === 'object') {
    const lacking = value.filter((one) => !found.includes(one));
    return say(missing, lacking) + nearMissesText(lacking, found, value);
  }
  if (operator === 'contains' && typeof found === 'object' && typeof value === 'string')
    return say(missing, [value]) + nearMissesText([value], found, [value]);
  const culprits = items.length > 0 ? items : found;
  const verdict = level === 'required' ? 'not allowed' : 'not advised';
  if (isForbidden(operator)) return `${say(excess, culprits)}, which is ${verdict}`;
  if (isEmptyValue(found)) return `${subject(setting, kind)} is empty`;
  if (operator === 'notEqual' || operator === 'not:equal') return say(excess, found);
  const demand = demandWords(setting, operator, value);
  return `${subject(setting, kind)} is ${valueInWords(setting, culprits)}; it ${inLevel(demand, level)}`;
}

/** A demand as it is said of what is only recommended: `should be at most 90`. */
export function inLevel(demand: string, level: RuleLevel): string {
  return level === 'required' ? demand : demand.replace(/\bmust\b/g, 'should');
}

function isEmptyValue(value: SettingValue): boolean {
  return value === '' || (typeof value === 'object' && value.length === 0);
}

function subject(setting: string, kind: AppKind): string {
  return `"${labelOf(setting, kind)}"`;
}

const ofParameters: Sentences = { missing: '"LABEL" is VALUE', excess: '"LABEL" is VALUE' };

function sentencesFor(setting: string): Sentences {
  return isSettingName(setting) ? sentencesOf(setting) : ofParameters;
}

/** At most so many near misses are named. */
const mostNear = 3;

function nearMissesText(
  lacking: readonly string[],
  found: readonly string[],
  wanted: readonly string[],
): string {
  const others = found.filter((one) => !wanted.includes(one));
  const near = lacking.flatMap((one) => nearMiss(one, others) ?? []).slice(0, mostNear);
  return near.length === 0 ? '' : ` (${near.join('; ')})`;
}

const forbidding: ReadonlySet<string> = new Set([
  'containsNone',
  'doesNotContain',
  'everyFact:not:someValue:like',
]);

function isForbidden(operator: string): boolean {
  return (
    forbidding.has(operator) ||
    negated(operator) === 'containsAny' ||
    negated(operator) === 'contains'
  );
}
