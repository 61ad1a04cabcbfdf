import { appKinds, type AppKind } from '../model/app-kind.js';
import type { Condition, Leaf } from '../model/ruleset.js';
import { definitionOf, isSettingName, type SettingValue } from '../settings/settings.js';
import { groupNames, membersOf, type GroupName } from '../settings/groups.js';
import type { Path } from '../documents/document.js';
import { memberOf } from '../documents/members.js';
import { didYouMean, eitherOf, quote } from '../documents/diagnostics.js';
import type { Scope } from './scope.js';

/** What can be asked of the settings of a group, all but some. */
const groupDemands = ['noneBut', 'allBut', 'defaultsBut'] as const;

type GroupDemand = (typeof groupDemands)[number];

/** Writes `{ group: flows, noneBut: [deviceFlow] }` out. Undefined when something is wrong, which is reported. */
export function groupCondition(raw: unknown, path: Path, scope: Scope): Condition | undefined {
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
