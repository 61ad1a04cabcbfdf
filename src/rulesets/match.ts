import { leavesOf } from '../conditions/tree.js';
import { evaluate, type FactLookup } from '../conditions/evaluate.js';
import { explain } from '../conditions/evaluate-rule.js';
import { evaluatorOf } from '../conditions/operators.js';
import type { VendorMatch } from '../report/report.js';
import { isFactReference, type Condition, type Leaf, type Ruleset } from '../model/ruleset.js';
import { definitionOf, isSettingName } from '../settings/settings.js';
import { parametersFor, type Given } from './parameters.js';

export { parameterDiagnostics, parametersFor, type Given } from './parameters.js';

const nothingGiven: Given = new Map();

/**
 * Whether a vendor's guide is about an app, and what gave it away. It is when `match` is certainly true; what is
 * unknown gives nothing away. Which kinds of app the guide is for (`appliesTo`) makes no difference here: a Connected
 * App of a vendor whose guide wants an External Client App is to be told so.
 */
export function matchVendor(
  ruleset: Ruleset,
  facts: FactLookup,
  given: Given = nothingGiven,
): VendorMatch | undefined {
  const { id, match } = ruleset;
  if (!match || !recognises(ruleset, facts)) return undefined;
  const { values } = parametersFor(ruleset, facts, given);
  return { ruleset: id, because: because(match, facts), parameters: values };
}

/** Whether what an app shows certainly gives it away as one that a vendor's guide is about. */
export function recognises({ match }: Ruleset, facts: FactLookup): boolean {
  return match !== undefined && evaluate(match, facts).truth === true;
}

/** The first leaf that is true, in words: `callback URL host app.fullcast.io`. */
function because(match: Condition, facts: FactLookup): string {
  const leaf = leavesOf(match).find((one) => evaluate(one, facts).truth === true);
  if (leaf) return leafInWords(leaf, facts);
  // Only a `not` is true although no leaf in it is.
  const [evidence] = explain(match, facts);
  return evidence ? `${nameOf(evidence.setting)} ${evidence.expected}` : 'its settings';
}

function leafInWords({ fact, operator, value }: Leaf, facts: FactLookup): string {
  const setting = facts(fact);
  if (setting.state === 'unknown') return nameOf(fact);
  if (typeof setting.value !== 'object') return `${nameOf(fact)} ${String(setting.value)}`;
  const holds = evaluatorOf(operator);
  const telling = setting.value.filter((entry) => !isFactReference(value) && holds([entry], value));
  const entries = telling.length > 0 ? telling : setting.value;
  return `${nameOf(fact)} ${entries.slice(0, 3).join(', ')}`;
}

/** A setting's name as words, one entry of it: `callbackHosts` is a callback host. */
function nameOf(fact: string): string {
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
