import { didYouMean } from '../model/words.js';
import { isMeant, type App, appKinds } from '../model/app.js';
import { onceFor } from '../model/once-for.js';
import type { Location } from '../model/location.js';
import type { AppEntry, Config, VendorChoice } from './config.js';
import { eitherOf, quote } from '../documents/diagnostics.js';
import { matchesGlob } from '../model/glob.js';
import type { Ruleset } from '../model/ruleset.js';

/** Whether an entry is about an app. */
function isAboutApp({ match, org }: Pick<AppEntry, 'match' | 'org'>, app: App): boolean {
  return isMeant(app, { app: match, ...(org !== undefined && { org }) });
}

type GivenParameters = AppEntry['parameters'];

/** The entries about an app, looked for once: every guide asks for them, and a file may have thousands. */
const entriesAbout = onceFor((entries: Config['apps']) =>
  onceFor((app: App) => entries.filter((entry) => isAboutApp(entry, app))),
);

/** The entries about an app, in the order of the configuration. */
export function entriesFor(app: App, { apps }: Config): readonly AppEntry[] {
  return apps.length === 0 ? apps : entriesAbout(apps)(app);
}

/** The vendor that the config gives an app, and where it says so; undefined when it says nothing. */
export function vendorOf(
  app: App,
  config: Config,
): { readonly vendor: VendorChoice; readonly location: Location } | undefined {
  const last = entriesFor(app, config).findLast((entry) => entry.vendor !== undefined);
  return last?.vendor && { vendor: last.vendor, location: last.location };
}

/** The last entry that gives an app parameters. */
export function lastParametersOf(app: App, config: Config): AppEntry | undefined {
  return entriesFor(app, config).findLast(({ parameters }) => parameters.size > 0);
}

/** The parameters for an app: those of the config, beaten by those that the run gives. */
export function parametersOf(app: App, config: Config, given: GivenParameters): GivenParameters {
  const fitting = entriesFor(app, config).filter(({ parameters }) => parameters.size > 0);
  if (fitting.length === 0) return given;
  return fitting.toReversed().reduce((over, { parameters }) => under(parameters, over), given);
}

/** Of two, what `over` says counts, also where it uses the short name of a parameter that `below` names in full. */
function under(below: GivenParameters, over: GivenParameters): GivenParameters {
  const kept = [...below].filter(([name]) => !over.has(name) && !over.has(parameterName(name)));
  return new Map([...kept, ...over]);
}

/** `environment` of `vendors/fullcast.environment`. */
function parameterName(name: string): string {
  return name.slice(name.indexOf('.') + 1);
}

// What to say of names that mean nothing.

/** The vendor ruleset of an id, or why there is none. */
export function vendorNamed(id: string, rulesets: readonly Ruleset[]): Ruleset | string {
  const found = rulesets.find((ruleset) => ruleset.id === id);
  if (found?.kind === 'vendor') return found;
  if (found) return `${quote(id)} is no vendor ruleset`;
  const ids = rulesets.filter(({ kind }) => kind === 'vendor').map((ruleset) => ruleset.id);
  const full = ids.find((one) => one === `vendors/${id}`);
  const near = full === undefined ? didYouMean(id, ids) : `; did you mean "${full}"?`;
  return `there is no vendor ruleset ${quote(id)}${near}`;
}

/** What is wrong with a glob on apps that starts with a kind; undefined when nothing is, and for no glob. */
export function appGlobDiagnostic(glob = '*'): string | undefined {
  const [kind = '', name] = glob.split(':');
  // An id with a source or folder in front of it can hold anything.
  if (name === undefined || glob.includes('#') || appKinds.some((one) => matchesGlob(kind, one)))
    return undefined;
  const near = didYouMean(kind, appKinds);
  return `expected ${eitherOf(appKinds)} before ":", found ${quote(kind)}${near}`;
}

/** What is wrong with the name of a parameter, full or short; undefined when one of the rulesets has it. */
export function parameterNameDiagnostic(
  name: string,
  rulesets: readonly Ruleset[],
): string | undefined {
  const full = rulesets.flatMap(({ id, parameters }) =>
    Object.keys(parameters).map((own) => `${id}.${own}`),
  );
  const names = [...new Set([...full.map(parameterName), ...full])];
  if (names.includes(name)) return undefined;
  const known = names.length > 0 ? didYouMean(name, names) : '';
  return `no ruleset for these apps has a parameter ${quote(name)}${known}`;
}
