// Who may excuse: when the guide of a vendor makes a finding of a standard rule mere information.
import { isBinding } from './demand-values.js';
import { evaluate, type FactLookup } from '../../conditions/evaluate.js';
import { conditionsOf, leavesOf, readsOf } from '../../conditions/tree.js';
import { contraryDemandOf, type Contrary } from './contrary-demands.js';
import { mask } from '../../model/credential-forms.js';
import { appKinds } from '../../model/metadata-types.js';
import { isLikeGlob } from '../../model/glob.js';
import type { Location } from '../../model/location.js';
import type { Condition, Rule, Ruleset } from '../../model/ruleset.js';
import type { Excusing } from '../../report/verdict.js';
import { isSecretSetting, textsOfValue } from '../../settings/settings.js';
import {
  callbacksOf,
  isAnybodys,
  isNamed,
  namingLeaves,
  leadsTo,
  type GuideCallbacks,
} from '../../rulesets/guide-callbacks.js';
import { isAboutKind } from '../../rulesets/match.js';
import type { Given } from '../../rulesets/parameters.js';

/** A guide that is applied to an app. */
export interface Guide {
  readonly ruleset: Ruleset;
  readonly origin: 'shipped' | 'own';
  /** Its rules, parameters filled in and overrides applied. */
  readonly rules: readonly Rule[];
  /** The settings of the app, and the guide's parameters for it. */
  readonly facts: FactLookup;
  /** Who says that the app is the vendor's, where somebody does. */
  readonly assigned?: AssignedGuides;
}

export type AssignedGuides =
  | { readonly by: 'caller' }
  | { readonly by: 'configuration'; readonly location: Location };

/** What the command line, or the program that calls, says of a guide. */
export interface Caller {
  /** Whether it names the ruleset. */
  readonly named: boolean;
  /** The parameters that it gives. */
  readonly parameters: Given;
  /** These and those that the configuration gives for the app. */
  readonly allParameters: Given;
}

/**
 * Whether a guide may excuse findings about an app. A shipped one may by evidence in the app, which is where its callbacks
 * lead, or because somebody says that the app is the vendor's; one of somebody's own only when the caller names it besides.
 * None may while a callback leads to a host that it does not name, or while nobody knows where they lead. The name of an
 * app is no evidence: whoever makes the app chooses it.
 */
export function mayExcuse(guide: Guide, caller: Caller): Excusing {
  if (guide.origin !== 'shipped' && !caller.named)
    return excusesNothing(
      `${guide.ruleset.id} is a ruleset of your own, which counts only when --ruleset names it`,
    );
  const { assigned } = guide;
  const stated = callbacksOf(guide.ruleset, caller.parameters);
  if (!hasAny(stated))
    return assigned ?? excusesNothing(nobodySays(guide, 'names no callback URL'));
  const urls = guide.facts('callbackUrls');
  if (urls.state === 'unknown')
    return excusesNothing(`the callback URLs of the app are not known: ${urls.reason}`);
  const shown = textsOfValue(urls.value);
  const allNamed = shown.length > 0 && shown.every((url) => leadsThere(url, stated));
  if (allNamed && isEvident(guide, shown)) return { by: 'evidence' };
  const accepted = assigned ? callbacksOf(guide.ruleset, caller.allParameters) : stated;
  const stranger = shown.find(
    (url) => !leadsThere(url, accepted) && !(assigned && looksRight(url, accepted)),
  );
  if (stranger !== undefined)
    return excusesNothing(`${leadsWhere(stranger)}, which the guide does not name`);
  return (
    assigned ?? excusesNothing(nobodySays(guide, 'is known here by the name of the app alone'))
  );
}

function excusesNothing(because: string): Excusing {
  return { by: 'nothing', because };
}

function nobodySays({ ruleset }: Guide, what: string): string {
  return `the guide ${what}, and nobody says that the app is for ${ruleset.title}; "vendor" in the configuration does`;
}

function hasAny({ hosts, anywhere }: GuideCallbacks): boolean {
  return hosts.length + anywhere.length > 0;
}

function leadsThere(url: string, callbacks: GuideCallbacks): boolean {
  const place = leadsTo(url);
  return place !== undefined && isNamed(callbacks, place);
}

/** For a guide that leaves the host to its reader: whoever assigns the app vouches for the host. */
function looksRight(url: string, { anywhere }: GuideCallbacks): boolean {
  return anywhere.some((glob) => isLikeGlob(glob, url));
}

function leadsWhere(url: string): string {
  const place = leadsTo(url);
  if (place === undefined)
    return 'a callback URL of the app is not an address that can be compared';
  return `a callback URL of the app leads to ${place}`;
}

/** A callback at a host of the vendor, or every callback that the guide demands; all of them are at places that it names. */
function isEvident(guide: Guide, urls: readonly string[]): boolean {
  return urls.some((url) => !isAnybodys(leadsTo(url) ?? '')) || demandIsMet(guide);
}

/** A guide that demands no callback may still tell its apps by one. */
function demandIsMet({ ruleset, rules, facts }: Guide): boolean {
  const holds = (condition: Condition): boolean => evaluate(condition, facts).truth === true;
  const demands = rules.filter(
    (rule) => isItsOwn(rule) && isBinding(rule, facts) && namingLeaves(rule.require).length > 0,
  );
  if (demands.length > 0) return demands.every(({ require }) => holds(require));
  const clues = ruleset.match ? namingLeaves(ruleset.match) : [];
  return clues.some((leaf) => leaf.fact === 'callbackUrls' && holds(leaf));
}

/** What is switched off excuses nothing, and neither does a demand that an override puts into a guide's mouth. */
function isItsOwn({ switchedOff, overridden }: Rule): boolean {
  return switchedOff === undefined && overridden?.require === undefined;
}

/** The rules of a guide that are for apps of a kind: a guide for the other kind asks at most to be of that kind. */
export function rulesForKind({ ruleset, rules, facts }: Guide): readonly Rule[] {
  const kind = facts('kind');
  const isForIt =
    kind.state === 'unknown' ||
    appKinds.some((one) => one === kind.value && ruleset.appliesTo.includes(one));
  return isForIt ? rules : rules.filter(isAboutKind);
}

/** The rule of a guide that demands what a standard rule forbids; none may demand a secret. */
export function demandAgainst(standard: Rule, guide: Guide): Rule | undefined {
  const found = contraryTo(standard, guide);
  return found && found.others.length === 0 ? found.rule : undefined;
}

/** The same, also where the guide demands some only of the entries that the standard rule forbids. */
export function contraryTo(standard: Rule, guide: Guide): Contrary | undefined {
  if (looksForSecrets(standard)) return undefined;
  return contraryDemandOf(standard, rulesForKind(guide).filter(isItsOwn), guide.facts);
}

/** It reads what says that a file holds a secret, or looks for the mask of one in a value, such as a URL. */
function looksForSecrets(rule: Rule): boolean {
  const conditions = conditionsOf(rule);
  return (
    conditions.flatMap(readsOf).some(isSecretSetting) ||
    conditions
      .flatMap(leavesOf)
      .some(({ value }) => typeof value === 'string' && value.includes(mask))
  );
}
