// Which callbacks a vendor's guide names: what an app shows of them says whether it is the vendor's.
import { isUrl } from '../model/addresses.js';
import { isLikeGlob } from '../model/glob.js';
import { onceFor } from '../model/once-for.js';
import {
  isFactReference,
  type Condition,
  type Leaf,
  type Rule,
  type Ruleset,
} from '../model/ruleset.js';
import {
  oneOrMore,
  fill,
  placeholdersIn,
  parameterTextsOf,
  type ParameterTexts,
} from './placeholders.js';
import type { Given } from './parameters.js';

/** The callbacks that a guide names, as globs. */
export interface GuideCallbacks {
  /** Hosts, or `scheme:` where that is none of the web; each of somebody in particular. */
  readonly hosts: readonly string[];
  /** Whole URLs whose host the guide leaves to whoever follows it: they say how a callback looks, not where it leads. */
  readonly anywhere: readonly string[];
}

/** What stands for any text while a URL is parsed. */
const anything = 'ecauditanytext';

/**
 * What `match` and the rules of a guide name. Parameters count with the values that are given, else with all that the guide
 * lists; one that can be anything is any text. What is detected in an app says nothing: the app would vouch for itself.
 * A value that an override puts in is not the guide's.
 */
export const callbacksOf = (ruleset: Ruleset, given: Given): GuideCallbacks =>
  callbacksFor(ruleset)(given);

const callbacksFor = onceFor((ruleset: Ruleset) =>
  onceFor((given: Given) => found(ruleset, given, ruleset.rules)),
);

/**
 * The same without what the guide only offers, such as an example of a callback. A clue of `match` counts where it is a host of
 * the vendor's own.
 */
export const demandedCallbacks = (ruleset: Ruleset, given: Given): GuideCallbacks =>
  demandedFor(ruleset)(given);

const demandedFor = onceFor((ruleset: Ruleset) =>
  onceFor((given: Given): GuideCallbacks => {
    const { match: _, ...plain } = ruleset;
    const required = ruleset.rules.filter(({ level }) => level === 'required');
    const demanded = found(plain, given, required);
    const clues = found(ruleset, given, []).hosts.filter((host) => !isAnybodys(host));
    return { ...demanded, hosts: [...demanded.hosts, ...clues] };
  }),
);

/** Whether a place leads to no vendor in particular: the device itself, and the pages that every org has. */
export function isAnybodys(place: string): boolean {
  const isLoopback = /^(localhost|127(\.\d+){3}|\[::1\]|.*\.localhost)$/.test(place);
  return isLoopback || place.endsWith(':') || /(^|\.)(salesforce|force)\.com$/.test(place);
}

function found(
  ruleset: Omit<Ruleset, 'rules'>,
  given: Given,
  rules: readonly Rule[],
): GuideCallbacks {
  const own = rules.filter(({ overridden }) => !overridden?.require);
  const conditions = [...(ruleset.match ? [ruleset.match] : []), ...own.map((one) => one.require)];
  const leaves = conditions.flatMap((condition) => namingLeaves(condition));
  const values = callbackValues(ruleset, given, leaves.flatMap(placeholdersOfLeaf));
  const named = leaves.flatMap((leaf) => globsOf(leaf, values));
  const known = named.map((glob) => ({ glob, place: leadsTo(glob) }));
  return {
    hosts: known.flatMap(({ place }) => (place !== undefined && isFixed(place) ? [place] : [])),
    anywhere: known.flatMap(({ glob, place }) =>
      place !== undefined && isFixed(place) ? [] : [glob.replaceAll(anything, '*')],
    ),
  };
}

/**
 * Where a URL leads, as browsers read it: the host of a web address, else its scheme with the colon; undefined for what is
 * no URL.
 */
export function leadsTo(url: string): string | undefined {
  if (!isUrl(url)) return undefined;
  const { protocol, hostname } = new URL(url);
  const isWeb = protocol === 'http:' || protocol === 'https:';
  const place = isWeb ? hostname : protocol;
  return place.replaceAll(anything, '*');
}

/** Whether a guide names the place where a URL leads. */
export function isNamed({ hosts }: GuideCallbacks, place: string): boolean {
  return hosts.some((host) => isLikeGlob(host, place));
}

/** Whether a URL leads where a guide says, or looks as it says where it leaves the host to its reader. */
export function fitsGuide(url: string, callbacks: GuideCallbacks): boolean {
  const place = leadsTo(url);
  const leadsThere = place !== undefined && isNamed(callbacks, place);
  return leadsThere || callbacks.anywhere.some((glob) => isLikeGlob(glob, url));
}

