// For every vendor's guide: an app made from the file itself is recognised and passes, and each deviation is found.
import { evaluateRule } from '../../src/conditions/evaluate-rule.js';
import { describe, expect, test } from 'vitest';
import { evaluate, type FactLookup, loadOperators } from '../../src/conditions/evaluate.js';
import { conditionsOf, readsOf } from '../../src/conditions/tree.js';
import {
  isFactReference,
  type Condition,
  type Leaf,
  type Rule,
  type Ruleset,
} from '../../src/model/ruleset.js';
import {
  definitionOf,
  isSettingName,
  type Setting,
  type SettingValue,
} from '../../src/settings/settings.js';
import { loadRuleset } from '../../src/rulesets/load.js';
import { loadDetection } from '../../src/rulesets/parameters.js';
import { hostOf } from '../../src/model/addresses.js';
import { namingLeaves } from '../../src/rulesets/guide-callbacks.js';
import { matchVendor, parametersFor } from '../../src/rulesets/match.js';
import { specialise } from '../../src/rulesets/specialise.js';
import { ruleFiles } from './shipped-files.js';

type Facts = Map<string, SettingValue>;

describe.each(ruleFiles().filter(([file]) => file.includes('vendors/')))(
  '%s',
  async (file, text) => {
    const loaded = await loadRuleset(text, file);
    if (!('ruleset' in loaded)) throw new Error(`${file} has mistakes`);
    const { ruleset } = loaded;
    await loadOperators([
      ...(ruleset.match ? [ruleset.match] : []),
      ...ruleset.rules.flatMap(conditionsOf),
    ]);
    await loadDetection(ruleset);
    const shown = new Set<string>();

    test('an app made from the file is recognised', () => {
      const facts: Facts = new Map([
        ['label', 'x'],
        ['apiName', 'x'],
      ]);
      if (ruleset.match) satisfy(ruleset.match, facts);
      expect(matchVendor(ruleset, lookup(facts))).toMatchObject({ ruleset: ruleset.id });
    });

    test.each(variantsOf(ruleset))(
      'as %j it passes, and each deviation is found',
      async (variant) => {
        const given = new Map(
          Object.entries(variant.parameters).map(([name, value]) => [name, [value]]),
        );
        const facts: Facts = new Map<string, SettingValue>([['kind', variant.kind]]);
        const { values, facts: parameters } = parametersFor(ruleset, lookup(facts), given);
        for (const [name, setting] of Object.entries(parameters)) {
          if (setting.state === 'known') facts.set(name, setting.value);
        }
        const rules = ruleset.rules.map((rule) => specialise(rule, values));
        for (const rule of rules) comply(rule, facts);
        for (const rule of rules) {
          const { verdict } = evaluateRule(rule, lookup(facts));
          if (wants(rule, variant.kind)) expect([rule.id, verdict]).not.toEqual([rule.id, 'fail']);
          if (verdict !== 'pass') continue;
          const shownToFail = rule.examples.find(
            ({ verdict: shownVerdict }) => shownVerdict === 'fail',
          );
          for (const leaf of conjunctsOf(rule.require)) {
            // Where a rule asks of the fact whether it applies, only its own example shows what breaks it.
            const asksFirst = rule.when !== undefined && readsOf(rule.when).includes(leaf.fact);
            const shownOther = shownToFail?.settings[leaf.fact];
            const other = asksFirst ? shownOther : (deviation(leaf, facts) ?? shownOther);
            if (other === undefined) continue;
            const changed = new Map(facts).set(leaf.fact, other);
            const found = evaluateRule(rule, lookup(changed));
            // What is wrong with one value of a parameter may be right with another.
            if (asksFirst && found.verdict === 'pass') continue;
            expect([rule.id, leaf.fact, found.verdict]).toEqual([rule.id, leaf.fact, 'fail']);
            shown.add(keyOf(rule, leaf));
          }
        }
      },
    );

    test.each(variantsOf(ruleset).filter(({ kind }) => isForKind(ruleset, kind)))(
      'its own good app is recognised, as %j, with callbacks that are known',
      (variant) => {
        const given = new Map(
          Object.entries(variant.parameters).map(([name, value]) => [name, [value]]),
        );
        const facts: Facts = new Map<string, SettingValue>([['kind', variant.kind]]);
        const { values, facts: parameters } = parametersFor(ruleset, lookup(facts), given);
        for (const [name, setting] of Object.entries(parameters)) {
          if (setting.state === 'known') facts.set(name, setting.value);
        }
        const required = ruleset.rules.filter(({ level }) => level === 'required');
        for (const rule of required.map((one) => specialise(one, values))) comply(rule, facts);
        const urls = facts.get('callbackUrls');
        const isDemanded = required.some(({ require }) => namingLeaves(require).length > 0);
        const known =
          isDemanded && Array.isArray(urls) && urls.length > 0
            ? urls
            : ownCallbacks(ruleset, facts);
        facts.set('callbackUrls', known);
        facts.set(
          'callbackHosts',
          known.flatMap((url) => hostOf(url) ?? []),
        );
        if (!matchVendor(ruleset, lookup(facts), given) && ruleset.match)
          for (const [name, value] of namesFor(ruleset.match, facts)) facts.set(name, value);
        expect(matchVendor(ruleset, lookup(facts), given)?.ruleset).toBe(ruleset.id);
      },
    );

    test('every demand that stands alone, or beside others, was shown to be kept and broken', () => {
      const all = ruleset.rules
        .filter(({ needs }) => needs === undefined)
        .flatMap((rule) => conjunctsOf(rule.require).map((leaf) => keyOf(rule, leaf)));
      expect(all.filter((key) => !shown.has(key))).toEqual([]);
    });
  },
);

