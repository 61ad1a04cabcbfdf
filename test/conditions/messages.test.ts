// What a report says of each evaluation, word for word.
import { describe, expect, test } from 'vitest';
import type { RuleEvaluation } from '../../src/conditions/evaluate-rule.js';
import { described, evaluationMessage, fixFor } from '../../src/conditions/words/messages.js';
import type { Condition, Rule, Ruleset, TextByKind } from '../../src/model/ruleset.js';
import { problem } from '../../src/report/problem.js';
import type { Evidence } from '../../src/report/verdict.js';
import { ruleset } from '../reporters/report.js';
import { factsOf, ruleOf } from './facts.js';

const pkce: Condition = { fact: 'pkceRequired', operator: 'equal', value: true };
const device: Condition = { fact: 'deviceFlow', operator: 'equal', value: false };
const standard = ruleset('t');
const guide = ruleset('vendors/acme', {
  title: 'Acme Sync',
  kind: 'vendor',
  sources: [{ title: 'Set-up guide', url: 'https://acme.example/guide' }],
});
const unsourced: Ruleset = { ...guide, sources: [] };

const expected = '';
const off: Evidence = {
  expected,
  setting: 'pkceRequired',
  operator: 'equal',
  value: true,
  found: false,
};
const deviceOn: Evidence = {
  expected,
  setting: 'deviceFlow',
  operator: 'equal',
  value: false,
  found: true,
};
const missing = 'the file ExternalClientApplication is not in the source';
const unknown: Evidence = {
  expected,
  setting: 'contactEmail',
  operator: 'isNotEmpty',
  value: true,
  missing,
};
const unread: Evidence = { expected, setting: 'startUrl', operator: 'isNotEmpty', value: true };

const evaluations: Readonly<Record<string, RuleEvaluation>> = {
  pass: { verdict: 'pass' },
  notApplicable: { verdict: 'notApplicable', phase: 'when' },
  fail: { verdict: 'fail', evidence: [], proofs: [] },
  open: { verdict: 'open', phase: 'require', evidence: [] },
  problem: {
    verdict: 'open',
    phase: 'require',
    evidence: [],
    problem: problem('rule-failed', 'the text is too long'),
  },
};

type Row = readonly [string, string, Partial<Rule>, Ruleset, readonly Evidence[], string];

