// What `fix` proposes for the failing examples of a rule.
import type { Evaluation } from '../../src/audit/results.js';
import { evaluateRule, explainEvaluation } from '../../src/conditions/evaluate-rule.js';
import type { Change } from '../../src/edit/change.js';
import { proposalOf, type Proposal } from '../../src/fix/proposals.js';
import { appKinds, type App, type AppKind } from '../../src/model/app.js';
import type { Example, Rule, Ruleset } from '../../src/model/ruleset.js';
import { startOf } from '../../src/model/location.js';
import { exampleFacts } from '../../src/rulesets/examples.js';
import type { Result } from '../../src/report/verdict.js';

type ExampleSettings = Example['settings'];

export interface Proposed {
  readonly kind: AppKind;
  readonly proposal: Proposal;
}

/** A proposal for each failing example, and for both kinds of app where the example does not say which. */
export function proposals(
  ruleset: Ruleset,
  rule: Rule,
  { also = {}, value }: { readonly also?: ExampleSettings; readonly value?: string } = {},
): readonly Proposed[] {
  return rule.examples
    .filter(({ verdict }) => verdict === 'fail')
    .flatMap(({ settings }) =>
      appKinds
        .filter((kind) => (settings['kind'] ?? kind) === kind)
        .map((kind) => {
          const all = { ...settings, ...also, kind };
          return { kind, proposal: proposed(ruleset, rule, all, kind, value) };
        }),
    );
}

function proposed(
  ruleset: Ruleset,
  rule: Rule,
  settings: ExampleSettings,
  kind: AppKind,
  value: string | undefined,
): Proposal {
  const facts = exampleFacts(settings);
  const evaluation = evaluateRule(rule, facts);
  const app = { id: `${kind}:Orders`, kind, apiName: 'Orders', files: [] } as unknown as App;
  const evidence = explainEvaluation(evaluation, rule, facts);
  const check: Evaluation = {
    app,
    occurrence: { of: 1, org: undefined },
    ruleset,
    rule,
    facts,
    evaluation,
  };
  const result: Result = {
    rule: rule.id,
    app: app.id,
    verdict: evaluation.verdict,
    severity: rule.severity,
    message: '',
    location: startOf('Orders'),
    evidence,
    fingerprint: '',
  };
  return proposalOf(check, result, {
    values: new Map(value === undefined ? [] : [[rule.id, value]]),
    elsewhere: () => () => ({ state: 'unknown', reason: 'no org' }),
  });
}

/** A proposal in a line: class, kind, changes, and why there are none. */
export function proposalText({ kind, proposal }: Proposed): string {
  const { class: how, changes = [], because } = proposal;
  const told = because === undefined ? [] : [`(${because})`];
  return [how, kind, ...changes.map(changeText), ...told].join(' | ');
}

/** What a change does: `isPkceRequired=true`. */
function changeText(change: Change): string {
  const { path } = change;
  switch (change.kind) {
    case 'set':
      return `${path}=${change.text}${change.ifThere ? ' where it is there' : ''}`;
    case 'remove':
      return `-${path}`;
    case 'entries':
    case 'elements': {
      const replaced = 'replace' in change ? (change.replace ?? []) : [];
      return [
        path,
        ...change.add.map((one) => `+${typeof one === 'string' ? one : JSON.stringify(one)}`),
        ...change.remove.map((one) => `-${one}`),
        ...replaced.map(([old, now]) => `${old}→${now.join(' ')}`),
      ].join(' ');
    }
  }
}
