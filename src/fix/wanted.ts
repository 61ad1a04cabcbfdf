import { evaluate, operandsOf, type FactLookup } from '../conditions/evaluate.js';
import { offending } from '../conditions/operators.js';
import { denied } from '../conditions/tree.js';
import type { Condition, Leaf } from '../model/ruleset.js';
import {
  isSettingName,
  type SettingName,
  definitionOf,
  textsOfValue,
} from '../settings/settings.js';
import type { Change } from '../edit/change.js';
import { changeList, changesFor, fieldsFor, refreshTokenChanges } from '../edit/setting-changes.js';
import { webHostOf } from '../settings/derive/callbacks.js';
import type { AppKind } from '../model/metadata-types.js';

/** What a setting is to be, or what a list is to have more and less. */
export type WantedSetting =
  | { readonly setting: SettingName; readonly value: boolean | string | number }
  | {
      readonly setting: SettingName;
      readonly add: readonly string[];
      readonly remove: readonly string[];
    };

/**
 * What makes a condition true that is false now, with as few settings as do: of `all` each part that is not true, of `any`
 * the first part that can be. Undefined where that takes a value that the condition does not name.
 */
export function wantedBy(
  condition: Condition,
  facts: FactLookup,
): readonly WantedSetting[] | undefined {
  if (evaluate(condition, facts).truth === true) return [];
  if ('all' in condition) return each(condition.all, facts);
  if ('any' in condition) return first(condition.any, facts);
  if ('not' in condition) return wantedByOpposite(condition.not, facts);
  return wantedByLeaf(condition, facts);
}

function each(
  conditions: readonly Condition[],
  facts: FactLookup,
): readonly WantedSetting[] | undefined {
  const all = conditions.map((part) => wantedBy(part, facts) ?? leftUnknown(part, facts));
  const wanted = all.flatMap((one) => one ?? []);
  return wanted.length === 0 || all.some((one) => one === undefined) ? undefined : wanted;
}

/** What nobody knows decides nothing: beside parts that are false it may stay as it is. */
function leftUnknown(part: Condition, facts: FactLookup): readonly WantedSetting[] | undefined {
  return evaluate(part, facts).truth === false ? undefined : [];
}

function first(
  conditions: readonly Condition[],
  facts: FactLookup,
): readonly WantedSetting[] | undefined {
  return conditions.map((part) => wantedBy(part, facts)).find((one) => one !== undefined);
}

/** What makes a condition false. */
function wantedByOpposite(
  condition: Condition,
  facts: FactLookup,
): readonly WantedSetting[] | undefined {
  if ('not' in condition) return wantedBy(condition.not, facts);
  if ('all' in condition)
    return first(
      condition.all.map((not) => ({ not })),
      facts,
    );
  if ('any' in condition)
    return each(
      condition.any.map((not) => ({ not })),
      facts,
    );
  return wantedByLeaf(denied(condition), facts);
}

function wantedByLeaf(leaf: Leaf, facts: FactLookup): readonly WantedSetting[] | undefined {
  const { fact: setting } = leaf;
  const operands = operandsOf(leaf, facts);
  if (!isSettingName(setting) || !operands) return undefined;
  const { found, wanted, today } = operands;
  const items = textsOfValue(found);
  const atFault = offending(leaf.operator, found, wanted, today).map((at) => items[at] ?? '');
  const list = (add: readonly string[], remove: readonly string[]): readonly WantedSetting[] => [
    { setting, add, remove },
  ];
  const value = (to: boolean | string | number): readonly WantedSetting[] => [
    { setting, value: to },
  ];
  switch (leaf.operator) {
    case 'equal':
      return typeof wanted === 'object' ? undefined : value(wanted);
    case 'notEqual':
    case 'not:equal':
      return typeof wanted === 'boolean' ? value(!wanted) : undefined;
    case 'in': {
      const [one] = textsOfValue(wanted);
      return one === undefined ? undefined : value(one);
    }
    case 'lessThanInclusive':
    case 'greaterThanInclusive':
    case 'not:lessThan':
    case 'not:greaterThan':
      return typeof wanted === 'number' ? value(wanted) : undefined;
    case 'lessThan':
      return typeof wanted === 'number' ? value(wanted - 1) : undefined;
    case 'greaterThan':
      return typeof wanted === 'number' ? value(wanted + 1) : undefined;
    case 'isEmpty':
    case 'not:isNotEmpty':
      return typeof found === 'object' ? list([], items) : value('');
    case 'contains':
    case 'not:doesNotContain':
    case 'containsAll':
      return list(
        textsOfValue(wanted).filter((one) => !items.includes(one)),
        [],
      );
    case 'containsAny': {
      const choices = textsOfValue(wanted);
      return choices.length === 1 ? list(choices, []) : undefined;
    }
    case 'doesNotContain':
    case 'not:contains':
      return list([], textsOfValue(wanted));
    case 'not:containsAny':
    case 'containsNone':
    case 'containsOnly':
      return list([], atFault);
    default:
      return leaf.operator.startsWith('everyFact:') && atFault.length > 0
        ? list([], atFault)
        : undefined;
  }
}

