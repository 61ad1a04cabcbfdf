import type { Ruleset } from '../model/ruleset.js';
import type { Diagnostic } from '../model/user-error.js';

/**
 * A ruleset file that was read: the ruleset, or every mistake with its place. By itself, because the public types name it and
 * must name no package: whoever installs ecaudit has none of those that are bundled.
 */
export type Loaded =
  | { readonly ruleset: Ruleset }
  | { readonly diagnostics: readonly Diagnostic[] };