function isForKind({ appliesTo, guideFor }: Ruleset, kind: Variant['kind']): boolean {
  return (guideFor ?? appliesTo).includes(kind);
}

/** Callbacks of an app whose guide demands none: one that `match` names, else any. */
function ownCallbacks({ match }: Ruleset, facts: Facts): readonly string[] {
  const hosts = facts.get('callbackHosts');
  if (Array.isArray(hosts) && hosts.length > 0) return hosts.map((host) => `https://${host}/cb`);
  const [leaf] = (match ? namingLeaves(match) : []).filter(
    ({ operator }) => !operator.endsWith('matches'),
  );
  const [text = 'app.acme.example'] = leaf
    ? (Array.isArray(leaf.value) ? leaf.value : [String(leaf.value)]).map(concrete)
    : [];
  return [text.includes(':') ? text : `https://${text}/callback`];
}

/** A name, and whatever goes with it, by which `match` knows an app that shows nothing else. */
function namesFor(match: Condition, facts: Facts): Facts {
  const parts = 'any' in match ? match.any : [match];
  const found = parts.flatMap((part) => {
    const named: Facts = new Map([...facts, ['label', 'x'], ['apiName', 'x']]);
    satisfyNames(part, named);
    return evaluate(match, lookup(named)).truth === true ? [named] : [];
  });
  return found[0] ?? facts;
}

function satisfyNames(condition: Condition, facts: Facts): void {
  if (evaluate(condition, lookup(facts)).truth === true) return;
  if ('all' in condition) for (const part of condition.all) satisfyNames(part, facts);
  else if ('any' in condition) {
    const kept = [...facts];
    for (const part of condition.any) {
      satisfyNames(part, facts);
      if (evaluate(part, lookup(facts)).truth === true) return;
      facts.clear();
      for (const [name, value] of kept) facts.set(name, value);
    }
  } else if ('not' in condition) refute(condition.not, facts);
  else if (
    'fact' in condition &&
    condition.fact !== 'kind' &&
    !condition.fact.startsWith('callback')
  ) {
    const value = valueFor(condition, facts);
    if (value !== undefined) facts.set(condition.fact, value);
  }
}

/** The comparisons that all have to hold; of an `any` none has to. */
function conjunctsOf(condition: Condition): readonly Leaf[] {
  if ('all' in condition) return condition.all.flatMap(conjunctsOf);
  return 'fact' in condition ? [condition] : [];
}

function keyOf({ id }: Rule, { fact, operator }: Leaf): string {
  return `${id} ${fact} ${operator}`;
}

interface Variant {
  readonly kind: 'externalClientApp' | 'connectedApp';
  readonly parameters: Readonly<Record<string, string>>;
}

/** Both kinds of app, with each value of each parameter at least once. */
function variantsOf({ parameters }: Ruleset): readonly Variant[] {
  let choices: Readonly<Record<string, string>>[] = [{}];
  for (const [name, { values }] of Object.entries(parameters)) {
    const sample = /callback|url/i.test(name) ? 'https://sample.example.com/callback' : 'sample';
    const options = values ?? [sample];
    choices = choices
      .flatMap((choice) => options.map((value) => ({ ...choice, [name]: value })))
      .slice(0, 64);
  }
  const kinds = ['externalClientApp', 'connectedApp'] as const;
  return kinds.flatMap((kind) => choices.map((chosen) => ({ kind, parameters: chosen })));
}

/** A rule that asks for the other kind of app cannot be kept. */
function wants({ require }: Rule, kind: string): boolean {
  return !('fact' in require && require.fact === 'kind' && require.value !== kind);
}

/** Gives the app what a rule asks for, unless the rule is certainly not for it. */
function comply(rule: Rule, facts: Facts): void {
  const decided = rule.when ? evaluate(rule.when, lookup(facts)).truth : true;
  if (decided === false) return;
  if (decided === 'unknown' && rule.when) satisfy(rule.when, facts);
  // What no generator could guess, such as a text for a pattern, the rule's own example shows.
  for (const [name, value] of Object.entries(exampleOf(rule))) {
    const held = facts.get(name);
    if (name === 'kind' || (held !== undefined && !('fact' in rule.require))) continue;
    const isList = Array.isArray(held) && Array.isArray(value);
    facts.set(name, isList ? [...new Set([...held, ...value])] : value);
  }
  satisfy(rule.require, facts);
}

