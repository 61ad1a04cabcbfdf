import { didYouMean } from '../model/words.js';
import { factTypeOf, type FactType } from '../conditions/operators.js';
import { keptOr } from '../model/once-for.js';
import type { Condition } from '../model/ruleset.js';
import { settingNames } from '../settings/settings.js';
import type { Document, Path } from '../documents/document.js';
import { membersOfYaml, memberOf, quote } from '../documents/diagnostics.js';
import { loadLimits } from '../documents/limits.js';
import type { Diagnostic } from '../model/user-error.js';

/** The facts that every ruleset can read; its own parameters come as `param.NAME`. */
export const factNames: readonly string[] = [...settingNames, 'today'];

/** What the name of a parameter starts with where it is a fact. */
export const parameterPrefix = 'param.';

export type ReportMistake = (path: Path, message: string, part?: 'key' | 'value') => void;

/** What the conditions of one file can refer to, and where mistakes go. */
export interface Scope {
  readonly parameters: ReadonlyMap<string, ParameterUse>;
  /** The named conditions, as they stand in the file. */
  readonly named: ReadonlyMap<string, unknown>;
  /** Named conditions that are checked already; undefined for one with a mistake. */
  readonly resolved: Map<string, Condition | undefined>;
  /** Everything that was checked, by what stood in the file. */
  readonly checked: Map<unknown, Condition>;
  /** How many leaves a condition has, named conditions counted wherever they are used. */
  readonly sizes: Map<Condition, number>;
  /** How many groups a condition has inside one another. */
  readonly depths: Map<Condition, number>;
  /** What the file has cost so far. */
  readonly spent: { ways: number; patterns: number };
  readonly report: ReportMistake;
  /** Whether so much is wrong that looking on is a waste of time. */
  readonly isFull: () => boolean;
}

/** What conditions have to know of a parameter. */
export interface ParameterUse {
  readonly list: boolean;
  readonly values: readonly string[] | undefined;
  /** What goes with its values: the texts of each name. */
  readonly texts: ReadonlyMap<string, readonly string[]>;
}

/** A scope for data of any shape: what has not the right one is told by the schema. */
export function scopeOf({ data, locate }: Document, diagnostics: Diagnostic[]): Scope {
  const declared = membersOfYaml(memberOf(data, 'parameters'));
  return {
    parameters: new Map(declared.map(([name, parameter]) => [name, useOf(parameter)])),
    named: new Map(membersOfYaml(memberOf(data, 'conditions'))),
    resolved: new Map(),
    checked: new Map(),
    sizes: new Map(),
    depths: new Map(),
    spent: { ways: 0, patterns: 0 },
    report: (path, message, part) => diagnostics.push({ location: locate(path, part), message }),
    isFull: () => diagnostics.length >= loadLimits.diagnostics,
  };
}

function useOf(parameter: unknown): ParameterUse {
  const values = memberOf(parameter, 'values');
  return {
    texts: textUses(memberOf(parameter, 'texts')),
    list: memberOf(parameter, 'list') === true,
    values: Array.isArray(values) ? values.filter((value) => typeof value === 'string') : undefined,
  };
}

function textUses(texts: unknown): ReadonlyMap<string, readonly string[]> {
  const all = new Map<string, string[]>();
  for (const [name, text] of membersOfYaml(texts).flatMap(([, own]) => membersOfYaml(own))) {
    if (typeof text === 'string') keptOr(all, name, () => []).push(text);
  }
  return all;
}

/** What a placeholder, `environment` or `environment.host`, can be; undefined when there is no such thing. */
export function placeholderUse(
  placeholder: string,
  parameters: Scope['parameters'],
): Pick<ParameterUse, 'list' | 'values'> | undefined {
  const own = parameters.get(placeholder);
  if (own) return own;
  const [name = '', text = ''] = placeholder.split('.');
  const use = parameters.get(name);
  const values = use?.texts.get(text);
  return use && values && { list: use.list, values };
}

/** The type of a fact; undefined when the name is none. Parameters are facts, too. */
export function typeIn(scope: Scope, fact: string): FactType | undefined {
  if (!fact.startsWith(parameterPrefix)) return factTypeOf(fact);
  const use = scope.parameters.get(fact.slice(parameterPrefix.length));
  if (!use) return undefined;
  const type = use.list ? 'list' : use.values ? 'enum' : 'string';
  return use.values ? { type, values: use.values } : { type };
}

/** What to say of a parameter that a ruleset does not have. */
export function undeclared(name: string, parameters: Scope['parameters']): string {
  const names = [...parameters].flatMap(([own, { texts }]) => [
    own,
    ...[...texts.keys()].map((text) => `${own}.${text}`),
  ]);
  const near = didYouMean(name, names);
  return `parameter ${quote(name)} is not declared under "parameters"${near}`;
}
