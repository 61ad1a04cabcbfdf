import type { PresentedFixes } from '../../src/fix/present.js';
import { fixJson } from './json.js';
import { fixRdjson } from './rdjson.js';

/** The formats of `fix`, the default first. */
export const fixReporters = {
  diff: ({ diff }) => diff,
  json: fixJson,
  rdjson: fixRdjson,
} as const satisfies Readonly<Record<string, (fixes: PresentedFixes) => string>>;
