import { groupBy } from '../model/group-by.js';
import type { Location } from '../model/location.js';
import type { ReportApp } from '../report/report.js';
import { definitionOf, isSecretSetting, settingNames, type Setting } from '../settings/settings.js';
import type { Origin, Reading } from '../settings/definition.js';
import type { Result } from '../report/verdict.js';

/** How settings are read whose text is not kept: it may be a secret. */
const unquotedReadings: readonly Reading[] = ['filled', 'given', 'present'];

const secretive = settingNames.filter((name) => {
  const { connectedApp, externalClientApp } = definitionOf(name);
  return isSecretSetting(name) || [connectedApp, externalClientApp].some(isUnkept);
});

function isUnkept(origin: Origin): boolean {
  return 'fields' in origin && origin.fields.some(({ read }) => unquotedReadings.includes(read));
}

/**
 * The places of results and of their evidence that a report may quote: none that touches a text that may be a secret, such as
 * a consumer secret that a file holds.
 */
export function quotablePlaces(
  results: readonly Result[],
  apps: readonly ReportApp[],
): readonly Location[] {
  const secrets = groupBy(apps.flatMap(secretPlaces), ({ file }) => file);
  const places = results.flatMap(({ location, evidence }) => [
    location,
    ...evidence.flatMap((one) => one.location ?? []),
  ]);
  return places.filter(
    (place) => !(secrets.get(place.file) ?? []).some((secret) => touch(place, secret)),
  );
}

function secretPlaces(app: ReportApp): readonly Location[] {
  return secretive.flatMap((name) => {
    const setting: Setting = app.settings[name];
    // Where nothing is, the place is that of the element around it, which may be quoted.
    return setting.state === 'known' && setting.value !== false ? (setting.location ?? []) : [];
  });
}

function touch(a: Location, b: Location): boolean {
  return !endsBefore(a, b) && !endsBefore(b, a);
}

function endsBefore(a: Location, b: Location): boolean {
  return a.endLine < b.startLine || (a.endLine === b.startLine && a.endColumn <= b.startColumn);
}
