import { jsonText } from '../../report/text/plain-text.js';
import { frameworksOf } from '../../rulesets/controls.js';
import { exitCodes } from '../exit-codes.js';
import { type Io, tell } from '../io.js';
import { ruleCatalogue, findRules, ruleData } from '../rules/catalogue.js';
import { explainRule } from '../rules/explain.js';
import { styleOf } from '../style.js';
import { texts } from '../flags.js';

/** Explains the rules that ids, former ids and globs name. */
export async function showRules(
  names: readonly string[],
  flags: Readonly<Record<string, unknown>>,
  io: Io,
): Promise<number> {
  const catalogue = await ruleCatalogue(texts(flags['ruleset']), io);
  const found = names.map((name) => findRules(name, catalogue));
  const entries = [...new Set(found.flatMap((one) => one.entries))];
  for (const {
    renamed,
    entries: [entry],
  } of found) {
    if (renamed !== undefined && entry) {
      tell(io, `ecaudit: ${renamed} is called ${entry.rule.id} now`);
    }
  }
  if (flags['format'] === 'json') {
    io.stdout.write(`${jsonText(entries.map(ruleData), 2)}\n`);
    return exitCodes.clean.code;
  }
  const frameworks = await frameworksOf(entries.map(({ ruleset }) => ruleset));
  const style = styleOf(io, 'auto', true);
  const pages = entries.map((entry) => explainRule(entry, frameworks, style));
  io.stdout.write(`${pages.join('\n\n')}\n`);
  return exitCodes.clean.code;
}
