import { evaluate, type FactLookup } from '../conditions/evaluate.js';
import type { Change } from '../edit/change.js';
import { isWritable } from '../edit/text-edits.js';
import { isOrgWide, type Evaluation } from '../audit/results.js';
import type { App } from '../model/app.js';
import type { Rule, Ruleset } from '../model/ruleset.js';
import type { Result } from '../report/verdict.js';
import type { SettingName } from '../settings/settings.js';
import { fixRowOf } from './rows.js';
import type { FixClass, FixSubject, Row } from './row.js';
import { changesOfWanted, wantedBy, type WantedSetting } from './wanted.js';

/** What would fix one finding. */
export interface Proposal {
  readonly rule: Rule;
  readonly ruleset: Ruleset;
  readonly app: App;
  readonly result: Result;
  readonly class: FixClass;
  readonly breaks?: string;
  /** Absent where no edit is known, or one that only a person can give the value of. */
  readonly changes?: readonly Change[];
  /** What `--set` would be given, in words. */
  readonly input?: string;
  /** Why nothing can be done in files although the class says so. */
  readonly because?: string;
}

/** What is asked of a run of `fix`. */
export interface FixQuestion {
  /** Full rule id → the text that `--set` gave. */
  readonly values: ReadonlyMap<string, string>;
  /** What else an org says of an app, under the same name: the use of it. */
  readonly elsewhere: (app: App) => FactLookup;
}

/** What would fix a check that failed. */
export function proposalOf(check: Evaluation, result: Result, given: FixQuestion): Proposal {
  const { rule, ruleset, app } = check;
  const subject: FixSubject = { kind: app.kind, facts: check.facts, evidence: result.evidence };
  const common = { rule, ruleset, app, result };
  const row = fixRowOf(rule.id);
  if (!row) return { ...common, ...ofDemand(check, subject) };
  // Settings of the org are its own, whoever made the app.
  if (app.ofOrg || (isOfOthers(check) && !isOrgWide(check))) return { ...common, class: 'setup' };
  return { ...common, ...ofRow(row, check, subject, given) };
}

type Made = Omit<Proposal, 'rule' | 'ruleset' | 'app' | 'result'>;

function ofRow(row: Row, check: Evaluation, subject: FixSubject, given: FixQuestion): Made {
  const value = given.values.get(check.rule.id);
  const own = {
    class: classOf(row, check, given),
    ...(row.breaks !== undefined && { breaks: row.breaks }),
  };
  if (row.told) return { ...own, ...(row.instead !== undefined && { because: row.instead }) };
  const { input } = row;
  const needsValue = input && (row.class === 'input' || row.needsInput?.(subject) === true);
  if (input && value !== undefined) {
    const changes = isWritable(value) ? input.changes(value, subject) : undefined;
    return changes
      ? { ...own, changes }
      : { ...own, input: input.what, because: `the value is not ${input.what}` };
  }
  if (needsValue) return { ...own, class: 'input', input: input.what };
  const changes = row.changes
    ? row.changes(subject)
    : changesOf(wantedBy(check.rule.require, check.facts), subject);
  return withChanges(own, changes);
}

function withChanges(own: Made, changes: readonly Change[] | undefined): Made {
  if (changes && changes.length > 0) return { ...own, changes };
  return { ...own, because: 'metadata of this app has no element whose value would fix it' };
}

function changesOf(
  wanted: readonly WantedSetting[] | undefined,
  subject: FixSubject,
): readonly Change[] | undefined {
  return wanted && changesOfWanted(wanted, subject);
}

function classOf(row: Row, check: Evaluation, { elsewhere }: FixQuestion): FixClass {
  if (!row.safeWhen) return row.class;
  const other = elsewhere(check.app);
  const facts: FactLookup = (name) => {
    const own = check.facts(name);
    return own.state === 'known' ? own : other(name);
  };
  return evaluate(row.safeWhen, facts).truth === true ? 'safe' : row.class;
}

/** Apps of packages belong to who made them: files here change nothing of them. */
function isOfOthers({ facts }: Evaluation): boolean {
  const packaged = facts('isPackaged');
  const owned = facts('ownedHere');
  return (
    (packaged.state === 'known' && packaged.value === true) ||
    (owned.state === 'known' && owned.value === false)
  );
}

/** Lists that grow: no client notices that more is allowed which the guide of the vendor asks for. */
const harmlessToAdd: ReadonlySet<SettingName> = new Set(['callbackUrls', 'scopes']);

/** Values whose consequences the row of a standard rule tells. */
const consequenceOf: Readonly<Record<string, string>> = {
  'pkceRequired true': 'flows/pkce-required',
  'webServerFlowSecretRequired true': 'flows/web-server-secret-required',
  'refreshTokenSecretRequired true': 'flows/refresh-token-secret-required',
  'tokenExchangeSecretRequired true': 'flows/token-exchange-secret-required',
  'clientCredentialsFlow false': 'flows/client-credentials-off',
  'deviceFlow false': 'flows/device-flow-off',
  'refreshTokenRotation true': 'tokens/refresh-token-rotation',
  'introspectAllTokens false': 'tokens/introspect-own-tokens-only',
  'permittedUsers admin-approved': 'access/admin-approved-users',
  'ipRelaxation enforce': 'network/ip-restrictions-not-relaxed',
};

function demandBreaks(wanted: readonly WantedSetting[]): string {
  const told = wanted.map((one) =>
    'value' in one
      ? fixRowOf(consequenceOf[`${one.setting} ${String(one.value)}`] ?? '')?.breaks
      : undefined,
  );
  const known = [...new Set(told.filter((text) => text !== undefined))];
  if (known.length > 0) return known.join('; ');
  return 'clients and users that rely on what the guide does not have; where the guide is milder than security practice, the app is less safe';
}

/** A demand of a guide, or of a ruleset of one's own: what it says is what is wanted. */
function ofDemand(check: Evaluation, subject: FixSubject): Made {
  if (check.app.ofOrg || isOfOthers(check)) return { class: 'setup' };
  const wanted = wantedBy(check.rule.require, check.facts);
  if (!wanted)
    return { class: 'decide', because: 'the demand leaves open which value is to be set' };
  const isHarmless = wanted.every(
    (one) => 'add' in one && one.remove.length === 0 && harmlessToAdd.has(one.setting),
  );
  const risk = isHarmless
    ? ({ class: 'safe' } as const)
    : ({ class: 'risky', breaks: demandBreaks(wanted) } as const);
  const changes = changesOf(wanted, subject);
  return withChanges(changes ? risk : { class: 'decide' }, changes);
}
