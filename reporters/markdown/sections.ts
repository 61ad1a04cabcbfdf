import { countsOf } from '../../src/model/group-by.js';
import { formatLocation, type Location } from '../../src/model/location.js';
import type { Report } from '../../src/report/report.js';
import type { Result } from '../../src/report/verdict.js';
import { orgFindings, type AppResults } from '../by-app.js';
import { appsText, counted } from '../counting.js';
import { gapsOf } from '../gaps.js';
import { kindNames } from '../kind-names.js';
import { clip } from '../plain-text.js';
import { withoutRepeats } from '../repeats.js';
import { ruleIndex } from '../rule-index.js';
import { fixText } from '../finding-texts.js';
import { excusedDemands, settledBy, settledText } from '../settled.js';
import { severities } from '../../src/report/severity.js';
import { standingOf } from '../../src/report/verdict.js';
import { isMilder, isMilderProblem, milderTexts, termsOf, warningsOf } from '../terms.js';
import { code, folded, htmlCode, prose, tableRow } from './markup.js';

/** More of one kind than this is counted, not told: a comment is to be read. */
const mostItems = 20;
const mostFindings = 50;
const longest = 400;

/** What was not audited, opened: a comment of an incomplete audit never looks like that of a clean one. */
export function gapLines(report: Report): readonly string[] {
  const gaps = gapsOf(report);
  if (!report.summary.incomplete) return [];
  const items = gaps.slice(0, mostItems).map(({ title, message, location }) => {
    return `- ${prose(`${title}: ${clip(message, longest)}`)}${behind(location)}`;
  });
  return ['**Incomplete: what follows was not audited.**', '', ...items, ...rest(gaps.length), ''];
}

function behind(location: Location | undefined): string {
  return location ? ` ${code(clip(formatLocation(location), longest))}` : '';
}

/** What makes this audit milder than it would be without: opened, since the change under review may have brought it. */
export function termsLines(report: Report): readonly string[] {
  if (!isMilder(report)) return [];
  const items = [...milderTexts(report), ...termsOf(report)].map((text) => `- ${prose(text)}`);
  return ['**On these terms:**', '', ...items, ''];
}

function rest(count: number): readonly string[] {
  return count > mostItems ? [`- and ${count - mostItems} more`] : [];
}

/** The findings of one app, folded. */
export function appLines(report: Report, { app, findings }: AppResults): readonly string[] {
  const rules = ruleIndex(report);
  const counts = severities.flatMap((severity) => {
    const count = findings.filter((one) => one.severity === severity).length;
    return count > 0 ? [`${count} ${severity}`] : [];
  });
  const name = htmlCode(clip(app.apiName, 100));
  const head = `${kindNames[app.kind]} ${name}: ${counts.join(', ')}`;
  const shown = findings.slice(0, mostFindings);
  const rows = shown.map((result) => findingRow(result, fixText(rules.get(result.rule))));
  const more = findings.length - shown.length;
  const left = more > 0 ? ['', `And ${counted(more, 'more finding')}.`] : [];
  const table = [tableRow(['Severity', 'Finding', 'Where']), '|---|---|---|', ...rows, ...left];
  return folded(head, table);
}

/** What only the settings of the org decide, whatever the app: folded, each once. */
export function orgLines(report: Report): readonly string[] {
  const rules = ruleIndex(report);
  const findings = withoutRepeats(orgFindings(report), report).slice(0, mostFindings);
  if (findings.length === 0) return [];
  const rows = findings.map(({ result, apps }) => {
    const message = `${clip(result.message, longest)} Concerns ${appsText(apps)}.`;
    return findingRow({ ...result, message }, fixText(rules.get(result.rule)));
  });
  const head = `Settings of the whole org: ${counted(findings.length, 'finding')}`;
  return folded(head, [tableRow(['Severity', 'Finding', 'Where']), '|---|---|---|', ...rows]);
}

function findingRow({ severity, message, rule, location }: Result, fix: string): string {
  const parts = [
    prose(clip(message, longest + 400)),
    fix && `Fix: ${prose(clip(fix, longest))}`,
    code(rule),
  ];
  const { file, startLine } = location;
  return tableRow([
    severity,
    parts.filter(Boolean).join('<br>'),
    code(clip(`${file}:${startLine}`, longest)),
  ]);
}

/** What a vendor's guide excuses, by the demand. */
export function excusedLines(report: Report): readonly string[] {
  const { excused } = report.summary;
  if (excused === 0) return [];
  const demands = excusedDemands(report);
  const items = demands.slice(0, mostItems).map((demand) => {
    const { rule, source, findings, rules, apps, alternative } = demand;
    const guide = source ? ` (${prose(clip(source.title, longest))})` : '';
    const milder =
      alternative === undefined ? '' : `. Milder: ${prose(clip(alternative, longest))}`;
    const where = apps.length === 1 ? code(clip(apps[0] ?? '', 100)) : `${apps.length} apps`;
    return `- ${code(rule)}${guide} demands it: ${counted(findings, 'finding')} of ${rules.map(code).join(', ')} in ${where}${milder}`;
  });
  const head = `${counted(excused, 'finding')} ${settledBy.excused}`;
  return folded(head, [...items, ...rest(demands.length)]);
}

/** What the configuration suppresses, with the reasons; what is in the baseline is counted. */
export function settledLines({ results, summary }: Report): readonly string[] {
  const suppressed = results.filter((result) => standingOf(result) === 'suppressed');
  const items = suppressed
    .slice(0, mostItems)
    .map(
      (result) =>
        `- ${code(result.rule)} ${code(clip(result.app, 100))}: ${prose(clip(settledText(result) ?? '', longest))}`,
    );
  const baselined =
    summary.baselined > 0
      ? [`${counted(summary.baselined, 'finding')} ${settledBy.baselined}.`, '']
      : [];
  if (summary.suppressed === 0) return baselined;
  const head = `${counted(summary.suppressed, 'finding')} ${settledBy.suppressed}`;
  return [...folded(head, [...items, ...rest(suppressed.length)]), ...baselined];
}

/** How many checks could not be decided, and what is missing. */
export function undecidedLines({ results, summary }: Report): readonly string[] {
  if (summary.open === 0) return [];
  const open = results.filter(({ verdict }) => verdict === 'open');
  const reasons = open.map(({ evidence }) => {
    const missing = new Set(evidence.flatMap((one) => one.missing ?? []));
    return missing.size > 0 ? [...missing].join('; ') : 'for another reason';
  });
  const ordered = [...countsOf(reasons)].toSorted(([, a], [, b]) => b - a);
  const items = ordered
    .slice(0, mostItems)
    .map(([reason, count]) => `- ${counted(count, 'check')}: ${prose(clip(reason, longest))}`);
  const head = `${counted(summary.open, 'check')} could not be decided`;
  return folded(head, items.length > 0 ? [...items, ...rest(ordered.length)] : ['Not listed.']);
}

/** Warnings: a verdict may be missing or wrong because of them. */
export function warningLines(report: Report): readonly string[] {
  // What made the audit milder is told among its terms.
  const warnings = warningsOf(report).filter((one) => !isMilderProblem(one));
  if (warnings.length === 0) return [];
  const items = warnings.slice(0, mostItems).map(({ message, location }) => {
    return `- ${prose(clip(message, longest))}${behind(location)}`;
  });
  return folded(counted(warnings.length, 'warning'), [...items, ...rest(warnings.length)]);
}
