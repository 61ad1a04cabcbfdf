/** A flag of ecaudit, as its help tells it. */
export interface FlagEntry {
  /** Without dashes: `fail-on`, `no-config`. */
  readonly name: string;
  readonly char?: string;
  readonly about: string;
  /** Whether a value follows; an optional one does where what follows is no flag. */
  readonly value: 'none' | 'required' | 'optional';
  /** What the help calls the value: `<ALIAS>`. */
  readonly valueName?: string;
  readonly repeatable: boolean;
  readonly choices?: readonly string[];
  readonly default?: string;
}

/** A command of ecaudit that the plug-in offers. The table is made from the command line of ecaudit when the plug-in is built. */
export interface CommandEntry {
  /** `audit`, or `migrate plan`. */
  readonly name: string;
  readonly about: string;
  /** What the help calls the arguments: `[SOURCE...]`. */
  readonly sources: string;
  readonly flags: readonly FlagEntry[];
}

/** The commands that the plug-in offers. */
export const offered = [
  'audit',
  'inventory',
  'deadlines',
  'diff',
  'pull',
  'fix',
  'migrate plan',
  'migrate files',
  'migrate check',
] as const;

/** Whether a command writes JSON with -f. */
export function hasFormats({ flags }: CommandEntry): boolean {
  return flags.some(({ name }) => name === 'format');
}
