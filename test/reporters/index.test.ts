import { describe, expect, test } from 'vitest';
import { isReporterName, reporterEntry, reporterNames } from '../../reporters/index.js';
import { hostile } from './samples.js';

const style = { color: false, width: 80, verbose: false };

const textOf = (report: string | Iterable<string>): string => Array.from(report).join('');

describe.each(reporterNames)('%s', (name) => {
  test('is described, loads, and gives the same text twice', async () => {
    const { about, load } = reporterEntry(name);
    const reporter = await load();
    expect(about).toMatch(/^for /);
    expect(textOf(reporter(hostile, style))).toBe(textOf(reporter(hostile, style)));
  });

  test('ends with a line feed, and prints nothing that a terminal or a build service obeys', async () => {
    const reporter = await reporterEntry(name).load();
    const text = textOf(reporter(hostile, style));
    expect(text.endsWith('\n')).toBe(true);
    // Every control character but the line feed, marks that turn text round, and halves of surrogate pairs.
    expect(text).not.toMatch(
      /(?!\n)[\p{Cc}\u{202a}-\u{202e}\u{2066}-\u{2069}\u{2028}\u{2029}\p{Cs}]/u,
    );
    expect(text).not.toMatch(/^\s*::[a-z]|##\[|##vso\[/m);
  });
});

test.each([
  ['table', true],
  ['sarif', true],
  ['toString', false],
  ['Table', false],
  ['', false],
])('isReporterName(%j) is %j', (name, expected) => {
  expect(isReporterName(name)).toBe(expected);
});
