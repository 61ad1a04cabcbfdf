import { Command, Option } from 'commander';
import { UserError } from '../model/user-error.js';
import { exitCodes } from './exit-codes.js';
import type { Io } from './io.js';
import { suggestion } from './suggestion.js';

/** What may follow a command: its commands, its flags, and the values of flags that have a list. */
interface Words {
  /** `rules show`; empty for the program itself. */
  readonly path: string;
  readonly commands: readonly string[];
  readonly flags: readonly string[];
  readonly choices: readonly (readonly [flag: string, values: readonly string[]])[];
}

/** The commands of the program, as commander has them: nothing is written twice. */
function wordsOf(command: Command, path = ''): readonly Words[] {
  const inner = command.commands.filter((one) => one.name() !== 'help');
  // Without a command the flags are those of the default one.
  const own = path === '' ? [command, ...inner.filter((one) => one.name() === 'audit')] : [command];
  const options = own.flatMap((one) => one.createHelp().visibleOptions(one));
  const words = {
    path,
    commands: inner.map((one) => one.name()),
    flags: [
      ...new Set(options.flatMap(({ short, long }) => [long, short].flatMap((one) => one ?? []))),
    ],
    choices: options.flatMap(({ long, argChoices }: Option) =>
      long !== undefined && argChoices ? [[long, argChoices] as const] : [],
    ),
  };
  return [words, ...inner.flatMap((one) => wordsOf(one, `${path} ${one.name()}`.trim()))];
}

/** The line that picks the words of a command, for bash and zsh alike. */
function cases(all: readonly Words[]): string {
  return all
    .map(({ path, commands, flags, choices }) => {
      const values = choices.map(([flag, list]) => `      ${flag}) words="${list.join(' ')}" ;;`);
      const otherwise = `      *) words="${[...commands, ...flags].join(' ')}" ;;`;
      return [`    "${path}") case "$previous" in`, ...values, otherwise, '      esac ;;'].join(
        '\n',
      );
    })
    .join('\n');
}

/** Finds the command that the words so far name: those that are neither flags nor files. */
function known(all: readonly Words[]): string {
  return all.map(({ path }) => `"${path}"`).join('|');
}

const shells = {
  bash: (all: readonly Words[]) => `# ecaudit completion bash >> ~/.bashrc
_ecaudit() {
  local current="\${COMP_WORDS[COMP_CWORD]}" previous="\${COMP_WORDS[COMP_CWORD-1]}" path="" words="" one next
  for one in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    next="\${path:+$path }$one"
    case "$next" in ${known(all)}) path="$next" ;; esac
  done
  case "$path" in
${cases(all)}
  esac
  COMPREPLY=( $(compgen -W "$words" -- "$current") $(compgen -f -- "$current") )
}
complete -o filenames -F _ecaudit ecaudit
`,
  zsh: (all: readonly Words[]) => `#compdef ecaudit
# ecaudit completion zsh > "\${fpath[1]}/_ecaudit"
_ecaudit() {
  local current="\${words[CURRENT]}" previous="\${words[CURRENT-1]}" path_="" one next
  local -a given; given=("\${(@)words[2,CURRENT-1]}")
  for one in $given; do
    next="\${path_:+$path_ }$one"
    case "$next" in ${known(all)}) path_="$next" ;; esac
  done
  local list=""
  case "$path_" in
${cases(all).replaceAll('words="', 'list="')}
  esac
  compadd -- \${=list}
  _files
}
compdef _ecaudit ecaudit
`,
  fish: (all: readonly Words[]) =>
    `# ecaudit completion fish > ~/.config/fish/completions/ecaudit.fish\n${all
      .flatMap(({ path, commands, flags, choices }) => {
        const seen = path.split(' ').filter((one) => one !== '');
        const when =
          seen.length === 0
            ? '__fish_use_subcommand'
            : seen.map((one) => `__fish_seen_subcommand_from ${one}`).join('; and ');
        const line = (rest: string): string => `complete -c ecaudit -n '${when}' ${rest}`;
        const values = new Map(choices);
        return [
          ...commands.map((one) => line(`-a ${one}`)),
          ...flags
            .filter((one) => one.startsWith('--'))
            .map((one) => {
              const list = values.get(one);
              return line(`-l ${one.slice(2)}${list ? ` -x -a '${list.join(' ')}'` : ''}`);
            }),
        ];
      })
      .join('\n')}\n`,
  powershell: (all: readonly Words[]) => `# ecaudit completion powershell >> $PROFILE
Register-ArgumentCompleter -Native -CommandName ecaudit -ScriptBlock {
  param($current, $ast, $position)
  $words = @{
${all.map(({ path, commands, flags }) => `    '${path}' = '${[...commands, ...flags].join(' ')}'`).join('\n')}
  }
  $path = ''
  foreach ($one in ($ast.CommandElements | Select-Object -Skip 1)) {
    $next = ("$path $one").Trim()
    if ($words.ContainsKey($next)) { $path = $next }
  }
  $words[$path] -split ' ' | Where-Object { $_ -like "$current*" } | ForEach-Object {
    [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)
  }
}
`,
} as const satisfies Readonly<Record<string, (all: readonly Words[]) => string>>;

/** `completion`: what a shell is to read, so that it completes commands and flags. */
export function completionCommand(
  program: Command,
  io: Io,
  done: (exitCode: number) => void,
): Command {
  const names = Object.keys(shells) as (keyof typeof shells)[];
  return new Command('completion')
    .description(`print what makes a shell complete commands and flags: ${names.join(', ')}`)
    .argument('<SHELL>', names.join(', '))
    .action((written: string) => {
      const name = names.find((one) => one === written);
      if (name === undefined)
        throw new UserError(
          `there is no completion for "${written}"${suggestion(written, names)}`,
          `shells: ${names.join(', ')}`,
        );
      io.stdout.write(shells[name](wordsOf(program)));
      done(exitCodes.clean.code);
    });
}
