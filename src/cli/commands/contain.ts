import { containMarkdown } from '../../../reporters/contain/markdown.js';
import { inventoryCsv } from '../../../reporters/inventory/csv.js';
import { blockPaths, containFiles, keyPlaceholder } from '../../contain/contain.js';
import { inventoryOf } from '../../inventory/inventory.js';
import { plainText } from '../../model/unsafe-characters.js';
import { UserError } from '../../model/user-error.js';
import type { Inventory } from '../../report/inventory.js';
import { codeWithoutFindings } from '../exit-codes.js';
import { type Io, tell } from '../io.js';
import { survey, withoutRules } from '../survey.js';
import { texts, type RawFlags } from '../flags.js';
import { refuseExisting, writeNewFiles } from '../write-texts.js';

/** Writes what an incident needs. Answers with the exit code. Nothing in an org is changed. */
export async function contain(sources: readonly string[], raw: RawFlags, io: Io): Promise<number> {
  const out = typeof raw['out'] === 'string' ? raw['out'] : '';
  if (out === '') throw new UserError('--out names no folder', 'for example --out incident');
  const asked = texts(raw['app']);
  if (asked.length === 0) throw new UserError('contain needs an app', 'for example --app Drift');
  const consumerKey = consumerKeyOf(raw['consumerKey']);
  // Known before anything is read; the names of the other files depend on what is found.
  refuseExisting(out, ['contain.md', 'holders.csv', 'commands.txt'], io.cwd);
  const report = await survey(sources, raw, io, {
    adapt: withoutRules,
    depth: { withUsers: true },
  });
  const inventory = inventoryOf(report, { asked, quick: false, compare: false, withUsers: true });
  if (inventory.apps.length === 0) return tellNothingFound(inventory, asked, io);
  const plan = containMarkdown(inventory, {
    blocks: blockPaths(inventory),
    ...(consumerKey === undefined && { placeholder: keyPlaceholder }),
  });
  const holders = [...inventoryCsv(inventory)].join('');
  const files = containFiles({ inventory, consumerKey, holders, plan });
  writeNewFiles(out, files, io.cwd);
  if (raw['quiet'] !== true)
    io.stdout.write(`Wrote ${plainText(out)}: ${files.length} files. Nothing was executed.\n`);
  return codeWithoutFindings(inventory.incomplete);
}

function tellNothingFound(found: Inventory, asked: readonly string[], io: Io): number {
  const what = asked.length > 0 ? `No app like ${asked.join(' or ')}` : 'No app';
  const where = found.sources.map(({ id }) => id).join(', ');
  io.stdout.write(`${plainText(`${what} was found in ${where}`)}; nothing was written.\n`);
  for (const { level, message } of found.problems)
    if (level === 'error') tell(io, `ecaudit: ${message}`);
  return codeWithoutFindings(found.incomplete);
}

/** The message does not quote it. */
function consumerKeyOf(written: unknown): string | undefined {
  if (typeof written !== 'string') return undefined;
  if (/^[\w.+/=-]{1,512}$/.test(written)) return written;
  throw new UserError('--consumer-key is no consumer key', 'letters, digits, dots and underscores');
}
