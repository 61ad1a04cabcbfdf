import ignore from 'ignore';

/** Says of a path relative to the project, with `/`, whether it is left out. */
export type IsIgnored = (path: string) => boolean;

/** Reads the text of a `.forceignore` as the Salesforce CLI does: the rules of .gitignore, without regard to case. */
export function ignoreRules(text: string): IsIgnored {
  const rules = ignore().add(text);
  return (path) => rules.ignores(path);
}
