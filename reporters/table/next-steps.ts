import type { Result } from '../../src/report/verdict.js';
import { clip, plainProse, plainText } from '../plain-text.js';
import { listItem, type Page } from './page.js';

/** What to do after reading: the worst finding first, then the reports that say more. */
export function nextSteps(page: Page, worst: Result | undefined): readonly string[] {
  const steps = [...firstFix(page, worst), ...completion(page), ...otherReports(page)];
  if (steps.length === 0) return [];
  return [page.paint('Next', 'bold'), ...steps.flatMap((step) => listItem(page, step, 0))];
}

function firstFix(page: Page, worst: Result | undefined): readonly string[] {
  if (worst === undefined) return [];
  const app = page.report.apps.find(({ id }) => id === worst.app);
  const where = worst.about === 'org' ? 'the org' : plainText(clip(app?.apiName ?? worst.app, 80));
  return [`Fix first: ${where}, ${plainText(worst.rule)}. ${fixText(page, worst)}`.trim()];
}

function fixText({ rules }: Page, finding: Result): string {
  return plainProse(rules.get(finding.rule)?.fix ?? '');
}

function completion({ report }: Page): readonly string[] {
  if (!report.summary.incomplete) return [];
  const errors = report.problems.some(({ level }) => level === 'error');
  const what = errors ? 'Mend the errors above' : 'Settle the undecided checks above';
  return [`${what}: an incomplete audit ends with exit code 3, unless its findings make it 1`];
}

function otherReports({ report, verbose }: Page): readonly string[] {
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
