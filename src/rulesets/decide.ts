import { compile, type Decide } from '../engine/conditions.js';
import { onceFor } from '../model/once-for.js';
import type { Condition } from '../model/ruleset.js';

/** A condition as a function, compiled once: the same few conditions are asked about thousands of apps. */
export const decider = onceFor<Condition, Decide>(compile);
