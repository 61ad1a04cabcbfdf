// What shells are told, and what they make of it: bash always, the others where they are installed.
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { tempFolder } from '../metadata/temp-folder.js';
import { ecaudit } from '../stories/run.js';

const shells = ['bash', 'zsh', 'fish', 'powershell'] as const;

type Shell = (typeof shells)[number];

const scripts = new Map<Shell, Promise<string>>();

function script(shell: Shell): Promise<string> {
  const found = scripts.get(shell) ?? ecaudit(['completion', shell]).then(({ stdout }) => stdout);
  scripts.set(shell, found);
  return found;
}

/** What is typed, what is offered for the last word, and what is not. */
const rows: readonly (readonly [typed: string, offered: string, other: string])[] = [
  ['ecaudit inv', 'inventory', 'audit'],
  ['ecaudit --fail-o', '--fail-on', '--format'],
  ['ecaudit --fail-on cri', 'critical', 'high'],
  ['ecaudit force-app --min-severity me', 'medium', 'low'],
  ['ecaudit -f sar', 'sarif', 'json'],
  ['ecaudit --format htm', 'html', 'sarif'],
  ['ecaudit inventory -f c', 'csv', 'sarif'],
  ['ecaudit -r vendors/fullc', 'vendors/fullcast', 'flows'],
  ['ecaudit audit --rule flows/pkce', 'flows/pkce-required', 'tokens/session-timeout'],
  ['ecaudit fix --rule flows/pkce', 'flows/pkce-required', 'flows/device-flow-off'],
  ['ecaudit rules sch', 'schema', 'show'],
  ['ecaudit rules show flows/pkce', 'flows/pkce-required', 'tokens/session-timeout'],
  ['ecaudit vendors check vendors/fullc', 'vendors/fullcast', 'vendors/zapier'],
  ['ecaudit settings pkceR', 'pkceRequired', 'scopes'],
  ['ecaudit migrate pl', 'plan', 'files'],
  ['ecaudit doctor --bun', '--bundle', '--fail-on'],
  ['ecaudit completion po', 'powershell', 'bash'],
];

const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

/** Each gives what it offers for a line, one word a line. */
const offers = {
  bash: (typed: string) => {
    const words = typed.replace('=', ' = ').split(' ');
    return `COMP_WORDS=(${words.map(quoted).join(' ')}); COMP_CWORD=${words.length - 1}
_ecaudit; printf '%s\\n' "\${COMPREPLY[@]}"`;
  },
  // What its own engine would do with the words: matching them, and taking a prefix off.
  zsh: (typed: string) => {
    const words = typed.split(' ');
    return `compadd() { print -l -- \${(M)\${@[2,-1]}:#\${words[CURRENT]##*=}*} }
compset() { : }; _files() { : }
words=(${words.map(quoted).join(' ')}); CURRENT=${words.length}; _ecaudit`;
  },
  fish: (typed: string) => `complete -C ${quoted(typed)} | string replace -r '\\t.*' ''`,
  powershell: (typed: string) =>
    `(TabExpansion2 ${quoted(typed)} ${typed.length}).CompletionMatches.CompletionText`,
} as const satisfies Readonly<Record<Shell, (typed: string) => string>>;

const programs = {
  bash: ['bash', '--norc'],
  zsh: ['zsh', '-f'],
  fish: ['fish', '--no-config'],
  powershell: ['pwsh', '-NoProfile', '-File'],
} as const satisfies Readonly<Record<Shell, readonly string[]>>;

/** All lines in one process: what is offered for each. */
async function offered(shell: Shell, lines: readonly string[], cwd = tempFolder()) {
  const head = shell === 'zsh' ? 'compdef() { : }\n' : '';
  const asked = lines.map((typed) => `${offers[shell](typed)}\necho '>'\n`).join('');
  const file = join(tempFolder(), shell === 'powershell' ? 'try.ps1' : 'try');
  writeFileSync(file, `${head}${await script(shell)}\n${asked}`);
  const [program = '', ...args] = programs[shell];
  const { stdout, stderr } = spawnSync(program, [...args, file], { cwd, encoding: 'utf8' });
  expect(stderr).toBe('');
  const groups = stdout.replaceAll('\r', '').split('>\n').slice(0, lines.length);
  return groups.map((text) => text.split('\n').filter(Boolean));
}

const isThere = (shell: Shell): boolean =>
  spawnSync(programs[shell][0], ['--version'], { stdio: 'ignore' }).error === undefined;

describe('completion', () => {
  test.each(shells)('%s is told of commands, flags and values', async (shell) => {
    const text = await script(shell);
    const words = ['inventory', 'vendors', 'lsp', 'fail-on', 'bundle', 'flows/pkce-required'];
    for (const word of words) expect(text).toContain(word);
  });

  for (const shell of shells)
    test.skipIf(!isThere(shell))(`${shell} completes commands, flags and values`, async () => {
      const joined = rows.flatMap(([typed, word, other]) => {
        const line = typed.replace(/(--[a-z-]+) (\S+)$/, '$1=$2');
        return line === typed ? [] : ([[line, word, other]] as const);
      });
      const all = [...rows, ...joined];
      const found = await offered(
        shell,
        all.map(([typed]) => typed),
      );
      const wrong = all.flatMap(([typed, word, other], at) => {
        const words = (found[at] ?? []).map((one) => one.replace(/^--[a-z-]+=/, '').trim());
        return words.includes(word) && !words.includes(other) ? [] : [[typed, words.slice(0, 9)]];
      });
      expect(wrong).toEqual([]);
    });

  test('bash completes names of files with blanks and odd signs as they are', async () => {
    const names = ['meta data', "it's", '$HOME', '-dash', 'sn*w'];
    const folder = tempFolder(Object.fromEntries(names.map((name) => [`${name}/a`, ''])));
    const typed = ['ecaudit met', 'ecaudit it', 'ecaudit $H', 'ecaudit ./-d', 'ecaudit sn'];
    const found = await offered('bash', typed, folder);
    expect(found).toEqual([['meta data'], ["it's"], ['$HOME'], ['./-dash'], ['sn*w']]);
  });

  test('another shell is refused with the nearest', async () => {
    const { code, stderr } = await ecaudit(['completion', 'bsh']);
    expect([code, stderr]).toEqual([2, expect.stringContaining('did you mean "bash"?')]);
  });
});
