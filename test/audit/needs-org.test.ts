import { expect, test } from 'vitest';
import { evaluateApps } from '../../src/audit/evaluate-apps.js';
import type { AuditRequest } from '../../src/audit/request.js';
import type { App } from '../../src/model/app.js';
import { withUsage } from '../../src/model/usage.js';
import { shippedRulesets } from '../../src/rulesets/shipped.js';
import { readFiles } from '../../src/metadata/source.js';
import { fixtures } from '../stories/run.js';

const { apps } = await readFiles('planted/faulty', fixtures);
const needy = shippedRulesets.filter(({ rules }) => rules.some(({ needs }) => needs === 'org'));

/** What the rules that need an org say of an app, one of each saying. */
async function sayings(app: App): Promise<ReadonlySet<string>> {
  const rulesets = needy.filter(({ kind }) => kind === 'standard');
  const request: AuditRequest = {
    sources: [],
    cwd: fixtures,
    rulesets: rulesets.map((ruleset) => ({ ruleset, explicit: false, origin: 'shipped' })),
    parameters: new Map(),
    select: { apps: [] },
    options: { failOn: 'high', minSeverity: 'info', include: [], strict: false },
    ignoreExcuses: false,
    lineHashes: false,
    now: new Date('2026-11-22T10:00:00Z'),
    version: '0',
  };
  const said = new Set<string>();
  for await (const { checks } of evaluateApps([app], request)) {
    for (const { rule, evaluation } of checks) {
      if (rule.needs !== 'org') continue;
      said.add('because' in evaluation ? evaluation.because : 'evaluated');
    }
  }
  return said;
}

/** What no org tells of a kind of app. */
const neverKnown = {
  externalClientApp: [],
  connectedApp: [
    'Does not apply: "Enforce Refresh Token IP Allowlist" is never known here (metadata of Connected Apps does not hold the ranges).',
  ],
};

test.each(apps.map((app) => [app.id, app] as const))(
  '%s: rules that need an org are not for its files, and are judged once an org has filled them in',
  async (_, app) => {
    expect(await sayings(app)).toEqual(new Set(['Does not apply to files: it needs an org.']));
    expect(await sayings(withUsage(app, {}))).toEqual(
      new Set(['evaluated', ...neverKnown[app.kind]]),
    );
  },
);
