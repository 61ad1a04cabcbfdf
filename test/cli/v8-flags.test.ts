import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { setV8Flags } from '../../src/cli/v8-flags.js';

function flagsOf(version: string): readonly string[] {
  const flags: string[] = [];
  setV8Flags({ version, setFlag: (flag) => void flags.push(flag) });
  return flags;
}

test.each([
  ['11.3.244.8-node.38', ['--interrupt-budget=540672', '--heap-growing-percent=50']],
  ['12.4.254.21-node.33', ['--heap-growing-percent=50']],
  ['13.6.233.10-node.28', ['--heap-growing-percent=50']],
  ['14.1.146.11-node.20', []],
])('V8 %s is given %j', (version, expected) => {
  expect(flagsOf(version)).toEqual(expected);
});

test('this Node knows the flags that it is given', () => {
  const flags = flagsOf(process.versions.v8);
  expect(execFileSync(process.execPath, [...flags, '-p', '1'], { encoding: 'utf8' })).toBe('1\n');
});
