// One more entry in a list of a YAML or JSON file, and nothing else changed.
import { expect, test } from 'vitest';
import { withEntry } from '../../src/documents/insert.js';

const entry = { rule: 'tokens/*', app: 'kind:App', reason: 'a: "b" # c' };
const block = '- rule: tokens/*\n    app: kind:App\n    reason: "a: \\"b\\" # c"\n';
const flow = JSON.stringify(entry);

type Row = readonly [what: string, before: string, after: string];

const rows: readonly Row[] = [
  ['nothing', '', `list:\n  ${block}`],
  ['only a comment', '# mine\n', `# mine\nlist:\n  ${block}`],
  ['other keys', 'a: 1 # one\n', `a: 1 # one\n\nlist:\n  ${block}`],
  ['no line end', 'a: 1', `a: 1\n\nlist:\n  ${block}`],
  [
    'a list, a comment and another key behind it',
    'list:\n  - rule: a # first\n\n# about b\nb: 2\n',
    `list:\n  - rule: a # first\n  ${block}\n# about b\nb: 2\n`,
  ],
  [
    'a list at the margin',
    'list:\n- rule: a\n',
    `list:\n- rule: a\n${block.replaceAll('    ', '  ')}`,
  ],
  ['a list without a line end', 'list:\n  - rule: a', `list:\n  - rule: a\n  ${block}`],
  [
    'an item in braces',
    'list:\n  - { rule: a, app: b } # c\n',
    `list:\n  - { rule: a, app: b } # c\n  ${block}`,
  ],
  [
    'a text over several lines',
    'list:\n  - rule: a\n    reason: |\n      one\n      two\nb: 2\n',
    `list:\n  - rule: a\n    reason: |\n      one\n      two\n  ${block}b: 2\n`,
  ],
  ['an empty list', 'list: [] # none\n', `list: [${flow}] # none\n`],
  ['a list in brackets', 'list: [{ rule: a }]\n', `list: [{ rule: a }, ${flow}]\n`],
  ['a comma at its end', 'list: [{ rule: a },]\n', `list: [{ rule: a }, ${flow}]\n`],
  [
    'JSON',
    '{\n  "list": [\n    { "rule": "a" }\n  ],\n  "b": 1\n}\n',
    `{\n  "list": [\n    { "rule": "a" },\n    ${flow}\n  ],\n  "b": 1\n}\n`,
  ],
  ['JSON without the list', '{\n  "b": 1\n}\n', `{\n  "b": 1,\n  "list": [${flow}]\n}\n`],
  ['an empty mapping', '{}\n', `{"list": [${flow}]}\n`],
  [
    'CRLF',
    'a: 1\r\nlist:\r\n  - rule: a\r\n',
    `a: 1\r\nlist:\r\n  - rule: a\r\n  ${block.replaceAll('\n', '\r\n')}`,
  ],
];

test.each(rows)('%s', (_, before, after) => {
  expect(withEntry(before, 'list', entry)).toBe(after);
});

test.each([
  ['a list at the root', '- a\n'],
  ['text in place of the list', 'list: some\n'],
  ['what cannot be parsed', 'list: [\n'],
  ['a second document', 'a: 1\n---\nb: 2\n'],
  ['the end of the document', 'a: 1\n...\n'],
  ['an anchor that the entry would change', 'other: &x\n  - rule: a\nlist: *x\n'],
])('%s is left alone', (_, text) => {
  expect(withEntry(text, 'list', entry)).toBeUndefined();
});

test.each([
  'true',
  'null',
  '12',
  '2027-03-31',
  '~',
  '- x',
  'a: b',
  'é',
  ' a ',
  '"',
  "it's",
  '*',
  'a\u0007b',
])('the text %j comes back', (text) => {
  expect(withEntry('', 'list', { reason: text })).toBeDefined();
});
