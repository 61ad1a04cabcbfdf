import type { AppKind } from '../src/model/app.js';
import { formatLocation } from '../src/model/location.js';
import { labelOf } from '../src/settings/settings.js';
import type { Evidence, Result } from '../src/report/verdict.js';
import { plainProse, plainText } from './plain-text.js';
import type { RuleEntry } from './rule-index.js';
import { ruleTitle, sourceDates, webAddress } from './rule-texts.js';
import { foundText } from './setting-texts.js';

/** More entries of one list than this nobody reads in a cell. */
const mostEntries = 20;

/** What was found: `Require PKCE: false`, each setting that decided the verdict. */
export function evidenceText({ evidence }: Result, kind: AppKind | undefined): string {
  return evidence
    .map((one) => `${settingLabel(one, kind)}: ${foundText(one, mostEntries)}`)
    .join('; ');
}

function settingLabel({ setting }: Evidence, kind: AppKind | undefined): string {
  return plainText(labelOf(setting, kind));
}

/** `file:line:column`, safe to print. */
export function placeText({ location }: Pick<Result, 'location'>): string {
  return plainText(formatLocation(location));
}

/** What a rule asks for; the id of one that nobody described. */
export function titleText(result: Result, entry: RuleEntry | undefined): string {
  return entry ? ruleTitle(entry.rule) : plainText(result.rule);
}

/** How to meet a rule; empty where its ruleset does not say. */
export function fixText(entry: RuleEntry | undefined): string {
  return plainProse(entry?.rule.fix ?? '');
}

/** Who asks for it: the vendor's guide with its address and dates; else the pages that the rule refers to. */
export function demandText(entry: RuleEntry | undefined): string {
  if (!entry) return '';
  const { rule, ruleset } = entry;
  const guides = ruleset.sources.map((source) =>
    [source.title, webAddress(source.url) ?? '', sourceDates(source)].filter(Boolean).join(', '),
  );
  const pages = rule.references.flatMap((url) => webAddress(url) ?? []);
  return plainProse([...guides, ...pages].join('; '));
}

/** `sbs SBS-OAUTH-002; cwe CWE-287`. */
export function controlsText(entry: RuleEntry | undefined): string {
  const controls = Object.entries(entry?.rule.controls ?? {});
  return plainText(
    controls.flatMap(([framework, ids]) => ids.map((id) => `${framework} ${id}`)).join('; '),
  );
}
