import { clip, plainText } from '../../src/report/text/plain-text.js';
import type { Result } from '../../src/report/verdict.js';
import { listItem, type Page } from './page.js';

/** What to do after reading: the worst finding first, then the reports that say more. */
export function nextSteps(page: Page, worst: Result | undefined): readonly string[] {
  const steps = [...firstFix(page, worst), ...completion(page), ...otherReports(page)];
  if (steps.length === 0) return [];
  return [page.paint('Next', 'bold'), ...steps.flatMap((step) => listItem(page, step, 0))];
}

function firstFix({ digest }: Page, worst: Result | undefined): readonly string[] {
  if (worst === undefined) return [];
  const { apiName = worst.app } = digest.app(worst.app) ?? {};
  const where = worst.about === 'org' ? 'the org' : plainText(clip(apiName, 80));
  const { fix = '' } = digest.rule(worst.rule);
  return [`Fix first: ${where}, ${plainText(worst.rule)}. ${fix}`.trim()];
}

function completion({ digest: { report } }: Page): readonly string[] {
  if (!report.summary.incomplete) return [];
  const errors = report.problems.some(({ level }) => level === 'error');
  const what = errors ? 'Mend the errors above' : 'Settle the undecided checks above';
  return [`${what}: an incomplete audit ends with exit code 3, unless its findings make it 1`];
}

function otherReports({ digest: { report }, verbose }: Page): readonly string[] {
  const { summary, problems } = report;
  if (summary.apps === 0) {
    return summary.incomplete ? ['Name a folder, a metadata file or a zip: ecaudit PATH'] : [];
  }
  const more = summary.fail + summary.open + problems.length > 0;
  return [
    ...(more && !verbose ? ['See fixes, each undecided check and all notes: -v'] : []),
    'Write -f sarif=ecaudit.sarif for code scanning, -f json=ecaudit.json --include all for every verdict',
  ];
}
