import { counted } from '../../report/text/words.js';
import { jsonText, plainProse } from '../../report/text/plain-text.js';
import { wrap } from '../../report/text/wrap.js';
import type { Rule } from '../../model/ruleset.js';
import { frameworksOf } from '../../rulesets/controls.js';
import { nearest, didYouMean, afterLastSlash } from '../../model/words.js';
import { exitCodes } from '../exit-codes.js';
import type { Io } from '../io.js';
import { ruleCatalogue, controlFilter, type CatalogueRule, ruleData } from '../rules/catalogue.js';
import { styleOf } from '../style.js';
import { texts } from '../flags.js';

type Flags = Readonly<Record<string, unknown>>;

/** Lists rules, grouped by ruleset. */
export async function listRules(
  flags: Flags,
  io: Io,
  words: readonly string[] = [],
): Promise<number> {
  const catalogue = await ruleCatalogue(texts(flags['ruleset']), io);
  const isWanted = await filterOf(flags, catalogue);
  const entries = catalogue.filter((entry) => isWanted(entry) && hasWord(entry, words));
  const near = words.map((word) => nearText(word, catalogue)).join('');
  const none = near === '' ? 'No rule is like that.\n' : `No rule is like that${near}\n`;
  const table = (): string => (entries.length === 0 ? none : rulesAsTable(entries, io));
  io.stdout.write(flags['format'] === 'json' ? rulesAsJson(entries) : table());
  return exitCodes.clean.code;
}

/** `; did you mean the command ecaudit rules show?`, or the rule that is near; nothing where nothing is. */
function nearText(word: string, catalogue: readonly CatalogueRule[]): string {
  const command = nearest(word, ruleCommands);
  if (command !== undefined) return `; did you mean the command ecaudit rules ${command}?`;
  const ids = catalogue.flatMap(({ rule: { id } }) => [id, afterLastSlash(id)]);
  return didYouMean(word, ids);
}

const ruleCommands = ['list', 'show', 'test', 'new', 'schema'];

function hasWord({ rule }: CatalogueRule, words: readonly string[]): boolean {
  const text = `${rule.id} ${rule.title ?? ''}`.toLowerCase();
  return words.length === 0 || words.some((word) => text.includes(word.toLowerCase()));
}

async function filterOf(
  { severity, kind, control, vendors }: Flags,
  catalogue: readonly CatalogueRule[],
): Promise<(entry: CatalogueRule) => boolean> {
  const frameworks = await frameworksOf([...new Set(catalogue.map(({ ruleset }) => ruleset))]);
  const hasControl =
    typeof control === 'string' ? controlFilter(control, frameworks) : (): boolean => true;
  return ({ rule, ruleset }) =>
    (severity === undefined || rule.severity === severity) &&
    (kind === undefined || ruleset.kind === kind) &&
    (vendors === undefined || ruleset.kind === 'vendor') &&
    hasControl(rule);
}

function rulesAsJson(entries: readonly CatalogueRule[]): string {
  return `${jsonText(entries.map(ruleData), 2)}\n`;
}

function rulesAsTable(entries: readonly CatalogueRule[], io: Io): string {
  const { width } = styleOf(io, 'auto', false);
  const longest = Math.max(...entries.map(({ rule }) => rule.id.length));
  const rulesets = [...new Set(entries.map(({ ruleset }) => ruleset))];
  const blocks = rulesets.map((ruleset) => {
    const rows = entries
      .filter((entry) => entry.ruleset === ruleset)
      .flatMap(({ rule }) => rowLines(rule, longest, width));
    return [`${ruleset.id}  ${plainProse(ruleset.title)}`, ...rows].join('\n');
  });
  return `${[...blocks, rulesListClosing(entries.length, rulesets.length)].join('\n\n')}\n`;
}

const severityColumnWidth = 'critical'.length;
const levelWidth = 'recommended'.length;

/** A title narrower than this stands better below its id. */
const narrowestTitle = 40;

/** Severity, level, id, title; a title that does not fit goes on below itself, or all of it below the id. */
function rowLines(
  { id, severity, level, title }: Rule,
  idWidth: number,
  width: number,
): readonly string[] {
  const head = `  ${severity.padEnd(severityColumnWidth)}  ${level.padEnd(levelWidth)}  `;
  const wide = `${head}${id.padEnd(idWidth)}  `;
  const text = plainProse(title ?? '');
  if (width - wide.length < narrowestTitle)
    return [head + id, ...linesBelow(text, head.length, width)];
  const [first = '', ...rest] = wrap(text, width - wide.length);
  return [wide + first, ...rest.map((line) => ' '.repeat(wide.length) + line)];
}

function linesBelow(text: string, indent: number, width: number): readonly string[] {
  const room = Math.max(width - indent, narrowestTitle);
  return wrap(text, room).map((line) => ' '.repeat(indent) + line);
}

function rulesListClosing(rules: number, rulesets: number): string {
  const counts = `${counted(rules, 'rule')} in ${counted(rulesets, 'ruleset')}`;
  return `${counts}. \`ecaudit rules show ID\` explains one.`;
}
