import { nearest } from '../model/nearest.js';
import { UserError } from '../model/user-error.js';

/** What a SOURCE that is not there may have been meant to be: a command, or an org by its address; absent where nothing is near. */
export function meantCommand(source: string, commands: readonly string[]): string | undefined {
  if (/^https?:\/\//i.test(source))
    return 'an org is read by its alias: ecaudit --org ALIAS (sf org login web makes one)';
  const command = nearest(source, commands);
  return command === undefined ? undefined : `did you mean the command ecaudit ${command}?`;
}

/** Runs the default command; of a SOURCE that is not there it says what it may have been meant to be. Throws UserError. */
export async function orMeant(
  sources: readonly string[],
  commands: readonly string[],
  run: () => Promise<number>,
): Promise<number> {
  try {
    return await run();
  } catch (cause) {
    const missing = sources.find((source) => isAbout(cause, source));
    const hint = missing === undefined ? undefined : meantCommand(missing, commands);
    if (!(cause instanceof UserError) || hint === undefined) throw cause;
    throw new UserError(cause.message, hint, { cause });
  }
}

function isAbout(error: unknown, source: string): boolean {
  return error instanceof UserError && error.message === `there is no ${source}`;
}
