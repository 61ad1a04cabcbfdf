// Each app: its findings with place, evidence and action, and its settings.
import {
  actionText,
  evidenceText,
  labelOf,
  placeText,
  settingNames,
  type AppDigest,
  type Digest,
  type Setting,
} from '../../src/report/digest/index.js';
import type { ReportApp } from '../../src/report/report.js';
import { severityCounts, kindTitles } from '../../src/report/text/words.js';
import type { Result } from '../../src/report/verdict.js';
import { sinceText } from '../history/words.js';
import { el, textLines, type Element } from './dom.js';
import { badge, severityWords } from './parts.js';

/** The id of the part of the page that is about an app, by the app's id. */
export function appAnchors({ report }: Digest): (id: string) => string {
  const places = new Map(report.apps.map(({ id }, at) => [id, `app-${at + 1}`]));
  return (id) => places.get(id) ?? 'details';
}

export function* appsSection(digest: Digest, anchorOf: (id: string) => string): Generator<Element> {
  for (const one of digest.apps) yield appDetailsOf(one, digest, anchorOf(one.app.id));
}

function appDetailsOf(one: AppDigest, digest: Digest, id: string): Element {
  const { app, findings, bySeverity, excused, accepted, undecided } = one;
  const counts = severityCounts(bySeverity) || 'no findings';
  const [first] = findings;
  const owner = app.owner ?? (first ? digest.duty(first).owner : '');
  const rest = [
    ...(owner === '' ? [] : [`owner ${owner}`]),
    ...(excused.length > 0 ? [`${excused.length} accepted because a guide demands it`] : []),
    ...(accepted.length > 0 ? [`${accepted.length} accepted or known`] : []),
    ...(undecided > 0 ? [`${undecided} checks undecided`] : []),
  ];
  return el(
    'details',
    {
      class: 'app',
      id,
      'data-app': app.id,
      'data-source': app.source,
      'data-severities': severityWords(bySeverity),
    },
    el(
      'summary',
      {},
      el('b', {}, app.label || app.apiName),
      ` ${kindTitles[app.kind]} ${app.id}: ${counts}`,
    ),
    el('p', { class: 'soft' }, [app.files.slice(0, mostFilesShown).join(', '), ...rest].join('; ')),
    findings.length > 0 &&
      el(
        'ul',
        { class: 'findings' },
        findings.map((result) => finding(result, app, digest)),
      ),
    settingsTableOf(app),
  );
}

/** An External Client App has up to 16. */
const mostFilesShown = 16;

/** As few elements as will do: a large report has thousands of findings. */
function finding(result: Result, app: ReportApp, digest: Digest): Element {
  const action = actionText(digest.action(result));
  return el(
    'li',
    { 'data-severity': result.severity },
    badge(result.severity),
    ` ${result.message} `,
    el('code', {}, result.rule),
    action !== '' && el('p', {}, action),
    el(
      'p',
      { class: 'soft' },
      [
        placeText(result),
        evidenceText(result, app.kind),
        alsoText(digest.alsoTold(result), result),
        dutyText(result, digest),
      ]
        .filter((text) => text !== '')
        .join(' \u00b7 '),
    ),
  );
}

/** `due 2026-12-30, since 2026-09-30`; the owner stands at the app; empty where nothing of it is known. */
function dutyText(result: Result, digest: Digest): string {
  const { due } = digest.duty(result);
  const since = sinceText(digest.since(result), digest.report.generatedAt);
  return [due && `due ${due}`, since].filter(Boolean).join(', ');
}

/** The rules that fail for the same cause; the message itself says so, but for those of old reports. */
function alsoText(also: readonly string[], { message }: Result): string {
  const rules = also.filter((rule) => !message.includes(rule));
  return rules.length === 0 ? '' : `also: ${rules.join(', ')}`;
}

/** What the app or the org states; what is unknown or follows from other settings is in the data formats. */
function settingsTableOf(app: ReportApp): Element | false {
  const stated = settingNames.flatMap((name) => {
    const found = app.settings[name];
    return isStated(found) ? [[labelOf(name, app.kind), settingCellText(found)] as const] : [];
  });
  if (stated.length === 0) return false;
  // One element, a line for each: with elements of their own, settings are half of all there are in a large report.
  return textLines(
    'settings',
    stated.map(([label, value]) => `${label}: ${value}`),
  );
}

function isStated(found: Setting): found is Setting & { readonly state: 'known' } {
  return found.state === 'known' && found.origin === 'stated';
}

const mostEntries = 20;

function settingCellText({ value }: Setting & { readonly state: 'known' }): string {
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  if (typeof value !== 'object') return value === '' ? 'empty' : String(value);
  const more = value.length - mostEntries;
  const shown = value.slice(0, mostEntries).join(', ');
  return more > 0 ? `${shown} and ${more} more` : shown || 'none';
}
