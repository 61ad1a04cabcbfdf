import { keptOr } from '../model/once-for.js';
import { UserError } from '../model/user-error.js';

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
