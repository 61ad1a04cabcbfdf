import { nearest } from '../model/nearest.js';
import { UserError } from '../model/user-error.js';

/** Says which argument an error is about; what names flags is for the command line. */
export async function about<T>(argument: string, task: () => T | Promise<T>): Promise<T> {
  try {
    return await task();
  } catch (cause) {
    if (!(cause instanceof UserError)) throw cause;
    const [first = '', ...rest] = cause.lines.map((line) => line.replace(/^--[a-z-]+ /, ''));
    const hint = cause.hint?.includes('--') ? undefined : cause.hint;
    throw new UserError([`${argument}: ${first}`, ...rest], hint, { cause });
  }
}

/** The keys of what a function was given. Throws UserError for what is no object, and for a key that it does not know. */
export function checkedKeys(
  call: string,
  given: unknown,
  known: readonly string[],
): Readonly<Record<string, unknown>> {
  if (typeof given !== 'object' || given === null || Array.isArray(given))
    throw new UserError(
      `${call}: its argument is ${kindOf(given)}, not an object`,
      `keys: ${known.join(', ')}`,
    );
  const stranger = Object.keys(given).find((key) => !known.includes(key));
  if (stranger !== undefined) {
    const near = nearest(stranger, known);
    const meant = near === undefined ? '' : `; did you mean ${near}?`;
    throw new UserError(`${call}: unknown key "${stranger}"${meant}`, `keys: ${known.join(', ')}`);
  }
  return Object.fromEntries(Object.entries(given));
}

/** A list of texts that are not empty; undefined when it is left out. Throws UserError. */
export function textsInArgument(name: string, value: unknown): readonly string[] | undefined {
  if (value === undefined) return undefined;
  if (!Array.isArray(value))
    throw new UserError(
      `${name}: ${kindOf(value)} is no list of strings`,
      typeof value === 'string' ? `write ${name}: [${JSON.stringify(value)}]` : undefined,
    );
  const wrong = value.findIndex((one) => typeof one !== 'string' || one === '');
  if (wrong === -1) return value.map(String);
  throw new UserError(
    `${name}[${wrong}]: ${kindOf(value[wrong])} where a string that is not empty belongs`,
  );
}

/** One of some names; undefined when it is left out. Throws UserError. */
export function oneOfNames<T extends string>(
  name: string,
  value: unknown,
  choices: readonly T[],
): T | undefined {
  if (value === undefined) return undefined;
  const found = choices.find((one) => one === value);
  if (found !== undefined) return found;
  const near = typeof value === 'string' ? nearest(value, choices) : undefined;
  throw new UserError(
    `${name}: ${typeof value === 'string' ? JSON.stringify(value) : kindOf(value)} is none of them${near === undefined ? '' : `; did you mean "${near}"?`}`,
    `${name} is one of ${choices.join(', ')}`,
  );
}

/** A text that is not empty; undefined when it is left out. Throws UserError. */
export function textInArgument(name: string, value: unknown): string | undefined {
  if (value === undefined || (typeof value === 'string' && value !== '')) return value;
  throw new UserError(`${name}: ${kindOf(value)} where a string that is not empty belongs`);
}

/** What somebody gave, in words; never the value itself, which may be a credential in the wrong place. */
export function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (value === '') return 'an empty string';
  if (Array.isArray(value)) return 'a list';
  const kind = typeof value;
  return kind === 'object' || kind === 'undefined'
    ? `an ${kind}`.replace('an undefined', 'nothing')
    : `a ${kind}`;
}
