import { expect, test } from 'vitest';
import { keyOf } from '../../src/engine/fact-key.js';
import { createMemory } from '../../src/engine/memory.js';
import type { SettingValue } from '../../src/model/settings.js';
import { factsOf } from './facts.js';

test('what is remembered is bounded', () => {
  const memory = createMemory<number>();
  for (let at = 0; at < 10_000; at += 1) memory.set(`key ${at}`, at);
  const kept = Array.from({ length: 10_000 }, (_, at) => memory.get(`key ${at}`));
  expect(kept.filter((value) => value !== undefined).length).toBeLessThanOrEqual(256);
  expect(memory.get('key 9999')).toBe(9999);
});

test('very long keys are not kept', () => {
  const memory = createMemory<number>();
  memory.set('x'.repeat(10_000), 1);
  expect(memory.get('x'.repeat(10_000))).toBeUndefined();
});

test.each<readonly [SettingValue | undefined, SettingValue | undefined]>([
  ['true', true],
  ['5', 5],
  [['a,b'], ['a', 'b']],
  [['1:a'], ['a']],
  [[], ''],
  ['?', undefined],
  [['a'], 'a'],
])('%j and %j have different keys', (one, other) => {
  const names = ['a', 'b'];
  expect(keyOf(names, factsOf({ a: one, b: 1 }))).not.toBe(
    keyOf(names, factsOf({ a: other, b: 1 })),
  );
});

test('why something is unknown makes no difference', () => {
  const unknown = (reason: string) => () => ({ state: 'unknown', reason }) as const;
  expect(keyOf(['a'], unknown('x'))).toBe(keyOf(['a'], unknown('y')));
});
