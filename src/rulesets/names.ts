import { valueOfLabel } from '../conditions/words/values.js';
import { didYouMean, eitherOf, quote } from '../documents/diagnostics.js';
import { permissionNames, permissionOfLabel } from '../settings/permissions.js';
import { definitionOf, isSettingName } from '../settings/settings.js';
import { scopeOfName, scopeTokens } from '../settings/scopes.js';

/** Whether an operator compares whole entries, so that a value has to be one that there is. */
export function namesWhole(operator: string): boolean {
  return /^(.*:)?(equal|notEqual|in|notIn|contains|doesNotContain|containsAll|containsAny|containsNone|containsOnly)$/.test(
    operator,
  );
}

/** What is wrong with a value where only some can be: scopes, permissions, those of a pick list; undefined for all other settings. */
export function nameDiagnostic(fact: string, written: string): string | undefined {
  if (scopeFacts.has(fact)) return scopeDiagnostic(written);
  if (permissionFacts.has(fact)) return permissionDiagnostic(fact, written);
  const values = isSettingName(fact) ? definitionOf(fact).values : undefined;
  return values && labelDiagnostic(fact, written, values);
}

/** A value in the words of Setup; what is none at all, the check of the operator tells. */
function labelDiagnostic(fact: string, written: string, values: NamedValues): string | undefined {
  const names = Object.keys(values);
  if (names.includes(written) || alikeValue(fact, written, values) === undefined) return undefined;
  return `expected ${eitherOf(names)}, found ${quote(written)}${meantValue(fact, written, values)}`;
}

type NamedValues = Readonly<Record<string, readonly string[]>>;

/** `; did you mean "admin-approved"?`: by what Setup calls a value, by metadata's spelling with other signs, or by a slip. */
export function meantValue(fact: string, written: string, values: NamedValues): string {
  const meant = alikeValue(fact, written, values);
  return meant === undefined
    ? didYouMean(written, Object.keys(values))
    : `; did you mean "${meant}"?`;
}

function alikeValue(fact: string, written: string, values: NamedValues): string | undefined {
  const letters = lettersOfName(written);
  const isAlike = (name: string): boolean =>
    [name, ...(values[name] ?? [])].some((one) => lettersOfName(one) === letters);
  return valueOfLabel(fact, written) ?? Object.keys(values).find(isAlike);
}

function lettersOfName(text: string): string {
  return text.replaceAll(/[^A-Za-z0-9]/g, '').toLowerCase();
}

const scopeFacts: ReadonlySet<string> = new Set(['scopes']);
/** Settings that list permissions of users. */
export const permissionFacts: ReadonlySet<string> = new Set(['runAsUserPowers', 'tokenUserPowers']);

const scopeNames: readonly string[] = [...new Set(Object.values(scopeTokens))];

function scopeDiagnostic(written: string): string | undefined {
  if (scopeNames.includes(written)) return undefined;
  const meant = scopeOfName(written) ?? scopeOfLabel(written);
  const near = meant === undefined ? didYouMean(written, scopeNames) : `; did you mean "${meant}"?`;
  return `unknown scope ${quote(written)}${near}${near === '' ? '; a custom scope is an entry of customScopes' : ''}`;
}

/** Setup writes the scopes in brackets: "Perform requests at any time (refresh_token, offline_access)". */
function scopeOfLabel(label: string): string | undefined {
  const inBrackets = /\(([^()]*)\)\s*$/.exec(label)?.[1]?.split(/[,\s]+/) ?? [];
  return inBrackets.map((name) => scopeOfName(name)).find((name) => name !== undefined);
}

const ofApiOnly = {
  runAsUserPowers: 'runAsUserApiOnly',
  tokenUserPowers: 'tokenUsersNotApiOnly',
} as const;

function permissionDiagnostic(fact: string, written: string): string | undefined {
  if (written === 'ApiUserOnly')
    return `"ApiUserOnly" is not among them: ${Reflect.get(ofApiOnly, fact)} says it`;
  if (permissionNames.has(written)) return undefined;
  const meant = permissionOfLabel(written.replace(/^Permissions(?=[A-Z])/, ''));
  const near =
    meant === undefined ? didYouMean(written, [...permissionNames]) : `; did you mean "${meant}"?`;
  return `unknown permission ${quote(written)}${near === '' ? '; user permissions have API names such as ModifyAllData' : near}`;
}
