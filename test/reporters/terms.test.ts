import { digestOf } from '../../src/report/digest/index.js';
import { expect, test } from 'vitest';
import { reporterEntry, reporterNames } from '../../reporters/index.js';
import { problem } from '../../src/report/problem.js';
import type { Report } from '../../src/report/report.js';
import { report } from './report.js';
import { clean } from './samples.js';

async function written(name: (typeof reporterNames)[number], of: Report): Promise<string> {
  const render = await reporterEntry(name).load();
  const text = render(digestOf(of), { color: false, width: 200, verbose: false });
  return typeof text === 'string' ? text : [...text].join('');
}

const at = { file: 'c.yaml', startLine: 3, startColumn: 5, endLine: 3, endColumn: 6 };

/** A run that found nothing because the repository's own files say so. */
const milder = report({
  ...clean,
  config: 'c.yaml',
  options: { ...clean.options, failOn: 'never' },
  problems: [
    problem('rule-switched-off', '13 rules are switched off for 1 app', at),
    problem('rule-changed', 'flows are milder', { ...at, startLine: 4 }),
    problem('link-not-followed', 'a link to outside', { ...at, file: 'apps' }),
  ],
});

const people = reporterNames.filter((name) => name !== 'json' && name !== 'sarif');

test.each(people)(
  '%s says what the configuration makes milder, and what fails the run',
  async (name) => {
    const text = await written(name, milder);
    for (const said of [
      '13 rules are switched off',
      'c.yaml:3:5',
      'flows are milder',
      'no finding fails the run',
    ])
      expect(text).toContain(said);
  },
);

test.each(reporterNames)('%s has the warnings', async (name) => {
  expect(await written(name, milder)).toContain('a link to outside');
});

test.each(['markdown', 'gitlab'] as const)(
  '%s says nothing of terms that nobody set',
  async (name) => {
    expect(await written(name, clean)).not.toMatch(/terms/);
  },
);

test('a long list of overrides is counted, so that a comment stays short', async () => {
  const many = Array.from({ length: 3000 }, (_, line) =>
    problem('rule-changed', `"r${line}" has severity low`, { ...at, startLine: line + 1 }),
  );
  const text = await written('markdown', { ...milder, problems: many });
  expect(text).toContain('2980 more overrides of rules');
  expect(text.length).toBeLessThan(65_536);
});
