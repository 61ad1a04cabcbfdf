import { conditionsOf, leavesOf } from '../conditions/tree.js';
import {
  isFactReference,
  type Condition,
  type Leaf,
  type Rule,
  type Ruleset,
} from '../model/ruleset.js';
import { permissionFacts } from './facts.js';
import {
  oneOrMore,
  fill,
  parameterOf,
  placeholdersIn,
  parameterTextsOf,
  type ParameterTexts,
} from './placeholders.js';
import { parameterPrefix } from './scope.js';

/** What a run gives for parameters: `NAME` or `RULESET.NAME` → the texts. */
type GivenTexts = ReadonlyMap<string, readonly string[]>;

/** The permissions of users that conditions of these rulesets name, parameters included, each once. */
export function permissionsNamedBy(
  rulesets: readonly Ruleset[],
  given: GivenTexts = new Map(),
): readonly string[] {
  const named = rulesets.flatMap((ruleset) => {
    const leaves = conditionsIn(ruleset).flatMap((condition) => leavesOf(condition));
    const asked = leaves.filter(({ fact }) => permissionFacts.has(fact));
    return asked.length === 0 ? [] : asked.flatMap((leaf) => textsOfLeaf(leaf, ruleset, given));
  });
  return [...new Set(named)].toSorted();
}

function conditionsIn({ match, parameters, rules }: Ruleset): readonly Condition[] {
  const detected = Object.values(parameters).flatMap(({ detect }) =>
    detect.flatMap((one) => ('when' in one ? [one.when] : [])),
  );
  return [...(match ? [match] : []), ...detected, ...rules.flatMap(conditionsOfRule)];
}

/** An override may demand something else for some apps. */
function conditionsOfRule(rule: Rule): readonly Condition[] {
  return [
    ...conditionsOf(rule),
    ...(rule.exceptions ?? []).flatMap(({ require }) => require ?? []),
  ];
}

function textsOfLeaf({ value }: Leaf, ruleset: Ruleset, given: GivenTexts): readonly string[] {
  if (isFactReference(value)) {
    const name = value.fact.startsWith(parameterPrefix)
      ? value.fact.slice(parameterPrefix.length)
      : '';
    return oneOrMore(possible(name, ruleset, given)[name] ?? []);
  }
  if (typeof value !== 'string' && typeof value !== 'object') return [];
  return oneOrMore(value).flatMap((text) => {
    const names = placeholdersIn(text).map(parameterOf);
    return fill(text, Object.assign({}, ...names.map((name) => possible(name, ruleset, given))));
  });
}

/** All that a parameter may be in this run, and the texts that go with it. */
function possible(name: string, { id, parameters }: Ruleset, given: GivenTexts): ParameterTexts {
  const parameter = parameters[name];
  if (!parameter) return {};
  const { values = [], default: usual = [] } = parameter;
  const said = given.get(`${id}.${name}`) ?? given.get(name) ?? [];
  const all = [...values, ...oneOrMore(usual), ...said.flatMap((text) => text.split(','))];
  return { [name]: all, ...parameterTextsOf(name, parameter, all) };
}
