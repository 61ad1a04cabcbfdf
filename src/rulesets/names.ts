import { didYouMean, quote } from '../documents/diagnostics.js';
import { permissionNames, permissionOfLabel } from '../settings/permissions.js';
import { scopeOfName, scopeTokens } from '../settings/scopes.js';

/** Whether an operator compares whole entries, so that a value has to be one that there is. */
export function namesWhole(operator: string): boolean {
  return /^(.*:)?(equal|notEqual|in|notIn|contains|doesNotContain|containsAll|containsAny|containsNone|containsOnly)$/.test(
    operator,
  );
}

/** What is wrong with a value of a list that only has scopes, or only permissions; undefined for all other settings. */
export function nameDiagnostic(fact: string, written: string): string | undefined {
  if (scopeFacts.has(fact)) return scopeDiagnostic(written);
  return permissionFacts.has(fact) ? permissionDiagnostic(fact, written) : undefined;
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
  return `unknown permission ${quote(written)}${near}`;
}
