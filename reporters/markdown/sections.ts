import { formatLocation, type Location } from '../../src/model/location.js';
import {
  acceptedCount,
  acceptedText,
  decidingText,
  actionText,
  missingOf,
  sharedParts,
  type AppDigest,
  type Digest,
  type Finding,
} from '../../src/report/digest/index.js';
import { clip } from '../../src/report/text/plain-text.js';
import { namedAppsText, counted, kindTitles, severityCounts } from '../../src/report/text/words.js';
import type { Result } from '../../src/report/verdict.js';
import { sinceText } from '../history/words.js';
import { code, foldedPart, htmlCode, markdownProse, tableRow } from './markup.js';

/** How much is told: a comment is to be read, a report is to be whole. */
export interface Limits {
  /** More of one kind than this is counted, not told. */
  readonly items: number;
  /** Findings of one app. */
  readonly findings: number;
  /** Characters of one text. */
  readonly text: number;
  /** Characters of all apps together. */
  readonly apps: number;
}

/** Everything; only a text that nobody reads is cut. */
export const noLimits: Limits = { items: Infinity, findings: Infinity, text: 4000, apps: Infinity };

/** GitHub takes comments of 65,536 characters; a third of that is for what stands behind the apps. */
export const shortLimits: Limits = { items: 20, findings: 50, text: 400, apps: 40_000 };

/** What was not audited, opened: a comment of an incomplete audit never looks like that of a clean one. */
export function gapLines({ report, gaps }: Digest, limits: Limits): readonly string[] {
  if (!report.summary.incomplete) return [];
  const items = gaps.slice(0, limits.items).map(({ title, message, location }) => {
    return `- ${markdownProse(`${title}: ${clip(message, limits.text)}`)}${behind(location, limits)}`;
  });
  return [
    '**Incomplete: what follows was not audited.**',
    '',
    ...items,
    ...rest(gaps.length, limits),
    '',
  ];
}

function behind(location: Location | undefined, limits: Limits): string {
  return location ? ` ${code(clip(formatLocation(location), limits.text))}` : '';
}

/** What makes this audit milder than it would be without: opened, since the change under review may have brought it. */
export function termsLines({ terms }: Digest): readonly string[] {
  if (!terms.milder) return [];
  const items = [...terms.causes, ...terms.all].map((text) => `- ${markdownProse(text)}`);
  return ['**On these terms:**', '', ...items, ''];
}

function rest(count: number, limits: Limits): readonly string[] {
  return count > limits.items ? [`- and ${count - limits.items} more`] : [];
}

/** The findings of one app, folded. */
export function appMarkdownLines(
  digest: Digest,
  { app, findings, bySeverity }: AppDigest,
  limits: Limits,
): readonly string[] {
  const source = digest.header.sources.find(({ id }) => id === app.source);
  const at = digest.header.sources.length > 1 && source ? `${htmlCode(source.name)} ` : '';
  const name = htmlCode(clip(app.apiName, 100));
  const owner = app.owner === undefined ? '' : `; owner ${htmlCode(clip(app.owner, 100))}`;
  const head = `${at}${kindTitles[app.kind]} ${name}: ${severityCounts(bySeverity)}${owner}`;
  const shown = findings.slice(0, limits.findings);
  const rows = shown.map((result) => findingRow(result, digest, limits));
  const more = findings.length - shown.length;
  const left = more > 0 ? ['', `And ${counted(more, 'more finding')}.`] : [];
  const table = [tableRow(['Severity', 'Finding', 'Where']), '|---|---|---|', ...rows, ...left];
  return foldedPart(head, table);
}

/** What every app of a source shares: settings of the org, and what files of the apps state alike. Folded, each once. */
export function orgMarkdownLines(digest: Digest, limits: Limits): readonly string[] {
  const parts = sharedParts(digest.orgFindings.slice(0, limits.findings), (id) => digest.app(id));
  return parts.flatMap(({ title, findings }) => {
    const rows = findings.map((finding) => sharedRow(finding, digest, limits));
    const head = `${title}: ${counted(findings.length, 'finding')}`;
    return foldedPart(head, [tableRow(['Severity', 'Finding', 'Where']), '|---|---|---|', ...rows]);
  });
}

