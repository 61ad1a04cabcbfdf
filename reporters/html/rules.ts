// Findings by org and by rule.
import {
  actionText,
  isAboutOrg,
  placeText,
  sharedParts,
  type Digest,
  type Finding,
} from '../../src/report/digest/index.js';
import { severities, severityRank, type Severity } from '../../src/report/severity.js';
import { counted } from '../../src/report/text/words.js';
import { el, type Element } from './dom.js';
import { badge, htmlSection, sortable } from './parts.js';

/** With several sources: source by severity. */
export function* orgsSection({ countsBySource, report }: Digest): Generator<Element> {
  if (countsBySource.length < 2) return;
  const sources = new Map(report.sources.map((source) => [source.id, source]));
  yield htmlSection(
    'orgs',
    'Orgs and other sources',
    sortable({
      caption: 'Findings by source and severity',
      rows: countsBySource,
      columns: [
        { head: 'Source', cell: ({ source }) => source },
        { head: 'Org', cell: ({ source }) => sources.get(source)?.org?.name ?? '' },
        { head: 'Apps', cell: ({ source }) => appsText(sources.get(source)), number: true },
        ...severities.map((one) => ({
          head: one,
          cell: ({ bySeverity }: (typeof countsBySource)[number]) => bySeverity[one],
          number: true as const,
        })),
      ],
    }),
  );
}

function appsText(source: Digest['report']['sources'][number] | undefined): string | number {
  return source?.unread === undefined ? (source?.apps ?? '') : 'not read';
}

interface OfRule {
  readonly rule: string;
  readonly severity: Severity;
  readonly findings: readonly Finding[];
}

export function rulesSection(digest: Digest): Element {
  const rules = ofRules(digest);
  return htmlSection(
    'rules',
    'Findings by rule',
    rules.length === 0
      ? el('p', {}, 'No findings.')
      : sortable({
          caption: 'Findings by rule',
          rows: rules,
          columns: [
            {
              head: 'Severity',
              cell: ({ severity }) => badge(severity),
              value: ({ severity }) => severityRank(severity),
            },
            { head: 'Findings', cell: ({ findings }) => findings.length, number: true },
            { head: 'Apps', cell: ({ findings }) => appsOf(findings), number: true },
            { head: 'Finding', cell: ({ rule }) => digest.rule(rule).finding },
            { head: 'Rule', cell: ({ rule }) => el('code', {}, rule) },
          ],
        }),
  );
}

/** What every app of a source shares: settings of the org, and what files of the apps state alike. */
export function* orgFindingsSection(digest: Digest): Generator<Element> {
  const parts = sharedParts(digest.orgFindings, (id) => digest.app(id));
  for (const [at, { title, findings }] of parts.entries())
    yield htmlSection(
      at === 0 ? 'org-wide' : `org-wide-${at + 1}`,
      title,
      el(
        'ul',
        { class: 'findings' },
        findings.map((finding) => sharedItem(finding, digest)),
      ),
    );
}

function sharedItem({ result, source, apps }: Finding, digest: Digest): Element {
  const { sources } = digest.header;
  const name = sources.find(({ id }) => id === source)?.name ?? source;
  const place = sources.length > 1 ? `${name}, ` : '';
  return el(
    'li',
    { 'data-severity': result.severity },
    el('p', {}, badge(result.severity), ` ${result.message} `, el('code', {}, result.rule)),
    el('p', {}, actionText(digest.action(result))),
    el('p', { class: 'soft' }, `${place}${counted(apps.length, 'app')}; ${placeText(result)}`),
  );
}

function ofRules({ worstFirst }: Digest): readonly OfRule[] {
  const byRule = new Map<string, Finding[]>();
  for (const finding of worstFirst) {
    const { rule } = finding.result;
    byRule.set(rule, [...(byRule.get(rule) ?? []), finding]);
  }
  return [...byRule]
    .map(([rule, findings]) => ({
      rule,
      findings,
      severity: findings[0]?.result.severity ?? 'info',
    }))
    .toSorted(
      (a, b) =>
        severityRank(a.severity) - severityRank(b.severity) ||
        b.findings.length - a.findings.length,
    );
}

function appsOf(findings: readonly Finding[]): number | string {
  if (findings.every(({ result }) => isAboutOrg(result))) return 'org';
  return new Set(findings.flatMap(({ apps }) => apps)).size;
}
