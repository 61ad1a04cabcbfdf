import { compile, type Decide } from '../engine/conditions.js';
import type { Condition } from '../model/ruleset.js';

const deciders = new WeakMap<Condition, Decide>();

/** A condition as a function, compiled once: the same few conditions are asked about thousands of apps. */
export function decider(condition: Condition): Decide {
  const known = deciders.get(condition);
  if (known) return known;
  const fresh = compile(condition);
  deciders.set(condition, fresh);
  return fresh;
}
