// Every mistake that a configuration can have: what stands in it, where it is told and in which words.
import { expect, test } from 'vitest';
import { diagnosticsOf } from './configs.js';

type Row = readonly [what: string, text: string, ...diagnostics: string[]];

const keys =
  '$schema, extends, rulesets, vendors, failOn, apps, overrides, suppressions, suppressionPolicy, owners, due or baseline';
const thresholds = 'critical, high, medium, low, info or never';
const own = 'rulesets: [recommended, ./acme.yaml]\n';

const shapes: readonly Row[] = [
  ['an empty file', '', '1:1: the file is empty'],
  ['a file of comments', '# nothing\n', '1:1: the file is empty'],
  ['text', 'recommended\n', '1:1: expected a mapping, found a text'],
  ['a list', '- recommended\n', '1:1: expected a mapping, found a list'],
  [
    'bad indentation',
    'rulesets:\n  - flows\n tokens\n',
    '3:1: All mapping items must start at the same column',
    '3:2: Implicit map keys need to be followed by map values',
  ],
  ['a key twice', 'failOn: low\nfailOn: high\n', '2:1: duplicate key "failOn"'],
  ['a misspelt key', 'failon: high\n', '1:1: unknown key "failon"; did you mean "failOn"?'],
  ['a key of something else', 'plugins: []\n', `1:1: unknown key "plugins"; expected ${keys}`],
  ['a flag as a key', 'minSeverity: low\n', `1:1: unknown key "minSeverity"; expected ${keys}`],
  [
    'a misspelt threshold',
    'failOn: hgh\n',
    `1:9: expected ${thresholds}, found "hgh"; did you mean "high"?`,
  ],
  ['no threshold', 'failOn:\n', `1:8: expected ${thresholds}, found nothing`],
  ['a threshold that is none', 'failOn: 3\n', `1:9: expected ${thresholds}, found 3`],
  [
    'misspelt vendors',
    'vendors: atuo\n',
    '1:10: expected auto, none or a list of vendor ruleset ids, found "atuo"; did you mean "auto"?',
  ],
  ['no vendors', 'vendors: []\n', '1:10: expected at least one entry, found an empty list'],
  ['no rulesets', 'rulesets: []\n', '1:11: expected at least one entry, found an empty list'],
  ['one ruleset, not in a list', 'rulesets: flows\n', '1:11: expected a list, found "flows"'],
  ['a ruleset that is a number', 'rulesets: [1]\n', '1:12: expected text, found 1'],
  ['an app without a match', 'apps: [{ vendor: none }]\n', '1:8: missing key "match"'],
  [
    'an app with nothing to say',
    'apps: [{ match: X }]\n',
    '1:8: an entry has a "vendor" or "parameters"',
  ],
  [
    'a misspelt key of an app',
    'apps: [{ match: X, vendr: none }]\n',
    '1:20: unknown key "vendr"; did you mean "vendor"?',
  ],
  [
    'parameters that are a list',
    'apps: [{ match: X, parameters: [environment] }]\n',
    '1:32: expected a mapping, found a list',
  ],
  [
    'a parameter that is a number',
    'apps: [{ match: X, parameters: { environment: 1 } }]\n',
    '1:47: expected text, found 1',
  ],
  [
    'a name that no parameter can have',
    'apps: [{ match: X, parameters: { "the environment": x } }]\n',
    '1:34: expected a parameter such as environment or vendors/fullcast.environment, found "the environment"',
  ],
  ['an override without a rule', 'overrides: [{ severity: low }]\n', '1:13: missing key "rule"'],
  [
    'a misspelt severity',
    'overrides: [{ rule: flows/*, severity: hihg }]\n',
    '1:40: expected critical, high, medium, low, info or off, found "hihg"; did you mean "high"?',
  ],
  [
    'a value that is a mapping',
    'overrides: [{ rule: flows/*, value: { fact: label } }]\n',
    '1:37: expected true, false, a number, text, a list of texts or { fact: NAME }, found a mapping',
  ],
];

