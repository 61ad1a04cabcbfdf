import { expect, test } from 'vitest';
import { startOf } from '../../src/model/location.js';
import { eachOnce, problem } from '../../src/report/problem.js';

test('what is told twice is told once, and what stands elsewhere is another problem', () => {
  const here = problem('unknown-element', 'odd', startOf('a.xml'));
  const there = problem('unknown-element', 'odd', startOf('b.xml'));
  const nowhere = problem('unknown-element', 'odd');
  expect(eachOnce([here, there, { ...here }, nowhere, there])).toEqual([here, there, nowhere]);
});
