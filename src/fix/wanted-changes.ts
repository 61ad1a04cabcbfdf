import type { FactLookup } from '../conditions/evaluate.js';
import type { Change } from '../edit/change.js';
import { changeList, changesFor, fieldsFor, refreshTokenChanges } from '../edit/setting-changes.js';
import { webHostOf } from '../metadata/derive/callbacks.js';
import type { AppKind } from '../model/app-kind.js';
import { definitionOf, type SettingName } from '../settings/settings.js';
import type { WantedSetting } from './wanted.js';

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
