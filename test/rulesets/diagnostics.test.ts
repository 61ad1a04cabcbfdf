// What is wrong with a ruleset file is told with its place, in words, and all at once.
import { expect, test } from 'vitest';
import { demanding, head, leaf, diagnosticsOf, rules } from './rulesets.js';

type Row = readonly [what: string, text: string, ...diagnostics: readonly string[]];

const names =
  '$schema, id, title, kind, vendor, product, edition, guideFor, replaces, description, sources, coverage, severity, appliesTo, match, parameters, conditions, extends, overrides or rules';
const kinds = 'a condition has exactly one of all, any, not, condition, fact or group';

const keysAndValues: readonly Row[] = [
  ['an empty file', '', '1:1: the file is empty'],
  ['nothing but a comment', '# rules\n', '1:1: the file is empty'],
  ['text instead of a mapping', 'flows', '1:1: expected a mapping, found a text'],
  ['a list instead of a mapping', '- a\n', '1:1: expected a mapping, found a list'],
  [
    'missing keys',
    'title: Acme\n',
    '1:1: missing key "id"',
    '1:1: missing key "kind"',
    '1:1: missing key "rules"',
  ],
  [
    'a misspelt key',
    `${head}severty: high\n${rules}`,
    '4:1: unknown key "severty"; did you mean "severity"?',
  ],
  [
    'unknown keys',
    `${head}a: 1\nb: 2\n${rules}`,
    `4:1: unknown key "a"; expected ${names}`,
    `5:1: unknown key "b"; expected ${names}`,
  ],
  [
    'an unknown kind',
    `id: acme\ntitle: Acme\nkind: vendors\n${rules}`,
    '3:7: expected vendor or standard, found "vendors"; did you mean "vendor"?',
  ],
  [
    'a key without a value',
    `${head}severity:\n${rules}`,
    '4:10: expected critical, high, medium, low or info, found nothing',
  ],
  [
    'an id of the wrong form',
    `id: Acme/x\ntitle: Acme\nkind: standard\n${rules}`,
    '1:5: expected an id such as flows or vendors/fullcast, found "Acme/x"',
  ],
  ['no rules', `${head}rules: []\n`, '4:8: expected at least one entry, found an empty list'],
  [
    'one rule, not in a list',
    `${head}rules: { id: one }\n`,
    '4:8: expected a list, found a mapping',
  ],
  ['a rule that is a list', `${head}rules: [[a, b]]\n`, '4:9: expected a mapping, found a list'],
  [
    'a rule id of the wrong form',
    `${head}rules: [{ id: One Two, require: ${leaf} }]\n`,
    '4:15: expected lower-case letters, digits and hyphens, found "One Two"',
  ],
  [
    'two rules of one id',
    `${head}rules:\n  - { id: one, require: ${leaf} }\n  - { id: one, require: ${leaf} }\n`,
    '6:11: duplicate rule id "one"',
  ],
  [
    'an alias that is the id of a rule',
    `${head}rules:\n  - { id: one, require: ${leaf} }\n  - { id: two, aliases: [one], require: ${leaf} }\n`,
    '6:26: duplicate alias "one"',
  ],
  ['a rule that requires nothing', `${head}rules: [{ id: one }]\n`, '4:9: missing key "require"'],
  [
    'days that do not exist',
    `${head}sources: [{ title: x, url: "https://x.y", updated: 2026-02-30, read: yesterday }]\n${rules}`,
    '4:52: there is no day 2026-02-30 in the calendar',
    '4:70: expected a date such as 2027-03-31, found "yesterday"',
  ],
  [
    'addresses that are none',
    `${head}sources: [{ title: x, url: "javascript:alert(1)" }]\nrules: [{ id: one, references: [www.x.com], require: ${leaf} }]\n`,
    '4:28: expected an http or https address, found "javascript:alert(1)"',
    '5:33: expected an http or https address, found "www.x.com"',
  ],
  [
    'match in a standard ruleset',
    `${head}match: ${leaf}\n${rules}`,
    '4:1: "match" is for vendor rulesets; use "when" in each rule',
  ],
  [
    'a JSON file',
    '{"id": "acme", "title": "Acme", "kind": "standard",\n "rules": [{"id": "one",\n   "require": {"fact": "x"}}]}',
    '3:15: missing key "operator"',
    '3:24: unknown fact "x"',
  ],
  [
    'lines that end in CRLF',
    `${head}severty: high\n${rules}`.replaceAll('\n', '\r\n'),
    '4:1: unknown key "severty"; did you mean "severity"?',
  ],
  [
    'a byte order mark',
    `\uFEFFidd: acme\n${head.slice(9)}${rules}`,
    '1:1: missing key "id"',
    '1:1: unknown key "idd"; did you mean "id"?',
  ],
];

