import { Engine, Fact, type TopLevelCondition } from 'json-rules-engine';
import { isFactReference, type Condition, type Rule } from '../model/ruleset.js';
import type { SettingValue } from '../settings/settings.js';
import type { Failed, Proof } from './evaluate-rule.js';
import type { FactLookup } from './evaluate.js';
import type { Operator } from './operators/operand.js';
import { operators } from './operators/table.js';
import { fold, readsOf } from './tree.js';

/** A condition as json-rules-engine takes it. */
type EngineCondition =
  | { all: EngineCondition[] }
  | { any: EngineCondition[] }
  | { not: EngineCondition }
  | { fact: string; operator: string; value: unknown };

/** What json-rules-engine confirmed in one run. */
export interface Confirmation {
  /** As `confirmFailure`; where a rule was confirmed before on the same values, once is enough. */
  readonly confirm: (rule: Rule, failed: Failed) => Promise<void>;
}

/** Most apps fail by the values of other apps: of 5,000 apps with 17,500 failures, this saves a twentieth of the run. */
export function createConfirmation(): Confirmation {
  const confirmed = new Set<string>();
  return {
    confirm: async (rule, failed) => {
      const key = JSON.stringify([rule.id, failed.proofs.map(decidingValues)]);
      if (confirmed.has(key)) return;
      await confirmFailure(rule, failed);
      confirmed.add(key);
    },
  };
}

/** All that decides what json-rules-engine says of a proof. */
function decidingValues({ condition, facts }: Proof): readonly unknown[] {
  const found = readsOf(condition).map((name) => {
    const fact = facts(name);
    return fact.state === 'known' ? fact.value : null;
  });
  return [condition, found];
}

/**
 * Has json-rules-engine prove that a rule fails: what decided it is evaluated by it, and has to be true there as well.
 * Throws where it is not: then one of the two is wrong, and no verdict of the run can be trusted.
 */
export async function confirmFailure(rule: Rule, { proofs }: Failed): Promise<void> {
  for (const proof of proofs) {
    if (await isTrueToEngine(proof)) continue;
    const condition = JSON.stringify(proof.condition);
    throw new Error(
      `${rule.id} fails by our evaluation and does not by json-rules-engine's: ${condition}`,
    );
  }
}

async function isTrueToEngine({ condition, facts }: Proof): Promise<boolean> {
  const today = facts('today');
  const engine = new Engine();
  addOperators(engine, today.state === 'known' ? String(today.value) : undefined);
  const conditions = rooted(engineCondition(condition));
  engine.addRule({ conditions, event: { type: 'fails' } });
  const { events } = await engine.run(knownFacts(condition, facts));
  return events.length > 0;
}

function addOperators(engine: Engine, today: string | undefined): void {
  for (const [name, { builtIn, evaluate }] of Object.entries<Operator>(operators)) {
    if (builtIn) continue;
    engine.addOperator<SettingValue, SettingValue>(name, (a, b) => evaluate(a, b, today));
  }
}

function engineCondition(condition: Condition): EngineCondition {
  return fold<EngineCondition>(condition, {
    all: (all) => ({ all: [...all] }),
    any: (any) => ({ any: [...any] }),
    not: (not) => ({ not }),
    leaf: ({ fact, operator, value }) => ({
      fact,
      operator,
      value: isFactReference(value) ? { fact: value.fact } : value,
    }),
  });
}

/** json-rules-engine wants a group at the root. */
function rooted(condition: EngineCondition): TopLevelCondition {
  return 'fact' in condition ? { all: [condition] } : condition;
}

/** json-rules-engine hashes every fact that it may cache, which costs more than evaluating. */
function knownFacts(condition: Condition, facts: FactLookup): Record<string, Fact<SettingValue>> {
  const known = readsOf(condition).flatMap((name): [string, Fact<SettingValue>][] => {
    const fact = facts(name);
    return fact.state === 'known' ? [[name, new Fact(name, fact.value, { cache: false })]] : [];
  });
  return Object.fromEntries(known);
}
