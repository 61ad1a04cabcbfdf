import { isMeant, type App } from '../model/app.js';
import type { Location } from '../model/location.js';
import type { AppEntry, Config, VendorChoice } from './config.js';

/** Whether an entry is about an app. */
export function isAbout({ match, org }: Pick<AppEntry, 'match' | 'org'>, app: App): boolean {
  return isMeant(app, { app: match, ...(org !== undefined && { org }) });
}

type Given = AppEntry['parameters'];

/** The vendor that the config gives an app, and where it says so; undefined when it says nothing. */
export function vendorOf(
  app: App,
  { apps }: Config,
): { readonly vendor: VendorChoice; readonly location: Location } | undefined {
  const last = apps.findLast((entry) => entry.vendor !== undefined && isAbout(entry, app));
  return last?.vendor && { vendor: last.vendor, location: last.location };
}

/** The parameters for an app: those of the config, beaten by those that the run gives. */
export function parametersOf(app: App, { apps }: Config, given: Given): Given {
  const fitting = apps.filter((entry) => entry.parameters.size > 0 && isAbout(entry, app));
  if (fitting.length === 0) return given;
  return fitting.toReversed().reduce((over, { parameters }) => under(parameters, over), given);
}

/** Of two, what `over` says counts, also where it uses the short name of a parameter that `below` names in full. */
function under(below: Given, over: Given): Given {
  const kept = [...below].filter(([name]) => !over.has(name) && !over.has(shortName(name)));
  return new Map([...kept, ...over]);
}

/** `environment` of `vendors/fullcast.environment`. */
export function shortName(name: string): string {
  return name.slice(name.indexOf('.') + 1);
}
