import { painter, type Paint } from '../../report/text/ansi.js';
import { kindTitles } from '../../report/text/words.js';
import { plainProse, plainText } from '../../report/text/plain-text.js';
import { wholeFixText, sourceDates } from '../../report/digest/rule-texts.js';
import { indented } from '../../report/text/wrap.js';
import { readsOf } from '../../conditions/tree.js';
import { conditionsInWords, type Worded } from '../../conditions/words/conditions.js';
import type { Framework } from '../../report/controls.js';
import type { Style } from '../../report/report.js';
import type { Example, Rule, Ruleset } from '../../model/ruleset.js';
import { definitionOf, isSettingName } from '../../settings/settings.js';
import { homeOf } from '../../settings/places.js';
import type { SourceReference } from '../../report/verdict.js';
import type { CatalogueRule } from './catalogue.js';

/** A line of text below a heading, indented by so many steps; a mark stands before its first line. */
interface Line {
  readonly text: string;
  readonly step?: number;
  readonly mark?: string;
  /** An address, which no line break may cut: terminals open it. */
  readonly whole?: true;
}

type Section = readonly [heading: string, lines: readonly Line[]];

/** Everything about one rule, for a terminal. */
export function explainRule(
  { rule, ruleset }: CatalogueRule,
  frameworks: readonly Framework[],
  style: Style,
): string {
  const paint = painter(style.color);
  const width = Math.min(style.width, 100);
  const head = [
    `${paint(rule.id, 'bold')}  ${rule.severity}, ${rule.level}`,
    ...indented(plainProse(rule.title ?? rule.id), width, ''),
  ].join('\n');
  const sections = sectionsOf(rule, ruleset, frameworks).filter(([, lines]) => lines.length > 0);
  const blocks = sections.map((section) => sectionText(section, width, paint));
  return [head, ...blocks].join('\n\n');
}

function sectionsOf(
  rule: Rule,
  ruleset: Ruleset,
  frameworks: readonly Framework[],
): readonly Section[] {
  return [
    ['Deprecated', proseLines(rule.deprecated)],
    ['Why', proseLines(rule.why)],
    ['How to fix', proseLines(rule.fix && wholeFixText(rule.fix))],
    ['Milder, where a guide insists', proseLines(rule.alternative)],
    ['In the guide', proseLines(rule.label)],
    ['Condition', conditionLines(rule, ruleset)],
    ['Settings', readsOf(rule.require).flatMap(settingHelpLines)],
    ['Controls', controlLines(rule, frameworks)],
    ['References', rule.references.map((text) => ({ text, whole: true }))],
    ['Source', ruleset.sources.flatMap(citationLines)],
    ['Examples', rule.examples.map((example) => ({ text: exampleText(example), mark: '- ' }))],
    ['Former ids', rule.aliases.map((text) => ({ text }))],
  ];
}

function sectionText([heading, lines]: Section, width: number, paint: Paint): string {
  const texts = lines.flatMap(({ text, step = 0, mark = '', whole }) => {
    const space = ' '.repeat(2 + 2 * step);
    if (whole) return [space + plainProse(text)];
    return indented(plainProse(text), width, space + ' '.repeat(mark.length), space + mark);
  });
  return [paint(heading, 'bold'), ...texts].join('\n');
}

function proseLines(text: string | undefined): readonly Line[] {
  return text === undefined ? [] : [{ text }];
}

function conditionLines(rule: Rule, ruleset: Ruleset): readonly Line[] {
  const [kind, other] = ruleset.appliesTo;
  const limits = [
    ...(kind !== undefined && other === undefined ? [`Only for ${kindTitles[kind]}s`] : []),
    ...(rule.needs === 'org' ? ['Needs an org: in files it does not apply'] : []),
    ...(rule.needs === 'change' ? ['Needs a comparison: --changed-since, or diff'] : []),
  ];
  const conditions = conditionsInWords(rule).flatMap(({ intro, words }) => wordLines(intro, words));
  return [...limits.map((text) => ({ text })), ...conditions];
}

/** `Applies when "Enable OAuth" is on`, or `Applies when all of` and a list. */
function wordLines(intro: string, words: Worded, step = 0): readonly Line[] {
  const mark = step > 0 ? '- ' : '';
  const before = intro === '' ? '' : `${intro} `;
  if (typeof words === 'string') return [{ text: before + words, step, mark }];
  return [
    { text: before + words.heading, step, mark },
    ...words.parts.flatMap((part) => wordLines('', part, step + 1)),
  ];
}

/** What Setup calls a setting, and where each kind of app has it. */
function settingHelpLines(name: string): readonly Line[] {
  if (!isSettingName(name)) return [];
  const { label, connectedAppLabel, externalClientApp, connectedApp } = definitionOf(name);
  const own = connectedAppLabel === undefined ? '' : ` (Connected App: "${connectedAppLabel}")`;
  return [
    { text: `${name}: "${label}"${own}` },
    { text: `External Client App: ${homeOf(externalClientApp)}`, step: 1 },
    { text: `Connected App: ${homeOf(connectedApp)}`, step: 1 },
  ];
}

function controlLines({ controls }: Rule, frameworks: readonly Framework[]): readonly Line[] {
  return Object.entries(controls).flatMap(([id, list]) => {
    const framework = frameworks.find((one) => one.id === id);
    return list.map((control) => {
      const title = framework?.controls[control];
      const named = title === undefined || title === control ? control : `${control}: ${title}`;
      return { text: `${id}  ${named}` };
    });
  });
}

function citationLines(source: SourceReference): readonly Line[] {
  const text = [source.title, sourceDates(source)].filter(Boolean).join(', ');
  return source.url === undefined ? [{ text }] : [{ text }, { text: source.url, whole: true }];
}

/** `fail (a file without PKCE): pkceRequired: false`, the settings as in a ruleset file. */
function exampleText({ title, verdict, settings, parameters = {} }: Example): string {
  const named = title === undefined ? '' : ` (${title})`;
  const given = Object.entries(parameters).map(
    ([name, value]) => [`param.${name}`, value] as const,
  );
  const facts = [...Object.entries(settings), ...given].map(
    ([name, value]) => `${name}: ${exampleValueText(value)}`,
  );
  return `${verdict}${named}: ${facts.join(', ') || 'nothing is known'}`;
}

function exampleValueText(value: Example['settings'][string]): string {
  if (typeof value === 'object') return `[${value.map((entry) => plainText(entry)).join(', ')}]`;
  return value === '' ? '""' : String(value);
}
