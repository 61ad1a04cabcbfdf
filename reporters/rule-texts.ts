import type { Rule, Ruleset } from '../src/model/ruleset.js';
import type { SourceReference } from '../src/report/verdict.js';
import { plainProse } from './plain-text.js';

/** What a rule asks for, in one line; its id when nobody gave it a title. */
export function ruleTitle(rule: Rule): string {
  return plainProse(rule.title ?? rule.id);
}

/** Where a guide without an address stands, and how fresh it is: `updated 2026-02-19, read 2026-11-21`. */
export function sourceDates({ place, updated, read }: SourceReference): string {
  return [place, updated && `updated ${updated}`, read && `read ${read}`]
    .filter(Boolean)
    .join(', ');
}

/** The web pages behind a rule, its own references first. What is no http address is left out. */
export function webPages(rule: Rule, ruleset: Ruleset): readonly string[] {
  const all = [...rule.references, ...ruleset.sources.map(({ url }) => url)];
  return [...new Set(all.flatMap((url) => webAddress(url) ?? []))];
}

/** A web address in the form that can stand in data and in Markdown; undefined when it is none. */
export function webAddress(url: string | undefined): string | undefined {
  if (url === undefined || !/^https?:/i.test(url) || !URL.canParse(url)) return undefined;
  return new URL(url).href.replace(/[()<>[\]]/g, (char) => `%${char.charCodeAt(0).toString(16)}`);
}
