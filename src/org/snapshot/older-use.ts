import type { Setting, SettingName } from '../../settings/settings.js';
import type { OrgRecord, RecordApp, RecordSettings } from './record.js';

const reason =
  'the snapshot is of an older version, which did not tell failed log-ins from successful ones: pull it anew';
const untold: Setting = { state: 'unknown', reason };

/** Counts and lists of attempts: none of them is no log-in, some of them may all have failed. */
const attempts: readonly SettingName[] = [
  'loginFlows',
  'usernamePasswordLogins',
  'userAgentLogins',
  'org.soapLoginUsers',
];

/**
 * A record as it is to be read. Older ones counted failed log-ins as use, and hold no count of failed ones; what they cannot
 * tell is unknown.
 */
export function withoutFailedLogins(record: OrgRecord): OrgRecord {
  return {
    ...record,
    settings: ofOrg(record.settings),
    apps: record.apps.map((app) => (isOlder(app) ? { ...app, settings: ofApp(app) } : app)),
  };
}

function isOlder({ settings }: RecordApp): boolean {
  return settings.loginFlows !== undefined && settings.failedLogins === undefined;
}

function ofOrg(settings: RecordSettings): RecordSettings {
  return settings['org.failedSoapLoginUsers'] === undefined ? withoutAttempts(settings) : settings;
}

function withoutAttempts(settings: RecordSettings): RecordSettings {
  const entries = Object.entries(settings) as [SettingName, Setting][];
  return Object.fromEntries(
    entries.map(([name, setting]) => [
      name,
      attempts.includes(name) && isSome(setting) ? untold : setting,
    ]),
  );
}

function isSome(setting: Setting): boolean {
  if (setting.state === 'unknown') return false;
  return Array.isArray(setting.value) ? setting.value.length > 0 : setting.value !== 0;
}

/** Tokens prove that an app was let in, and one that was used that it is in use; when it was last used, logins tell, too. */
function ofApp({ settings }: RecordApp): RecordSettings {
  const { seenIn, installed, used, daysSinceLastUse } = settings;
  const tokens = numberOf(settings.tokenCount);
  const onlyByUse = seenIn?.state === 'known' && seenIn.value === 'tokens';
  const usedTokens = tokens - numberOf(settings.tokensNeverUsed, tokens);
  return {
    ...withoutAttempts(settings),
    ...(installed?.state === 'known' && onlyByUse && tokens === 0 ? { installed: untold } : {}),
    ...(used?.state === 'known' && used.value === true && usedTokens === 0 ? { used: untold } : {}),
    ...(daysSinceLastUse?.state === 'known' ? { daysSinceLastUse: untold } : {}),
  };
}

function numberOf(setting: Setting | undefined, otherwise = 0): number {
  return setting?.state === 'known' && typeof setting.value === 'number'
    ? setting.value
    : otherwise;
}
