import { didYouMean } from '../model/words.js';
import { innerConditions } from '../conditions/tree.js';
import type { Condition, Leaf } from '../model/ruleset.js';
import { conditionKeysOf, type ConditionKey } from './condition-schema.js';
import type { Path } from '../documents/document.js';
import { checkLeaf } from './leaves.js';
import { loadLimits } from '../documents/limits.js';
import { quote, membersOfYaml, memberOf, eitherOf } from '../documents/diagnostics.js';
import type { Scope } from './scope.js';
import { appKinds, type AppKind } from '../model/metadata-types.js';
import { definitionOf, isSettingName, type SettingValue } from '../settings/settings.js';
import { groupNames, membersOf, type GroupName } from '../settings/groups.js';

/** The most leaves that one condition may come to when its named conditions are written out. */
const maxLeaves = 1_000;

/**
 * Checks what the schema cannot see — facts, operators, values, parameters, named conditions — and gives the condition
 * with named conditions written out. Undefined when something in it is wrong; every mistake is reported.
 */
export function checkCondition(
  raw: unknown,
  path: Path,
  scope: Scope,
  within: readonly string[] = [],
): Condition | undefined {
  const [key, second] = conditionKeysOf(raw);
  // The schema tells what is wrong with a level that has none of the keys, or two.
  if (key === undefined || second !== undefined || scope.isFull()) return undefined;
  const condition = build[key](memberOf(raw, key), path, scope, within, raw);
  const bounded = condition && withinBounds(condition, path, scope);
  if (bounded) scope.checked.set(raw, bounded);
  return bounded;
}

type Build = (
  inner: unknown,
  path: Path,
  scope: Scope,
  within: readonly string[],
  raw: unknown,
) => Condition | undefined;

const build = {
  all: (inner, path, scope, within) => {
    const all = checkParts(inner, [...path, 'all'], scope, within);
    return all && { all };
  },
  any: (inner, path, scope, within) => {
    const any = checkParts(inner, [...path, 'any'], scope, within);
    return any && { any };
  },
  not: (inner, path, scope, within) => {
    const not = checkCondition(inner, [...path, 'not'], scope, within);
    return not && { not };
  },
  condition: (inner, path, scope, within) =>
    typeof inner === 'string'
      ? checkNamed(inner, [...path, 'condition'], scope, within)
      : undefined,
  fact: (_, path, scope, __, raw) => checkLeaf(raw, path, scope),
  group: (_, path, scope, __, raw) => groupCondition(raw, path, scope),
} as const satisfies Readonly<Record<ConditionKey, Build>>;

function checkParts(
  raw: unknown,
  path: Path,
  scope: Scope,
  within: readonly string[],
): readonly Condition[] | undefined {
  const parts = membersOfYaml(raw).map(([index, part]) =>
    checkCondition(part, [...path, Number(index)], scope, within),
  );
  const sound = parts.filter((part) => part !== undefined);
  return sound.length === parts.length ? sound : undefined;
}

/** Checks a named condition where it is defined, once, whoever asks first. */
export function checkNamed(
  name: string,
  path: Path,
  scope: Scope,
  within: readonly string[],
): Condition | undefined {
  if (within.includes(name)) {
    const circle = [...within.slice(within.indexOf(name)), name].join(' → ');
    scope.report(path, `named conditions refer to each other in a circle: ${circle}`);
    return undefined;
  }
  if (within.length > loadLimits.conditionDepth) {
    scope.report(path, nestedTooDeeply);
    return undefined;
  }
  if (!scope.named.has(name)) {
    const near = didYouMean(name, [...scope.named.keys()]);
    scope.report(path, `there is no condition ${quote(name)} under "conditions"${near}`);
    return undefined;
  }
  if (!scope.resolved.has(name)) {
    const definition = scope.named.get(name);
    const found = checkCondition(definition, ['conditions', name], scope, [...within, name]);
    scope.resolved.set(name, found);
  }
  return scope.resolved.get(name);
}

const nestedTooDeeply = `conditions are nested too deeply; at most ${loadLimits.conditionDepth} levels are read`;

