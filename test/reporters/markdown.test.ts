import { digestOf } from '../../src/report/digest/index.js';
import { describe, expect, test } from 'vitest';
import { comment as renderComment, markdown as render } from '../../reporters/markdown.js';
import type { Report } from '../../src/report/report.js';
import { app, report, result } from './report.js';
import { clean, empty, findings, hostile, hostileNames } from './samples.js';
import { settled } from './with-exceptions.js';

const markdown = (sample: Report): string => render(digestOf(sample));
const comment = (sample: Report): string => renderComment(digestOf(sample));

/** Markdown without code spans: what is left is what a renderer looks into. A span ends at a run of just as many backticks. */
function withoutCode(text: string): string {
  return text.replaceAll(/(?<!`)(`+)(?!`)(.*?)(?<!`)\1(?!`)/g, 'CODE');
}

/** Without the tags that are ours. */
function withoutTags(text: string): string {
  return text
    .replaceAll(/<code>[^<>]*<\/code>/g, 'CODE')
    .replaceAll(/<\/?(?:details|summary|sub)>|<br>|^<!-- ecaudit -->$/gm, '');
}

const samples = Object.entries({ findings, clean, empty, hostile, settled });

describe.each(samples)('%s', (_name, sample) => {
  const text = markdown(sample);
  const bare = withoutTags(withoutCode(text));

  test('has no markup, link, mention, reference or picture but its own', () => {
    expect(bare).not.toMatch(/[<>`@\\~^$]|\]\(|!\[|https?:|www\.|#\d|(?<!\*)\*(?!\*)|&(?!#\d+;)/);
  });

  test('has tables whose rows all have the cells of their head', () => {
    const cells = (line: string): number => withoutCode(line).split(/(?<!\\)\|/).length;
    for (const table of text.matchAll(/(?:^\|.*\n)+/gm)) {
      const [head = '', ...rows] = table[0].trimEnd().split('\n');
      expect(rows.filter((row) => cells(row) !== cells(head))).toEqual([]);
    }
  });

  test('closes what it opens', () => {
    const count = (tag: string): number => text.split(tag).length - 1;
    expect(count('<details>')).toBe(count('</details>'));
    expect(count('<summary>')).toBe(count('</summary>'));
  });
});

const headline = (sample: Report): string => markdown(sample).split('\n')[1] ?? '';

test('the headline says how it stands', () => {
  expect(headline(clean)).toBe('### ecaudit: no findings in 1 app');
  expect(headline(empty)).toBe('### ecaudit: Nothing was audited: no app was found.');
  expect(headline(findings)).toBe(
    '### ecaudit: audit incomplete, 1 critical, 1 high, 1 medium, 1 info in 4 apps; 1 of them accepted because a guide demands it; 3 checks undecided',
  );
});

test('the first line is a mark to find the comment by', () => {
  expect(markdown(clean).startsWith('<!-- ecaudit -->\n')).toBe(true);
});

test('each app is folded, the worst first, with what to do and where', () => {
  const text = markdown(findings);
  const heads = Array.from(text.matchAll(/<summary>(.*)<\/summary>/g), ([, head]) => head);
  expect(heads.slice(0, 3)).toEqual([
    'External Client App <code>Order_Sync</code>: 1 critical, 1 high',
    'Connected App <code>Data_Loader</code>: 1 medium',
    "1 finding accepted because a vendor's guide demands it",
  ]);
  expect(text).toContain(
    '| critical | Permitted Users is "self-authorize"; "admin-approved" is required<br>Fix: How to meet `access/admin-approved`.<br>`access/admin-approved` | `force-app/extlClntAppOauthPolicies/Order_Sync_plcy.ecaOauthPlcy-meta.xml:12` |',
  );
});

test('what is not audited stands open at the top', () => {
  const text = markdown(findings);
  expect(text.indexOf('**Incomplete: what follows was not audited.**')).toBeLessThan(
    text.indexOf('<details>'),
  );
});

test('what is settled is told with its reason', () => {
  const text = markdown(settled);
  expect(text).toContain('1 finding suppressed by the configuration</summary>');
  expect(text).toContain('Replaced in March, SEC-123; owner integrations team; until 2027-03-31');
  expect(text).toContain('1 finding in the baseline.');
});

test('a comment is never longer than GitHub takes, and says what it left out', () => {
  const apps = Array.from({ length: 3000 }, (_item, number) => app(`App_${number}`));
  const results = apps.flatMap(({ id }) => [
    result('r/a', id, { message: 'wrong '.repeat(100) }),
    result('r/b', id, { suppressed: { reason: 'x'.repeat(1000) } }),
    result('r/c', id, { verdict: 'open', message: `open ${id}` }),
  ]);
  const sample = report({ apps, results, summary: { suppressed: 3000 } });
  const text = comment(sample);
  expect(text.length).toBeLessThan(65_536);
  expect(text).toMatch(/And \d+ more apps with findings/);
});

test('a report is never cut, and says when and of what it is', () => {
  const apps = Array.from({ length: 300 }, (_item, number) => app(`App_${number}`));
  const results = apps.map(({ id }) => result('r/a', id, { message: `wrong in ${id}` }));
  const text = markdown(report({ apps, results }));
  for (const { apiName } of apps) expect(text).toContain(`<code>${apiName}</code>`);
  expect(text).toContain('2026-11-21');
});

test.each(hostileNames)('%j cannot act', (name) => {
  const wild = app('A', { apiName: name, label: name });
  const text = markdown(
    report({ apps: [wild], results: [result('r/a', wild.id, { message: name })] }),
  );
  expect(withoutTags(withoutCode(text))).not.toMatch(/<|@|\]\(|https?:|^::|evil\.example/m);
});

test.each([
  ['a `b` c', 'a `` `b` `` c'],
  ['@everyone, look', '`@everyone`, look'],
  ['see #12 and !3', 'see `#12` and `!3`'],
  ['(https://evil.example/a).', '(`https://evil.example/a`).'],
  ['a|b', '`a\\|b`'],
  ['1. first', '`1.` first'],
  [' 2) second', ' `2)` second'],
  ['at most 90. It is 365.', 'at most 90. It is 365.'],
  ['- item', '`-` item'],
  ['www.evil.example', '`www.evil.example`'],
  ['plain, "quoted" words: self-authorize!', 'plain, "quoted" words: self-authorize!'],
])('%j is written %j', (message, written) => {
  const text = markdown(
    report({ apps: [app('A')], results: [result('r/a', 'externalClientApp:A', { message })] }),
  );
  expect(text).toContain(`| high | ${written}<br>`);
});
