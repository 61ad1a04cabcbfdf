// What an audit by one guide says of apps that are given as settings, as if the org had them.
import { createAppEvaluator } from '../../src/audit/evaluate-apps.js';
import type { AuditRequest } from '../../src/audit/request.js';
import type { App } from '../../src/model/app.js';
import type { Ruleset } from '../../src/model/ruleset.js';
import { exampleDay } from '../../src/rulesets/examples.js';
import { settingNames, type Setting, type Settings } from '../../src/settings/settings.js';
import type { GuideApp } from './guide-apps.js';

/** The rules of the guide that each app fails, in the order of the guide. Whoever runs it says what the app is for. */
export async function auditsOf(
  ruleset: Ruleset,
  apps: readonly GuideApp[],
): Promise<readonly (readonly string[])[]> {
  const found: (readonly string[])[] = [];
  for (const { settings, parameters } of apps) {
    const app = appOf(settings);
    const evaluate = await createAppEvaluator(requestOf(ruleset, parameters), {
      found: [app],
      sources: [],
    });
    const { checks } = await evaluate(app);
    const own = checks.filter(({ rule }) => rule.id.startsWith(`${ruleset.id}/`));
    if (own.length !== ruleset.rules.length) throw new Error(`${ruleset.id} was not evaluated`);
    found.push(
      own.filter(({ evaluation }) => evaluation.verdict === 'fail').map(({ rule }) => rule.id),
    );
  }
  return found;
}

function requestOf(ruleset: Ruleset, parameters: GuideApp['parameters']): AuditRequest {
  const given = Object.entries(parameters).map(
    ([name, value]) => [name, typeof value === 'string' ? [value] : value] as const,
  );
  return {
    sources: [],
    cwd: '.',
    rulesets: [{ ruleset, explicit: true, origin: 'shipped' }],
    level: 'troubleshooting',
    parameters: new Map(given),
    select: { apps: ['*'] },
    options: { failOn: 'high', minSeverity: 'info', include: [], strict: false },
    ignoreExcuses: false,
    lineHashes: false,
    now: new Date(exampleDay),
    version: '0',
  };
}

function appOf(values: GuideApp['settings']): App {
  const { kind, apiName, label } = values;
  const notGiven: Setting = { state: 'unknown', reason: 'not given' };
  const known = Object.fromEntries(
    settingNames.map((name) => {
      const value = values[name];
      return [name, value === undefined ? notGiven : { state: 'known', value, origin: 'stated' }];
    }),
  );
  const name = String(apiName ?? 'Orders');
  return {
    id: `${String(kind)}:${name}`,
    kind: kind === 'connectedApp' ? 'connectedApp' : 'externalClientApp',
    apiName: name,
    label: String(label ?? name),
    source: '.',
    folder: '.',
    files: [],
    location: { file: 'app.xml', startLine: 1, startColumn: 1, endLine: 1, endColumn: 1 },
    settings: known as unknown as Settings,
    ofOrg: true,
  };
}
