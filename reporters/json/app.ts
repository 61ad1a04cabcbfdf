import { settingNames, type Holder, type Setting } from '../../src/report/digest/index.js';
import type { Location } from '../../src/model/location.js';
import { keptOr } from '../../src/model/once-for.js';
import type { NearVendor, ReportApp, VendorMatch } from '../../src/report/report.js';
import type { Excusing } from '../../src/report/verdict.js';
import { verdicts } from '../../src/report/verdict.js';
import { jsonText } from '../../src/report/text/plain-text.js';
import { layOut, locationData, locationText, type Quote } from './lay-out.js';

/** An app with its settings one a line; 5,000 apps have more than half a million of them, so they take no detour. */
export function appJsonText(app: ReportApp, quote: Quote, withUsers: boolean): string {
  const head = layOut(appJsonData(app, withUsers), 2, '    ').slice(0, -'\n    }'.length);
  // What stands at a place of its own is one of many: all settings of a missing file are one object.
  const known = new Map<object, string>();
  const place = (location: Location): string =>
    keptOr(known, location, () => locationText(location, quote));
  const write = (setting: Setting): string => settingText(setting, { quote, place });
  const lines = settingKeys.map(([name, key]) => key + keptOr(known, app.settings[name], write));
  return `${head},\n      "settings": {\n${lines.join(',\n')}\n      }\n    }`;
}

const settingKeys = settingNames.map((name) => [name, `        "${name}": `] as const);

/** How the texts and the places of one app are written. */
interface Write {
  readonly quote: Quote;
  readonly place: (location: Location) => string;
}

function appJsonData(app: ReportApp, withUsers: boolean): object {
  const { id, kind, apiName, label, source, folder, files, consumerKeyDigest } = app;
  return {
    id,
    kind,
    apiName,
    label,
    source,
    folder,
    files,
    location: locationData(app.location),
    owner: app.owner,
    ...(consumerKeyDigest !== undefined && { consumerKeyDigest }),
    vendors: app.vendors.map(vendorData),
    ...usedByData(app),
    ...(withUsers && app.holders && { holders: app.holders.map(holderData) }),
    ...(app.nearestVendors && { nearestVendors: app.nearestVendors.map(nearData) }),
    counts: Object.fromEntries(verdicts.map((verdict) => [verdict, app.counts[verdict]])),
  };
}

/** What uses the app, where somebody looked: the entries of the setting `usedBy`, taken apart. */
function usedByData({ settings: { usedBy } }: ReportApp): object {
  if (usedBy.state === 'unknown') return {};
  const { value, itemLocations = [] } = usedBy;
  return {
    usedBy: value.map((entry, at) => {
      const colon = entry.indexOf(':');
      const location = itemLocations[at];
      return {
        kind: entry.slice(0, colon),
        name: entry.slice(colon + 1),
        ...(location && { location: locationData(location) }),
      };
    }),
  };
}

function holderData({ user, name, tokens, created, lastUse, access }: Holder): Holder {
  return { user, name, tokens, created, lastUse, access };
}

function nearData({ ruleset, because }: NearVendor): NearVendor {
  return { ruleset, because };
}

function vendorData({ ruleset, because, parameters, excuses }: VendorMatch): object {
  const names = Object.keys(parameters).toSorted();
  return {
    ruleset,
    because,
    parameters: Object.fromEntries(names.map((name) => [name, parameters[name]])),
    ...(excuses && { excuses: excusingData(excuses) }),
  };
}

function excusingData(excuses: Excusing): object {
  return 'location' in excuses
    ? { by: excuses.by, location: locationData(excuses.location) }
    : excuses;
}

// Written by hand: objects made only for JSON.stringify would take three times as long.
function settingText(setting: Setting, { quote, place }: Write): string {
  // What is not there stands nowhere; where it should stand is in the results.
  if (setting.state === 'unknown') return `{"state":"unknown","reason":${quote(setting.reason)}}`;
  const { value, origin, location, itemLocations: places, placeholder } = setting;
  const written = typeof value === 'boolean' ? String(value) : jsonText(value);
  const at = location ? `,"location":${place(location)}` : '';
  const items = places ? `,"itemLocations":[${places.map(place).join()}]` : '';
  const mark = placeholder ? ',"placeholder":true' : '';
  return `{"state":"known","value":${written},"origin":"${origin}"${at}${items}${mark}}`;
}
