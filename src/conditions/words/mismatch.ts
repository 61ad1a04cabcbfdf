import type { AppKind } from '../../model/app.js';
import type { RuleLevel } from '../../model/level.js';
import { isSettingName, labelOf, type SettingValue } from '../../settings/settings.js';
import { sentencesOf, type Sentences } from '../../settings/sentences.js';
import type { Evidence } from '../../report/verdict.js';
import { negated } from '../operators.js';
import { demandWords } from './operators.js';
import { valueInWords } from './values.js';
import { distance } from '../../model/words.js';

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
  const demand = demandSentence(evidence, level);
  return `${subject(setting, kind)} is ${valueInWords(setting, culprits)}; ${demand}`;
}

/** What has to be: `it must be at most 90`, `each must use HTTPS`. */
export function demandSentence(
  { setting, operator, value }: Pick<Evidence, 'setting' | 'operator' | 'value'>,
  level: RuleLevel,
): string {
  const demand = inLevel(demandWords(setting, operator, value), level);
  return /^(each|one of them) /.test(demand) ? demand : `it ${demand}`;
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

/** Longer texts are not compared letter by letter: that takes long, and so many letters are no slip. */
const longestCompared = 200;

/** What is there in place of an entry that is missing, and how it differs; undefined where nothing is near. */
export function nearMiss(missing: string, there: readonly string[]): string | undefined {
  for (const one of there) {
    const how = differenceOf(missing, one);
    if (how !== undefined) return `${one} is there: ${how}`;
  }
  return undefined;
}

function differenceOf(wanted: string, found: string): string | undefined {
  if (found === `${wanted}/`) return 'take the slash at its end away';
  if (wanted === `${found}/`) return 'add a slash at its end';
  if (found.toLowerCase() === wanted.toLowerCase()) return 'capital and small letters differ';
  const [a, b] = [hostAndRest(wanted), hostAndRest(found)];
  if (a && b && a.host !== b.host && a.rest === b.rest) {
    const letters = distance(a.host, b.host);
    return letters <= 2 ? `its host differs by ${inLetters(letters)}` : `its host is ${b.host}`;
  }
  if (wanted.length > longestCompared || found.length > longestCompared) return undefined;
  const letters = distance(wanted, found);
  const most = wanted.length < 6 ? 1 : 2;
  return letters <= most ? `it differs by ${inLetters(letters)}` : undefined;
}

function inLetters(count: number): string {
  return count === 1 ? 'one letter' : `${count} letters`;
}

/** A URL by its host and by all else; a lone host has no rest to go by. */
function hostAndRest(text: string): { readonly host: string; readonly rest: string } | undefined {
  const [, scheme = '', host = '', rest = ''] = /^(https?:\/\/)([^/?#]+)(.*)$/.exec(text) ?? [];
  return rest === '' || rest === '/' ? undefined : { host, rest: scheme + rest };
}
