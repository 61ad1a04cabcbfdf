import { formatLocation, type Location } from '../../src/model/location.js';
import {
  acceptedCount,
  acceptedText,
  missingOf,
  type AppDigest,
  type Digest,
} from '../../src/report/digest/index.js';
import { clip } from '../../src/report/text/plain-text.js';
import { appsText, counted, kindNames, severityCounts } from '../../src/report/text/words.js';
import type { Result } from '../../src/report/verdict.js';
import { code, folded, htmlCode, prose, tableRow } from './markup.js';

/** More of one kind than this is counted, not told: a comment is to be read. */
const mostItems = 20;
const mostFindings = 50;
const longest = 400;

/** What was not audited, opened: a comment of an incomplete audit never looks like that of a clean one. */
export function gapLines({ report, gaps }: Digest): readonly string[] {
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
export function termsLines({ terms }: Digest): readonly string[] {
  if (!terms.milder) return [];
  const items = [...terms.causes, ...terms.all].map((text) => `- ${prose(text)}`);
  return ['**On these terms:**', '', ...items, ''];
}

function rest(count: number): readonly string[] {
  return count > mostItems ? [`- and ${count - mostItems} more`] : [];
}

/** The findings of one app, folded. */
export function appLines(
  digest: Digest,
  { app, findings, bySeverity }: AppDigest,
): readonly string[] {
  const name = htmlCode(clip(app.apiName, 100));
  const head = `${kindNames[app.kind]} ${name}: ${severityCounts(bySeverity)}`;
  const shown = findings.slice(0, mostFindings);
  const rows = shown.map((result) => findingRow(result, digest));
  const more = findings.length - shown.length;
  const left = more > 0 ? ['', `And ${counted(more, 'more finding')}.`] : [];
  const table = [tableRow(['Severity', 'Finding', 'Where']), '|---|---|---|', ...rows, ...left];
  return folded(head, table);
}

/** What only the settings of the org decide, whatever the app: folded, each once. */
export function orgLines(digest: Digest): readonly string[] {
  const findings = digest.orgFindings.slice(0, mostFindings);
  if (findings.length === 0) return [];
  const rows = findings.map(({ result, apps }) => {
    const message = `${clip(result.message, longest)} Concerns ${appsText(apps)}.`;
    return findingRow({ ...result, message }, digest);
  });
  const head = `Settings of the whole org: ${counted(findings.length, 'finding')}`;
  return folded(head, [tableRow(['Severity', 'Finding', 'Where']), '|---|---|---|', ...rows]);
}

function findingRow({ severity, message, rule, location }: Result, digest: Digest): string {
  const { fix } = digest.rule(rule);
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
export function excusedLines({ report, accepted: { demands } }: Digest): readonly string[] {
  const { excused } = report.summary;
  if (excused === 0) return [];
  const items = demands.slice(0, mostItems).map((demand) => {
    const { rule, source, findings, rules, apps, alternative } = demand;
    const guide = source ? ` (${prose(clip(source.title, longest))})` : '';
    const milder =
      alternative === undefined ? '' : `. Milder: ${prose(clip(alternative, longest))}`;
    const where = apps.length === 1 ? code(clip(apps[0] ?? '', 100)) : `${apps.length} apps`;
    return `- ${code(rule)}${guide} demands it: ${counted(findings, 'finding')} of ${rules.map(code).join(', ')} in ${where}${milder}`;
  });
  return folded(acceptedCount(excused, 'excused'), [...items, ...rest(demands.length)]);
}

/** What the configuration suppresses, with the reasons; what is in the baseline is counted. */
export function suppressedLines({ report, accepted: { suppressed } }: Digest): readonly string[] {
  const { summary } = report;
  const items = suppressed
    .slice(0, mostItems)
    .map(
      (result) =>
        `- ${code(result.rule)} ${code(clip(result.app, 100))}: ${prose(clip(acceptedText(result) ?? '', longest))}`,
    );
  const baselined =
    summary.baselined > 0 ? [`${acceptedCount(summary.baselined, 'baselined')}.`, ''] : [];
  if (summary.suppressed === 0) return baselined;
  const head = acceptedCount(summary.suppressed, 'suppressed');
  return [...folded(head, [...items, ...rest(suppressed.length)]), ...baselined];
}

/** How many checks could not be decided, and what is missing. */
export function undecidedLines({ report }: Digest): readonly string[] {
  const { summary } = report;
  if (summary.open === 0) return [];
  const ordered = missingOf(report);
  const items = ordered
    .slice(0, mostItems)
    .map(([reason, count]) => `- ${counted(count, 'check')}: ${prose(clip(reason, longest))}`);
  const head = `${counted(summary.open, 'check')} could not be decided`;
  return folded(head, items.length > 0 ? [...items, ...rest(ordered.length)] : ['Not listed.']);
}

/** Warnings: a verdict may be missing or wrong because of them. What made the audit milder is told among its terms. */
export function warningLines({ warnings }: Digest): readonly string[] {
  if (warnings.length === 0) return [];
  const items = warnings.slice(0, mostItems).map(({ message, location }) => {
    return `- ${prose(clip(message, longest))}${behind(location)}`;
  });
  return folded(counted(warnings.length, 'warning'), [...items, ...rest(warnings.length)]);
}
