import type { Locate } from '../documents/document.js';
import { appKinds } from '../model/app.js';
import type { Condition, Override, Rule, Ruleset } from '../model/ruleset.js';
import { isAboutKind } from './match.js';
import { overrideDiagnostics, valuesDiagnostic, withOverrides } from './overrides.js';
import type { RawOverride, RawRuleset } from './schema.js';
import type { ReportMistake } from './scope.js';

/** Finds the rulesets that an entry of `extends` names, or says why there are none. */
export type Resolve = (reference: string) => Promise<readonly Ruleset[] | string>;

/**
 * Adds the rules of the rulesets that a file extends, before its own, and applies its overrides. Rules keep the id of
 * the ruleset that they come from, so that suppressions and documentation stay valid.
 */
export async function extend(
  own: Ruleset,
  raw: RawRuleset,
  { report, isFull, locate }: ExtensionPlace,
  resolve: Resolve = () => Promise.resolve('rulesets cannot be extended here'),
): Promise<Ruleset> {
  const bases: Ruleset[] = [];
  for (const [index, reference] of (raw.extends ?? []).entries()) {
    const found = await resolve(reference);
    if (typeof found === 'string') report(['extends', index], found);
    else bases.push(...found);
  }
  await checkReplaced(raw, report, resolve);
  const merged = [...new Set(bases)].toReversed().reduce(mergeBase, own);
  const overrides = checkedOverrides(raw.overrides ?? [], merged, { report, isFull, locate });
  return { ...merged, rules: withOverrides(merged.rules, overrides) };
}

/** Only a shipped ruleset of the same kind can have its place taken. */
async function checkReplaced(
  { id, kind, replaces }: RawRuleset,
  report: ReportMistake,
  resolve: Resolve,
): Promise<void> {
  if (replaces === undefined) return;
  const found = await resolve(replaces);
  const [only, ...more] = typeof found === 'string' ? [] : found;
  if (typeof found === 'string') report(['replaces'], found);
  else if (replaces === id) report(['replaces'], 'a ruleset cannot replace itself');
  else if (!only || more.length > 0)
    report(['replaces'], `"${replaces}" stands for several rulesets; name one`);
  else if (only.kind !== kind)
    report(
      ['replaces'],
      `"${replaces}" is of the kind ${only.kind}; only such a ruleset can take its place`,
    );
}

/** Where mistakes go, and where things stand in the file. */
interface ExtensionPlace {
  readonly report: ReportMistake;
  /** Whether so much is wrong that looking on is a waste of time. */
  readonly isFull: () => boolean;
  readonly locate: Locate;
}

/** What the extending ruleset says for itself wins. */
function mergeBase(own: Ruleset, base: Ruleset): Ruleset {
  const ids = new Set(own.rules.map(({ id }) => id));
  const inherited = base.rules
    .filter(({ id }) => !ids.has(id))
    .map((rule) => narrowedToKinds(rule, base));
  const match = own.match ?? (own.kind === 'vendor' ? base.match : undefined);
  return {
    ...own,
    ...(match && { match }),
    sources: [...new Set([...own.sources, ...base.sources])],
    parameters: { ...base.parameters, ...own.parameters },
    rules: [...inherited, ...own.rules],
  };
}

/** A rule that is only about some kinds of app stays so in a ruleset that is about all. */
function narrowedToKinds(rule: Rule, { appliesTo }: Ruleset): Rule {
  if (appKinds.every((kind) => appliesTo.includes(kind)) || isAboutKind(rule)) return rule;
  const kinds: Condition = { fact: 'kind', operator: 'in', value: appliesTo };
  return { ...rule, when: rule.when ? { all: [kinds, rule.when] } : kinds };
}

/** The overrides that have no mistake; those that have one, or do nothing, are reported. */
function checkedOverrides(
  raw: readonly RawOverride[],
  ruleset: Ruleset,
  { report, isFull, locate }: ExtensionPlace,
): readonly Override[] {
  const rulesets = [ruleset];
  const tooMany = valuesDiagnostic(raw, rulesets);
  if (tooMany !== undefined) {
    report(['overrides'], tooMany, 'key');
    return [];
  }
  return raw.flatMap((override, index) => {
    if (isFull()) return [];
    const path = ['overrides', index];
    const diagnostics = overrideDiagnostics(override, rulesets);
    for (const { key, message } of diagnostics) report(key ? [...path, key] : path, message);
    return diagnostics.length > 0 ? [] : [{ ...override, location: locate(path) }];
  });
}
