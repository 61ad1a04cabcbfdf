import type { SettingName } from './settings.js';

/** Flags that are on when all of their switches are; a kind of app has those of them that its metadata holds. */
export const effectiveFlags: ReadonlyMap<string, readonly SettingName[]> = new Map([
  ['clientCredentialsFlow', ['clientCredentialsFlowSetting', 'clientCredentialsFlowPolicy']],
  ['tokenExchangeFlow', ['tokenExchangeFlowSetting', 'tokenExchangeFlowPolicy']],
]);
