import type { Head, Style } from '../../src/report/report.js';
import type { Parity, ParityCheck, ParityField } from '../../src/migrate/check.js';
import { settingNameText } from '../../src/report/digest/index.js';
import { jsonText, plainText } from '../../src/report/text/plain-text.js';
import { counted } from '../../src/report/text/words.js';
import { markdownProse, tableRow } from '../markdown/markup.js';
import { tableLayout, listItem, paragraph } from '../table/page.js';

/** A check, and the head of its JSON. */
export interface CheckAnswer {
  readonly head: Head;
  readonly check: ParityCheck;
}

function checkTable({ head, check }: CheckAnswer, style: Style): string {
  const page = tableLayout(style);
  const told = check.fields.filter(({ verdict }) => verdict !== 'same' || page.verbose);
  const look = check.parity ? 'green' : 'red';
  const sections = [
    [
      ...paragraph(page, `${plainText(check.old)} → ${plainText(check.new)}`, 0, 'bold'),
      ...paragraph(page, parityText(check), 0, look),
      ...(head.incomplete
        ? paragraph(page, 'Incomplete: not everything could be read.', 0, 'yellow', 'bold')
        : []),
    ],
    told.flatMap((one) => listItem(page, fieldText(one), 0)),
    check.undecided.flatMap(({ setting, reason }) =>
      listItem(page, `not known of the old app: ${setting} (${plainText(reason)})`, 0, 'dim'),
    ),
  ];
  const texts = sections.filter(({ length }) => length > 0).map((lines) => lines.join('\n'));
  return `${texts.join('\n\n')}\n`;
}

function parityText({ parity, fields }: ParityCheck): string {
  const count = (wanted: Parity): number =>
    fields.filter(({ verdict }) => verdict === wanted).length;
  const counts = `${count('same')} same, ${count('translated')} translated, ${count('lost')} lost`;
  const end = parity ? 'nothing is lost without a reason' : 'something is lost without a reason';
  return `${counted(fields.length, 'field')}: ${counts}; ${end}.`;
}

function fieldText({ setting, verdict, before, after, reason }: ParityField): string {
  const why = reason === null ? '' : ` (${reason})`;
  const name = `${settingNameText(setting, 'externalClientApp')} (${setting})`;
  return `${verdict}: ${name}: ${parityValueText(before)} → ${parityValueText(after)}${plainText(why)}`;
}

function parityValueText(value: ParityField['before']): string {
  if (value === null) return 'not there';
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  const text = Array.isArray(value) ? value.join(', ') : String(value);
  return text === '' ? 'empty' : plainText(text);
}

function checkJson({ head, check }: CheckAnswer): string {
  const { old, new: now, parity, fields, undecided } = check;
  return `${jsonText({ ...head, old, new: now, parity, fields, undecided }, 2)}\n`;
}

function checkMarkdown({ head, check }: CheckAnswer): string {
  const rows = check.fields.map(({ setting, verdict, before, after, reason }) =>
    tableRow([
      markdownProse(`${settingNameText(setting, 'externalClientApp')} (${setting})`),
      verdict,
      markdownProse(parityValueText(before)),
      markdownProse(parityValueText(after)),
      markdownProse(reason ?? ''),
    ]),
  );
  const lines = [
    `### ecaudit migrate check: ${markdownProse(check.old)} → ${markdownProse(check.new)}`,
    '',
    parityText(check),
    '',
    ...(head.incomplete ? ['**Incomplete**: not everything could be read.', ''] : []),
    tableRow(['setting', 'verdict', 'before', 'after', 'reason']),
    '|---|---|---|---|---|',
    ...rows,
    '',
    `<sub>${head.generatedAt.slice(0, 10)}, ecaudit ${head.tool.version}</sub>`,
  ];
  return `${lines.join('\n')}\n`;
}

/** The formats of `migrate check`, the default first. */
export const checkReporters = {
  table: checkTable,
  json: checkJson,
  markdown: checkMarkdown,
} as const;
