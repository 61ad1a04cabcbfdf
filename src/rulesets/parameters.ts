import { didYouMean, namesWithRest } from '../model/words.js';
import { timesEach } from '../model/lists.js';
import { type FactLookup, decisionOf } from '../conditions/evaluate.js';
import type { Parameter, Ruleset, Capture, Detection } from '../model/ruleset.js';
import type { Known, Setting } from '../settings/settings.js';
import { loadLimits } from '../documents/limits.js';
import { eitherOf, quote } from '../documents/diagnostics.js';
import { oneOrMore, parameterTextsOf, type ParameterTexts } from './placeholders.js';
import { parameterPrefix } from './scope.js';
import { captured, loadPatterns } from '../conditions/patterns.js';

/** What a run gives: `NAME` or `RULESET.NAME` → the texts. The longer name wins. */
export type Given = ReadonlyMap<string, readonly string[]>;

/** The parameters of a ruleset for one app. */
interface Parameters {
  /** Those that are known, with the texts that go with their values. */
  readonly values: ParameterTexts;
  /** Of those that are missing: what each of them, and each of its texts, can be. */
  readonly possible: ParameterTexts;
  /** All of them as facts, `param.NAME`; one that is missing is unknown and says how to give it. */
  readonly facts: Readonly<Record<string, Setting>>;
  /** What is wrong with what was given: the run should not start. */
  readonly diagnostics: readonly string[];
}

/** Parameters are given by the run, else detected from the app, else the usual ones, else missing. */
export function parametersFor(ruleset: Ruleset, facts: FactLookup, given: Given): Parameters {
  const values: Record<string, string | readonly string[]> = {};
  const possible: Record<string, string | readonly string[]> = {};
  const settings: Record<string, Setting> = {};
  const diagnostics: string[] = [];
  for (const [name, parameter] of Object.entries(ruleset.parameters)) {
    const texts = given.get(`${ruleset.id}.${name}`) ?? given.get(name);
    const diagnostic = texts && textsDiagnostic(parameter, texts);
    if (diagnostic !== undefined) diagnostics.push(`${ruleset.id}.${name}: ${diagnostic}`);
    const said = texts && diagnostic === undefined ? stated(parameter, texts) : undefined;
    const found = said ?? detected(parameter, facts) ?? usualParameter(parameter);
    if (found)
      Object.assign(
        values,
        { [name]: found.value },
        parameterTextsOf(name, parameter, found.value),
      );
    else if (parameter.values) {
      Object.assign(possible, parameterTextsOf(name, parameter, parameter.values));
      possible[name] = parameter.values;
    }
    settings[`${parameterPrefix}${name}`] = found ?? missing(ruleset, name);
  }
  return { values, possible, facts: settings, diagnostics };
}

/**
 * What is wrong with what a run gives to all its rulesets: names that none has, values that none can have. A short name
 * may belong to several rulesets with different values; it is enough that one of them can have the value.
 */
export function parameterDiagnostics(
  given: Given,
  rulesets: readonly Ruleset[],
): readonly string[] {
  const all = rulesets.flatMap(({ id, parameters }) =>
    Object.entries(parameters).map(([name, parameter]) => ({
      id: `${id}.${name}`,
      name,
      parameter,
    })),
  );
  return [...given].flatMap(([key, texts]) => {
    const meant = all.filter(({ id, name }) => key === id || key === name);
    if (meant.length === 0) {
      const names = [...new Set(all.flatMap(({ id, name }) => [name, id]))];
      const near = didYouMean(key, names);
      return [`no ruleset has a parameter ${quote(key)}${near || knownText(all)}`];
    }
    const diagnostics = meant.map(({ parameter }) => textsDiagnostic(parameter, texts));
    return diagnostics.includes(undefined) ? [] : [`${key}: ${diagnostics[0] ?? ''}`];
  });
}

/** More parameters than these are a list that nobody reads. */
const mostListed = 12;