test.each<Row>([
  [
    'pass',
    'pass',
    {},
    standard,
    [
      { expected, setting: 'pkceRequired', operator: 'equal', value: true, found: true },
      { expected, setting: 'scopes', operator: 'isEmpty', value: true, found: [] },
    ],
    'As required: "Require Proof Key for Code Exchange (PKCE)" is on; "OAuth Scopes" is empty.',
  ],
  ['pass, found nothing', 'pass', {}, standard, [unread], 'As required: "Start URL" is empty.'],
  [
    'not applicable',
    'notApplicable',
    {},
    standard,
    [off, unread],
    'Does not apply: "Require Proof Key for Code Exchange (PKCE)" is off; "Start URL" is not known.',
  ],
  [
    'fail without a message',
    'fail',
    {},
    standard,
    [off],
    '"Require Proof Key for Code Exchange (PKCE)" is off. Required: Require Proof Key for Code Exchange (PKCE) must be on.',
  ],
  ['fail with a message', 'fail', { message: 'PKCE is off' }, standard, [off], 'PKCE is off.'],
  [
    'fail with a message that is a question',
    'fail',
    { message: 'Is it off?' },
    standard,
    [off],
    'Is it off?',
  ],
  [
    'fail of a guide',
    'fail',
    {},
    guide,
    [off],
    '"Require Proof Key for Code Exchange (PKCE)" is off. Required by Acme Sync, "Set-up guide".',
  ],
  [
    'fail of a guide with a message',
    'fail',
    { message: 'PKCE is off!' },
    guide,
    [off],
    'PKCE is off! Required by Acme Sync, "Set-up guide".',
  ],
  [
    'fail of a guide without a source',
    'fail',
    { level: 'recommended' },
    unsourced,
    [off],
    '"Require Proof Key for Code Exchange (PKCE)" is off. Recommended by Acme Sync.',
  ],
  [
    'optional',
    'fail',
    { level: 'optional' },
    standard,
    [off],
    '"Require Proof Key for Code Exchange (PKCE)" is off. Suggested: Require Proof Key for Code Exchange (PKCE) should be on.',
  ],
  [
    'troubleshooting',
    'fail',
    { level: 'troubleshooting' },
    guide,
    [off],
    '"Require Proof Key for Code Exchange (PKCE)" is off. Suggested for troubleshooting by Acme Sync, "Set-up guide".',
  ],
  [
    'one of several',
    'fail',
    { require: { any: [pkce, device] } },
    standard,
    [off, deviceOn],
    'One of these has to change: "Require Proof Key for Code Exchange (PKCE)" is off; "Enable Device Flow" is on. Required: "Require Proof Key for Code Exchange (PKCE)" must be on or "Enable Device Flow" must be off.',
  ],
  [
    'one of several that was found',
    'fail',
    { require: { any: [pkce, device] } },
    standard,
    [off],
    '"Require Proof Key for Code Exchange (PKCE)" is off. Required: "Require Proof Key for Code Exchange (PKCE)" must be on or "Enable Device Flow" must be off.',
  ],
  [
    'a value that is too high',
    'fail',
    { title: 'Tokens end' },
    standard,
    [
      {
        expected,
        setting: 'refreshTokenDays',
        operator: 'lessThanInclusive',
        value: 30,
        found: 365,
      },
    ],
    '"Refresh token validity in days" is 365; it must be at most 30. Required: Tokens end.',
  ],
  [
    'a message with a stop within',
    'fail',
    { message: 'Version 1.0 is used' },
    standard,
    [off],
    'Version 1.0 is used.',
  ],
  [
    'all of several',
    'fail',
    { require: { all: [pkce, device] } },
    standard,
    [off, deviceOn],
    '"Require Proof Key for Code Exchange (PKCE)" is off; "Enable Device Flow" is on. Required: "Require Proof Key for Code Exchange (PKCE)" must be on and "Enable Device Flow" must be off.',
  ],
  [
    'a setting that is not known',
    'fail',
    { require: { all: [pkce, device] } },
    standard,
    [unknown, off],
    '"Contact Email" is not known (the file ExternalClientApplication is not in the source); "Require Proof Key for Code Exchange (PKCE)" is off. Required: "Require Proof Key for Code Exchange (PKCE)" must be on and "Enable Device Flow" must be off.',
  ],
  [
    'one that was not read',
    'fail',
    {},
    standard,
    [unread],
    '"Start URL" is not known (not read). Required: Require Proof Key for Code Exchange (PKCE) must be on.',
  ],
  [
    'open',
    'open',
    {},
    standard,
    [unknown],
    'Undecided: "Contact Email" is not known (the file ExternalClientApplication is not in the source). Asked: Require Proof Key for Code Exchange (PKCE) must be on.',
  ],
  [
    'open for the same reason twice',
    'open',
    {},
    standard,
    [unknown, unknown, unread],
    'Undecided: "Contact Email" is not known (the file ExternalClientApplication is not in the source); "Start URL" is not known (not read). Asked: Require Proof Key for Code Exchange (PKCE) must be on.',
  ],
  ['open for a problem', 'problem', {}, standard, [], 'Undecided: the text is too long.'],
  [
    'fillings',
    'fail',
    {
      message:
        '${pkceRequired}, ${scopes}, ${missing}, ${callbackUrls}, ${callbackUrls}, ${apiName}, ${label}, ${today}, ${nope}, ${contactEmail}',
    },
    standard,
    [
      off,
      {
        expected,
        setting: 'scopes',
        operator: 'containsAll',
        value: ['api', 'id', 'web'],
        found: ['id'],
      },
      {
        expected,
        setting: 'callbackUrls',
        operator: 'everyFact:usesHttps',
        value: true,
        found: ['http://a', 'https://b'],
        items: ['http://a'],
      },
      unknown,
    ],
    'off, id, api, web, http://a, http://a, Acme, unknown, unknown, ${nope}, unknown.',
  ],
  ['nothing is missing', 'fail', { message: 'lacks ${missing}.' }, standard, [off], 'lacks .'],
  [
    'all is missing',
    'fail',
    { message: 'lacks ${missing}.' },
    standard,
    [off, { expected, setting: 'scopes', operator: 'not:containsAll', value: ['api', 'id'] }],
    'lacks api, id.',
  ],
  [
    'a text that is no list',
    'fail',
    { message: 'lacks ${missing}.' },
    standard,
    [{ expected, setting: 'scopes', operator: 'containsAll', value: 'api', found: ['id'] }],
    'lacks .',
  ],
])('%s', (_, evaluation, parts, own, evidence, message) => {
  const rule = ruleOf({ require: pkce, ...parts });
  const facts = factsOf({ apiName: 'Acme', today: undefined });
  const subject = { rule, ruleset: own, kind: 'externalClientApp', facts } as const;
  const found = evaluations[evaluation] ?? { verdict: 'pass' };
  expect(evaluationMessage(subject, found, evidence)).toBe(message);
});

