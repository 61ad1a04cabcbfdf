import { hasFormats, type CommandEntry, type FlagEntry } from './commands-table.js';

/** What a person typed behind the name of a command. */
export interface Typed {
  /** The value of -o, the last one given. */
  readonly targetOrg?: string;
  /** The orgs that --org names, which ecaudit asks the CLI for by itself. */
  readonly orgs: readonly string[];
  /** What -f asks for: `sarif=out.sarif`. */
  readonly formats: readonly string[];
  /** All that is ecaudit's business, as it was typed. */
  readonly rest: readonly string[];
}

/**
 * Takes the flags of the CLI (-o, --target-org, --json) out of what was typed, and leaves the rest as it is: ecaudit reads it, and
 * says what is wrong with it. What is the value of a flag, or stands behind `--`, is none of them.
 */
export function typedArguments(argv: readonly string[], entry: CommandEntry): Typed {
  const end = argv.indexOf('--');
  const tokens = tokensOf(end === -1 ? argv : argv.slice(0, end), entry.flags);
  const behind = end === -1 ? [] : argv.slice(end);
  const target = tokens.findLast(({ name }) => name === 'target-org');
  const valuesOf = (wanted: string): readonly string[] =>
    tokens.flatMap(({ name, value }) => (name === wanted && value !== undefined ? [value] : []));
  return {
    ...(target === undefined ? {} : { targetOrg: target.value ?? '' }),
    orgs: valuesOf('org'),
    formats: valuesOf('format'),
    rest: [
      ...tokens.filter(({ name }) => !own.has(name)).flatMap(({ written }) => written),
      ...behind,
    ],
  };
}

/** The flags of the CLI: none of them is ecaudit's. */
const own = new Set(['target-org', 'json']);

const ofTheCli: readonly Pick<FlagEntry, 'name' | 'char' | 'value'>[] = [
  { name: 'target-org', char: 'o', value: 'required' },
  { name: 'json', value: 'none' },
];

/** A flag with its value, or an argument, whose name is empty. */
interface Token {
  readonly name: string;
  readonly value?: string;
  readonly written: readonly string[];
}

function tokensOf(argv: readonly string[], flags: readonly FlagEntry[]): readonly Token[] {
  const known = [...ofTheCli, ...flags];
  const tokens: Token[] = [];
  for (let at = 0; at < argv.length; at += tokens.at(-1)?.written.length ?? 1) {
    const [word = '', next] = argv.slice(at, at + 2);
    tokens.push(tokenAt(word, next, known));
  }
  return tokens;
}

function tokenAt(word: string, next: string | undefined, known: typeof ofTheCli): Token {
  const [, long, joined] = /^--([^=]+)(?:=(.*))?$/s.exec(word) ?? [];
  const [, short, glued] = /^-([^-])(.*)$/s.exec(word) ?? [];
  const flag = known.find(({ name, char }) =>
    long === undefined ? char !== undefined && char === short : name === long,
  );
  const name = flag?.name ?? long ?? '';
  const value = joined ?? (glued === '' ? undefined : glued);
  if (flag === undefined || flag.value === 'none') return { name, written: [word] };
  if (value !== undefined) return { name, value: value.replace(/^=/, ''), written: [word] };
  const takesNext = next !== undefined && (flag.value === 'required' || !next.startsWith('-'));
  return takesNext ? { name, value: next, written: [word, next] } : { name, written: [word] };
}

/** What ecaudit is started with. Its own words come first, since what was typed may end with `--` and sources. */
export function programArguments(
  entry: CommandEntry,
  { formats, rest }: Typed,
  { org, json }: { readonly org?: string; readonly json: boolean },
): readonly string[] {
  const asksForJson = json && hasFormats(entry) && !formats.includes('json');
  return [
    ...entry.name.split(' '),
    ...(org === undefined ? [] : ['--org', org]),
    ...(asksForJson ? ['--format', 'json'] : []),
    ...rest,
  ];
}

/** Variables of a log-in that ecaudit takes for `--org NAME`: a token never stands on a command line. */
export function logInVariables(logIn: {
  readonly name: string;
  readonly instanceUrl: string;
  readonly accessToken: string;
}): Readonly<Record<string, string>> {
  return {
    ECAUDIT_ORG: logIn.name,
    SF_INSTANCE_URL: logIn.instanceUrl,
    SF_ACCESS_TOKEN: logIn.accessToken,
  };
}

/** What is wrong with the orgs that were named, if anything. */
export function orgComplaint({ targetOrg, orgs }: Typed): string | undefined {
  if (targetOrg === '') return '--target-org names no org';
  if (targetOrg !== undefined && orgs.includes('env'))
    return '--org env and --target-org cannot be combined: both log in by the same variables';
  return undefined;
}
