import { didYouMean, eitherOf, quote } from '../documents/diagnostics.js';
import { appKinds } from '../model/app.js';
import { matchesGlob } from '../model/glob.js';
import type { Ruleset } from '../model/ruleset.js';
import { parameterName } from './apps.js';

// What to say of names that mean nothing.

/** The vendor ruleset of an id, or why there is none. */
export function vendorNamed(id: string, rulesets: readonly Ruleset[]): Ruleset | string {
  const found = rulesets.find((ruleset) => ruleset.id === id);
  if (found?.kind === 'vendor') return found;
  if (found) return `${quote(id)} is no vendor ruleset`;
  const ids = rulesets.filter(({ kind }) => kind === 'vendor').map((ruleset) => ruleset.id);
  const full = ids.find((one) => one === `vendors/${id}`);
  const near = full === undefined ? didYouMean(id, ids) : `; did you mean "${full}"?`;
  return `there is no vendor ruleset ${quote(id)}${near}`;
}

/** What is wrong with a glob on apps that starts with a kind; undefined when nothing is, and for no glob. */
export function appGlobDiagnostic(glob = '*'): string | undefined {
  const [kind = '', name] = glob.split(':');
  // An id with a source or folder in front of it can hold anything.
  if (name === undefined || glob.includes('#') || appKinds.some((one) => matchesGlob(kind, one)))
    return undefined;
  const near = didYouMean(kind, appKinds);
  return `expected ${eitherOf(appKinds)} before ":", found ${quote(kind)}${near}`;
}

/** What is wrong with the name of a parameter, full or short; undefined when one of the rulesets has it. */
export function parameterNameDiagnostic(
  name: string,
  rulesets: readonly Ruleset[],
): string | undefined {
  const full = rulesets.flatMap(({ id, parameters }) =>
    Object.keys(parameters).map((own) => `${id}.${own}`),
  );
  const names = [...new Set([...full.map(parameterName), ...full])];
  if (names.includes(name)) return undefined;
  const known = names.length > 0 ? didYouMean(name, names) : '';
  return `no ruleset for these apps has a parameter ${quote(name)}${known}`;
}
