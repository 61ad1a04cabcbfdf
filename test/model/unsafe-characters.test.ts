// Each character of the table, in every format, on stderr and in the search for look-alike names.
import { digestOf } from '../../src/report/digest/index.js';
import { describe, expect, test } from 'vitest';
import { readCsv } from '../reporters/csv-reader.js';
import { reporterEntry, reporterNames } from '../../reporters/index.js';
import { looksAlike, plainText, unsafeCharacters } from '../../src/model/unsafe-characters.js';
import { printable } from '../../src/cli/io.js';
import {
  app,
  at,
  evidence,
  report,
  result,
  rule,
  ruleset,
  settingsWith,
} from '../reporters/report.js';
import { problem } from '../../src/report/problem.js';

const all = unsafeCharacters.flatMap(({ name, examples }) =>
  examples.map((sign) => [name, (sign.codePointAt(0) ?? 0).toString(16), sign] as const),
);

/** What is right only beside letters of its own script, or behind a symbol. */
const misplaced = [
  ['joiner between Latin letters', 'a\u200db'],
  ['non-joiner between Latin letters', 'a\u200cb'],
  ['joiner at the end', 'a\u200d'],
  ['variation selector behind a letter', 'a\ufe0fb'],
  ['variation selector behind a digit', '1\ufe0e'],
] as const;

describe('in a message', () => {
  test.each(all)('%s: U+%s is made visible', (_, code, sign) => {
    expect(plainText(`a${sign}b`)).toMatch(
      code === '7' ? /^a\\u\{7\}b$/ : /^a\\[^ -]?[\x20-\x7e]*b$/,
    );
    expect(printable(`a${sign}b`)).toMatch(/^[\x20-\x7e]+$/);
  });

  test.each(misplaced)('%s is made visible', (_, text) => {
    expect(plainText(text)).toMatch(/^[\x20-\x7e]+$/);
  });

  test.each(['👩‍👩‍👧', '✔️', '❤️ x', 'می‌خواهم', 'क्‍ष', '顧客 é', '🇩🇪'])('%s stays as it is', (text) => {
    expect(plainText(text)).toBe(text);
  });
});

describe('in a name', () => {
  test.each(all.filter(([name]) => name !== 'C0 and C1 controls'))(
    '%s: U+%s makes it pass for another',
    (_, __, sign) => {
      expect(looksAlike(`Data${sign}Loader`)).toBe(true);
    },
  );

  test.each(misplaced)('%s makes it pass for another', (_, text) => {
    expect(looksAlike(text)).toBe(true);
  });

  test.each(['👩‍👩‍👧 Family', 'Check ✔️', 'می‌خواهم'])('%s does not', (text) => {
    expect(looksAlike(text)).toBe(false);
  });
});

const holding = (...characters: readonly string[]): RegExp => new RegExp(characters.join('|'));

/** Texts that mean something to a terminal, a log, a browser or a spreadsheet: none may come out as it is. */
const sequences: readonly (readonly [string, string, RegExp])[] = [
  [
    'link of a terminal (OSC 8)',
    '\u001b]8;;https://evil.example\u0007x\u001b]8;;\u0007',
    holding('\u001b', '\u0007'),
  ],
  ['colour of a terminal (CSI)', '\u001b[31mred\u009b31m', holding('\u001b', '\u009b')],
  ['device control (DCS)', '\u001bPx\u001b\\\u0090x', holding('\u001b', '\u0090')],
  ['command of GitHub', '\n::error file=a::x', /(?:^|\n)::error file=a::/],
  ['command of GitHub, old', '##[error]x', /##\[error/],
  ['command of Azure', '##vso[task.complete]x', /##vso\[/],
  ['encoded line feed of GitHub', 'x%0A::error::y', /^::[a-z]+ .*%0A/m],
  ['line separators', 'a\u2028b\u2029c\u0085d', /[\u2028\u2029\u0085]/],
];

describe.each(reporterNames)('in %s', (name) => {
  const render = async (text: string): Promise<string> => {
    const reporter = await reporterEntry(name).load();
    const written = reporter(digestOf(reportWith(text)), {
      color: false,
      width: 120,
      verbose: true,
    });
    return typeof written === 'string' ? written : Array.from(written).join('');
  };

  test('no character of the table', async () => {
    const text = await render(
      `a${all.map(([, , sign]) => sign).join('b')}c${misplaced.map(([, one]) => one).join(' ')}`,
    );
    for (const [, code, sign] of all.filter(([, one]) => !['a', 'd'].includes(one)))
      expect(text.includes(sign), `U+${code}`).toBe(false);
    for (const hidden of ['\u200c', '\u200d', '\ufe0f']) expect(text).not.toContain(`a${hidden}`);
  });

  test.each(sequences)('no %s', async (_, text, forbidden) => {
    expect(await render(text)).not.toMatch(forbidden);
  });
});

/** A text wherever one from outside can stand: an app, a file, a finding, its evidence, a problem, an own ruleset. */
function reportWith(text: string) {
  const file = `force-app/${text}.xml`;
  const id = 'connectedApp:App';
  return report({
    rulesets: [
      ruleset('own', {
        title: text,
        sources: [{ title: text, url: 'https://a.example', place: text }],
        rules: [
          rule('own/rule', { title: text, why: text, fix: { setup: text }, deprecated: text }),
        ],
      }),
    ],
    sources: [{ id: text, kind: 'folder', apps: 1, files: 1, ignored: 0 }],
    apps: [
      app('App', {
        kind: 'connectedApp',
        label: text,
        files: [file],
        settings: settingsWith({ label: { state: 'known', value: text, origin: 'stated' } }),
      }),
    ],
    results: [
      result('own/rule', id, {
        message: text,
        location: at(file, 4, 2),
        evidence: [
          evidence('label', { found: text, items: [text], expected: `equal ${text}`, value: text }),
        ],
        suppressed: { reason: text, owner: text },
      }),
      result('own/rule', id, { message: text, location: at(file, 5, 2) }),
    ],
    problems: [
      problem('malformed-xml', text, at(file, 3, 1)),
      problem('unknown-scope', text, at(file, 7, 3)),
    ],
  });
}

test.each(['|cmd', '=1', '+1', '-1', '@x', '%x', '\uff1d1', '\uff5cx', '"=1', "'|x", ' =1'])(
  'no cell of csv begins with %s',
  async (text) => {
    const render = await reporterEntry('csv').load();
    const written = render(digestOf(reportWith(text)), { color: false, width: 120, verbose: true });
    const cells = readCsv(
      typeof written === 'string' ? written : Array.from(written).join(''),
    ).flat();
    expect(
      cells.filter((cell) => /^["\s]*[=+@|%\uff1d\uff0b\uff20\uff0d\uff5c-]./.test(cell)),
    ).toEqual([]);
  },
);
