// What a rule asks for, how to meet it, and who asks for it.
import { isUrl } from '../../model/addresses.js';
import { onceForText } from '../../model/once-for.js';
import {
  headingOf,
  rulesetOf,
  type Fix,
  type Rule,
  type Ruleset,
  type TextByKind,
} from '../../model/ruleset.js';
import { withMenus } from '../../settings/places.js';
import type { Report } from '../report.js';
import { plainProse, plainText } from '../text/plain-text.js';
import type { Result, SourceReference } from '../verdict.js';

export { rulesetOf, type Rule, type Ruleset };

/** A rule that ran, with the ruleset that it ran in. */
interface RuleEntry {
  readonly rule: Rule;
  readonly ruleset: Ruleset;
}

/** What a report says of the rule of a result. */
export interface RuleTexts {
  /** What the rule asks for; the id of one that nobody described. */
  readonly title: string;
  /** What is wrong where it fails, in a few words: a heading in reports. */
  readonly finding: string;
  /** How to meet it, in Setup and in files, for both kinds of app; undefined where its ruleset does not say. */
  readonly fix?: string;
  /** Who asks for it: the vendor's guide with its address and dates; else the pages that the rule refers to. */
  readonly demand: string;
  /** `sbs SBS-OAUTH-002; cwe CWE-287`. */
  readonly controls: string;
}

/** The texts of the rules of a report. A finding may name a rule that no ruleset has, such as conflicting demands. */
export function ruleTexts({ rulesets }: Report): (rule: string) => RuleTexts {
  const entries = new Map(
    rulesets.flatMap((ruleset) =>
      ruleset.rules.map((rule) => [rule.id, { rule, ruleset }] as const),
    ),
  );
  const made = new Map<string, RuleTexts>();
  return (id) => {
    const texts = made.get(id) ?? textsOfRule(id, entries.get(id));
    made.set(id, texts);
    return texts;
  };
}

function textsOfRule(id: Result['rule'], entry: RuleEntry | undefined): RuleTexts {
  if (!entry) return { title: plainText(id), finding: plainText(id), demand: '', controls: '' };
  const { fix } = entry.rule;
  return {
    title: ruleTitle(entry.rule),
    finding: plainProse(headingOf(entry.rule)),
    ...(fix !== undefined && { fix: plainProse(wholeFixText(fix)) }),
    demand: demandText(entry),
    controls: controlsText(entry.rule),
  };
}

/** Both parts of a fix in one text, for every kind of app. */
export function wholeFixText({ setup, files }: Fix): string {
  const inSetup = withMenus(ofBothKinds(setup));
  return files === undefined ? inSetup : `${inSetup} In files: ${ofBothKinds(files)}`;
}

function ofBothKinds(text: TextByKind): string {
  if (typeof text === 'string') return text;
  const { externalClientApp, connectedApp } = text;
  if (externalClientApp === connectedApp) return connectedApp;
  return `External Client App: ${externalClientApp} Connected App: ${connectedApp}`;
}

/** What a rule asks for, in one line; its id when nobody gave it a title. */
export function ruleTitle(rule: Rule): string {
  return plainProse(rule.title ?? rule.id);
}

function demandText({ rule, ruleset }: RuleEntry): string {
  const guides = ruleset.sources.map((source) => [source.title, ...sourceFacts(source)].join(', '));
  const pages = rule.references.flatMap((url) => webAddress(url) ?? []);
  return plainProse([...guides, ...pages].join('; '));
}

function controlsText(rule: Rule): string {
  return plainText(
    Object.entries(rule.controls)
      .flatMap(([framework, ids]) => ids.map((id) => `${framework} ${id}`))
      .join('; '),
  );
}

/** The address of a guide, where it is else, and how fresh it is; without what is not known. */
export function sourceFacts(source: SourceReference): readonly string[] {
  return [webAddress(source.url) ?? '', sourceDates(source)].filter((text) => text !== '');
}

/** Where a guide without an address is, and how fresh it is: `updated 2026-02-19, read 2026-11-21`. */
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

/** A web address in the form that can be part of data and of Markdown; undefined when it is none. */
export function webAddress(url: string | undefined): string | undefined {
  return url === undefined ? undefined : addressOf(url).address;
}

/** Rules of one guide name the same few pages again and again. */
const addressOf = onceForText((url): { readonly address?: string } => {
  if (!/^https?:/i.test(url) || !isUrl(url)) return {};
  const encoded = (char: string): string => `%${char.charCodeAt(0).toString(16)}`;
  return { address: new URL(url).href.replace(/[()<>[\]]/g, encoded) };
});

// What to do about a finding: in Setup, and in the files.

/** Each part is empty where nobody says it. */
export interface Action {
  /** What to choose in Setup. */
  readonly setup: string;
  /** The element of the metadata files, and its value. */
  readonly files: string;
}

/** What the finding says, for its kind of app; else what its rule says. */
export function actionOf(result: Result, { fix = '' }: RuleTexts): Action {
  if (result.fix) {
    return { setup: plainProse(result.fix.setup), files: plainProse(result.fix.files ?? '') };
  }
  const [setup = '', ...files] = fix.split(/(?:^|\s+)In files: /);
  return { setup: plainProse(setup), files: plainProse(files.join(' ')) };
}

/** Both parts as one text; empty where there is neither. */
export function actionText({ setup, files }: Action): string {
  return [setup, files && `In files: ${files}`].filter(Boolean).join(' ');
}

/** The first sentence of what to do: what a line has room for. */
export function shortAction({ setup, files }: Action): string {
  const text = setup || (files && `In files: ${files}`);
  const [first = text] = /^.*?[.!?](?=\s+\p{Lu}|$)/su.exec(text) ?? [];
  return first;
}
