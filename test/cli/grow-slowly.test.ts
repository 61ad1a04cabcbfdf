import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { growSlowly } from '../../src/cli/grow-slowly.js';

test('this Node knows the flag that is set on it', () => {
  const flags: string[] = [];
  growSlowly((flag) => void flags.push(flag));
  expect(flags).toHaveLength(1);
  expect(execFileSync(process.execPath, [...flags, '-p', '1'], { encoding: 'utf8' })).toBe('1\n');
});