const conditions: readonly Row[] = [
  [
    'a misspelt fact',
    demanding('{ fact: pkceRequird, operator: equal, value: true }'),
    '6:22: unknown fact "pkceRequird"; did you mean "pkceRequired"?',
  ],
  [
    'a misspelt operator',
    demanding('{ fact: pkceRequired, operator: equals, value: true }'),
    '6:46: unknown operator "equals": did you mean "equal"?',
  ],
  [
    'an operator for another type',
    demanding('{ fact: pkceRequired, operator: containsAll, value: [a] }'),
    '6:46: pkceRequired: "containsAll" does not fit a flag: it is for lists, lists of address ranges',
  ],
  [
    'a value of another type',
    demanding('{ fact: pkceRequired, operator: equal, value: yes }'),
    '6:60: pkceRequired: "equal" needs true or false',
  ],
  [
    'a misspelt value of an enum',
    demanding('{ fact: permittedUsers, operator: equal, value: admin-aproved }'),
    '6:62: permittedUsers: "equal" needs one of self-authorize, admin-approved, not "admin-aproved": did you mean "admin-approved"?',
  ],
  [
    'one text where a list is needed',
    demanding('{ fact: scopes, operator: containsAll, value: api }'),
    '6:60: scopes: "containsAll" needs a list of texts',
  ],
  [
    'a number in a list of texts',
    demanding('{ fact: scopes, operator: containsAll, value: [api, 5] }'),
    '6:66: expected text, found 5',
  ],
  ['no value', demanding('{ fact: pkceRequired, operator: equal }'), '6:14: "equal" needs a value'],
  [
    'a pattern that is none',
    demanding('{ fact: label, operator: matches, value: "(" }'),
    '6:55: label: "matches" needs a regular expression in RE2 syntax (error parsing regexp: missing closing ): `(`)',
  ],
  [
    'keys of json-rules-engine that are not supported',
    demanding('{ fact: pkceRequired, operator: equal, value: true, path: $.x, priority: 3 }'),
    '6:66: unknown key "path"; expected fact, operator, value or ifUnknown',
    '6:77: unknown key "priority"; expected fact, operator, value or ifUnknown',
  ],
  [
    'two groups at one level',
    demanding(`{ all: [${leaf}], any: [${leaf}] }`),
    `6:14: ${kinds}, found all and any`,
  ],
  [
    'a group and a fact at one level',
    demanding(`{ all: [${leaf}], fact: pkceRequired, operator: equal, value: true }`),
    `6:14: ${kinds}, found all and fact`,
  ],
  [
    'neither group nor fact',
    demanding('{ operator: equal, value: true }'),
    `6:14: ${kinds}, found none`,
  ],
  ['text for a condition', demanding('pkceRequired'), `6:14: ${kinds}, found "pkceRequired"`],
  [
    'an empty group',
    demanding('{ all: [] }'),
    '6:21: expected at least one entry, found an empty list',
  ],
  [
    'several mistakes deep in one condition',
    demanding(
      `{ all: [{ not: { any: [{ fact: scope, operator: isEmpty }, { fact: deviceFlow, operator: equal, value: 1 }] } }, { any: [] }] }`,
    ),
    '6:45: unknown fact "scope"; did you mean "scopes"?',
    '6:117: deviceFlow: "equal" needs true or false',
    '6:134: expected at least one entry, found an empty list',
  ],
  [
    'a fact that is compared with one of another type',
    demanding('{ fact: startUrl, operator: equal, value: { fact: pkceRequired } }'),
    '6:56: startUrl: "equal" needs a text',
  ],
  [
    'a fact that is compared with an unknown one',
    demanding('{ fact: startUrl, operator: equal, value: { fact: infoUrls } }'),
    '6:56: unknown fact "infoUrls"; did you mean "infoUrl"?',
  ],
  [
    'a condition that is not there',
    `${head}conditions: { codeFlow: ${leaf} }\nrules: [{ id: one, require: { condition: codeflow } }]\n`,
    '5:42: there is no condition "codeflow" under "conditions"; did you mean "codeFlow"?',
  ],
  [
    'conditions that refer to each other',
    `${head}conditions:\n  a: { condition: b }\n  b: { not: { condition: a } }\nrules: [{ id: one, require: { condition: a } }]\n`,
    '6:26: named conditions refer to each other in a circle: a → b → a',
  ],
  [
    'a mistake in a condition that nobody uses',
    `${head}conditions:\n  bad: { fact: nope, operator: equal, value: 1 }\n${rules}`,
    '5:16: unknown fact "nope"',
  ],
  [
    'conditions that multiply',
    `${head}conditions:\n  a: { any: [${several(leaf)}] }\n  b: { all: [${several('{ condition: a }')}] }\n  c: { all: [${several('{ condition: b }')}] }\nrules: [{ id: one, require: { condition: c } }]\n`,
    '7:6: the condition is too large; at most 1000 facts can be compared',
  ],
];

