import type { Checklist, ChecklistItem, ChecklistState } from '../src/report/checklist.js';
import { sourceFacts } from '../src/report/digest/rule-texts.js';
import { jsonText, plainProse, plainText } from '../src/report/text/plain-text.js';
import { kindTitles } from '../src/report/text/words.js';
import { markdownProse } from './markdown/markup.js';

/** The formats of `vendors check`, the default first. */
export const checklistReporters = {
  text: (list: Checklist) =>
    `${[...checklistHead(list), '', ...list.items.map(itemLine)].join('\n')}\n`,
  markdown: checklistMarkdown,
  json: ({ ruleset, app, items }: Checklist) =>
    `${jsonText({ ruleset: ruleset.id, app: app.id, items: items.map(itemData) }, 2)}\n`,
} as const;

function checklistMarkdown(list: Checklist): string {
  const [title = '', ...facts] = checklistHead(list);
  const items = list.items.map((item) => `- ${marks[item.state]} ${markdownProse(itemText(item))}`);
  return `${[`# ${markdownProse(title)}`, '', ...facts.map(markdownProse), '', ...items].join('\n')}\n`;
}

const marks = {
  met: '[x]',
  unmet: '[ ]',
  undecided: '[?]',
  notApplicable: '[-]',
} as const satisfies Readonly<Record<ChecklistState, string>>;

function itemData({ message: _, ...item }: ChecklistItem): object {
  return item;
}

/** What is held against what, where the guide is, and how it came out. */
function checklistHead({ ruleset, app, items }: Checklist): readonly string[] {
  const counts = (Object.keys(marks) as readonly ChecklistState[]).flatMap((state) => {
    const count = items.filter((item) => item.state === state).length;
    return count === 0 ? [] : [`${count} ${state === 'notApplicable' ? 'not applicable' : state}`];
  });
  return [
    `${plainText(ruleset.title)}: ${kindTitles[app.kind]} ${plainText(app.apiName)}`,
    ...ruleset.sources.map((source) =>
      plainProse([source.title, ...sourceFacts(source)].join(', ')),
    ),
    `${items.length} items: ${counts.join(', ')}`,
  ];
}

function itemLine(item: ChecklistItem): string {
  return plainText(`${marks[item.state]} ${itemText(item)}`);
}

/** One item in one line: its title, and where it is not met what was found and what to do in Setup. */
function itemText({ state, title, label, message, fix, level, rule }: ChecklistItem): string {
  const named = label === null || title.includes(label) ? '' : ` ("${label}")`;
  const optional = level === 'required' ? '' : `, ${level}`;
  const end = ` (${rule.slice(rule.lastIndexOf('/') + 1)}${optional})`;
  if (state === 'unmet')
    return plainProse(`${title}${named}: ${message}${fix ? ` Fix: ${fix.setup}` : ''}${end}`);
  return plainProse(`${title}${named}${state === 'undecided' ? `: ${message}` : ''}${end}`);
}
