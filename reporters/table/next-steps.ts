import { decidingText, shortAction, type Finding } from '../../src/report/digest/index.js';
import { clip, plainText } from '../../src/report/text/plain-text.js';
import { counted } from '../../src/report/text/words.js';
import { listItem, titled, type Page } from './page.js';

/** What to do after reading: the worst finding first, then what would decide most, then the reports that say more. */
export function nextSteps(page: Page): readonly string[] {
  const steps = [...firstFix(page), ...deciding(page), ...completion(page), ...otherReports(page)];
  const [only, ...more] = steps;
  if (only === undefined) return [];
  if (more.length === 0) return titled(page, 'Next', only);
  return [page.paint('Next', 'bold'), ...steps.flatMap((step) => listItem(page, step, 0))];
}

/** The rule to begin with; where the report lists each finding with what to do, that is plain to see. */
function firstFix(page: Page): readonly string[] {
  const rule = firstRule(page);
  const [first] = rule?.findings ?? [];
  if (!rule || !first || page.groupBy === 'app') return [];
  const where =
    rule.findings.length > 1 ? counted(rule.findings.length, 'finding') : placeOfFirst(page, first);
  const action = shortAction(page.digest.action(first.result));
  return [`Fix first: ${plainText(rule.rule)}, ${where}. ${action}`.trim()];
}

/**
 * The worst rule; where a vendor's guide asks for something of the same app as severely, that comes first: what the guide demands
 * makes the integration work.
 */
function firstRule({ digest }: Page): Page['digest']['rules'][number] | undefined {
  const rules = digest.rules.filter(({ findings: [one] }) => one && isDuty(one));
  const [worst] = rules;
  if (!worst) return undefined;
  const severity = (one: typeof worst) => one.findings[0]?.result.severity;
  const apps = new Set(worst.findings.map(({ result }) => result.app));
  const demand = rules.find(
    (one) =>
      one.rule.startsWith('vendors/') &&
      severity(one) === severity(worst) &&
      one.findings.some(({ result }) => apps.has(result.app)),
  );
  return demand ?? worst;
}

/** What a guide only offers is never the first thing to do. */
function isDuty({ result }: Finding): boolean {
  return result.level !== 'optional' && result.level !== 'troubleshooting';
}

function placeOfFirst({ digest }: Page, { result }: Finding): string {
  if (result.about === 'org') return 'the org';
  return plainText(clip(digest.app(result.app)?.apiName ?? result.app, 80));
}

/** What to retrieve so that most is decided. */
function deciding({ digest }: Page): readonly string[] {
  const text = decidingText(digest);
  return text === '' ? [] : [text];
}

function completion({ digest: { report } }: Page): readonly string[] {
  if (!report.summary.incomplete) return [];
  const errors = report.problems.some(({ level }) => level === 'error');
  const what = errors ? 'Fix the errors above' : 'Decide the undecided checks above';
  return [`${what}: an incomplete audit ends with exit code 3, unless its findings make it 1`];
}

function otherReports({ digest: { report, rules }, details, groupBy }: Page): readonly string[] {
  const { summary, problems } = report;
  if (summary.apps === 0) {
    return summary.incomplete ? ['Name a folder, a metadata file or a zip: ecaudit PATH'] : [];
  }
  const more = summary.fail + summary.open + problems.length > 0;
  const one = groupBy === 'rule' && rules[0] ? `, of one rule with --rule ${rules[0].rule}` : '';
  return more && !details ? [`Every finding with all it has: --details${one}`] : [];
}
