// What a sound file becomes: everything that it leaves out filled in, everything that it names looked up.
import { expect, test } from 'vitest';
import type { Ruleset } from '../../src/model/ruleset.js';
import { demanding, head, leaf, load, diagnosticsOf, rules } from './rulesets.js';

const pkce = { fact: 'pkceRequired', operator: 'equal', value: true };

test('a ruleset needs an id, a title, a kind and one rule with a demand', async () => {
  expect(await load(`${head}${rules}`)).toEqual({
    id: 'acme',
    title: 'Acme',
    kind: 'standard',
    sources: [],
    coverage: 'full',
    appliesTo: ['externalClientApp', 'connectedApp'],
    parameters: {},
    rules: [
      {
        id: 'acme/one',
        aliases: [],
        severity: 'medium',
        level: 'required',
        require: pkce,
        references: [],
        controls: {},
        examples: [],
      },
    ],
  });
});

test('JSON is YAML', async () => {
  const text = JSON.stringify({
    $schema: 'https://example.com/ruleset.schema.json',
    id: 'acme',
    title: 'Acme',
    kind: 'standard',
    rules: [{ id: 'one', require: pkce }],
  });
  expect(await load(text)).toEqual(await load(`${head}${rules}`));
});

test('what a file says is kept', async () => {
  const ruleset = await load(`id: vendors/acme
title: Acme
kind: vendor
description: Everything
coverage: partial
severity: high
appliesTo: [connectedApp]
sources: [{ title: Guide, url: "https://acme.example/guide", updated: 2026-02-28, read: 2026-11-21 }]
match: ${leaf}
parameters:
  env: { description: Which, values: [a, b], default: a, detect: [{ value: b, when: ${leaf} }] }
  hosts: { list: true, default: [x, y] }
rules:
  - id: one
    aliases: [old, flows/older]
    needs: org
    title: T
    why: W
    fix: F
    when: ${leaf}
    unless: ${leaf}
    require: ${leaf}
    references: [https://acme.example/one]
    controls: { sbs: [SBS-1] }
    deprecated: use two
    examples: [{ title: yes, settings: { scopes: [Api], permittedUsers: AllSelfAuthorized, today: 2026-01-01 }, parameters: { env: b, hosts: [z] }, verdict: pass }]
`);
  expect(ruleset).toMatchObject({
    description: 'Everything',
    coverage: 'partial',
    appliesTo: ['connectedApp'],
    match: pkce,
    parameters: {
      env: { description: 'Which', values: ['a', 'b'], list: false, default: 'a' },
      hosts: { list: true, default: ['x', 'y'], detect: [] },
    },
  });
  expect(ruleset.parameters['env']?.detect).toEqual([{ value: 'b', when: pkce }]);
  expect(ruleset.rules[0]).toMatchObject({
    id: 'vendors/acme/one',
    aliases: ['vendors/acme/old', 'flows/older'],
    severity: 'high',
    needs: 'org',
    when: pkce,
    unless: pkce,
    controls: { sbs: ['SBS-1'] },
    deprecated: 'use two',
  });
  expect(ruleset.rules[0]?.examples[0]?.settings).toEqual({
    scopes: ['api'],
    permittedUsers: 'self-authorize',
    today: '2026-01-01',
  });
});

test.each([
  ['required', 'critical', 'critical'],
  ['recommended', 'critical', 'low'],
  ['recommended', 'info', 'info'],
  ['optional', 'medium', 'low'],
])('a %s rule of severity %s has severity %s', async (level, severity, expected) => {
  const text = `${head}rules: [{ id: one, level: ${level}, severity: ${severity}, require: ${leaf} }]\n`;
  expect((await load(text)).rules[0]?.severity).toBe(expected);
});