/** Named conditions that use each other twice and more would grow beyond all measure. */
function withinBounds(condition: Condition, path: Path, scope: Scope): Condition | undefined {
  const inner = innerConditions(condition);
  const sizeOf = (part: Condition): number => scope.sizes.get(part) ?? 1;
  const size = inner.length === 0 ? 1 : inner.reduce((sum, part) => sum + sizeOf(part), 0);
  const depth = 1 + Math.max(0, ...inner.map((part) => scope.depths.get(part) ?? 1));
  scope.sizes.set(condition, size);
  scope.depths.set(condition, depth);
  if (depth > loadLimits.conditionDepth) {
    scope.report(path, nestedTooDeeply);
    return undefined;
  }
  if (size <= maxLeaves) return condition;
  scope.report(path, `the condition is too large; at most ${maxLeaves} facts can be compared`);
  return undefined;
}

/** What can be asked of the settings of a group, all but some. */
const groupDemands = ['noneBut', 'allBut', 'defaultsBut'] as const;

type GroupDemand = (typeof groupDemands)[number];

/** Writes `{ group: flows, noneBut: [deviceFlow] }` out. Undefined when something is wrong, which is reported. */
function groupCondition(raw: unknown, path: Path, scope: Scope): Condition | undefined {
  const group = groupNames.find((name) => name === memberOf(raw, 'group'));
  const [demand, second] = groupDemands.filter((name) => memberOf(raw, name) !== undefined);
  if (demand === undefined || second !== undefined) {
    scope.report(path, `a group has exactly one of ${eitherOf(groupDemands)}`);
    return undefined;
  }
  const written = memberOf(raw, demand);
  if (!group || !Array.isArray(written)) return undefined;
  const but = written.filter((name) => typeof name === 'string');
  const sound = butIsSound(but, group, [...path, demand], scope);
  return sound ? conditionFor(group, demand, but, path, scope) : undefined;
}

function butIsSound(
  but: readonly string[],
  group: GroupName,
  path: Path,
  { report }: Scope,
): boolean {
  const names = membersOf(group).map(([name]) => name);
  const strangers = but.filter((name) => !names.includes(name));
  for (const name of strangers) {
    const near = didYouMean(name, names) || `; there are: ${names.join(', ')}`;
    report([...path, but.indexOf(name)], `${quote(name)} is not in the group ${group}${near}`);
  }
  return strangers.length === 0;
}

function conditionFor(
  group: GroupName,
  demand: GroupDemand,
  but: readonly string[],
  path: Path,
  { report }: Scope,
): Condition | undefined {
  const rest = membersOf(group).filter(([name]) => !but.includes(name));
  const all = rest.flatMap(([name, defaults]) => {
    const wanted = (kind: AppKind): SettingValue | undefined =>
      demand === 'defaultsBut' ? defaults[kind] : isFlag(name) ? demand === 'allBut' : undefined;
    return leavesFor(name, wanted);
  });
  if (all.length > 0) return { all };
  report(path, 'nothing of the group is left to ask for');
  return undefined;
}

function isFlag(name: string): boolean {
  return isSettingName(name) && definitionOf(name).type === 'boolean';
}

/** What a setting has to be, for the kinds of app that have it. */
function leavesFor(
  name: string,
  wanted: (kind: AppKind) => SettingValue | undefined,
): readonly Condition[] {
  const asked = appKinds.flatMap((kind) => {
    const value = isOf(name, kind) ? wanted(kind) : undefined;
    return value === undefined ? [] : [{ kind, leaf: leafOf(name, value) }];
  });
  const [first, second] = asked;
  if (first && second && first.leaf.value === second.leaf.value) return [first.leaf];
  return asked.map(({ kind, leaf }) => ({
    any: [{ fact: 'kind', operator: 'notEqual', value: kind }, leaf],
  }));
}

/** Whether metadata of a kind of app holds a setting at all. */
function isOf(name: string, kind: AppKind): boolean {
  return isSettingName(name) && !('unavailable' in definitionOf(name)[kind]);
}

function leafOf(fact: string, value: SettingValue): Leaf {
  return { fact, operator: 'equal', value };
}
