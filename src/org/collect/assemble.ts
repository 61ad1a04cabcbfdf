import { namesWithRest } from '../../model/words.js';
import { type App, namespaceOf } from '../../model/app.js';
import { blockedOf, type BlockedApps } from '../../metadata/org-settings.js';
import { compareText } from '../../model/location.js';
import { problem, type Problem } from '../../report/problem.js';
import type { OrgRecord, RecordApp } from '../snapshot/record.js';
import { mapAnswer, knownSetting, settingOfAnswer } from '../client/answer.js';
import type { DirectoryEntry } from './directory.js';
import type { Facts } from '../usage/inventory.js';
import { orgWideSettings } from '../usage/org-wide.js';
import type { Policies } from '../usage/policies.js';
import { permittedByMenu, rowSettings } from '../usage/row-settings.js';
import { tokenHolders } from '../usage/holders.js';
import { unplacedCalls } from '../usage/api-calls.js';
import { usageOf } from '../usage/usage.js';
import { assignUse, type OrgUse, type Uses } from '../usage/use.js';

/** What came of files: types that did not all come, and the blocked apps, all of them or not. */
export interface Came {
  readonly lostTypes: ReadonlySet<string>;
  readonly blocked: BlockedApps;
  readonly allBlocked: boolean;
}

/** Makes of everything that was asked what is known of each app, and of the org as a whole. */
export function recordOf(
  entries: readonly DirectoryEntry[],
  facts: Facts,
  policies: Policies,
  came: Came,
  problems: Problem[],
): Pick<OrgRecord, 'settings' | 'apps'> {
  const uses = assignUse(entries, facts);
  problems.push(...refusedApps(uses.refused), ...namelessUse(uses.nameless));
  problems.push(...unplacedCalls(uses, facts));
  const apps = uses.apps.map((use): RecordApp => {
    const { kind, apiName, label, app, own } = use.entry;
    const rows =
      use.entry.seenIn === 'tokens' ? {} : rowSettings(use.entry, policies.of(use.entry));
    const usage = usageOf(
      use,
      facts,
      runAsUserInFiles(app) ?? userNameOf(rows.clientCredentialsUser),
    );
    const settings = {
      ...provenOauth(use),
      ...ownership(use.entry, facts),
      ...rows,
      ...(rows.permittedUsers?.state === 'known' ? {} : permittedByMenu(use.entry)),
      ...usage,
      ...partsNotSent(app, came.lostTypes),
      ...blocked(use.entry, came),
    };
    const holders = facts.withUsers ? tokenHolders(use, facts) : undefined;
    return {
      kind,
      apiName,
      label,
      settings,
      ...(holders && { holders }),
      ...(own && !app ? { notSent } : {}),
    };
  });
  return { settings: orgWideSettings(facts), apps };
}

/** Who holds a token or logged in by OAuth proves that the app has OAuth on, whatever else is not known of it. */
function provenOauth({ tokens, logins }: OrgUse): RecordApp['settings'] {
  const proven =
    (tokens.ok && tokens.value.length > 0) ||
    (logins.ok && logins.value.some(({ outcome }) => outcome === 'success'));
  return proven ? { oauthEnabled: knownSetting(true) } : {};
}

/** The files of blocked apps name those that are installed or only used as well. */
function blocked({ apiName, label }: DirectoryEntry, { blocked: apps, allBlocked }: Came) {
  const found = blockedOf(apps, { apiName, label });
  if (found.state === 'known' && found.value === true) return { blocked: knownSetting(true) };
  return allBlocked ? { blocked: knownSetting(false) } : {};
}

/** An org lists every app that was made in it; what it does not list, or lists as installed, is of others. */
function ownership(
  { app, own, apiName }: DirectoryEntry,
  { listed }: Facts,
): RecordApp['settings'] {
  if (app) return {};
  if (own !== undefined) return { ownedHere: knownSetting(own) };
  if (namespaceOf(apiName) !== '') return { ownedHere: knownSetting(false) };
  return { ownedHere: settingOfAnswer(mapAnswer(listed, () => false)) };
}

/** A part that is not there is no missing one where the org did not send all parts of the type. */
function partsNotSent(app: App | undefined, lostTypes: ReadonlySet<string>): RecordApp['settings'] {
  const missing = app?.settings.missingParts;
  if (missing?.state !== 'known') return {};
  const lost = missing.value.find((type) => lostTypes.has(type));
  if (lost === undefined) return {};
  return { missingParts: { state: 'unknown', reason: `the org did not send all of type ${lost}` } };
}

const notSent = 'the org lists the app and did not send its metadata';

/** What Salesforce kept out is no app of the org; somebody may look for it all the same. */
function refusedApps(refused: ReadonlyMap<string, number>): readonly Problem[] {
  if (refused.size === 0) return [];
  const names = [...refused]
    .toSorted(([a], [b]) => compareText(a, b))
    .map(([name, times]) => `${name} (${times})`);
  const message = `every log-in of these apps failed, and the org has nothing of them: ${namesWithRest(names)}`;
  return [problem('org-apps-refused', message)];
}

/** What names no app is of none: told, so that the numbers of tokens and log-ins can be compared with Setup's. */
function namelessUse({ tokens, logins }: Uses['nameless']): readonly Problem[] {
  if (tokens === 0 && logins === 0) return [];
  const message = `${tokens} tokens and ${logins} log-ins name no app, and count for none`;
  return [problem('org-use-nameless', message)];
}

/** The run-as user that the files of an app name. */
export function runAsUserInFiles(app: App | undefined): string | undefined {
  return app && userNameOf(app.settings.clientCredentialsUser);
}

function userNameOf(setting: App['settings']['clientCredentialsUser'] | undefined): string {
  return setting?.state === 'known' ? setting.value : '';
}

/** All run-as users, each once. */
export function runAsUsers(apps: readonly App[], others: readonly string[]): readonly string[] {
  const named = apps.flatMap((app) => runAsUserInFiles(app) ?? []);
  return [...new Set([...named, ...others])].filter((name) => name !== '');
}