const names: readonly Row[] = [
  [
    'a misspelt ruleset',
    'rulesets: [recomended]\n',
    '1:12: there is no ruleset "recomended"; did you mean "recommended"?',
  ],
  [
    'a file that is not there',
    'rulesets: [./none.yaml]\n',
    '1:12: the file "./none.yaml" cannot be read (ENOENT)',
  ],
  [
    'a misspelt vendor',
    'vendors: [vendors/fullcats]\n',
    '1:11: there is no vendor ruleset "vendors/fullcats"; did you mean "vendors/fullcast"?',
  ],
  [
    "a vendor's name alone",
    'apps: [{ match: X, vendor: fullcast }]\n',
    '1:28: there is no vendor ruleset "fullcast"; did you mean "vendors/fullcast"?',
  ],
  ['a standard ruleset as a vendor', 'vendors: [flows]\n', '1:11: "flows" is no vendor ruleset'],
  [
    'a kind that no app has',
    'apps: [{ match: "eca:X", vendor: none }]\n',
    '1:17: expected externalClientApp or connectedApp before ":", found "eca"',
  ],
  [
    'a misspelt kind in an override',
    'overrides: [{ rule: flows/*, app: "conectedApp:X", severity: low }]\n',
    '1:35: expected externalClientApp or connectedApp before ":", found "conectedApp"; did you mean "connectedApp"?',
  ],
  [
    'a misspelt parameter',
    'apps: [{ match: X, parameters: { enviroment: production } }]\n',
    '1:34: no ruleset for these apps has a parameter "enviroment"; did you mean "environment"?',
  ],
  [
    'a parameter of another vendor',
    'apps: [{ match: X, vendor: vendors/fullcast, parameters: { "vendors/servicemax-atlas.region": x } }]\n',
    '1:60: no ruleset for these apps has a parameter "vendors/servicemax-atlas.region"',
  ],
  [
    'a value that a parameter cannot have',
    'apps: [{ match: X, vendor: vendors/fullcast, parameters: { environment: prodction } }]\n',
    '1:73: environment: expected production or pre-production, found "prodction"; did you mean "production"?',
  ],
  [
    'two values for a parameter that has one',
    `${own}apps: [{ match: X, vendor: none, parameters: { region: [eu, us] } }]\n`,
    '2:56: region: expected one value, found several',
  ],
  [
    'a misspelt rule',
    'overrides: [{ rule: flows/pkce-requird, severity: off }]\n',
    '1:21: no rule is called "flows/pkce-requird"; did you mean "flows/pkce-required"?',
  ],
  [
    'a glob on no rule',
    'overrides: [{ rule: token/*, severity: off }]\n',
    '1:21: no rule is called "token/*"; did you mean "tokens/*"?',
  ],
  [
    'an override that does nothing',
    'overrides: [{ rule: flows/*, app: X }]\n',
    '1:13: an override has a "severity" or a "value"',
  ],
  [
    'a value for a rule that is off',
    `${own}overrides: [{ rule: acme/minutes, severity: off, value: 3 }]\n`,
    '2:57: a rule that is off has no use for a value',
  ],
  [
    'a value of the wrong type',
    `${own}overrides: [{ rule: acme/minutes, value: soon }]\n`,
    '2:42: acme/minutes: "lessThan" needs a number',
  ],
  [
    'a value for a rule that compares two facts',
    `${own}overrides: [{ rule: acme/both, value: true }]\n`,
    '2:39: acme/both: compares more than one fact; a "value" does not say which',
  ],
];

const pkce = 'rule: flows/pkce-required, app: X';
const wants = 'the suppression policy wants';

