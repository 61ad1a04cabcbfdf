// What the report is of, and how things stand: the part that is read in five seconds.
import { withFirstCapital } from '../../src/report/text/words.js';
import { type Digest, hasFindings, type AppDigest } from '../../src/report/digest/index.js';
import { severities, severityRank, type Severity } from '../../src/report/severity.js';
import { inventorySourceText } from '../inventory/summary.js';
import { el, localLink, type Element, type Child } from './dom.js';
import { badge, bulletList, htmlSection, tableOf } from './parts.js';

export function headSection(digest: Digest): Element {
  const { report, header, terms, leftOut, gaps } = digest;
  const moment = `${report.generatedAt.slice(0, 10)} ${report.generatedAt.slice(11, 16)} UTC`;
  return el(
    'header',
    {},
    el('h1', {}, 'External Client Apps and Connected Apps'),
    el('p', {}, `Audit of ${moment} by ecaudit ${header.version}`),
    bulletList(report.sources.map(inventorySourceText)),
    el('p', { class: 'soft' }, `${withFirstCapital([...terms.all, ...leftOut].join('; '))}.`),
    gaps.length > 0 &&
      el(
        'div',
        { class: 'warn' },
        el('p', {}, 'This audit is incomplete. '),
        localLink('not-checked', 'What was not checked'),
      ),
    contents(digest),
  );
}

function contents({ report, countsBySource, deadlines }: Digest): Element {
  const places = [
    ['posture', 'Summary'],
    ...(countsBySource.length > 1 ? [['orgs', 'Orgs']] : []),
    ...(report.history ? [['trend', 'Trend']] : []),
    ['rules', 'Findings by rule'],
    ...(deadlines.length > 0 ? [['dates', 'Dates to come']] : []),
    ...(report.apps.length > 0
      ? [
          ['inventory', 'Apps'],
          ['details', 'Each app'],
        ]
      : []),
    ['exceptions', 'Exceptions'],
    ...(report.controls ? [['controls', 'Controls']] : []),
    ['not-checked', 'Not checked'],
  ] as const;
  return el(
    'nav',
    { 'aria-label': 'Contents' },
    el(
      'ul',
      {},
      places.map(([id = '', title = '']) => el('li', {}, localLink(id, title))),
    ),
  );
}

export function postureSection(digest: Digest): Element {
  const { report, counts, undecided } = digest;
  const { bySeverity, apps } = report.summary;
  return htmlSection(
    'posture',
    'Summary',
    el('p', {}, report.apps.length === 0 ? counts.nothing : postureText(digest)),
    el(
      'ul',
      { class: 'tiles' },
      severities.map((one) => el('li', {}, el('b', {}, bySeverity[one]), badge(one))),
      el('li', {}, el('b', {}, undecided.count), 'undecided'),
      el('li', {}, el('b', {}, apps), apps === 1 ? 'app' : 'apps'),
    ),
    bar(digest),
    el('p', { class: 'soft' }, `${counts.checks}.`),
  );
}

/** `29 findings (11 high, 4 medium) in 2 of 28 apps, changed since main; 3 checks undecided.` */
function postureText({ counts, header }: Digest): string {
  const found = `${counts.findingsText} in ${header.scope}`;
  return `${withFirstCapital([found, ...counts.besides].join('; '))}.`;
}

/** The findings as one bar; the numbers stand above it. */
function bar({ report: { summary }, counts }: Digest): Element | false {
  if (counts.findings === 0) return false;
  let x = 0;
  const parts = severities.map((one) => {
    const width = (summary.bySeverity[one] * 100) / counts.findings;
    const part = el('rect', { class: one, x, y: 0, width, height: 4 });
    x += width;
    return part;
  });
  return el(
    'svg',
    {
      viewBox: '0 0 100 4',
      height: 18,
      preserveAspectRatio: 'none',
      role: 'img',
      'aria-label': counts.findingsText,
    },
    parts,
  );
}

// Apps by theme: which app has findings of which ruleset, the worst apps first.

/** More rows than these nobody takes in at a glance; the table of apps has them all. */
const mostHeatRows = 60;

export function* heatMap(digest: Digest, anchorOf: (id: string) => string): Generator<Element> {
  const found = digest.apps.filter(hasFindings);
  if (found.length < 2) return;
  const shown = found.slice(0, mostHeatRows);
  const themes = themesOf(shown);
  const left = found.length - shown.length;
  yield htmlSection(
    'themes',
    'Apps by theme',
    el(
      'p',
      { class: 'soft' },
      'How many findings of each ruleset an app has, by the most severe of them.',
    ),
    tableOf(
      'Apps by theme',
      ['App', ...themes].map((head) => el('th', { scope: 'col' }, head)),
      shown.map((app) => heatRow(app, themes, anchorOf)),
    ),
    left > 0 &&
      el(
        'p',
        {},
        `${left} more apps with findings, less severe than these, are in the table of apps.`,
      ),
  );
}

function heatRow(
  { app, findings }: AppDigest,
  themes: readonly string[],
  anchorOf: (id: string) => string,
): Element {
  const cells = themes.map((theme) => {
    const own = findings.filter(({ rule }) => themeOf(rule) === theme);
    return el('td', {}, heatCell(own.map(({ severity }) => severity)));
  });
  return el(
    'tr',
    {},
    el('th', { scope: 'row' }, localLink(anchorOf(app.id), app.label || app.apiName)),
    cells,
  );
}

function heatCell(found: readonly Severity[]): Child {
  const worst = severities.find((one) => found.includes(one));
  return worst ? badge(worst, `${found.length} ${worst}`) : '';
}

function themesOf(apps: readonly AppDigest[]): readonly string[] {
  const worst = new Map<string, number>();
  for (const { findings } of apps)
    for (const { rule, severity } of findings) {
      const theme = themeOf(rule);
      worst.set(theme, Math.min(worst.get(theme) ?? severities.length, severityRank(severity)));
    }
  return [...worst].toSorted(([a, x], [b, y]) => x - y || (a < b ? -1 : 1)).map(([theme]) => theme);
}

/** `flows` of `flows/pkce-required`; all guides are one theme. */
function themeOf(rule: string): string {
  const [first = ''] = rule.split('/');
  return first;
}
