import type { ControlCoverage, FrameworkCoverage } from '../../src/report/controls.js';
import { plainText } from '../../src/report/text/plain-text.js';
import type { Look } from '../../src/report/text/ansi.js';
import { counted } from '../../src/report/text/words.js';
import { listItem, paragraph, type Page } from './page.js';

/** What the checks mean for the controls of each framework that was asked for; a part for each. */
export function controlsTable(page: Page): readonly (readonly string[])[] {
  return (page.digest.report.controls ?? []).map((coverage) => frameworkLines(page, coverage));
}

function frameworkLines(page: Page, { framework, controls }: FrameworkCoverage): readonly string[] {
  const { id, title, version } = framework;
  const name = plainText(version === undefined ? title : `${title}, ${version}`);
  const assessed = controls.filter((one) => one.assessed);
  const others = controls.filter((one) => !one.assessed);
  return [
    ...paragraph(page, `Controls: ${name} (${plainText(id)})`, 0, 'bold'),
    ...paragraph(page, evidenceOnly, 0, 'dim'),
    ...assessed.flatMap((one) => assessedLines(page, one)),
    ...notAssessedLines(page, others),
  ];
}

const evidenceOnly =
  'Checks give evidence; whether a control is fulfilled is for whoever is responsible for it.';

function assessedLines(page: Page, coverage: ControlCoverage): readonly string[] {
  const { control, title, rules } = coverage;
  const [word, look] = controlState(coverage);
  const named = control === title ? control : `${control} ${title}`;
  const lines = listItem(page, `${plainText(named)}: ${word} (${countsText(coverage)})`, 0, look);
  const why = page.verbose ? paragraph(page, plainText(rules.join(', ')), 2, 'dim') : [];
  return [...lines, ...why];
}

/** The worst that a check came to. */
function controlState({ fail, open, pass }: ControlCoverage): readonly [string, Look] {
  if (fail > 0) return ['failed', 'red'];
  if (open > 0) return ['not decided', 'yellow'];
  return pass > 0 ? ['passed', 'green'] : ['no app that it applies to', 'dim'];
}

function countsText({ pass, fail, open, notApplicable, rules }: ControlCoverage): string {
  const counts = [
    [pass, 'passed'],
    [fail, 'failed'],
    [open, 'not decided'],
    [notApplicable, 'not applicable'],
  ] as const;
  const parts = counts.flatMap(([count, name]) => (count > 0 ? [`${count} ${name}`] : []));
  return `${counted(rules.length, 'rule')}: ${parts.join(', ') || 'no check'}`;
}

/** Their ids; with -v, each with the reason. */
function notAssessedLines(page: Page, controls: readonly ControlCoverage[]): readonly string[] {
  if (controls.length === 0) return [];
  const head = `Not assessed by this tool: ${counted(controls.length, 'control')}`;
  if (!page.verbose) {
    const ids = controls.map(({ control }) => control).join(', ');
    return paragraph(page, plainText(`${head} (-v says why): ${ids}`), 0);
  }
  return [
    ...paragraph(page, head, 0),
    ...controls.flatMap(({ control, title, reason }) =>
      listItem(page, plainText(`${control} ${title}: ${reason ?? ''}`), 0, 'dim'),
    ),
  ];
}
