import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { optimiseLater } from '../../src/cli/optimise-later.js';

test.each([
  ['11.3.244.8-node.38', ['--interrupt-budget=540672']],
  ['12.4.254.21-node.33', []],
  ['13.6.233.10-node.28', []],
])('on V8 %s it sets %j', (version, expected) => {
  const flags: string[] = [];
  optimiseLater(version, (flag) => void flags.push(flag));
  expect(flags).toEqual(expected);
});

test('this Node knows the flag that is set on it', () => {
  const flags: string[] = [];
  optimiseLater(process.versions.v8, (flag) => void flags.push(flag));
  expect(execFileSync(process.execPath, [...flags, '-p', '1'], { encoding: 'utf8' })).toBe('1\n');
});
