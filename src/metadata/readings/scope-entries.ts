import { isPlaceholder } from '../../settings/placeholder.js';
import { problem, type Problem } from '../../report/problem.js';
import { scopeOfName, scopeOfToken, scopeTokens } from '../../settings/scopes.js';
import type { Known, Setting } from '../../settings/settings.js';
import { nearestName } from '../near-name.js';
import { shortQuote } from '../text.js';
import type { Item } from './items.js';

/** OAuth scope names without repetition: Basic, Profile and Email are one scope. */
export function distinctScopes(tokens: readonly Item[], problems: Problem[]): readonly Item[] {
  const found = new Map<string, Item>();
  for (const { text, location } of tokens) {
    const scope = scopeOfToken(text);
    const name = scope ?? scopeOfName(text) ?? text;
    if (scope === undefined && !isPlaceholder(text)) {
      problems.push(problem('unknown-scope', unknownScope(text, name), location));
    }
    if (!found.has(name)) found.set(name, { text: name, location });
  }
  return [...found.values()];
}

function unknownScope(text: string, name: string): string {
  const shown = shortQuote(text);
  if (scopeOfName(text) === undefined) {
    const near = nearestName(text, Object.keys(scopeTokens));
    const hint = near === undefined ? '' : `; ${near} may be meant`;
    return `\`${shown}\` is no known OAuth scope; it is kept as written${hint}`;
  }
  return `metadata does not spell a scope \`${shown}\`; it is taken for ${name}`;
}

/**
 * Nobody can tell which scopes an app lacks while one of them is a template. With the full scope it does not matter: there is
 * no more to ask for.
 */
export function withoutGaps(setting: Known<readonly string[]>): Setting<readonly string[]> {
  const { value, itemLocations, location, placeholder } = setting;
  if (!placeholder || value.includes('full')) return setting;
  const gap = value.findIndex(isPlaceholder);
  const at = itemLocations?.[gap] ?? location;
  const reason = `the scope \`${shortQuote(value[gap] ?? '')}\` is a placeholder`;
  return at ? { state: 'unknown', reason, location: at } : { state: 'unknown', reason };
}