const parameters: readonly Row[] = [
  [
    'a parameter that is not declared',
    demanding('{ fact: param.env, operator: equal, value: x }'),
    '6:22: parameter "env" is not declared under "parameters"',
  ],
  [
    'a parameter in a value that is not declared',
    `${head}parameters: { host: {} }\nrules: [{ id: one, require: { fact: callbackUrls, operator: containsAll, value: ["https://\${hots}/cb"] } }]\n`,
    '5:82: parameter "hots" is not declared under "parameters"; did you mean "host"?',
  ],
  [
    'a list where there is place for one value',
    `${head}parameters: { hosts: { list: true } }\nrules: [{ id: one, require: { fact: callbackUrls, operator: contains, value: "https://\${hosts}/" } }]\n`,
    '5:78: parameter "hosts" is a list and needs a list around it: ["${hosts}"]',
  ],
  [
    'a parameter whose values do not fit the fact',
    `${head}parameters: { mode: { values: [admin-approved, everybody] } }\nrules: [{ id: one, require: { fact: permittedUsers, operator: equal, value: "\${mode}" } }]\n`,
    '5:77: permittedUsers: "equal" needs one of self-authorize, admin-approved, not "everybody"',
  ],
  [
    'a default and a detection outside the values',
    `${head}parameters: { env: { values: [production, sandbox], default: prod, detect: [{ value: sandbx, when: ${leaf} }] } }\n${rules}`,
    '4:62: expected production or sandbox, found "prod"; did you mean "production"?',
    '4:86: expected production or sandbox, found "sandbx"; did you mean "sandbox"?',
  ],
  [
    'texts that go with no value, and not with each',
    `${head}parameters: { env: { values: [a, b], texts: { a: { host: x, path: y }, c: { host: z } } } }\n${rules}`,
    '4:38: no texts for "b"',
    '4:72: expected a or b, found "c"',
    '4:75: "path" is missing; other values have it',
  ],
  [
    'a text that no value has',
    `${head}parameters: { env: { values: [a], texts: { a: { host: x } } } }\nrules: [{ id: one, require: { fact: startUrl, operator: equal, value: "\${env.hots}" } }]\n`,
    '5:71: parameter "env.hots" is not declared under "parameters"; did you mean "env.host"?',
  ],
  [
    'captures without a group, of no pattern, of nothing, of a flag',
    `${head}parameters: { a: { detect: [{ from: label, pattern: x }, { from: label, pattern: "(" }, { from: lable, pattern: "(x)" }, { from: pkceRequired, pattern: "(x)" }] } }\n${rules}`,
    '4:53: expected a group in round brackets: what it captures is the value',
    '4:82: expected a regular expression in RE2 syntax (error parsing regexp: missing closing ): `(`)',
    '4:97: unknown setting "lable"; did you mean "label"?',
    '4:130: pkceRequired is no text and no list of texts',
  ],
  [
    'ifUnknown where a verdict is given',
    `${head}rules: [{ id: one, require: { fact: label, operator: equal, value: x, ifUnknown: true } }]\n`,
    '4:71: "ifUnknown" is only for "match" and "detect"',
  ],
  [
    'groups that ask for nothing, for two things, or leave out what they do not hold',
    `${head}rules:\n  - { id: a, require: { group: flows } }\n  - { id: b, require: { group: flows, noneBut: [], allBut: [] } }\n  - { id: c, require: { group: flows, noneBut: [deviceFlw] } }\n  - { id: d, require: { group: flow, noneBut: [] } }\n`,
    '5:23: a group has exactly one of noneBut, allBut or defaultsBut',
    '6:23: a group has exactly one of noneBut, allBut or defaultsBut',
    '7:49: "deviceFlw" is not in the group flows; did you mean "deviceFlow"?',
    '8:32: expected flows, security, options or policies, found "flow"; did you mean "flows"?',
  ],
  [
    'examples that are wrong in every way',
    `${head}rules:\n  - id: one\n    require: ${leaf}\n    examples:\n      - { settings: { pkceRequired: "true", scope: [a], permittedUsers: nobody, certificateExpires: 2026-13-01 }, verdict: passed }\n      - { settings: {}, parameters: { x: y }, verdict: pass }\n`,
    '8:37: expected true or false, found "true"',
    '8:45: unknown setting "scope"; did you mean "scopes"?',
    '8:73: expected self-authorize or admin-approved, found "nobody"',
    '8:101: expected a date such as 2027-03-31, found "2026-13-01"',
    '8:124: expected pass, fail, open or notApplicable, found "passed"; did you mean "pass"?',
    '9:39: parameter "x" is not declared under "parameters"',
  ],
  [
    'overrides that do nothing',
    `${head}overrides:\n  - { rule: nope/*, severity: off }\n  - { rule: acme/*, app: X*, severity: low }\n  - { rule: acme/one, value: 5 }\n  - { rule: acme/one }\n${rules}`,
    '5:13: no rule is called "nope/*"',
    '7:30: acme/one: "equal" needs true or false',
    '8:5: an override has a "severity" or a "value"',
  ],
];