const naming =
  /^(?:(?:someFact|everyFact|someValue|everyValue):)*(equal|in|contains|containsAny|containsAll|containsOnly|like|matches|hostIn)$/;

/** The leaves that say what a callback is, not what it is not. */
export function namingLeaves(condition: Condition, not = false): readonly Leaf[] {
  if ('all' in condition) return condition.all.flatMap((part) => namingLeaves(part, not));
  if ('any' in condition) return condition.any.flatMap((part) => namingLeaves(part, not));
  if ('not' in condition) return namingLeaves(condition.not, !not);
  const isAbout = condition.fact === 'callbackUrls' || condition.fact === 'callbackHosts';
  return isAbout && !not && naming.test(condition.operator) ? [condition] : [];
}

/** The URLs that a leaf names; a host stands for all of its URLs. */
function globsOf({ fact, operator, value }: Leaf, values: ParameterTexts): readonly string[] {
  if (isFactReference(value) || typeof value === 'boolean') return [];
  const base = naming.exec(operator)?.[1];
  const texts = typeof value === 'object' ? value : [String(value)];
  return texts
    .flatMap((text) => fill(base === 'like' ? text.replaceAll(/[*?]+/g, anything) : text, values))
    .flatMap((text) => (base === 'matches' ? startOfPattern(text) : text))
    .map((text) => (base === 'hostIn' ? text.replace(/^\*/, anything) : text))
    .map((text) => (fact === 'callbackHosts' || base === 'hostIn' ? ofHost(text) : text));
}

function ofHost(host: string): string {
  return host.includes('://') ? host : `https://${host}/${anything}`;
}

/** Of a pattern only what it begins with is certain: `^https://app[.]acme[.]io/` is at that host, whatever follows. */
function startOfPattern(pattern: string): string {
  const start = /^\^(https?:\/\/(?:[a-z0-9-]|\\\.|\[\.\])+)(?:[/:]|\$$)/i.exec(pattern)?.[1];
  return start === undefined ? anything : `${start.replaceAll(/\\\.|\[\.\]/g, '.')}/${anything}`;
}

/** What is given, else what the guide lists, else anything. */
function callbackValues(
  { id, parameters }: Pick<Ruleset, 'id' | 'parameters'>,
  given: Given,
  names: readonly string[],
): ParameterTexts {
  const known = Object.entries(parameters).flatMap(([name, parameter]) => {
    const { values, default: usual } = parameter;
    const chosen = given.get(`${id}.${name}`) ?? given.get(name) ?? values ?? usual;
    if (chosen === undefined) return [];
    return Object.entries({
      [name]: oneOrMore(chosen),
      ...parameterTextsOf(name, parameter, oneOrMore(chosen)),
    });
  });
  const free = names.map((name) => [name, anything] as const);
  return { ...Object.fromEntries(free), ...Object.fromEntries(known) };
}

function placeholdersOfLeaf({ value }: Leaf): readonly string[] {
  if (isFactReference(value) || typeof value === 'boolean') return [];
  return (typeof value === 'object' ? value : [String(value)]).flatMap(placeholdersIn);
}

/** Whether a host with a star is within one domain: `*.acme.io` is, `*acme.io`, `*.co.uk` and `acme.*` are anybody's. */
function isFixed(place: string): boolean {
  if (!place.includes('*')) return true;
  const labels = place.split('.');
  const right = labels.slice(labels.findLastIndex((label) => label.includes('*')) + 1);
  return right.length > (isCountryDomain(right.join('.')) ? 2 : 1);
}

/** Domains of which everybody may have a part, or whose hosts every app may name. */
const sharedDomains =
  /(^|\.)(salesforce|force|google|microsoft|azure|office|amazonaws|azurewebsites|github|herokuapp|pstmn)\.[a-z]+$/;
const countryDomain = /^(co|com|org|net|gov|ac)\.[a-z]{2}$/;

/** Whether a name, such as `co.uk`, is one under which everybody can have a domain. */
function isCountryDomain(name: string): boolean {
  return countryDomain.test(name);
}

/** `acme.io` of `app.eu.acme.io`; undefined for what is no host of somebody's own. */
export function domainOf(host: string): string | undefined {
  const labels = host
    .toLowerCase()
    .split('.')
    .filter((label) => !label.includes('*') && label !== '');
  if (labels.length < 2 || labels.some((label) => !/^[a-z0-9-]+$/.test(label))) return undefined;
  if (/^\d+$/.test(labels.at(-1) ?? '')) return undefined;
  const count = countryDomain.test(labels.slice(-2).join('.')) ? 3 : 2;
  const domain = labels.slice(-count).join('.');
  return sharedDomains.test(domain) ? undefined : domain;
}