/** The tests run on 2026-11-22. */
const suppressions: readonly Row[] = [
  [
    'suppressions that are a mapping',
    'suppressions: { rule: flows/* }\n',
    '1:15: expected a list, found a mapping',
  ],
  [
    'a suppression without a rule',
    'suppressions: [{ app: X, reason: y }]\n',
    '1:16: missing key "rule"',
  ],
  [
    'a misspelt key of a suppression',
    `suppressions: [{ ${pkce}, reason: y, expire: 2027-01-01 }]\n`,
    '1:64: unknown key "expire"; did you mean "expires"?',
  ],
  [
    'a rule that there is not',
    'suppressions: [{ rule: flows/pkce-requird, reason: y }]\n',
    '1:24: no rule is called "flows/pkce-requird"; did you mean "flows/pkce-required"?',
  ],
  [
    'a kind that no app has',
    'suppressions: [{ rule: flows/*, app: "conectedApp:X", reason: y }]\n',
    '1:38: expected externalClientApp or connectedApp before ":", found "conectedApp"; did you mean "connectedApp"?',
  ],
  ['no reason', `suppressions: [{ ${pkce} }]\n`, `1:16: ${wants} a "reason"`],
  [
    'a reason that says nothing',
    `suppressions: [{ ${pkce}, reason: "  " }]\n`,
    `1:61: ${wants} a "reason"`,
  ],
  [
    'a day that is not in the calendar',
    `suppressions: [{ ${pkce}, reason: y, expires: 2027-02-30 }]\n`,
    '1:73: there is no day 2027-02-30 in the calendar',
  ],
  [
    'a day in other words',
    `suppressions: [{ ${pkce}, reason: y, expires: 31.3.2027 }]\n`,
    '1:73: expected a date such as 2027-03-31, found "31.3.2027"',
  ],
  [
    'what the policy asks for, all at once',
    `suppressionPolicy: { requireOwner: true, requireExpiry: true }\nsuppressions: [{ ${pkce} }]\n`,
    `2:16: ${wants} a "reason"`,
    `2:16: ${wants} an "owner"`,
    `2:16: ${wants} an "expires" date`,
  ],
  [
    'no end where the policy has a limit',
    `suppressionPolicy: { maxDays: 180 }\nsuppressions: [{ ${pkce}, reason: y }]\n`,
    `2:16: ${wants} an "expires" date, 2027-05-21 at the latest`,
  ],
  [
    'an end beyond the limit of the policy',
    `suppressionPolicy: { maxDays: 30 }\nsuppressions: [{ ${pkce}, reason: y, expires: 2026-12-23 }]\n`,
    `2:73: ${wants} an end within 30 days, by 2026-12-22, not 2026-12-23`,
  ],
  [
    'a misspelt key of the policy',
    'suppressionPolicy: { maxDay: 3 }\n',
    '1:22: unknown key "maxDay"; did you mean "maxDays"?',
  ],
  [
    'a limit of no days',
    'suppressionPolicy: { maxDays: 0 }\n',
    '1:31: expected a whole number of days from 1 to 3650, found 0',
  ],
  [
    'a policy that is no flag',
    'suppressionPolicy: { requireReason: "yes" }\n',
    '1:37: expected true or false, found "yes"',
  ],
];

test.each([...shapes, ...names, ...suppressions])('%s', async (_, text, ...diagnostics) => {
  expect(await diagnosticsOf(text)).toEqual(diagnostics);
});

test('all mistakes are told in one go, those of rulesets and of configurations below as well', async () => {
  const text = `extends: [base.yaml, gone.yaml]
rulesets: [./broken.yaml, recomended]
failOn: hgh
overrides:
  - { rule: broken/*, severity: low }
  - { rule: flows/pkce-requird, severity: low }
  - [oops]
`;
  const found = await diagnosticsOf(text, {
    'base.yaml': 'vendor: none\n',
    'broken.yaml': 'id: broken\ntitle: Broken\nkind: standart\nrules: []\n',
  });
  expect(found).toEqual([
    'base.yaml:1:1: unknown key "vendor"; did you mean "vendors"?',
    'broken.yaml:3:7: expected vendor or standard, found "standart"; did you mean "standard"?',
    'broken.yaml:4:8: expected at least one entry, found an empty list',
    '1:22: the config "gone.yaml" cannot be read (ENOENT); "extends" names a file',
    '2:27: there is no ruleset "recomended"; did you mean "recommended"?',
    `3:9: expected ${thresholds}, found "hgh"; did you mean "high"?`,
    '7:5: expected a mapping, found a list',
  ]);
});

test('what a ruleset that cannot be read may have is not called misspelt', async () => {
  const rest = 'overrides: [{ rule: gone/*, severity: low }]\n';
  expect(await diagnosticsOf(`rulesets: [./gone.yaml]\n${rest}`)).toEqual([
    '1:12: the file "./gone.yaml" cannot be read (ENOENT)',
  ]);
  expect(await diagnosticsOf(`rulesets: [flow]\n${rest}`)).toEqual([
    '1:12: there is no ruleset "flow"; did you mean "flows"?',
    '2:21: no rule is called "gone/*"',
  ]);
});

test('configurations that extend each other in a circle', async () => {
  const found = await diagnosticsOf('extends: base/base.yaml\n', {
    'base/base.yaml': 'extends: ../ecaudit.config.yaml\n',
  });
  expect(found).toEqual([
    'base/base.yaml:1:10: "../ecaudit.config.yaml" extends this file in turn',
  ]);
});