test.each([
  ['{ fact: permittedUsers, operator: equal, value: Admin-Approved }', 'admin-approved'],
  [
    '{ fact: permittedUsers, operator: equal, value: AdminApprovedPreAuthorized }',
    'admin-approved',
  ],
  ['{ fact: ipRelaxation, operator: in, value: [ENFORCE] }', ['enforce']],
  [
    '{ fact: scopes, operator: containsAll, value: [RefreshToken, api, MCP] }',
    ['refresh_token', 'api', 'mcp_api'],
  ],
  ['{ fact: scopes, operator: isEmpty }', true],
  ['{ fact: certificateExpires, operator: beforeToday }', true],
  ['{ fact: certificateExpires, operator: "not:beforeToday" }', true],
  ['{ fact: startUrl, operator: equal, value: { fact: infoUrl } }', { fact: 'infoUrl' }],
  ['{ fact: today, operator: greaterThan, value: 2026-01-01 }', '2026-01-01'],
])('%s compares with %j', async (condition, value) => {
  const [rule] = (await load(demanding(condition))).rules;
  expect(rule?.require).toMatchObject({ value });
});

test('named conditions are written out', async () => {
  const ruleset = await load(`${head}conditions:
  a: ${leaf}
  b: { not: { condition: a } }
rules: [{ id: one, require: { all: [{ condition: b }, { condition: a }] } }]
`);
  expect(ruleset.rules[0]?.require).toEqual({ all: [{ not: pkce }, pkce] });
});

test('anchors and aliases share what is written once', async () => {
  const ruleset = await load(`${head}rules:
  - id: one
    when: &pkce ${leaf}
    require: *pkce
`);
  expect(ruleset.rules[0]).toMatchObject({ when: pkce, require: pkce });
});

test('a YAML 1.1 directive does not change what words mean', async () => {
  const ruleset = await load(`%YAML 1.1\n---\n${head}description: yes\n${rules}`);
  expect(ruleset.description).toBe('yes');
});

const base: Ruleset = {
  id: 'base',
  title: 'Base',
  kind: 'standard',
  sources: [{ title: 'Base guide', url: 'https://base.example' }],
  coverage: 'full',
  appliesTo: ['connectedApp'],
  parameters: {},
  rules: ['x', 'y'].map((name) => ({
    id: `base/${name}`,
    aliases: [],
    severity: 'high',
    level: 'required',
    require: { fact: 'sessionTimeoutMinutes', operator: 'lessThan', value: 60 },
    references: [],
    controls: {},
    examples: [],
  })),
};

function extending(overrides: string): Promise<Ruleset> {
  const text = `${head}extends: [base]\n${overrides}${rules}`;
  return load(text, (name) => Promise.resolve(name === 'base' ? [base] : `no ${name}`));
}

test('an extending ruleset has the rules of its base, under their ids, for their kinds of app', async () => {
  const { rules: all, sources } = await extending('');
  expect(all.map(({ id }) => id)).toEqual(['base/x', 'base/y', 'acme/one']);
  expect(all[0]?.when).toEqual({ fact: 'kind', operator: 'in', value: ['connectedApp'] });
  expect(sources).toEqual(base.sources);
});

test('overrides switch rules off, change severities and values', async () => {
  const { rules: all } = await extending(`overrides:
  - { rule: base/*, severity: low, value: 15 }
  - { rule: base/x, severity: off }
`);
  expect(all.map(({ id, severity }) => `${id} ${severity}`)).toEqual([
    'base/x low',
    'base/y low',
    'acme/one medium',
  ]);
  expect(all[0]?.require).toMatchObject({ operator: 'lessThan', value: 15 });
  expect(all.map(({ switchedOff }) => switchedOff?.startLine)).toEqual([7, undefined, undefined]);
});

test('a base that cannot be found is a mistake', async () => {
  const text = `${head}extends:\n  - nowhere\n${rules}`;
  const resolve = (name: string): Promise<string> => Promise.resolve(`there is no ${name}`);
  expect(await diagnosticsOf(text, resolve)).toEqual(['acme.yaml:5:5: there is no nowhere']);
  expect(await diagnosticsOf(text)).toEqual(['acme.yaml:5:5: rulesets cannot be extended here']);
});
