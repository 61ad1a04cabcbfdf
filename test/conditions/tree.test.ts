// Walks over conditions, and what a rule has of them.
import { expect, test } from 'vitest';
import {
  conditionsOf,
  denied,
  fold,
  inputsOf,
  leavesOf,
  mapLeaves,
  innerConditions,
  readsOf,
} from '../../src/conditions/tree.js';
import type { Condition, Leaf, Rule } from '../../src/model/ruleset.js';
import { ruleOf } from './facts.js';

const leaf = (fact: string, operator = 'equal', value: Leaf['value'] = true): Leaf => ({
  fact,
  operator,
  value,
});
const [a, b, c] = [leaf('a'), leaf('b'), leaf('c')];
const nested: Condition = { all: [a, { any: [b, { not: c }] }, { not: { all: [a] } }] };

test('a fold sees each node with what was made of its parts', () => {
  const text = fold<string>(nested, {
    all: (parts, node) => `all${node.all.length}(${parts.join()})`,
    any: (parts, node) => `any${node.any.length}(${parts.join()})`,
    not: (part, node) => `not(${part} ${'not' in node})`,
    leaf: ({ fact }) => fact,
  });
  expect(text).toBe('all3(a,any2(b,not(c true)),not(all1(a) true))');
});

test('leaves come in the order in which they are written, and can be replaced', () => {
  expect(leavesOf(nested)).toEqual([a, b, c, a]);
  expect(mapLeaves(nested, ({ fact }) => (fact === 'b' ? { all: [] } : leaf(`${fact}1`)))).toEqual({
    all: [leaf('a1'), { any: [{ all: [] }, { not: leaf('c1') }] }, { not: { all: [leaf('a1')] } }],
  });
});

test('parts are those directly inside', () => {
  expect(innerConditions(nested)).toBe('all' in nested ? nested.all : undefined);
  expect(innerConditions({ any: [a, b] })).toEqual([a, b]);
  expect(innerConditions({ not: nested })).toEqual([nested]);
  expect(innerConditions(a)).toEqual([]);
});

test('what is read: the fact, the one that it is compared with, the day', () => {
  expect(inputsOf(a)).toEqual(['a']);
  expect(inputsOf(leaf('a', 'equal', { fact: 'b' }))).toEqual(['a', 'b']);
  expect(inputsOf(leaf('a', 'not:withinDays', { fact: 'b' }))).toEqual(['a', 'b', 'today']);
  expect(readsOf(nested)).toEqual(['a', 'b', 'c']);
});

test('the conditions of a rule', () => {
  const on = (fact: string): Condition => leaf(fact);
  const rule: Rule = {
    ...ruleOf({ require: on('require') }),
    when: on('when'),
    unless: on('unless'),
    milderWhen: on('milder'),
    sharedWhen: on('shared'),
    echoes: [{ when: on('echo') }, {}] as unknown as NonNullable<Rule['echoes']>,
  };
  expect(
    conditionsOf(rule)
      .flatMap(leavesOf)
      .map(({ fact }) => fact),
  ).toEqual(['when', 'unless', 'require', 'milder', 'shared', 'echo']);
  expect(conditionsOf(ruleOf({ require: a }))).toEqual([a]);
});

test('the opposite of a leaf is a leaf', () => {
  expect(denied(a)).toEqual({ ...a, operator: 'not:equal' });
  expect(denied(denied(a))).toEqual(a);
});