/** Which parameters there are, those of most rulesets first. */
function knownText(all: readonly { readonly name: string }[]): string {
  const counts = [...timesEach(all.map(({ name }) => name))]
    .toSorted(([a, n], [b, m]) => m - n || (a < b ? -1 : 1))
    .map(([name]) => name);
  if (counts.length === 0) return '; these rulesets have none';
  return `; there are ${namesWithRest(counts, mostListed)} (docs/vendors.md has all)`;
}

function stated(parameter: Parameter, texts: readonly string[]): FoundParameter {
  return knownAs(parameterValue(parameter, texts), 'stated');
}

function textsDiagnostic(parameter: Parameter, texts: readonly string[]): string | undefined {
  return valueOfParameterDiagnostic(parameter, parameterValue(parameter, texts));
}

/** A list may be given with commas, or piece by piece. */
function parameterValue({ list }: Parameter, texts: readonly string[]): string | readonly string[] {
  const [only, ...more] = texts;
  if (list) return texts.flatMap((text) => text.split(','));
  return only === undefined || more.length > 0 ? texts : only;
}

function detected(parameter: Parameter, facts: FactLookup): FoundParameter | undefined {
  const found = detectedIn(parameter, facts);
  const [first] = found;
  return first === undefined ? undefined : knownAs(parameter.list ? found : first, 'derived');
}

function usualParameter({ default: value, list }: Parameter): FoundParameter | undefined {
  if (value === undefined) return undefined;
  return knownAs(list ? oneOrMore(value) : value, 'default');
}

type FoundParameter = Known<string | readonly string[]>;

function knownAs(value: FoundParameter['value'], origin: FoundParameter['origin']): FoundParameter {
  return { state: 'known', value, origin };
}

function missing({ id, parameters }: Ruleset, name: string): Setting {
  const values = parameters[name]?.values;
  const choice = values ? ` (one of ${values.join(', ')})` : '';
  return { state: 'unknown', reason: `give --param ${id}.${name}=VALUE${choice}` };
}

/** What is wrong with a value for a parameter; undefined when it may have it. */
export function valueOfParameterDiagnostic(
  { list, values }: { readonly list: boolean; readonly values?: readonly string[] | undefined },
  given: string | readonly string[],
): string | undefined {
  if (!list && typeof given !== 'string') return 'expected one value, found several';
  if (oneOrMore(given).length > loadLimits.listValues)
    return `expected at most ${loadLimits.listValues} values, found ${oneOrMore(given).length}`;
  const stranger = oneOrMore(given).find((value) => values && !values.includes(value));
  if (values === undefined || stranger === undefined) return undefined;
  return `expected ${eitherOf(values)}, found ${quote(stranger)}${didYouMean(stranger, values)}`;
}

/** The values that an app shows for a parameter, in the order of `detect`: all of them for a list, else the first. */
function detectedIn({ detect, list, values }: Parameter, facts: FactLookup): readonly string[] {
  const found = new Set<string>();
  for (const detection of detect) {
    for (const value of foundBy(detection, facts)) {
      if (values?.includes(value) ?? true) found.add(value);
      if (found.size > 0 && !list) return [...found];
    }
  }
  return [...found];
}

function foundBy(detection: Detection, facts: FactLookup): readonly string[] {
  if ('from' in detection) return capturedIn(detection, facts);
  return decisionOf(detection.when)(facts) === true ? [detection.value] : [];
}

function capturedIn({ from, pattern }: Capture, facts: FactLookup): readonly string[] {
  const setting = facts(from);
  if (setting.state === 'unknown') return [];
  const texts = typeof setting.value === 'object' ? setting.value : [String(setting.value)];
  return texts.flatMap((text) => captured(text, pattern) || []);
}

/** Loads what the detections of a ruleset need before parameters are looked for; most need nothing. */
export async function loadDetection(ruleset: Ruleset): Promise<void> {
  if (captures(ruleset)) await loadPatterns();
}

/** Whether parameters of a ruleset are captured by patterns. */
export function captures({ parameters }: Ruleset): boolean {
  const detections = Object.values(parameters).flatMap(({ detect }) => detect);
  return detections.some((detection) => 'from' in detection);
}
