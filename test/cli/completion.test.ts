// What shells are told, and what bash makes of it.
import { spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { ecaudit } from '../stories/run.js';

const shells = ['bash', 'zsh', 'fish', 'powershell'] as const;

async function script(shell: string): Promise<string> {
  const { code, stdout } = await ecaudit(['completion', shell]);
  expect(code).toBe(0);
  return stdout;
}

describe('completion', () => {
  test.each(shells)('%s is told of commands and flags', async (shell) => {
    const text = await script(shell);
    for (const word of ['inventory', 'vendors', 'lsp', 'fail-on', 'bundle'])
      expect(text).toContain(word);
  });

  test.each([
    ['inv', ['ecaudit', 'inv'], 'inventory'],
    ['a flag of the default command', ['ecaudit', '--fail-o'], '--fail-on'],
    ['a value of a flag', ['ecaudit', '--fail-on', 'cri'], 'critical'],
    ['a command of a command', ['ecaudit', 'rules', 'sch'], 'schema'],
    ['a flag of a command', ['ecaudit', 'doctor', '--bun'], '--bundle'],
  ])('bash completes %s', async (_, words, wanted) => {
    const list = words.map((one) => `'${one}'`).join(' ');
    const program = `${await script('bash')}\nCOMP_WORDS=(${list})\nCOMP_CWORD=${words.length - 1}\n_ecaudit\nprintf '%s\\n' "\${COMPREPLY[@]}"\n`;
    const { stdout, stderr } = spawnSync('bash', ['-c', program], { encoding: 'utf8' });
    expect([stdout.split('\n').includes(wanted), stderr]).toEqual([true, '']);
  });

  test('another shell is refused with the nearest', async () => {
    const { code, stderr } = await ecaudit(['completion', 'bsh']);
    expect([code, stderr]).toEqual([2, expect.stringContaining('did you mean "bash"?')]);
  });
});