const syntax: readonly Row[] = [
  [
    'bad indentation',
    `${head}rules:\n  - id: one\n   require: x\n`,
    '6:1: Sequence item without - indicator',
  ],
  ['a duplicate key', `${head}title: Again\n${rules}`, '4:1: duplicate key "title"'],
  [
    'a tag',
    `${head}description: !!js/function x\n${rules}`,
    '4:14: tags such as "tag:yaml.org,2002:js/function" are not allowed',
  ],
  [
    'a second document',
    `${head}${rules}---\nid: two\n`,
    '5:1: a second document starts here; a file holds one document',
  ],
  [
    'a key that reaches the prototype',
    `${head}__proto__: { a: 1 }\n${rules}`,
    '4:1: "__proto__" cannot be a key',
  ],
  ['an alias of nothing', 'a: *x\n', '1:4: there is no anchor &x above this alias'],
  ['an alias of itself', 'a: &a [*a]\n', '1:7: nested too deeply; at most 40 levels are read'],
  ['an alias bomb', bomb(), '1:22: too many values; at most 100000 are read'],
  ['deep brackets', '['.repeat(100_000), '1:81: nested too deeply; at most 40 levels are read'],
  ['deep dashes', '- '.repeat(500), '1:160: nested too deeply; at most 40 levels are read'],
  [
    'a long text',
    `${head}description: ${'x'.repeat(10_001)}\n${rules}`,
    '4:14: the text is too long; at most 10000 characters are read',
  ],
  [
    'a large file',
    'x'.repeat(1_000_001),
    '1:1: the file is too large; at most 1000000 characters are read',
  ],
];

test.each([...keysAndValues, ...conditions, ...parameters, ...syntax])(
  '%s',
  async (_, text, ...diagnostics) => {
    expect(await diagnosticsOf(text)).toEqual(
      diagnostics.map((diagnostic) => `acme.yaml:${diagnostic}`),
    );
  },
);

test('a wrong rule does not hide the mistakes of the next', async () => {
  const text = `${head}rules:
  - id: one
    require: { fact: pkceRequired, operator: equal, value: 1 }
  - [oops]
  - id: two
    requires: ${leaf}
    when: { fact: nope, operator: equal, value: 1 }
`;
  expect(await diagnosticsOf(text)).toEqual([
    'acme.yaml:6:60: pkceRequired: "equal" needs true or false',
    'acme.yaml:7:5: expected a mapping, found a list',
    'acme.yaml:8:5: missing key "require"',
    'acme.yaml:9:5: unknown key "requires"; did you mean "require"?',
    'acme.yaml:10:19: unknown fact "nope"',
  ]);
});

