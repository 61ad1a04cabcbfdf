import type { Digest } from '../../src/report/digest/index.js';
import { withPlace } from '../../src/report/digest/index.js';
import { plainText } from '../../src/report/text/plain-text.js';

/** How many errors are told one by one. */
const mostUnreadErrors = 20;

/** What could not be read, for the end of a report: an incomplete answer never looks like a whole one. */
export function notReadLines({ report }: Pick<Digest, 'report'>): readonly string[] {
  if (!report.summary.incomplete) return [];
  const errors = report.problems.filter(({ level }) => level === 'error');
  const shown = errors.slice(0, mostUnreadErrors).map((one) => plainText(withPlace(one)));
  const rest = errors.length - shown.length;
  return [
    'Incomplete: not everything that was asked for could be read.',
    ...shown,
    ...(rest > 0 ? [`and ${rest} more`] : []),
  ];
}
