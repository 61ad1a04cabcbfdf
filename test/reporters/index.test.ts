import { digestOf } from '../../src/report/digest/index.js';
import { describe, expect, test } from 'vitest';
import { reporterEntry, reporterNames, type ReporterName } from '../../reporters/index.js';
import { app, at, report, result } from './report.js';
import { clean, empty, findings, hostile } from './samples.js';
import { settled } from './with-exceptions.js';
import { problem } from '../../src/report/problem.js';
import type { Report } from '../../src/report/report.js';

const style = { color: false, width: 80, verbose: false };

const textOf = (text: string | Iterable<string>): string => Array.from(text).join('');

describe.each(reporterNames)('%s', (name) => {
  test('is described, loads, and gives the same text twice', async () => {
    const { about, load } = reporterEntry(name);
    const reporter = await load();
    expect(about).toMatch(/^for [^:]+: ./);
    expect(textOf(reporter(digestOf(hostile), style))).toBe(
      textOf(reporter(digestOf(hostile), style)),
    );
  });

  test('ends with a line feed, and prints nothing that a terminal or a build service obeys', async () => {
    const reporter = await reporterEntry(name).load();
    const text = textOf(reporter(digestOf(hostile), style));
    expect(text.endsWith('\n')).toBe(true);
    // Every control character but the line feed, marks that turn text round, and halves of surrogate pairs.
    expect(text.replaceAll('\r\n', '\n')).not.toMatch(
      /(?!\n)[\p{Cc}\u{202a}-\u{202e}\u{2066}-\u{2069}\u{2028}\u{2029}\p{Cs}]/u,
    );
    expect(text).not.toMatch(/##\[|##vso\[/m);
    // The commands of this one are its own: github.test.ts reads them back.
    if (name !== 'github') expect(text).not.toMatch(/^\s*::[a-z]/m);
  });
});

/** Whether somebody, or a program, who reads this format takes the audit for complete and free of findings. */
const looksClean = {
  table: (text) => /^No findings in/m.test(text) && !/incomplete/i.test(text),
  json: (text) => {
    const { summary } = JSON.parse(text);
    return !summary.incomplete && summary.fail === 0;
  },
  sarif: (text) => {
    const [run] = JSON.parse(text).runs;
    // GitHub takes no finding of a log that was not successful: what is missing is told by notifications of level error.
    const told = run.invocations[0].toolExecutionNotifications as readonly { level: string }[];
    return run.results.length === 0 && told.every(({ level }) => level !== 'error');
  },
  junit: (text) => !/<(failure|error) /.test(text),
  github: (text) => !text.includes('::error'),
  gitlab: (text) => JSON.parse(text).length === 0,
  markdown: (text) => /^### ecaudit: no findings/m.test(text),
  html: (text) =>
    />No findings in [^<]*\.</.test(text) && !text.includes('This audit is incomplete'),
  comment: (text) => /^### ecaudit: no findings/m.test(text),
  rdjson: (text) => JSON.parse(text).diagnostics.length === 0,
  ocsf: (text) => JSON.parse(text).length === 0,
  csv: (text) => text.includes('audit complete. no findings') && text.split('\n').length === 3,
} as const satisfies Readonly<Record<ReporterName, (text: string) => boolean>>;

/** Nothing found, and one file not read. */
const blind: Report = {
  ...clean,
  problems: [problem('malformed-xml', 'unexpected end of file')],
  summary: { ...clean.summary, incomplete: true },
};

/** Nothing found, and not everything decided, under --strict. */
const undecided: Report = {
  ...clean,
  options: { ...clean.options, strict: true },
  summary: { ...clean.summary, open: 1, checks: clean.summary.checks + 1, incomplete: true },
};

describe.each(reporterNames)('%s never makes an incomplete audit look clean', (name) => {
  test.each([
    ['a clean audit', clean, true],
    ['a file that was not read', blind, false],
    ['undecided checks under --strict', undecided, false],
    ['no app', empty, false],
    ['findings', findings, false],
  ])('%s', async (_what, sample, expected) => {
    const reporter = await reporterEntry(name).load();
    expect(looksClean[name](textOf(reporter(digestOf(sample), style)))).toBe(expected);
  });
});

/** How the section of the findings that a vendor's guide demands begins, with how many they are. */
const acceptedSection = {
  table: /Accepted because the vendor's guide demands it\n\s*- flows\/pkce-required/,
  json: /"excuses": \[\s*\{[^}]*"rule": "vendors\/servicemax-atlas\/pkce-off",[^[]*"findings": 1/,
  sarif: /"excuses": \[\s*\{[^[]*"findings": 1/,
  junit: /name="ecaudit: accepted because a vendor&apos;s guide demands it"[^>]* tests="1"/,
  github: /^::group::1 finding accepted because a vendor's guide demands it$/m,
  gitlab: /"ecaudit\/accepted-by-vendor","description":"1 finding accepted/,
  markdown: /<summary>1 finding accepted because a vendor's guide demands it<\/summary>/,
  html: /<li>1 finding accepted because a vendor(?:'|&#39;|&apos;)s guide demands it<\/li>/,
  comment: /<summary>1 finding accepted because a vendor's guide demands it<\/summary>/,
  rdjson: /1 finding accepted because a vendor's guide demands it/,
  ocsf: /"status":"Suppressed","status_detail":"accepted because a vendor's guide demands it/,
  csv: /^accepted,info,.*accepted because a vendor's guide demands it.*\r\n/m,
} as const satisfies Readonly<Record<ReporterName, RegExp>>;

test.each(reporterNames)('%s has a section of what vendors demand', async (name) => {
  const reporter = await reporterEntry(name).load();
  for (const sample of [findings, settled])
    expect(textOf(reporter(digestOf(sample), style))).toMatch(acceptedSection[name]);
  expect(textOf(reporter(digestOf(clean), style))).not.toMatch(acceptedSection[name]);
});

/** One finding about the org that two apps share. */
const orgWide = report({
  apps: [app('A'), app('B')],
  results: ['A', 'B'].map((name) =>
    result('org/pkce', `externalClientApp:${name}`, {
      about: 'org',
      fingerprint: 'shared',
      message: 'The org is open',
      location: at('settings/OauthOidc.settings', 3),
    }),
  ),
});

test.each(['table', 'junit', 'github', 'gitlab', 'markdown', 'html', 'csv', 'sarif'] as const)(
  '%s tells a finding about the org once',
  async (name) => {
    const reporter = await reporterEntry(name).load();
    expect(textOf(reporter(digestOf(orgWide), style)).split('The org is open')).toHaveLength(2);
  },
);