function exampleOf({ examples }: Rule): Readonly<Record<string, SettingValue>> {
  return examples.find(({ verdict }) => verdict === 'pass')?.settings ?? {};
}

function lookup(facts: Facts): FactLookup {
  return (name): Setting => {
    const value = facts.get(name);
    if (name === 'today') return { state: 'known', value: '2026-11-21', origin: 'derived' };
    return value === undefined
      ? { state: 'unknown', reason: 'not given' }
      : { state: 'known', value, origin: 'stated' };
  };
}

/** Makes a condition true, as far as its leaves are simple. */
function satisfy(condition: Condition, facts: Facts): void {
  if (evaluate(condition, lookup(facts)).truth === true) return;
  if ('all' in condition) for (const part of condition.all) satisfy(part, facts);
  else if ('any' in condition) satisfyOne(condition.any, facts);
  else if ('not' in condition) refute(condition.not, facts);
  // Which kind of app it is was decided before.
  else if (condition.fact !== 'kind' || !facts.has('kind')) {
    facts.set(condition.fact, valueFor(condition, facts) ?? facts.get(condition.fact) ?? '');
  }
}

function satisfyOne(parts: readonly Condition[], facts: Facts): void {
  const [first] = parts;
  if (first) satisfy(first, facts);
}

function refute(condition: Condition, facts: Facts): void {
  if (!('fact' in condition)) return;
  const other = deviation(condition, facts);
  if (other !== undefined) facts.set(condition.fact, other);
}

const listTypes = new Set(['list', 'ranges']);

function typeOf(fact: string): string {
  return isSettingName(fact) ? definitionOf(fact).type : 'string';
}

/** A value that the leaf accepts, keeping what the fact holds already. */
function valueFor(leaf: Leaf, facts: Facts): SettingValue | undefined {
  if (isFactReference(leaf.value)) return facts.get(leaf.value.fact);
  const wanted = leaf.value;
  const held = facts.get(leaf.fact);
  const before = Array.isArray(held) ? held : [];
  const texts = (Array.isArray(wanted) ? wanted : [String(wanted)]).map(concrete);
  switch (leaf.operator.split(':').at(-1)) {
    case 'contains':
    case 'containsAll':
      return [...new Set([...before, ...texts])];
    case 'containsAny':
      return [...before, ...texts.slice(0, 1)];
    case 'containsNone':
    case 'doesNotContain':
      return before.filter((one) => !texts.includes(one));
    case 'containsOnly':
      return before.filter((one) => texts.includes(one));
    case 'in':
      return texts[0];
    case 'isNotEmpty':
      return listTypes.has(typeOf(leaf.fact)) ? ['one'] : 'one';
    case 'isEmpty':
      return listTypes.has(typeOf(leaf.fact)) ? [] : '';
    case 'like':
    case 'matches':
      if (leaf.operator.includes('Fact')) return [...before, texts[0] ?? ''];
      // Two globs with stars at both ends fit one text that holds both words.
      return typeof held === 'string' && held !== 'x'
        ? `${held}${texts[0] ?? ''}`
        : (texts[0] ?? '');
    case 'hasWords':
      return typeof held === 'string' && held !== 'x' ? `${held} ${texts[0] ?? ''}` : texts[0];
    case 'hostIn':
      return leaf.operator.includes('Fact')
        ? [`https://${texts[0] ?? ''}/`]
        : `https://${texts[0] ?? ''}/`;
    case 'usesScheme':
      return leaf.operator.includes('Fact')
        ? [`${texts[0] ?? ''}://one`]
        : `${texts[0] ?? ''}://one`;
    case 'notEqual':
    case 'notIn':
      return different(leaf, texts);
    default:
      return typeof wanted === 'object' ? texts : wanted;
  }
}

/** A text that a glob fits: its stars and question marks filled. */
function concrete(text: string): string {
  return text.replaceAll('*', 'x').replaceAll('?', 'x');
}

function different(leaf: Leaf, texts: readonly string[]): SettingValue | undefined {
  const { type, values = {} } = isSettingName(leaf.fact)
    ? definitionOf(leaf.fact)
    : { type: 'string' };
  if (type === 'boolean') return texts[0] !== 'true';
  if (type === 'enum') return Object.keys(values).find((value) => !texts.includes(value));
  return type === 'number' ? Number(texts[0]) + 1 : `not ${texts[0] ?? ''}`;
}

/** Another value that the leaf refuses; undefined where this test knows none. */
function deviation(leaf: Leaf, facts: Facts): SettingValue | undefined {
  const held = facts.get(leaf.fact);
  const texts = Array.isArray(leaf.value) ? leaf.value : [String(leaf.value)];
  const candidates: readonly (SettingValue | undefined)[] = Array.isArray(held)
    ? [held.filter((one) => !texts.includes(one)), [], [...held, 'something else'], texts]
    : [different(leaf, texts), '', typeof held === 'number' ? held + 100_000 : undefined, 0];
  return candidates.find((value) => {
    if (value === undefined || (typeof value === 'number') !== (typeof held === 'number'))
      return false;
    return evaluate(leaf, lookup(new Map(facts).set(leaf.fact, value))).truth === false;
  });
}
