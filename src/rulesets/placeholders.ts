import { factTypeOf } from '../conditions/operators.js';
import { isOperatorName, operatorNamed } from '../conditions/operators/table.js';
import { placeholderNames, placeholderPattern } from '../model/words.js';
import type { Leaf, Parameter } from '../model/ruleset.js';
import type { SettingValue } from '../settings/settings.js';

export type ParameterTexts = Readonly<Record<string, string | readonly string[]>>;

export { placeholderNames as placeholdersIn };

/** Puts values in the places of `${name}`; a list gives one text for each of its entries. */
export function fill(text: string, values: ParameterTexts): readonly string[] {
  const choices = waysToChoose(placeholderNames(text), values);
  return choices.map((chosen) =>
    // What is put in is not looked at again: a value that reads ${other} stays as it is.
    text.replaceAll(placeholderPattern, (_, name: string) => chosen.get(name) ?? ''),
  );
}

/** The texts that go with values of a parameter, by the names that they have in `${parameter.name}`. */
export function parameterTextsOf(
  parameter: string,
  { texts = {} }: Pick<Parameter, 'texts'>,
  value: string | readonly string[],
): ParameterTexts {
  const own = oneOrMore(value).map((one) => texts[one] ?? {});
  const names = new Set(own.flatMap((one) => Object.keys(one)));
  return Object.fromEntries(
    [...names].map((name) => {
      const found = own.flatMap((one) => one[name] ?? []);
      return [`${parameter}.${name}`, typeof value === 'string' ? (found[0] ?? '') : found];
    }),
  );
}

/** The parameter that a placeholderPattern needs: `environment` for `${environment}` and for `${environment.host}`. */
export function parameterOf(name: string): string {
  return name.split('.')[0] ?? name;
}

/** One text or several, as several. */
export function oneOrMore(value: string | readonly string[]): readonly string[] {
  return typeof value === 'string' ? [value] : value;
}

/** Every way to pick one value for each name. */
function waysToChoose(
  names: readonly string[],
  values: ParameterTexts,
): readonly ReadonlyMap<string, string>[] {
  const [name, ...others] = names;
  if (name === undefined) return [new Map()];
  const rest = waysToChoose(others, values);
  return oneOrMore(values[name] ?? []).flatMap((value) =>
    rest.map((chosen) => new Map([...chosen, [name, value]])),
  );
}

/** A text that was put in, as the number, true or false that its place asks for, if it is one. */
export function typed(text: string, { fact, operator }: Leaf): SettingValue {
  const type = factTypeOf(fact)?.type;
  if (type === 'boolean' && /^(true|false)$/.test(text)) return text === 'true';
  const wantsNumber = type === 'number' || wantsCount(operator);
  return wantsNumber && /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text;
}

function wantsCount(operator: string): boolean {
  const base = operator.split(':').at(-1) ?? '';
  return isOperatorName(base) && operatorNamed(base).value === 'count';
}