function sharedRow({ result, apps, source }: Finding, digest: Digest, limits: Limits): string {
  const { sources } = digest.header;
  const named = sources.find(({ id }) => id === source);
  const at = sources.length > 1 && named ? ` in ${named.name}` : '';
  const message = `${clip(result.message, limits.text)} Concerns ${namedAppsText(apps)}${at}.`;
  return findingRow({ ...result, message }, digest, limits);
}

function findingRow(result: Result, digest: Digest, limits: Limits): string {
  const { severity, message, rule, location } = result;
  const fix = actionText(digest.action(result));
  const { owner, due } = digest.duty(result);
  const since = sinceText(digest.since(result), digest.report.generatedAt);
  const also = digest.alsoTold(result).filter((one) => !message.includes(one));
  const parts = [
    markdownProse(clip(message, limits.text + 400)),
    fix && `Fix: ${markdownProse(clip(fix, limits.text))}`,
    also.length > 0 && `also: ${also.map(code).join(', ')}`,
    markdownProse([due && `due ${due}`, due && owner, since].filter(Boolean).join(', ')),
    code(rule),
  ];
  const { file, startLine } = location;
  return tableRow([
    severity,
    parts.filter((part) => part !== '' && part !== false).join('<br>'),
    code(clip(`${file}:${startLine}`, limits.text)),
  ]);
}

/** What a vendor's guide excuses, by the demand. */
export function excusedLines(
  { report, accepted: { demands } }: Digest,
  limits: Limits,
): readonly string[] {
  const { excused } = report.summary;
  if (excused === 0) return [];
  const items = demands.slice(0, limits.items).map((demand) => {
    const { rule, source, findings, rules, apps, alternative } = demand;
    const guide = source ? ` (${markdownProse(clip(source.title, limits.text))})` : '';
    const milder =
      alternative === undefined ? '' : `. Milder: ${markdownProse(clip(alternative, limits.text))}`;
    const where = apps.length === 1 ? code(clip(apps[0] ?? '', 100)) : `${apps.length} apps`;
    return `- ${code(rule)}${guide} demands it: ${counted(findings, 'finding')} of ${rules.map(code).join(', ')} in ${where}${milder}`;
  });
  return foldedPart(acceptedCount(excused, 'excused'), [...items, ...rest(demands.length, limits)]);
}

/** What the configuration suppresses, with the reasons; what is in the baseline is counted. */
export function suppressedLines(
  { report, accepted: { suppressed } }: Digest,
  limits: Limits,
): readonly string[] {
  const { summary } = report;
  const items = suppressed
    .slice(0, limits.items)
    .map(
      (result) =>
        `- ${code(result.rule)} ${code(clip(result.app, 100))}: ${markdownProse(clip(acceptedText(result) ?? '', limits.text))}`,
    );
  const baselined =
    summary.baselined > 0 ? [`${acceptedCount(summary.baselined, 'baselined')}.`, ''] : [];
  if (summary.suppressed === 0) return baselined;
  const head = acceptedCount(summary.suppressed, 'suppressed');
  return [...foldedPart(head, [...items, ...rest(suppressed.length, limits)]), ...baselined];
}

/** How many checks could not be decided, and what is missing. */
export function undecidedSection(digest: Digest, limits: Limits): readonly string[] {
  const { report } = digest;
  const { summary } = report;
  if (summary.open === 0) return [];
  const ordered = missingOf(report);
  const items = ordered
    .slice(0, limits.items)
    .map(
      ([reason, count]) =>
        `- ${counted(count, 'check')}: ${markdownProse(clip(reason, limits.text))}`,
    );
  const head = `${counted(summary.open, 'check')} could not be decided`;
  const next = decidingText(digest);
  return foldedPart(
    head,
    items.length > 0
      ? [
          ...items,
          ...rest(ordered.length, limits),
          ...(next === '' ? [] : ['', markdownProse(next)]),
        ]
      : ['Not listed.'],
  );
}

/** Warnings: a verdict may be missing or wrong because of them. What made the audit milder is told among its terms. */
export function warningLines({ warnings }: Digest, limits: Limits): readonly string[] {
  if (warnings.length === 0) return [];
  const items = warnings.slice(0, limits.items).map(({ message, location }) => {
    return `- ${markdownProse(clip(message, limits.text))}${behind(location, limits)}`;
  });
  return foldedPart(counted(warnings.length, 'warning'), [
    ...items,
    ...rest(warnings.length, limits),
  ]);
}
