import type { AppDigest } from '../../src/report/digest/index.js';
import type { VendorMatch } from '../../src/report/report.js';
import { formatLocation } from '../../src/model/location.js';
import { severities } from '../../src/report/severity.js';
import { clip, plainText } from '../../src/report/text/plain-text.js';
import { kindNames } from '../../src/report/text/words.js';
import { textWidth, wrap } from '../../src/report/text/wrap.js';
import { paragraph, severityLooks, type Page } from './page.js';

/** What an app is called, what it is, whose guides are about it, and how bad it is. */
export function appHead(page: Page, results: AppDigest): readonly string[] {
  const { app } = results;
  const name = plainText(clip(app.label === '' ? app.apiName : app.label, 200));
  const id = plainText(clip(app.id, 200));
  return [
    ...titleLines(page, name),
    ...paragraph(page, `${kindNames[app.kind]} ${id}`, 2, 'dim'),
    ...app.vendors.flatMap((vendor) => paragraph(page, vendorText(page, vendor), 2, 'dim')),
    ...usedByLines(page, results),
    ...counts(page, results),
  ];
}

/** Where the app is used, with -v: one line each, so that the place can be clicked. */
function usedByLines(page: Page, { app: { settings } }: AppDigest): readonly string[] {
  const { usedBy } = settings;
  if (!page.verbose || usedBy.state === 'unknown') return [];
  return usedBy.value.flatMap((entry, at) => {
    const place = usedBy.itemLocations?.[at];
    const where = place ? ` (${formatLocation(place)})` : '';
    const text = `Used by ${entry.replace(':', ' ')}${where}`;
    return paragraph(page, plainText(clip(text, 300)), 2, 'dim');
  });
}

/** `── Order Sync ───────`: where one app ends and the next begins is seen from afar. */
export function titleLines({ width, paint }: Page, name: string): readonly string[] {
  const mark = '── ';
  return wrap(name, width - 2 * mark.length).map((line) => {
    const rest = '─'.repeat(width - mark.length - textWidth(line) - 1);
    return `${paint(mark, 'dim')}${paint(line, 'bold')} ${paint(rest, 'dim')}`;
  });
}

/** `Guide: Fullcast (vendors/fullcast), because of callback host app.fullcast.io; environment=production`. */
function vendorText(
  { digest: { report } }: Page,
  { ruleset, because, parameters }: VendorMatch,
): string {
  const title = report.rulesets.find(({ id }) => id === ruleset)?.title ?? ruleset;
  const given = Object.entries(parameters).map(([name, value]) => `${name}=${String(value)}`);
  const facts = [`Guide: ${title} (${ruleset}), because of ${because}`, ...given];
  return plainText(facts.join('; '));
}

/** `1 critical, 2 high, 3 accepted, 4 not decided`, the severities in their colours. */
function counts(
  page: Page,
  { bySeverity, excused, acceptedCounts, undecided }: AppDigest,
): readonly string[] {
  const parts = [
    ...severities.map((severity) => [bySeverity[severity], severity] as const),
    [excused.length, 'accepted'] as const,
    [undecided, 'not decided'] as const,
    [acceptedCounts.suppressed, 'suppressed'] as const,
    [acceptedCounts.baselined, 'in the baseline'] as const,
  ];
  const text = parts.flatMap(([count, name]) => (count > 0 ? [`${count} ${name}`] : [])).join(', ');
  return paragraph(page, text, 2).map((line) => withColors(page, line));
}

const severityCount = new RegExp(`\\d+ (${severities.join('|')})`, 'g');

function withColors({ paint }: Page, line: string): string {
  return line.replace(severityCount, (text) => {
    const severity = severities.find((name) => text.endsWith(name));
    return severity === undefined ? text : paint(text, ...severityLooks[severity]);
  });
}
