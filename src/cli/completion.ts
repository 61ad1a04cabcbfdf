import { keysIn } from '../model/tables.js';
import { didYouMean } from '../model/words.js';
import { Command, type Option } from 'commander';
import { UserError } from '../model/user-error.js';
import { exitCodes } from './exit-codes.js';
import type { Done, Io } from './io.js';
import { suggestedBy, type Suggested } from './option.js';

/** What may follow a command: its commands, its flags, what may be an argument, and the values of flags that have a list. */
interface Words {
  /** `rules show`; empty for the program itself. */
  readonly path: string;
  readonly plain: readonly string[];
  readonly argument?: ListName;
  /** By the spellings of the flag. */
  readonly values: readonly (readonly [flags: readonly string[], values: Suggested])[];
}

/** Lists that stand once in a script, since several flags and commands take a word of them. */
type ListName = 'rules' | 'rulesets' | 'vendors' | 'settings';

type Lists = Readonly<Record<ListName, readonly string[]>>;

const argumentOf: Readonly<Record<string, ListName>> = {
  'rules show': 'rules',
  vendors: 'vendors',
  'vendors check': 'vendors',
  'vendors scaffold': 'vendors',
  settings: 'settings',
};

/** The commands of the program, as commander has them: nothing is written twice. */
function wordsOf(command: Command, path = ''): readonly Words[] {
  const inner = command.commands.filter((one) => one.name() !== 'help');
  // Without a command the flags are those of the default one.
  const own = path === '' ? [command, ...inner.filter((one) => one.name() === 'audit')] : [command];
  const options = own.flatMap((one) => one.createHelp().visibleOptions(one));
  const argument = argumentOf[path];
  const words: Words = {
    path,
    plain: [
      ...inner.map((one) => one.name()),
      ...(path === 'completion' ? Object.keys(shells) : []),
      ...new Set(options.flatMap(flagSpellings)),
    ],
    ...(argument && { argument }),
    values: options.flatMap((option) => {
      const values = option.argChoices ?? suggestedBy(option);
      return values ? [[flagSpellings(option), values] as const] : [];
    }),
  };
  return [words, ...inner.flatMap((one) => wordsOf(one, `${path} ${one.name()}`.trim()))];
}

function flagSpellings({ short, long }: Option): readonly string[] {
  return [long, short].flatMap((one) => one ?? []);
}

/** The words of a list as a shell reads them, by the list's name where it has one. */
function shellWords(values: Suggested): string {
  return typeof values === 'string' ? `$${values}` : values.join(' ');
}

/** The lines that pick the words of a command, for bash and zsh alike. */
function cases(all: readonly Words[]): string {
  return all
    .map(({ path, plain, argument, values }) => {
      const lines = values.map(
        ([flags, list]) => `      ${flags.join('|')}) found="${shellWords(list)}" ;;`,
      );
      const otherwise = [...plain, ...(argument ? [`$${argument}`] : [])].join(' ');
      return [
        `    "${path}") case "$previous" in`,
        ...lines,
        `      *) found="${otherwise}" ;;`,
        '      esac ;;',
      ].join('\n');
    })
    .join('\n');
}

function listLines(lists: Lists): string {
  return Object.entries(lists)
    .map(([name, words]) => `  local ${name}="${words.join(' ')}"`)
    .join('\n');
}

/** Finds the command that the words so far name: those that are neither flags nor files. */
function known(all: readonly Words[]): string {
  return all
    .filter(({ path }) => path !== '')
    .map(({ path }) => `"${path}"`)
    .join('|');
}

type Script = (all: readonly Words[], lists: Lists) => string;

/** bash hands over `--flag=value` as three words, and completes names of files by itself where no word fits. */
const bash: Script = (all, lists) => `# ecaudit completion bash >> ~/.bashrc
_ecaudit() {
  local current="\${COMP_WORDS[COMP_CWORD]}" previous="\${COMP_WORDS[COMP_CWORD-1]}" command="" found="" one next
${listLines(lists)}
  if [ "$current" = "=" ]; then current=""
  elif [ "$previous" = "=" ]; then previous="\${COMP_WORDS[COMP_CWORD-2]}"
  fi
  for one in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    next="\${command:+$command }$one"
    case "$next" in ${known(all)}) command="$next" ;; esac
  done
  case "$command" in
${cases(all)}
  esac
  COMPREPLY=()
  while IFS= read -r one; do
    COMPREPLY+=("$one")
  done < <(compgen -W "$found" -- "$current"; compgen -f -- "$current")
}
complete -o default -o filenames -F _ecaudit ecaudit
`;

/** Read from a folder of fpath, the file is the function itself at first. */
const zsh: Script = (all, lists) => `#compdef ecaudit
# ecaudit completion zsh > "\${fpath[1]}/_ecaudit"
_ecaudit() {
  local current="\${words[CURRENT]}" previous="\${words[CURRENT-1]}" command="" found="" one next
${listLines(lists)}
  if [[ "$current" == --*=* ]]; then
    previous="\${current%%=*}"
    compset -P '*='
  fi
  for one in "\${(@)words[2,CURRENT-1]}"; do
    next="\${command:+$command }$one"
    case "$next" in ${known(all)}) command="$next" ;; esac
  done
  case "$command" in
${cases(all)}
  esac
  compadd -- \${=found}
  _files
}
if [ "\${funcstack[1]}" = "_ecaudit" ]; then
  _ecaudit "$@"
else
  compdef _ecaudit ecaudit
fi
`;