const setup: TextByKind = {
  externalClientApp: 'Switch "Require Proof Key for Code Exchange (PKCE)" on. Menu: ${settings}.',
  connectedApp:
    'Switch "Require Proof Key for Code Exchange (PKCE) Extension for Supported Authorization Flows" on. Menu: ${settings}.',
};

describe('title and fix of a rule', () => {
  test.each<readonly [string, Partial<Rule>, Ruleset, string, TextByKind | undefined]>([
    ['a title of its own', { title: 'PKCE must be on' }, standard, 'PKCE must be on', setup],
    [
      'none, of one leaf',
      {},
      standard,
      'Require Proof Key for Code Exchange (PKCE) must be on',
      setup,
    ],
    [
      'none, recommended',
      { level: 'recommended' },
      standard,
      'Require Proof Key for Code Exchange (PKCE) should be on',
      setup,
    ],
    [
      'none, of several',
      { require: { any: [pkce, device] } },
      standard,
      '"Require Proof Key for Code Exchange (PKCE)" must be on or "Enable Device Flow" must be off',
      undefined,
    ],
    [
      'none, of several, recommended',
      { require: { all: [pkce, device] }, level: 'optional' },
      guide,
      'Acme Sync: "Require Proof Key for Code Exchange (PKCE)" should be on and "Enable Device Flow" should be off',
      undefined,
    ],
    [
      'of a guide',
      {},
      guide,
      'Acme Sync: Require Proof Key for Code Exchange (PKCE) must be on',
      setup,
    ],
    [
      'a comparison of two facts',
      { require: { fact: 'label', operator: 'equal', value: { fact: 'apiName' } } },
      standard,
      '"External Client App Name" must be "API Name"',
      undefined,
    ],
    ['a fix of its own', { fix: { setup: 'Do it.' }, title: 'x' }, standard, 'x', 'Do it.'],
  ])('%s', (_, parts, own, title, how) => {
    const found = described(ruleOf({ require: pkce, ...parts }), own);
    expect([found.title, found.fix?.setup]).toEqual([title, how]);
  });

  test('are for one kind of app, with the menus of Setup written out', () => {
    const menu = 'Setup > External Client App Manager > the app > Policies';
    const fix = { setup: { externalClientApp: 'a ${policies}', connectedApp: 'b' }, files: 'c' };
    expect(fixFor(fix, 'externalClientApp')).toEqual({ setup: `a ${menu}`, files: 'c' });
    expect(fixFor(fix, 'connectedApp')).toEqual({ setup: 'b', files: 'c' });
    expect(fixFor({ setup: 'x' }, 'connectedApp')).toEqual({ setup: 'x' });
  });
});
