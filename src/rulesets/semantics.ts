import { didYouMean } from '../model/words.js';
import * as v from 'valibot';
import { deadlinePlaceholders } from '../deadlines/words.js';
import { settingValue } from './condition-schema.js';
import { checkCondition, checkNamed } from './conditions.js';
import type { Path } from '../documents/document.js';
import { checkValue, normalise } from './facts.js';
import { loadLimits } from '../documents/limits.js';
import { quote, membersOfYaml, memberOf, eitherOf } from '../documents/diagnostics.js';
import { valueOfParameterDiagnostic } from './parameters.js';
import { parameterOf, placeholdersIn } from './placeholders.js';
import { factNames, undeclared, type Scope } from './scope.js';
import { textOrTexts } from '../documents/shapes.js';
import { patternSize, countGroups, patternDiagnostic } from '../conditions/patterns.js';
import { definitionOf, isSettingName, settingNames } from '../settings/settings.js';

/**
 * Checks what the schema cannot see, all over a file, and keeps every sound condition in the scope. The data may have
 * any shape: one wrong rule does not hide the mistakes of the next.
 */
export function checkSemantics(data: unknown, scope: Scope): void {
  for (const [name] of scope.named) checkNamed(name, ['conditions', name], scope, []);
  checkConditions(data, [], ['match'], scope);
  for (const [name, parameter] of membersOfYaml(memberOf(data, 'parameters'))) {
    checkParameter(name, parameter, scope);
  }
  const rules = membersOfYaml(memberOf(data, 'rules'));
  for (const [index, rule] of rules) checkRuleText(rule, ['rules', Number(index)], scope);
  checkSum(rules, scope);
  checkIds(rules, scope);
  if (memberOf(data, 'kind') === 'standard' && memberOf(data, 'match') !== undefined)
    scope.report(['match'], '"match" is for vendor rulesets; use "when" in each rule', 'key');
}

/** Many rules may share one large named condition. */
function checkSum(rules: readonly (readonly [string, unknown])[], scope: Scope): void {
  const conditions = rules.flatMap(([, rule]) =>
    ruleConditions.flatMap((key) => scope.checked.get(memberOf(rule, key)) ?? []),
  );
  const sum = conditions.reduce((total, one) => total + (scope.sizes.get(one) ?? 1), 0);
  if (sum > loadLimits.comparisons)
    scope.report(
      ['rules'],
      `the rules compare too many facts; at most ${loadLimits.comparisons} are read`,
      'key',
    );
  const examples = rules.reduce(
    (total, [, rule]) => total + membersOfYaml(memberOf(rule, 'examples')).length,
    0,
  );
  if (examples > loadLimits.examples)
    scope.report(['rules'], `too many examples; at most ${loadLimits.examples} are read`, 'key');
  const aliases = rules.reduce(
    (total, [, rule]) => total + membersOfYaml(memberOf(rule, 'aliases')).length,
    0,
  );
  if (aliases > loadLimits.rules)
    scope.report(['rules'], `too many aliases; at most ${loadLimits.rules} are read`, 'key');
}

function checkConditions(data: unknown, path: Path, keys: readonly string[], scope: Scope): void {
  for (const key of keys) {
    const raw = memberOf(data, key);
    if (raw !== undefined) checkCondition(raw, [...path, key], scope);
  }
}

function checkParameter(name: string, parameter: unknown, scope: Scope): void {
  const path = ['parameters', name];
  checkGiven(name, memberOf(parameter, 'default'), [...path, 'default'], scope);
  checkParameterTexts(parameter, [...path, 'texts'], scope);
  for (const [index, detection] of membersOfYaml(memberOf(parameter, 'detect'))) {
    const at = [...path, 'detect', Number(index)];
    checkCapture(detection, at, scope);
    checkGiven(name, memberOf(detection, 'value'), [...at, 'value'], scope);
    checkConditions(detection, at, ['when'], scope);
  }
}

function checkGiven(name: string, given: unknown, path: Path, scope: Scope): void {
  const use = scope.parameters.get(name);
  if (!use || !v.is(textOrTexts, given)) return;
  const diagnostic = valueOfParameterDiagnostic(use, given);
  if (diagnostic !== undefined) scope.report(path, diagnostic);
}

/** Texts may name the date of the rule's deadline, and nothing else. */
function checkDates(rule: unknown, path: Path, scope: Scope): void {
  for (const key of ['title', 'finding', 'message', 'why', 'fix']) {
    for (const [at, text] of textsWithPaths(memberOf(rule, key), [...path, key])) {
      const diagnostic = datesDiagnostic(text, key, memberOf(rule, 'deadline') !== undefined);
      if (diagnostic !== undefined) scope.report(at, diagnostic);
    }
  }
}

/** A text, and those of a mapping of texts, with their places. */
function textsWithPaths(data: unknown, path: Path): readonly (readonly [Path, string])[] {
  if (typeof data === 'string') return [[path, data]];
  if (Array.isArray(data)) return [];
  return membersOfYaml(data).flatMap(([key, inner]) => textsWithPaths(inner, [...path, key]));
}

/** A message may name the settings whose values it shows, `missing`, and the parameters of its ruleset. */
function checkMessage(rule: unknown, path: Path, scope: Scope): void {
  const message = memberOf(rule, 'message');
  if (typeof message !== 'string') return;
  const names = [...factNames, 'missing', ...scope.parameters.keys()];
  for (const name of placeholdersIn(message)) {
    if (name.startsWith('deadline.') || names.includes(parameterOf(name))) continue;
    if (names.includes(name)) continue;
    scope.report(
      [...path, 'message'],
      `unknown setting or parameter ${quote(name)}${didYouMean(name, names)}`,
    );
  }
}

