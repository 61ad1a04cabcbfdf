// What configurations and rulesets may cost to load: they come with pull requests. SECURITY.md names these limits.
export const loadLimits = {
  /** Configuration files of a run, those that are extended included; ruleset files of a run. */
  configFiles: 64,
  rulesetFiles: 32,
  /** In UTF-16 units: all configuration files of a run, and all ruleset files. */
  allCharacters: 3_000_000,
  /** Files that extend each other in a row. */
  extendsDepth: 16,
  /** Entries of each list of a configuration, all its files together: `overrides`, `suppressions`, `apps`. */
  entries: 5_000,
  /** Patterns on apps and orgs in one list, each once: each may mean any app. Names, and beginnings such as `Order_*`, are none. */
  appPatterns: 500,
  /** Files and rulesets that one list names. */
  references: 500,
  /** Rules that the overrides of a file give another value, each counted for each override. */
  valueChanges: 50_000,
  /** Rules of a ruleset and their aliases, its examples, its named conditions and its parameters. */
  rules: 2_000,
  examples: 5_000,
  declarations: 500,
  /** Facts that the rules of one file compare, and groups inside one another; named conditions count wherever they are used. */
  comparisons: 50_000,
  conditionDepth: 200,
  /** Texts that one text with parameters can become, and all texts of a file. */
  ways: 1_000,
  allWays: 20_000,
  /** Values of a list that a parameter is given, where it may have any. */
  listValues: 100,
  /** How large all patterns of a file may be, with their repetitions written out. */
  allPatterns: 10_000,
  /** Mistakes of one file that are told. */
  diagnostics: 100,
} as const;