test('twenty-five mistakes in one file are told in one go, each with its place and the nearest name', async () => {
  const text = `id: acme
titel: Acme
kind: standart
severity: hihg
appliesTo: [conectedApp]
parameters:
  region: { valuse: [eu] }
conditions:
  loop: { condition: loop }
rules:
  - { id: Upper, require: { fact: pkceRequired, operator: equal, value: true } }
  - { id: fact, require: { fact: pkceRequird, operator: equal, value: true } }
  - { id: operator, require: { fact: pkceRequired, operator: equals, value: true } }
  - { id: type, require: { fact: pkceRequired, operator: equal, value: "yes" } }
  - { id: list, require: { fact: scopes, operator: greaterThan, value: 3 } }
  - { id: enum, require: { fact: permittedUsers, operator: equal, value: admin-aproved } }
  - { id: both, require: { any: [], all: [] } }
  - { id: empty, require: { all: [] } }
  - { id: named, require: { condition: lop } }
  - { id: pattern, require: { fact: label, operator: matches, value: "(" } }
  - { id: reference, require: { fact: label, operator: equal, value: { fact: lable } } }
  - { id: parameter, require: { fact: label, operator: equal, value: "\${regoin}" } }
  - { id: level, level: must, require: { fact: pkceRequired, operator: equal, value: true } }
  - { id: needs, needs: orgs, require: { fact: pkceRequired, operator: equal, value: true } }
  - { id: url, references: [ftp://x], require: { fact: pkceRequired, operator: equal, value: true } }
  - { id: url, require: { fact: pkceRequired, operator: equal, value: true } }
  - { id: nothing }
  - { id: key, sevrity: low, require: { fact: pkceRequired, operator: equal, value: true } }
  - id: example
    require: { fact: pkceRequired, operator: equal, value: true }
    examples: [{ settings: { pkceRequierd: true }, verdict: passes }]
`;
  expect(await diagnosticsOf(text)).toMatchInlineSnapshot(`
    [
      "acme.yaml:1:1: missing key "title"",
      "acme.yaml:2:1: unknown key "titel"; did you mean "title"?",
      "acme.yaml:3:7: expected vendor or standard, found "standart"; did you mean "standard"?",
      "acme.yaml:4:11: expected critical, high, medium, low or info, found "hihg"; did you mean "high"?",
      "acme.yaml:5:13: expected externalClientApp or connectedApp, found "conectedApp"; did you mean "connectedApp"?",
      "acme.yaml:7:13: unknown key "valuse"; did you mean "values"?",
      "acme.yaml:9:22: named conditions refer to each other in a circle: loop → loop",
      "acme.yaml:11:11: expected lower-case letters, digits and hyphens, found "Upper"",
      "acme.yaml:12:34: unknown fact "pkceRequird"; did you mean "pkceRequired"?",
      "acme.yaml:13:62: unknown operator "equals": did you mean "equal"?",
      "acme.yaml:14:72: pkceRequired: "equal" needs true or false",
      "acme.yaml:15:52: scopes: "greaterThan" does not fit a list: it is for numbers, dates",
      "acme.yaml:16:74: permittedUsers: "equal" needs one of self-authorize, admin-approved, not "admin-aproved": did you mean "admin-approved"?",
      "acme.yaml:17:26: a condition has exactly one of all, any, not, condition, fact or group, found all and any",
      "acme.yaml:18:34: expected at least one entry, found an empty list",
      "acme.yaml:19:40: there is no condition "lop" under "conditions"; did you mean "loop"?",
      "acme.yaml:20:70: label: "matches" needs a regular expression in RE2 syntax (error parsing regexp: missing closing ): \`(\`)",
      "acme.yaml:21:70: unknown fact "lable"; did you mean "label"?",
      "acme.yaml:22:70: parameter "regoin" is not declared under "parameters"; did you mean "region"?",
      "acme.yaml:23:25: expected required, recommended, optional or troubleshooting, found "must"",
      "acme.yaml:24:25: expected org or change, found "orgs"; did you mean "org"?",
      "acme.yaml:25:29: expected an http or https address, found "ftp://x"",
      "acme.yaml:26:11: duplicate rule id "url"",
      "acme.yaml:27:5: missing key "require"",
      "acme.yaml:28:16: unknown key "sevrity"; did you mean "severity"?",
      "acme.yaml:31:30: unknown setting "pkceRequierd"; did you mean "pkceRequired"?",
      "acme.yaml:31:61: expected pass, fail, open or notApplicable, found "passes"; did you mean "pass"?",
    ]
  `);
});

test('many keys take no time to speak of', async () => {
  const text = Array.from({ length: 5_000 }, (_, index) => `k${index}: 1`).join('\n');
  expect((await diagnosticsOf(text)).length).toBeLessThan(50);
});

function several(text: string): string {
  return Array<string>(11).fill(text).join(', ');
}

function bomb(): string {
  const line = (name: string, entry: string): string =>
    `${name}: &${name} [${Array<string>(9).fill(entry).join(',')}]`;
  return [
    line('a', 'x'),
    line('b', '*a'),
    line('c', '*b'),
    line('d', '*c'),
    line('e', '*d'),
    line('f', '*e'),
  ].join('\n');
}
