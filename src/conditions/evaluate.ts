import { isFactReference, type Condition, type Leaf } from '../model/ruleset.js';
import type { Setting, SettingValue } from '../settings/settings.js';
import { evaluatorOf, isDated } from './operators.js';

/** The facts about one app: its settings, `param.NAME` and `today`. */
export type FactLookup = (name: string) => Setting;

/** What a condition comes to: `unknown` when that depends on a fact that is unknown. */
export type Truth = boolean | 'unknown';

/** A condition with what it and each of its parts came to. */
export interface Trace {
  readonly condition: Condition;
  readonly truth: Truth;
  readonly parts: readonly Trace[];
}

/**
 * What a condition comes to with Kleene's three values, and how: an `all` with one false part is false and an `any` with
 * one true part is true, whatever is unknown beside it. Throws for operators that do not exist, and where an operator does.
 */
export function evaluate(condition: Condition, facts: FactLookup): Trace {
  if ('fact' in condition)
    return { condition, truth: truthOfLeaf(condition, facts), parts: noParts };
  if ('not' in condition) {
    const part = evaluate(condition.not, facts);
    return { condition, truth: opposite(part.truth), parts: [part] };
  }
  const isAll = 'all' in condition;
  const parts = (isAll ? condition.all : condition.any).map((part) => evaluate(part, facts));
  return { condition, truth: truthOfGroup(parts, !isAll), parts };
}

// Not by `fold`: thousands of conditions are evaluated for each app, and this takes half as long.
const noParts: readonly Trace[] = [];

/** One part that is `decisive` decides; an empty group is true, as it is to json-rules-engine. */
function truthOfGroup(parts: readonly Trace[], decisive: boolean): Truth {
  let truth: Truth = parts.length === 0 || !decisive;
  for (const part of parts) {
    if (part.truth === decisive) return decisive;
    if (part.truth === 'unknown') truth = 'unknown';
  }
  return truth;
}

function opposite(truth: Truth): Truth {
  return truth === 'unknown' ? truth : !truth;
}

function truthOfLeaf(leaf: Leaf, facts: FactLookup): Truth {
  const operands = operandsOf(leaf, facts);
  if (!operands) return leaf.ifUnknown ?? 'unknown';
  const found = facts(leaf.fact);
  const among = found.state === 'known' ? found.among : undefined;
  if (among) return truthAmong(leaf, operands, among);
  return evaluatorOf(leaf.operator)(operands.found, operands.wanted, operands.today);
}

/** Some entry that nobody looked for and no condition names. */
const stranger = '\u0000';

/** What holds of a list whatever else it holds: undecided where an entry that was not looked for makes a difference. */
function truthAmong(
  leaf: Leaf,
  { found, wanted, today }: Operands,
  among: readonly string[],
): Truth {
  const held = typeof found === 'object' ? found : [];
  const named = typeof wanted === 'object' ? wanted : [String(wanted)];
  const open = named.filter((entry) => !among.includes(entry));
  const ways = [held, [...held, ...open], [...held, stranger], [...held, ...open, stranger]];
  const [first, ...others] = ways.map((way) => evaluatorOf(leaf.operator)(way, wanted, today));
  return others.every((other) => other === first) ? (first ?? 'unknown') : 'unknown';
}

/** What an operator is called with. */
export interface Operands {
  readonly found: SettingValue;
  readonly wanted: SettingValue;
  readonly today: string | undefined;
}

/** What a leaf compares; undefined when any of it is unknown. */
export function operandsOf(
  { fact, operator, value }: Leaf,
  facts: FactLookup,
): Operands | undefined {
  const found = facts(fact);
  const wanted = isFactReference(value) ? facts(value.fact) : undefined;
  const today = isDated(operator) ? facts('today') : undefined;
  if (found.state === 'unknown' || wanted?.state === 'unknown' || today?.state === 'unknown') {
    return undefined;
  }
  const literal = isFactReference(value) ? found.value : value;
  return {
    found: found.value,
    wanted: wanted?.value ?? literal,
    today: today && String(today.value),
  };
}
