import { onceFor } from '../model/once-for.js';
import { isFactReference, type Condition, type Leaf, type Rule } from '../model/ruleset.js';
import type { Setting, SettingValue } from '../model/settings.js';
import { evaluatorOf, isDated } from './operators.js';

/** The facts about one app: its settings, `param.NAME` and `today`. */
export type FactLookup = (name: string) => Setting;

/** What a condition comes to: `unknown` when that depends on a fact that is unknown. */
export type Truth = boolean | 'unknown';

/** A compiled condition. */
export type Decide = (facts: FactLookup) => Truth;

/**
 * Compiles a condition to a function with Kleene's three values. It settles what is certain, fast; json-rules-engine
 * has the last word on everything else. Throws for operators that do not exist and, when called, where one throws.
 */
export function compile(condition: Condition): Decide {
  if ('all' in condition) return every(condition.all.map(compile));
  if ('any' in condition) return some(condition.any.map(compile));
  if ('not' in condition) return opposite(compile(condition.not));
  return compileLeaf(condition);
}

function every(parts: readonly Decide[]): Decide {
  return (facts) => {
    let truth: Truth = true;
    for (const part of parts) {
      truth = both(truth, part(facts));
      if (truth === false) return false;
    }
    return truth;
  };
}

/** An empty group is true, as it is to json-rules-engine; rulesets cannot have one. */
function some(parts: readonly Decide[]): Decide {
  return (facts) => {
    let truth: Truth = parts.length === 0;
    for (const part of parts) {
      truth = either(truth, part(facts));
      if (truth === true) return true;
    }
    return truth;
  };
}

function both(a: Truth, b: Truth): Truth {
  if (a === false || b === false) return false;
  return a === 'unknown' || b === 'unknown' ? 'unknown' : true;
}

function either(a: Truth, b: Truth): Truth {
  if (a === true || b === true) return true;
  return a === 'unknown' || b === 'unknown' ? 'unknown' : false;
}

function opposite(part: Decide): Decide {
  return (facts) => {
    const truth = part(facts);
    return truth === 'unknown' ? truth : !truth;
  };
}

function compileLeaf(leaf: Leaf): Decide {
  const { fact, operator, value } = leaf;
  const holds = evaluatorOf(operator);
  const otherwise = leaf.ifUnknown ?? 'unknown';
  if (!isFactReference(value) && !isDated(operator)) {
    // Nearly all leaves are so simple, and they are most of a run's time.
    return (facts) => {
      const found = facts(fact);
      return found.state === 'known' ? holds(found.value, value) : otherwise;
    };
  }
  const inputs = operandsOf(leaf);
  return (facts) => {
    const known = inputs(facts);
    return known ? holds(known.found, known.wanted, known.today) : otherwise;
  };
}

/** What an operator is called with. */
export interface Operands {
  readonly found: SettingValue;
  readonly wanted: SettingValue;
  readonly today: string | undefined;
}

/** Looks up what a leaf compares; undefined when any of it is unknown. */
export function operandsOf(leaf: Leaf): (facts: FactLookup) => Operands | undefined {
  const { fact, value } = leaf;
  const dated = isDated(leaf.operator);
  return (facts) => {
    const found = facts(fact);
    const wanted = isFactReference(value) ? facts(value.fact) : undefined;
    const today = dated ? facts('today') : undefined;
    if (found.state === 'unknown' || wanted?.state === 'unknown' || today?.state === 'unknown') {
      return undefined;
    }
    const literal = isFactReference(value) ? found.value : value;
    return {
      found: found.value,
      wanted: wanted?.value ?? literal,
      today: today && String(today.value),
    };
  };
}

/** The facts that a leaf depends on: its own, the one that its value refers to, `today`. */
export function inputsOf({ fact, operator, value }: Leaf): readonly string[] {
  const other = isFactReference(value) ? [value.fact] : [];
  return [fact, ...other, ...(isDated(operator) ? ['today'] : [])];
}

/** The conditions of a rule. */
export function conditionsOf({ when, unless, require }: Rule): readonly Condition[] {
  return [when, unless, require].filter((condition) => condition !== undefined);
}

/** All leaves, in the order in which they are written. */
export function leavesOf(condition: Condition): readonly Leaf[] {
  if ('all' in condition) return condition.all.flatMap(leavesOf);
  if ('any' in condition) return condition.any.flatMap(leavesOf);
  if ('not' in condition) return leavesOf(condition.not);
  return [condition];
}

/** The facts that a condition reads, each once, in the order of their first use. */
export const readsOf = onceFor((condition: Condition): readonly string[] => [
  ...new Set(leavesOf(condition).flatMap(inputsOf)),
]);
