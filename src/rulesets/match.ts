import { leavesOf, readsOf } from '../conditions/tree.js';
import { holds, type FactLookup } from '../conditions/evaluate.js';
import { decisiveEvidence } from '../conditions/evaluate-rule.js';
import { evaluatorOf } from '../conditions/operators.js';
import type { VendorMatch } from '../report/report.js';
import { appKinds } from '../model/app.js';
import { onceFor } from '../model/once-for.js';
import {
  isFactReference,
  type Condition,
  type Leaf,
  type Rule,
  type Ruleset,
} from '../model/ruleset.js';
import { definitionOf, isSettingName } from '../settings/settings.js';
import { demandedCallbacks, fitsGuide } from './guide-callbacks.js';
import { parametersFor, type Given } from './parameters.js';

export { parameterDiagnostics, parametersFor, type Given } from './parameters.js';

const nothingGiven: Given = new Map();

/**
 * Whether a vendor's guide is about an app, and what gave it away. It is when `match` is certainly true; what is unknown gives
 * nothing away. A name (`label`, `apiName`) alone gives an app away only where its callbacks do not speak against the vendor;
 * else it proposes the guide (`nearestVendors`). Undefined as well where the guide is for the other kind of app.
 */
export function matchVendor(
  ruleset: Ruleset,
  facts: FactLookup,
  given: Given = nothingGiven,
): VendorMatch | undefined {
  const { id, match } = ruleset;
  if (!match || !recognises(ruleset, facts) || !isForKind(ruleset, facts)) return undefined;
  if (isByNameAlone(ruleset, facts) && callbacksOfApp(ruleset, facts, given) === 'of others')
    return undefined;
  const { values } = parametersFor(ruleset, facts, given);
  return { ruleset: id, because: because(match, facts), parameters: values };
}

/** Whether `match` is certainly true of what an app shows. */
export function recognises({ match }: Ruleset, facts: FactLookup): boolean {
  return match !== undefined && holds(match, facts);
}

/** Whether a guide says anything of apps of this kind: some demand of it is for them, be it only that they be of another kind. */
export function isForKind(ruleset: Ruleset, facts: FactLookup): boolean {
  const kind = facts('kind');
  if (kind.state === 'unknown') return true;
  const isFor = appKinds.some((one) => one === kind.value && ruleset.appliesTo.includes(one));
  return isFor || ruleset.rules.some(isAboutKind);
}

/** Whether a rule asks which kind of app it is, so that it is for every kind. */
export const isAboutKind = onceFor(({ require }: Rule): boolean =>
  readsOf(require).includes('kind'),
);

/** Whether nothing but the name of an app gives it away. */
export function isByNameAlone({ match }: Ruleset, facts: FactLookup): boolean {
  return match !== undefined && !holds(withoutNames(match), facts);
}

const names: readonly string[] = ['label', 'apiName'];
const neverTrue: Condition = { not: { all: [] } };

/** The condition as it is where no name speaks for the vendor; one that speaks against it stays. */
const withoutNames = onceFor((condition: Condition): Condition => unnamed(condition, false));

function unnamed(condition: Condition, not: boolean): Condition {
  if ('all' in condition) return { all: condition.all.map((part) => unnamed(part, not)) };
  if ('any' in condition) return { any: condition.any.map((part) => unnamed(part, not)) };
  if ('not' in condition) return { not: unnamed(condition.not, !not) };
  const denies = not !== condition.operator.includes('not:');
  return names.includes(condition.fact) && !denies ? neverTrue : condition;
}

// Whether a glob of URLs says more than that it is one, as a path does; what a parameter alone makes does not.
function isParticular(glob: string): boolean {
  return /[a-z]{3}/i.test(glob.replace(/^[^:/]*:\/\//, ''));
}

/**
 * What the callbacks of an app say of a vendor: that they are not known, that the guide names none with which they could be
 * compared, that one is as the guide says, or that all are somebody else's.
 */
export function callbacksOfApp(
  ruleset: Ruleset,
  facts: FactLookup,
  given: Given = nothingGiven,
): 'unknown' | 'not named' | 'as named' | 'of others' {
  const urls = facts('callbackUrls');
  if (urls.state === 'unknown') return 'unknown';
  const { hosts, anywhere } = demandedCallbacks(ruleset, given);
  const named = { hosts, anywhere: anywhere.filter(isParticular) };
  if (named.hosts.length + named.anywhere.length === 0) return 'not named';
  const shown = typeof urls.value === 'object' ? urls.value : [String(urls.value)];
  return shown.some((url) => fitsGuide(url, named)) ? 'as named' : 'of others';
}

/** The first leaf that is true, in words: `callback URL host app.fullcast.io`. */
function because(match: Condition, facts: FactLookup): string {
  const leaf = leavesOf(match).find((one) => holds(one, facts));
  if (leaf) return matchedLeafInWords(leaf, facts);
  // Only a `not` is true although no leaf in it is.
  const [evidence] = decisiveEvidence(match, facts);
  return evidence ? `${entryNameOf(evidence.setting)} ${evidence.expected}` : 'its settings';
}

function matchedLeafInWords({ fact, operator, value }: Leaf, facts: FactLookup): string {
  const setting = facts(fact);
  if (setting.state === 'unknown') return entryNameOf(fact);
  if (typeof setting.value !== 'object') return `${entryNameOf(fact)} ${String(setting.value)}`;
  const isTrue = evaluatorOf(operator);
  const telling = setting.value.filter(
    (entry) => !isFactReference(value) && isTrue([entry], value),
  );
  const entries = telling.length > 0 ? telling : setting.value;
  return `${entryNameOf(fact)} ${entries.slice(0, 3).join(', ')}`;
}

/** A setting's name as words, one entry of it: `callbackHosts` is a callback host. */
function entryNameOf(fact: string): string {
  const plural = isSettingName(fact) && ['list', 'ranges'].includes(definitionOf(fact).type);
  const words = fact.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  const singular = plural ? words.replace(/s$/, '') : words;
  return singular.replaceAll(/\b(api|url|saml|oauth)\b/g, (word) => acronyms.get(word) ?? word);
}

const acronyms = new Map([
  ['api', 'API'],
  ['url', 'URL'],
  ['saml', 'SAML'],
  ['oauth', 'OAuth'],
]);