function checkEchoes(rule: unknown, path: Path, scope: Scope): void {
  for (const [index, echo] of membersOfYaml(memberOf(rule, 'echoes'))) {
    checkConditions(echo, [...path, 'echoes', Number(index)], ['when'], scope);
  }
}

function datesDiagnostic(text: string, key: string, hasDeadline: boolean): string | undefined {
  const names = [...text.matchAll(/\$\{(deadline\.[\w.]*)\}/g)].flatMap(([, name]) => name ?? []);
  const [first] = names;
  if (first === undefined) return undefined;
  if (key === 'title' || key === 'finding')
    return 'a title says the same on every day; dates go into "why" or "fix"';
  if (!hasDeadline) return `${quote(first)} needs a "deadline"`;
  const stranger = names.find(
    (name) => !(deadlinePlaceholders as readonly string[]).includes(name),
  );
  return stranger === undefined
    ? undefined
    : `there is no ${quote(stranger)}${didYouMean(stranger, deadlinePlaceholders)}`;
}

/** The keys of a rule that hold conditions. */
const ruleConditions = ['when', 'unless', 'require', 'milderWhen', 'sharedWhen'] as const;

function checkRuleText(rule: unknown, path: Path, scope: Scope): void {
  checkDates(rule, path, scope);
  checkMessage(rule, path, scope);
  checkEchoes(rule, path, scope);
  checkConditions(rule, path, ruleConditions, scope);
  for (const [index, example] of membersOfYaml(memberOf(rule, 'examples'))) {
    checkExample(example, [...path, 'examples', Number(index)], scope);
  }
}

function checkExample(example: unknown, path: Path, scope: Scope): void {
  for (const [name, value] of membersOfYaml(memberOf(example, 'settings'))) {
    if (!factNames.includes(name) || !v.is(settingValue, value)) continue;
    const diagnostic = checkValue(name, normalise(name, value));
    if (diagnostic !== undefined) scope.report([...path, 'settings', name], diagnostic);
  }
  for (const [name, given] of membersOfYaml(memberOf(example, 'parameters'))) {
    const at = [...path, 'parameters', name];
    if (scope.parameters.has(name)) checkGiven(name, given, at, scope);
    else scope.report(at, undeclared(name, scope.parameters), 'key');
  }
}

/** Ids and aliases share one space: a suppression by any of them must mean one rule. */
function checkIds(rules: readonly (readonly [string, unknown])[], scope: Scope): void {
  const taken = new Set<unknown>();
  const take = (id: unknown, path: Path, what: string): void => {
    if (typeof id === 'string' && taken.has(id))
      scope.report(path, `duplicate ${what} ${quote(id)}`);
    taken.add(id);
  };
  for (const [index, rule] of rules)
    take(memberOf(rule, 'id'), ['rules', Number(index), 'id'], 'rule id');
  for (const [index, rule] of rules) {
    for (const [at, alias] of membersOfYaml(memberOf(rule, 'aliases'))) {
      take(alias, ['rules', Number(index), 'aliases', Number(at)], 'alias');
    }
  }
}

/** Texts go with the values of a parameter: each name has one for each value. */
function checkParameterTexts(parameter: unknown, path: Path, { report }: Scope): void {
  const texts = memberOf(parameter, 'texts');
  if (texts === undefined) return;
  const values = textsOfList(memberOf(parameter, 'values'));
  if (values.length === 0) report(path, '"texts" needs "values" beside it', 'key');
  const written = membersOfYaml(texts);
  const names = new Set(written.flatMap(([, own]) => membersOfYaml(own).map(([name]) => name)));
  for (const [value, own] of written) {
    if (!values.includes(value))
      report([...path, value], `expected ${eitherOf(values)}, found ${quote(value)}`, 'key');
    for (const name of names) {
      if (memberOf(own, name) === undefined)
        report([...path, value], `${quote(name)} is missing; other values have it`);
    }
  }
  for (const value of values) {
    if (memberOf(texts, value) === undefined) report(path, `no texts for ${quote(value)}`, 'key');
  }
}

function textsOfList(data: unknown): readonly string[] {
  return Array.isArray(data) ? data.filter((one) => typeof one === 'string') : [];
}

const capturable = ['string', 'enum', 'list'];

/** A capture reads a text, or a list of texts, by a pattern with a group. */
function checkCapture(detection: unknown, path: Path, { report, spent }: Scope): void {
  const [from, pattern] = [memberOf(detection, 'from'), memberOf(detection, 'pattern')];
  if (typeof from === 'string' && !isSettingName(from))
    report([...path, 'from'], `unknown setting ${quote(from)}${didYouMean(from, settingNames)}`);
  if (typeof from === 'string' && isSettingName(from)) {
    const { type } = definitionOf(from);
    if (!capturable.includes(type))
      report([...path, 'from'], `${from} is no text and no list of texts`);
  }
  if (typeof pattern !== 'string') return;
  const diagnostic = patternDiagnostic(pattern);
  spent.patterns += patternSize(pattern);
  if (diagnostic !== undefined) report([...path, 'pattern'], `expected ${diagnostic}`);
  else if (spent.patterns > loadLimits.allPatterns)
    report([...path, 'pattern'], 'the patterns of this file are too large together');
  else if (countGroups(pattern) === 0)
    report(
      [...path, 'pattern'],
      'expected a group in round brackets: what it captures is the value',
    );
}
