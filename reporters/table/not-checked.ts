import { problemsByKind, isChange, problemTitles } from '../../src/report/digest/index.js';
import { formatLocation } from '../../src/model/location.js';
import type { Problem, ProblemKind, ProblemLevel } from '../../src/report/problem.js';
import type { Look } from '../../src/report/text/ansi.js';
import { plainText } from '../../src/report/text/plain-text.js';
import { counted } from '../../src/report/text/words.js';
import { listItem, paragraph, type Page } from './page.js';

/** How many problems of one kind are told without -v. */
const mostOfKind = 20;

const problemLooks = {
  error: ['red'],
  warning: ['yellow'],
  note: ['dim'],
} as const satisfies Readonly<Record<ProblemLevel, readonly Look[]>>;

/** What was not read, or not read for sure, by kind; notes are counted only, unless -v asks for them. */
export function notCheckedLines(page: Page): readonly string[] {
  const { report, terms } = page.digest;
  const { problems } = report;
  const told = problems.filter(
    ({ level, kind }) => page.verbose || level !== 'note' || isChange({ kind }),
  );
  const notes = problems.length - told.length;
  const lines = [
    ...[...problemsByKind(told)].flatMap(([kind, list]) => kindLines(page, kind, list)),
    ...terms.ignored.flatMap((text) => listItem(page, text, 0, 'dim')),
    ...(notes > 0 ? listItem(page, `${counted(notes, 'note')} (-v lists them)`, 0, 'dim') : []),
  ];
  return lines.length === 0 ? [] : [page.paint('Problems with the input', 'bold'), ...lines];
}

function kindLines(page: Page, kind: ProblemKind, problems: readonly Problem[]): readonly string[] {
  const shown = page.verbose ? problems : problems.slice(0, mostOfKind);
  const rest = problems.length - shown.length;
  const level = problems[0]?.level ?? 'note';
  return [
    ...listItem(page, `${level}: ${problemTitles[kind]}`, 0, ...problemLooks[level]),
    ...shown.flatMap((problem) => paragraph(page, problemText(problem), 2)),
    ...(rest > 0 ? paragraph(page, `and ${rest} more (-v lists them)`, 2, 'dim') : []),
  ];
}

function problemText({ message, location }: Problem): string {
  const place = location ? `${plainText(formatLocation(location))} ` : '';
  return place + plainText(message);
}
