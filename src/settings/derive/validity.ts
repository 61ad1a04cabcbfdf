import type { Location } from '../../model/location.js';
import type { Known, Setting } from '../settings.js';
import { policyPath } from '../../metadata/part.js';
import type { Item } from '../reading/lists.js';
import { derivedSetting, type DerivationSubject } from './subject.js';

/** Hours of a unit. Salesforce gives no length for a month: it counts 30 days. */
const hoursOfUnit: ReadonlyMap<string, number> = new Map([
  ['hours', 1],
  ['days', 24],
  ['months', 720],
]);

/** "Limit Idle Refresh Token Time-to-Live (TTL) to 30 Days". */
const idleLimitDays = 30;

interface Validity {
  readonly days: number;
  readonly location: Location;
}

/**
 * For how many days a refresh token works. The 30-day idle limit is the effective value where it is on, though
 * Salesforce does not rewrite the policy in metadata.
 */
export function refreshTokenDays(subject: DerivationSubject): Setting {
  const { refreshTokenPolicy: policy, idleRefreshTokenLimit: idle } = subject.settings;
  if (policy?.state !== 'known') return policy ?? { state: 'unknown', reason: 'not read' };
  const validity = validityOf(policy.value, subject);
  const endless = policy.value === 'until-revoked' || (validity && validity.days > idleLimitDays);
  if (endless && idle?.state === 'known' && idle.value)
    return derivedSetting(idleLimitDays, idle.location);
  return validity ? derivedSetting(validity.days, validity.location) : withoutEnd(policy);
}

function withoutEnd(policy: Known): Setting {
  const reason =
    policy.value === 'until-revoked'
      ? 'the refresh token is valid until revoked'
      : 'the file gives no number and unit for it';
  return { state: 'unknown', reason, ...(policy.location ? { location: policy.location } : {}) };
}

function validityOf(policy: string, { parts, settings }: DerivationSubject): Validity | undefined {
  const at = settings.refreshTokenPolicy?.location ?? parts.home;
  if (policy === 'immediate') return { days: 0, location: at };
  const compound = parts.of('ConnectedApp')?.texts.get(policyPath)?.[0];
  if (compound) {
    const [, period, unit, ...rest] = compound.text.split(':');
    return rest.length > 0 ? undefined : validityInDays(period, unit, compound.location);
  }
  const policies = parts.of('ExtlClntAppOauthConfigurablePolicies');
  const period = agreedItem(policies?.texts.get('refreshTokenValidityPeriod'));
  const unit = agreedItem(policies?.texts.get('refreshTokenValidityUnit'));
  return policy === 'until-revoked'
    ? undefined
    : validityInDays(period?.text, unit?.text, period?.location ?? at);
}

/** The one thing that elements of a name say; undefined when they say different things. */
function agreedItem(items: readonly Item[] = []): Item | undefined {
  return items.every(({ text }) => text === items[0]?.text) ? items[0] : undefined;
}

function validityInDays(
  period: string | undefined,
  unit: string | undefined,
  location: Location,
): Validity | undefined {
  const hours = hoursOfUnit.get(unit?.toLowerCase() ?? '');
  // What a lifetime of 0 means is not documented.
  if (hours === undefined || period === undefined || !/^0*[1-9]\d{0,5}$/.test(period))
    return undefined;
  return { days: (Number(period) * hours) / 24, location };
}
