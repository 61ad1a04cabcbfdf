// Prints a table of all vendors' guides: rules, whether the good app is recognised and without a finding, and how many single
// deviations are found by exactly the rule that they are about. With --details every deviation.
import { loadRuleset } from '../src/rulesets/load.js';
import { kindOf, tryGuide, type Deviation, type Tried } from '../test/rulesets/guide-apps.js';
import { ruleFiles } from '../test/rulesets/shipped-files.js';

const details = process.argv.includes('--details');
const rows: Tried[] = [];
for (const [file, text] of ruleFiles().filter(([name]) => name.includes('vendors/'))) {
  const loaded = await loadRuleset(text, file);
  if (!('ruleset' in loaded)) throw new Error(`${file} has mistakes`);
  rows.push(await tryGuide(loaded.ruleset));
}

const isExact = ({ rule, found }: Deviation): boolean => found.length === 1 && found[0] === rule;
console.log(
  '| Guide | Good app | Rules | Recognised | Findings of the good app | Deviations found |',
);
console.log('|---|---|---|---|---|---|');
for (const { ruleset, findings, isRecognised, deviations } of rows) {
  const exact = deviations.filter(isExact).length;
  console.log(
    `| ${[
      ruleset.id,
      kindOf(ruleset),
      ruleset.rules.length,
      isRecognised ? 'yes' : 'no',
      findings.length === 0 ? 'none' : findings.join('<br>'),
      `${exact} of ${deviations.length}`,
    ].join(' | ')} |`,
  );
  const told = details ? deviations : deviations.filter((one) => !isExact(one));
  for (const { rule, what, found, before } of told) {
    console.log(`|  | ${rule} | ${what} | | ${before.join('<br>')} | ${found.join('<br>')} |`);
  }
}
const all = rows.flatMap(({ deviations }) => deviations);
console.log(
  `\n${rows.length} guides, ${rows.flatMap(({ ruleset }) => ruleset.rules).length} rules: ` +
    `${rows.filter(({ findings }) => findings.length === 0).length} good apps without a finding, ` +
    `${rows.filter(({ isRecognised }) => isRecognised).length} recognised, ` +
    `${all.filter(isExact).length} of ${all.length} deviations found by exactly their rule.`,
);
