import { didYouMean } from '../../model/words.js';
import { jsonText, plainProse } from '../../report/text/plain-text.js';
import { counted } from '../../report/text/words.js';
import { wrap } from '../../report/text/wrap.js';
import type { AppKind } from '../../model/app.js';
import { matchesGlob } from '../../model/glob.js';
import { UserError } from '../../model/user-error.js';
import { isNamed, leadsTo } from '../../rulesets/guide-callbacks.js';
import { shippedReferences } from '../../rulesets/references.js';
import { shippedRulesets, withExamples } from '../../rulesets/shipped.js';
import { scopeOfName, scopeOfToken } from '../../settings/scopes.js';
import {
  guidesIn,
  vendorEntries,
  type Guide,
  type VendorEntry,
} from '../../audit/vendors/vendor-list.js';
import { exitCodes } from '../exit-codes.js';
import type { Io } from '../io.js';
import type { ListFormat } from '../options.js';
import { styleOf } from '../style.js';

/** Lists the vendors whose guides are known, or those that names, globs, hosts and scopes mean. */
export async function listVendors(
  names: readonly string[],
  format: ListFormat,
  io: Io,
): Promise<number> {
  const rulesets = await Promise.all(shippedRulesets.map(withExamples));
  const all = guidesIn(rulesets, await shippedReferences());
  const meant = all.filter(
    (guide) => names.length === 0 || names.some((name) => isEntryMeant(name, guide)),
  );
  const ids = all.map(({ id }) => id.replace(/^vendors\//, ''));
  const near = names.map((name) => didYouMean(name, ids)).join('');
  if (meant.length === 0)
    throw new UserError(
      `no vendor is called ${names.join(' or ')}${near}`,
      '`ecaudit vendors` lists all of them; `ecaudit rules new --from-app NAME` starts a ruleset of your own',
    );
  const wanted = await vendorEntries(meant, rulesets);
  io.stdout.write(format === 'json' ? vendorsAsJson(wanted) : vendorsAsTable(wanted, io));
  return exitCodes.clean.code;
}

/**
 * A word means every vendor, product and edition that has it in its name; a host or a URL the guides whose callbacks lead there; a
 * scope, as OAuth or metadata spells it, the guides that ask for it.
 */
function isEntryMeant(name: string, entry: Guide): boolean {
  const wanted = name.toLowerCase();
  const scope = scopeOfToken(name) ?? scopeOfName(name);
  if (scope !== undefined && entry.scopes.includes(scope)) return true;
  return isEntryCalled(wanted, entry) || isAt(wanted, entry);
}

function isEntryCalled(wanted: string, { id, vendor, product, edition = '' }: Guide): boolean {
  const texts = [id, vendor, product, edition].map((text) => text.toLowerCase());
  return texts.some((text) => text.includes(wanted) || matchesGlob(wanted, text));
}

/** A part of a host will do if it has a dot: `fullcast.io`. */
function isAt(wanted: string, { hosts }: Guide): boolean {
  const place = leadsTo(wanted) ?? leadsTo(`https://${wanted}`);
  if (place !== undefined && isNamed({ hosts, anywhere: [] }, place)) return true;
  return wanted.includes('.') && hosts.some((host) => host.includes(wanted));
}

function vendorsAsJson(entries: readonly VendorEntry[]): string {
  return `${jsonText(entries, 2)}\n`;
}

const kindNames = {
  externalClientApp: 'ECA',
  connectedApp: 'CA',
} as const satisfies Readonly<Record<AppKind, string>>;

const heads = ['Ruleset', 'For', 'Edition', 'Read', 'Vendor: product'] as const;

function vendorsAsTable(entries: readonly VendorEntry[], io: Io): string {
  const { width } = styleOf(io, 'auto', false);
  const rows = entries.map((entry) => ({ entry, cells: cellsOf(entry) }));
  const widths = heads.map((head, at) =>
    Math.max(head.length, ...rows.map(({ cells }) => (cells[at] ?? '').length)),
  );
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, at) => (at < heads.length - 1 ? cell.padEnd(widths[at] ?? 0) : cell))
      .join('  ')
      .trimEnd();
  // What is read by a program keeps its columns, however wide they are.
  const isPiped = io.stdout.columns === undefined && !io.env['COLUMNS'];
  const isWide =
    isPiped ||
    [heads, ...rows.map(({ cells }) => cells)].every((cells) => line(cells).length <= width);
  const lines = rows.flatMap(({ entry, cells }) => [
    ...(isWide ? [line(cells)] : stacked(cells, width)),
    ...vendorLines(entry, width),
  ]);
  const head = isWide ? [line(heads)] : [];
  return `${[...head, ...lines, '', ...wrap(vendorsClosing(entries), width)].join('\n')}\n`;
}

/** On few columns: the ruleset and its kinds of apps, then the vendor and when the guide was read. */
function stacked(
  [id = '', kinds = '', edition = '', read = '', vendor = '']: readonly string[],
  width: number,
): readonly string[] {
  const facts = [vendor, edition, read && `read ${read}`].filter(Boolean).join('; ');
  return [[id, kinds && `(${kinds})`].filter(Boolean).join(' '), ...indentedText(facts, width)];
}

function cellsOf(entry: VendorEntry): readonly string[] {
  const { id, kinds, updated, edition, read = '', coverage, vendor, product } = entry;
  return [
    id,
    kinds.map((kind) => kindNames[kind]).join(', '),
    [edition, updated].filter(Boolean).join(', '),
    `${read}${coverage === 'full' ? '' : ', in part'}`,
    plainProse(vendor === product ? vendor : `${vendor}: ${product}`),
  ];
}

/** What the guide demands against security practice, on lines of its own; or why there is no ruleset. */
function vendorLines({ id, weakens, asks }: VendorEntry, width: number): readonly string[] {
  if (asks !== undefined)
    return indentedText(`reference only, no ruleset: ${plainProse(asks)}`, width);
  if (weakens.length === 0) return [];
  const demands = weakens.map(
    ({ demand, against }) => `${demand.slice(id.length + 1)} (${against.join(', ')})`,
  );
  return indentedText(`weakens security: ${demands.join('; ')}`, width);
}

function indentedText(text: string, width: number): readonly string[] {
  return wrap(text, Math.max(width - 4, 40)).map((line) => `    ${line}`);
}

function vendorsClosing(entries: readonly VendorEntry[]): string {
  const references = entries.filter(({ reference }) => reference).length;
  const weak = entries.filter(({ weakens }) => weakens.length > 0).length;
  const guides = `${counted(entries.length - references, 'guide')}, ${weak} with demands that weaken security`;
  const known = references === 0 ? '' : `; ${counted(references, 'reference')} without a ruleset`;
  return `${guides}${known}. \`ecaudit rules list -r ID\` lists what a guide demands.`;
}
