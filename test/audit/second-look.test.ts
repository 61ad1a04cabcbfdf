// A second look evaluates what has changed: which rules, and whether guides are looked for again.
import { expect, test } from 'vitest';
import { auditRequest, type AuditRequest } from '../../src/audit/audit.js';
import { keyOfApp } from '../../src/audit/request.js';
import { staysUnguided } from '../../src/audit/vendors/assign.js';
import type { App, Source } from '../../src/model/app.js';
import type { ChosenRuleset } from '../../src/model/ruleset.js';
import { appIn, connectedApp, sourceWith } from '../evidence/project.js';
import { plainRequest } from './plain-request.js';

async function requestWith(again: AuditRequest['again']): Promise<AuditRequest> {
  return { ...(await plainRequest('.', [])), ...(again && { again }) };
}

type Changed = Readonly<Record<string, readonly string[]>>;

function lookAt(source: Source, changed: Changed, unguided: readonly string[] = []) {
  const keyed = (name: string): string => keyOfApp(appIn(source, name));
  return {
    sources: [source],
    changed: new Map(Object.entries(changed).map(([name, names]) => [keyed(name), new Set(names)])),
    rules: new Set(['tokens/session-timeout']),
    unguided: new Set(unguided.map(keyed)),
  };
}

test('the rules that read what has changed are evaluated, and those that are asked for', async () => {
  const source = await sourceWith({
    ...connectedApp('Billing'),
    ...connectedApp('Ledger'),
    ...connectedApp('Orders'),
    ...connectedApp('Sync'),
  });
  const again = lookAt(source, { Billing: ['scopes'], Ledger: ['pkceRequired'], Sync: ['scopes'] });
  const found = new Map<string, ReadonlySet<string>>();
  const observe: AuditRequest['observe'] = (checks) => {
    for (const { app } of checks)
      found.set(app.apiName, new Set(checks.map(({ rule }) => rule.id)));
  };
  await auditRequest({ ...(await requestWith(again)), observe });
  const asked = ['tokens/session-timeout', 'scopes/no-full-access', 'flows/pkce-required'];
  const evaluated = [...found].map(([name, rules]) => [
    name,
    ...asked.filter((id) => rules.has(id)),
  ]);
  expect(evaluated).toEqual([
    ['Billing', 'tokens/session-timeout', 'scopes/no-full-access'],
    ['Ledger', 'tokens/session-timeout', 'flows/pkce-required'],
    ['Sync', 'tokens/session-timeout', 'scopes/no-full-access'],
  ]);
});

/** What has changed, of an app that no guide was about or one that had one, and whether guides need not be looked for. */
test.each<readonly [readonly string[], readonly string[], Partial<ChosenRuleset>, boolean]>([
  [['sessionTimeoutMinutes'], ['Billing'], {}, true],
  [[], ['Billing'], {}, true],
  [['sessionTimeoutMinutes'], [], {}, false],
  [['callbackHosts'], ['Billing'], {}, false],
  [['sessionTimeoutMinutes', 'callbackUrls'], ['Billing'], {}, false],
  [['label'], ['Billing'], {}, false],
  [['kind'], ['Billing'], {}, false],
  [['sessionTimeoutMinutes'], ['Billing'], { explicit: true }, false],
])('changed %j, without a guide %j, rulesets %j', async (changed, unguided, chosen, stays) => {
  const source = await sourceWith(connectedApp('Billing'));
  const request = await requestWith(lookAt(source, { Billing: changed }, unguided));
  const rulesets = request.rulesets.map((one) => ({ ...one, ...chosen }));
  expect(staysUnguided({ ...request, rulesets })(appIn(source, 'Billing'))).toBe(stays);
});

test('in a first look, guides are looked for', async () => {
  const app: App = appIn(await sourceWith(connectedApp('Billing')), 'Billing');
  expect(staysUnguided(await requestWith(undefined))(app)).toBe(false);
});

test('a guide that knows an app by what has changed is found', async () => {
  const files = Object.entries(connectedApp('Billing')).map(([path, text]) => {
    return [path, text.replace('app.example.com', 'app.fullcast.io')] as const;
  });
  const source = await sourceWith(Object.fromEntries(files));
  const names = ['callbackUrls', 'callbackHosts'];
  const request = await requestWith(lookAt(source, { Billing: names }, ['Billing']));
  const { apps } = await auditRequest(request);
  expect(apps[0]?.vendors.map(({ ruleset }) => ruleset)).toEqual(['vendors/fullcast']);
});
