import { notKnownHere } from '../../src/migrate/readiness.js';
import { answerHead, type Style } from '../../src/report/report.js';
import type { MigrationPlan, PlannedApp, MigrationProgress } from '../../src/migrate/plan.js';
import type { MigrationState } from '../../src/report/inventory.js';
import { jsonText, plainText } from '../../src/report/text/plain-text.js';
import { counted } from '../../src/report/text/words.js';
import { notReadLines } from '../deadlines/not-read.js';
import { markdownProse, tableRow } from '../markdown/markup.js';
import { tableLayout, paragraph } from '../table/page.js';

const planWords = {
  ready: 'ready',
  blocked: 'blocked',
  loses: 'loses something',
  notYours: 'not yours',
} as const satisfies Readonly<Record<MigrationState, string>>;

const states = [
  'ready',
  'loses',
  'blocked',
  'notYours',
] as const satisfies readonly MigrationState[];

/** How many apps are told one by one without -v: 200 apps are one screen. */
const mostPlanRows = 30;

/** The way that the plan is for; the other is `migrate files --new-app`. */
const way =
  'For "Migrate to External Client App" in App Manager, which keeps the old app as a read-only copy; ecaudit migrate check compares afterwards.';

function planTable(plan: MigrationPlan, style: Style): string {
  const page = tableLayout(style);
  const shown = page.verbose ? plan.apps : plan.apps.slice(0, mostPlanRows);
  const rest = plan.apps.length - shown.length;
  const width = Math.min(40, Math.max(...shown.map(({ apiName }) => apiName.length), 8));
  const sections = [
    [
      ...paragraph(page, planHeadline(plan), 0, 'bold'),
      ...(plan.progress ? paragraph(page, progressText(plan.progress)) : []),
      ...openText(plan).flatMap((line) => paragraph(page, line)),
      ...(plan.apps.length > 0 ? paragraph(page, way, 0, 'dim') : []),
    ],
    shown.map((app) => rowText(app, width, page.width)),
    rest > 0
      ? paragraph(page, `and ${counted(rest, 'more app')}; -v shows all, -f json every reason`)
      : [],
    notReadLines(plan).flatMap((line) => paragraph(page, line, 0, 'yellow')),
  ];
  const texts = sections.filter(({ length }) => length > 0).map((lines) => lines.join('\n'));
  return `${texts.join('\n\n')}\n`;
}

function planHeadline({ apps, summary }: MigrationPlan): string {
  if (apps.length === 0) return 'No Connected App is left to migrate.';
  const parts = states.filter((state) => summary[state] > 0);
  const text = parts.map((state) => `${summary[state]} ${planWords[state]}`).join(', ');
  return `${counted(apps.length, 'Connected App')}: ${text}`;
}

function progressText({ since, before, now, migrated, gone }: MigrationProgress): string {
  return `Since ${since}: ${before} Connected Apps then, ${now} now; ${migrated.length} migrated, ${gone.length} gone.`;
}

/** One line an app: what does not fit is in the data formats. */
function rowText(app: PlannedApp, nameWidth: number, width: number): string {
  const { order, apiName, state, deadline } = app;
  const cells = [
    String(order).padStart(3),
    plainText(apiName).slice(0, nameWidth).padEnd(nameWidth),
    planWords[state].padEnd(15),
    useText(app).padEnd(22),
    (deadline ?? '').padEnd(10),
    plainText(why(app)),
  ];
  const line = cells.join('  ').trimEnd();
  return line.length > width ? `${line.slice(0, width - 1)}…` : line;
}

/** What all apps of files have in common is told once, above. */
function why({ state, reasons, losses }: PlannedApp): string {
  const own = reasons.filter((reason) => !reason.startsWith(notKnownHere));
  return (state === 'loses' ? [...losses, ...own] : [...own, ...losses]).join('; ');
}

function openText({ apps }: MigrationPlan): readonly string[] {
  const open = apps.flatMap(({ reasons }) =>
    reasons.filter((reason) => reason.startsWith(notKnownHere)),
  );
  const [first] = open;
  if (first === undefined) return [];
  return [`Of ${counted(open.length, 'app')} ${first}; an org or a snapshot knows that.`];
}

function useText({ tokens, users, lastUse }: PlannedApp): string {
  if (tokens === null && users === null && lastUse === null) return 'use not known';
  const parts = [
    ...(users === null ? [] : [counted(users, 'user')]),
    ...(lastUse === null ? [] : [`last ${lastUse}`]),
  ];
  return parts.length > 0 ? parts.join(', ') : counted(tokens ?? 0, 'token');
}

function planJson({ report, apps, summary, progress }: MigrationPlan): string {
  return `${jsonText({ ...answerHead(report), apps, summary, ...(progress && { progress }) }, 2)}\n`;
}

function planMarkdown(plan: MigrationPlan): string {
  const { report, apps, progress } = plan;
  const rows = apps.map((app) =>
    tableRow([
      app.order,
      markdownProse(app.source),
      markdownProse(app.label),
      markdownProse(app.apiName),
      planWords[app.state],
      useText(app),
      app.deadline ?? '',
      markdownProse(why(app)),
    ]),
  );
  const lines = [
    `### ecaudit migrate plan: ${planHeadline(plan)}`,
    '',
    ...(progress ? [progressText(progress), ''] : []),
    ...notReadLines(plan).flatMap((line) => [`> ${markdownProse(line)}`, '>']),
    ...(report.summary.incomplete ? [''] : []),
    ...openText(plan).flatMap((line) => [markdownProse(line), '']),
    ...(apps.length > 0 ? [way, ''] : []),
    ...(apps.length > 0
      ? [
          tableRow(['#', 'source', 'app', 'API name', 'state', 'use', 'ends', 'why']),
          '|---:|---|---|---|---|---|---|---|',
          ...rows,
          '',
        ]
      : []),
    `<sub>${report.generatedAt.slice(0, 10)}, ecaudit ${report.tool.version}</sub>`,
  ];
  return `${lines.join('\n')}\n`;
}

/** The formats of `migrate plan`, the default first. */
export const planReporters = {
  table: planTable,
  json: planJson,
  markdown: planMarkdown,
} as const;
