import { jsonText, plainProse } from '../../report/text/plain-text.js';
import { wrap } from '../../report/text/wrap.js';
import type { AppKind } from '../../model/app.js';
import { matchesGlob } from '../../model/glob.js';
import { suggestion } from '../suggestion.js';
import { UserError } from '../../model/user-error.js';
import { shippedRulesets, withExamples } from '../../rulesets/shipped.js';
import { vendorEntries, type VendorEntry } from '../../audit/vendors/vendor-list.js';
import { exitCodes } from '../exit-codes.js';
import type { Io } from '../io.js';
import type { ListFormat } from '../options.js';
import { styleOf } from '../style.js';

/** Lists the vendors whose guides are known, or those that names and globs mean. */
export async function listVendors(
  names: readonly string[],
  format: ListFormat,
  io: Io,
): Promise<number> {
  const all = await vendorEntries(await Promise.all(shippedRulesets.map(withExamples)));
  const wanted = all.filter(
    (entry) => names.length === 0 || names.some((name) => isMeant(name, entry)),
  );
  const ids = all.map(({ id }) => id.replace(/^vendors\//, ''));
  const near = names.map((name) => suggestion(name, ids)).join('');
  if (wanted.length === 0)
    throw new UserError(
      `no vendor is called ${names.join(' or ')}${near}`,
      '`ecaudit vendors` lists all of them; `ecaudit rules new --from-app NAME` starts a ruleset of your own',
    );
  io.stdout.write(format === 'json' ? asJson(wanted) : asTable(wanted, io));
  return exitCodes.clean.code;
}

/** A word means every vendor and product that has it in its name. */
function isMeant(name: string, { id, vendor, product }: VendorEntry): boolean {
  const texts = [id, vendor, product].map((text) => text.toLowerCase());
  const wanted = name.toLowerCase();
  return texts.some((text) => text.includes(wanted) || matchesGlob(wanted, text));
}

function asJson(entries: readonly VendorEntry[]): string {
  return `${jsonText(entries, 2)}\n`;
}

const kindNames = {
  externalClientApp: 'ECA',
  connectedApp: 'CA',
} as const satisfies Readonly<Record<AppKind, string>>;

const heads = ['Ruleset', 'For', 'Edition', 'Read', 'Vendor: product'] as const;

function asTable(entries: readonly VendorEntry[], io: Io): string {
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
  const lines = rows.flatMap(({ entry, cells }) => [line(cells), ...weakenLines(entry, width)]);
  return `${[line(heads), ...lines, '', closing(entries)].join('\n')}\n`;
}

function cellsOf(entry: VendorEntry): readonly string[] {
  const { id, kinds, updated, edition, read = '', coverage, vendor, product } = entry;
  return [
    id,
    kinds.map((kind) => kindNames[kind]).join(', '),
    updated ?? edition ?? '',
    `${read}${coverage === 'full' ? '' : ', in part'}`,
    plainProse(vendor === product ? vendor : `${vendor}: ${product}`),
  ];
}

/** What the guide demands against security practice, on lines of its own. */
function weakenLines({ id, weakens }: VendorEntry, width: number): readonly string[] {
  if (weakens.length === 0) return [];
  const demands = weakens.map(
    ({ demand, against }) => `${demand.slice(id.length + 1)} (${against.join(', ')})`,
  );
  const text = `weakens security: ${demands.join('; ')}`;
  return wrap(text, Math.max(width - 4, 40)).map((line) => `    ${line}`);
}

function closing(entries: readonly VendorEntry[]): string {
  const weak = entries.filter(({ weakens }) => weakens.length > 0).length;
  const guides = `${entries.length} guide${entries.length === 1 ? '' : 's'}`;
  return `${guides}, ${weak} with demands that weaken security. \`ecaudit rules list -r ID\` lists what one demands.`;
}