/** The app that is to be changed. */
export interface ChangeSubject {
  readonly kind: AppKind;
  readonly facts: FactLookup;
}

/** The changes of elements that give settings what is wanted. Undefined where one of them is held by no element of the app. */
export function changesOfWanted(
  wanted: readonly WantedSetting[],
  subject: ChangeSubject,
): readonly Change[] | undefined {
  const timing = new Set<SettingName>(['refreshTokenPolicy', 'refreshTokenDays']);
  const ofTokens = wanted.filter(({ setting }) => timing.has(setting));
  const others = wanted.filter(({ setting }) => !timing.has(setting));
  const all = [
    ...(ofTokens.length > 0 ? [tokenPolicyChanges(ofTokens, subject)] : []),
    ...others.map((one) => changesOfOne(one, subject)),
  ];
  return all.some((one) => one === undefined) ? undefined : all.flatMap((one) => one ?? []);
}

/** Policy and days stand together: what is not wanted otherwise stays. */
function tokenPolicyChanges(
  wanted: readonly WantedSetting[],
  { kind, facts }: ChangeSubject,
): readonly Change[] | undefined {
  const of = (name: SettingName): string | number | undefined => {
    const asked = wanted.find((one) => one.setting === name);
    if (asked && 'value' in asked) return asked.value === true ? undefined : String(asked.value);
    const setting = facts(name);
    return setting.state === 'known' ? String(setting.value) : undefined;
  };
  const policy = of('refreshTokenPolicy');
  const days = Number(of('refreshTokenDays') ?? Number.NaN);
  if (policy === undefined) return undefined;
  return refreshTokenChanges(kind, String(policy), Number.isInteger(days) && days > 0 ? days : 30);
}

function changesOfOne(one: WantedSetting, subject: ChangeSubject): readonly Change[] | undefined {
  const { kind } = subject;
  if ('add' in one) return listChanges(one.setting, one.add, one.remove, subject);
  if (one.setting === 'highAssuranceRequired' && one.value === true) return highAssurance(kind);
  const changes = changesFor(kind, one.setting, one.value);
  return isEitherFlag(one.setting, kind) ? changes?.map(onlyIfThere) : changes;
}

function highAssurance(kind: AppKind): readonly Change[] {
  const wanted = [
    changesFor(kind, 'sessionLevel', 'high-assurance'),
    changesFor(kind, 'sessionLevelAction', 'raise'),
  ];
  return wanted.flatMap((one) => one ?? []);
}

/** A flag that is on when one of several elements is: those that are absent need not be made to switch it off. */
function isEitherFlag(setting: SettingName, kind: AppKind): boolean {
  const origin = definitionOf(setting)[kind];
  return 'fields' in origin && origin.combine === 'or';
}

function onlyIfThere(change: Change): Change {
  return change.kind === 'set' ? { ...change, ifThere: true } : change;
}

/** Lists that pick entries of another one: these are the entries to change. */
function listChanges(
  setting: SettingName,
  add: readonly string[],
  remove: readonly string[],
  subject: ChangeSubject,
): readonly Change[] | undefined {
  const { kind } = subject;
  if (fieldsFor(setting, kind).length > 0) return changeList(kind, setting, { add, remove });
  if (add.length > 0) return undefined;
  if (ofCallbacks.has(setting)) return changeList(kind, 'callbackUrls', { remove });
  if (setting === 'callbackHosts') {
    const urls = listEntriesOf('callbackUrls', subject).filter((url) =>
      remove.includes(webHostOf(url) ?? ''),
    );
    return changeList(kind, 'callbackUrls', { remove: urls });
  }
  if (setting === 'permittedProfileNames') {
    const english = listEntriesOf('permittedProfileNames', subject);
    const written = listEntriesOf('permittedProfiles', subject);
    if (english.length !== written.length) return undefined;
    const gone = written.filter((_, at) => remove.includes(english[at] ?? ''));
    return changeList(kind, 'permittedProfiles', { remove: gone });
  }
  return undefined;
}

const ofCallbacks: ReadonlySet<SettingName> = new Set([
  'plainHttpCallbackUrls',
  'malformedCallbackUrls',
  'shortSchemeCallbackUrls',
  'userInfoCallbackUrls',
  'wildcardCallbackUrls',
]);

/** The entries of a list as they are read; none where it is unknown. */
export function listEntriesOf(
  setting: SettingName,
  { facts }: Pick<ChangeSubject, 'facts'>,
): readonly string[] {
  const found = facts(setting);
  return found.state === 'known' && typeof found.value === 'object' ? found.value : [];
}
