import { UserError } from '../model/user-error.js';

/** Where the library runs. */
export interface Here {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** The time of a run: the day that was asked for, else that of SOURCE_DATE_EPOCH, else now. Throws UserError. */
export function clockIn({ env }: Here, today?: string): Date {
  if (today !== undefined) return new Date(`${today}T00:00:00.000Z`);
  const epoch = env['SOURCE_DATE_EPOCH'];
  if (epoch === undefined || epoch === '') return new Date();
  if (/^\d{1,12}$/.test(epoch)) return new Date(Number(epoch) * 1000);
  throw new UserError(`SOURCE_DATE_EPOCH is "${epoch}", not a number of seconds`);
}