const fish: Script = (all, lists) =>
  [
    '# ecaudit completion fish > ~/.config/fish/completions/ecaudit.fish',
    ...Object.entries(lists).map(
      ([name, words]) => `set -g __ecaudit_${name} '${words.join(' ')}'`,
    ),
    'function __ecaudit_at --description "whether the words so far name a command of ecaudit"',
    '  set -l command ""',
    '  for one in (commandline -opc)[2..-1]',
    '    set -l next (string trim -- "$command $one")',
    `    if contains -- "$next" ${all
      .filter(({ path }) => path !== '')
      .map(({ path }) => `'${path}'`)
      .join(' ')}`,
    '      set command $next',
    '    end',
    '  end',
    '  test "$command" = "$argv[1]"',
    'end',
    ...all.flatMap(fishLines),
    '',
  ].join('\n');

function fishLines({ path, plain, argument, values }: Words): readonly string[] {
  const line = (rest: string): string => `complete -c ecaudit -n "__ecaudit_at '${path}'" ${rest}`;
  const byFlag = new Map(values.flatMap(([flags, list]) => flags.map((one) => [one, list])));
  const flagLine = (flag: string): string => {
    const list = byFlag.get(flag);
    const name = flag.startsWith('--') ? `-l ${flag.slice(2)}` : `-s ${flag.slice(1)}`;
    return line(list ? `${name} -x -a ${fishWords(list)}` : name);
  };
  return [
    ...plain.map((one) => (one.startsWith('-') ? flagLine(one) : line(`-a ${one}`))),
    ...(argument ? [line(`-a "$__ecaudit_${argument}"`)] : []),
  ];
}

function fishWords(list: Suggested): string {
  return typeof list === 'string' ? `"$__ecaudit_${list}"` : `'${list.join(' ')}'`;
}

const powershell: Script = (all, lists) => `# ecaudit completion powershell >> $PROFILE
Register-ArgumentCompleter -Native -CommandName ecaudit -ScriptBlock {
  param($current, $ast, $position)
${Object.entries(lists)
  .map(([name, words]) => `  $${name} = '${words.join(' ')}'`)
  .join('\n')}
  $words = @{
${all
  .map(({ path, plain, argument }) => {
    const text = [...plain, ...(argument ? [`$${argument}`] : [])].join(' ');
    return `    '${path}' = "${text}"`;
  })
  .join('\n')}
  }
  $values = @{
${[
  ...new Map(
    all.flatMap(({ path, values }) =>
      values.flatMap(([flags, list]) =>
        flags
          .filter((flag) => flag.startsWith('--'))
          .map(
            (flag) => [`${path} ${flag}`, `    '${path} ${flag}' = "${shellWords(list)}"`] as const,
          ),
      ),
    ),
  ).values(),
].join('\n')}
  }
  $command = ''
  $previous = ''
  foreach ($one in ($ast.CommandElements | Select-Object -Skip 1)) {
    if ($one.Extent.EndOffset -ge $position) { continue }
    $previous = "$one"
    $next = ("$command $one").Trim()
    if ($words.ContainsKey($next)) { $command = $next }
  }
  $before = ''
  if ($current -match '^(--[a-z-]+=)(.*)$') {
    $before = $Matches[1]
    $previous = $before.TrimEnd('=')
    $current = $Matches[2]
  }
  $found = $values["$command $previous"]
  if (-not $found) { $found = $words[$command] }
  $found -split ' ' | Where-Object { $_.StartsWith($current) } | ForEach-Object {
    [System.Management.Automation.CompletionResult]::new("$before$_", $_, 'ParameterValue', $_)
  }
}
`;

const shells = { bash, zsh, fish, powershell } as const;

/** Names that only the shipped rules know: they are loaded by the command alone. */
async function listsOfWords(): Promise<Lists> {
  const [{ shippedRulesets }, { settingNames }] = await Promise.all([
    import('../rulesets/shipped.js'),
    import('../settings/settings.js'),
  ]);
  const standard = shippedRulesets.filter(({ kind }) => kind === 'standard');
  return {
    rules: standard.flatMap(({ rules }) => rules.map(({ id }) => id)),
    rulesets: ['recommended', ...shippedRulesets.map(({ id }) => id)],
    vendors: shippedRulesets.filter(({ kind }) => kind === 'vendor').map(({ id }) => id),
    settings: settingNames,
  };
}

/** `completion`: what a shell is to read, so that it completes commands, flags and what they take. */
export function completionCommand(program: Command, io: Io, done: Done): Command {
  const names = keysIn(shells);
  return new Command('completion')
    .description(`print what makes a shell complete commands and flags: ${names.join(', ')}`)
    .argument('<SHELL>', names.join(', '))
    .action(async (written: string) => {
      const name = names.find((one) => one === written);
      if (name === undefined)
        throw new UserError(
          `there is no completion for "${written}"${didYouMean(written, names)}`,
          `shells: ${names.join(', ')}`,
        );
      io.stdout.write(shells[name](wordsOf(program), await listsOfWords()));
      done(exitCodes.clean.code);
    });
}
