import { looksAlike } from '../../model/look-alike.js';
import { namespaceOf, withoutNamespace } from '../../model/namespace.js';
import type { Setting } from '../../settings/settings.js';
import { derivedSetting, type DerivationSubject } from './subject.js';

/** What an org accepts as the name behind the namespace. Source: Setup, which refuses any other. */
export function isValidName(apiName: string): boolean {
  return /^[A-Za-z](?:_?[A-Za-z0-9])*$/.test(withoutNamespace(apiName));
}

/** Whether the app came with a package: it has a namespace, or says that it is managed. */
export function isPackaged({ apiName, settings, parts }: DerivationSubject): Setting {
  const state = settings.distributionState;
  const leftOut = parts.leftOut.get('ExternalClientApplication');
  if (leftOut && namespaceOf(apiName) === '') return leftOut;
  const managed = state?.state === 'known' && state.value === 'managed';
  return derivedSetting(namespaceOf(apiName) !== '' || managed, parts.home);
}

/** What a package did not bring was made here. */
export function ownedHere(subject: DerivationSubject): Setting {
  const packaged = isPackaged(subject);
  if (packaged.state === 'unknown') return packaged;
  return derivedSetting(packaged.value !== true, packaged.location);
}

/** Whether the label holds letters that look like others. */
export function labelLooksAlike({ settings: { label } }: DerivationSubject): Setting {
  if (label?.state !== 'known') return label ?? { state: 'unknown', reason: 'not read' };
  return derivedSetting(looksAlike(label.value), label.location);
}
