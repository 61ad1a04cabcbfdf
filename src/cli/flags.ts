import { keptOr } from '../model/once-for.js';
import { UserError } from '../model/user-error.js';

/** The flags of a command as they were typed: what each of them holds is checked where it is read. */
export type RawFlags = Readonly<Record<string, unknown>>;

/** The values of a flag that may be repeated. */
export function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(String) : [];
}

/** `NAME=VALUE` texts as parameters; of one name several make a list. Throws UserError. */
export function parameterTexts(written: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const given = new Map<string, string[]>();
  for (const text of written) {
    const at = text.indexOf('=');
    if (at < 1) {
      throw new UserError(
        `--param ${text} is not NAME=VALUE`,
        'for example --param environment=production',
      );
    }
    const name = text.slice(0, at);
    keptOr(given, name, () => []).push(text.slice(at + 1));
  }
  return given;
}
