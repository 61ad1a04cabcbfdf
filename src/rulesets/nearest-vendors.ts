import { leavesOf } from '../conditions/tree.js';
import { keptOr } from '../model/once-for.js';
import type { NearVendor } from '../report/report.js';
import { isFactReference, type Leaf, type Ruleset } from '../model/ruleset.js';

/** What an app shows by which it may be near to a vendor. */
export interface Traits {
  readonly names: readonly string[];
  readonly hosts: readonly string[];
}

/** The vendors that an app is nearest to, nearest first, with what says so; none where nothing does. */
export type NearestVendors = (traits: Traits) => readonly NearVendor[];

const most = 3;

/** Prepares to tell of many apps which of these vendors they are near to, though `match` recognises none. */
export function nearestVendors(rulesets: readonly Ruleset[]): NearestVendors {
  const byDomain = indexOf(rulesets, domainsOf);
  const byWord = indexOf(rulesets, wordsOf);
  return ({ names, hosts }) => {
    const found = new Map<string, Clue[]>();
    const note = (ids: readonly string[], clue: Clue): void => {
      for (const id of ids) keptOr(found, id, () => []).push(clue);
    };
    for (const host of hosts) {
      const domain = domainOf(host);
      if (domain !== undefined)
        note(byDomain.get(domain) ?? [], { text: `callback host ${host}`, weight: 4 });
    }
    for (const word of new Set(names.flatMap(wordsIn))) {
      const ids = byWord.get(word) ?? [];
      // A word that many guides share says little.
      note(ids, { text: `"${word}" in the name`, weight: 2 / ids.length });
    }
    return [...found]
      .map(([ruleset, clues]) => ({ ruleset, clues, weight: sum(clues) }))
      .toSorted((a, b) => b.weight - a.weight || (a.ruleset < b.ruleset ? -1 : 1))
      .slice(0, most)
      .map(({ ruleset, clues }) => ({
        ruleset,
        because: clues.map(({ text }) => text).join(', '),
      }));
  };
}

interface Clue {
  readonly text: string;
  readonly weight: number;
}

function sum(clues: readonly Clue[]): number {
  return clues.reduce((total, { weight }) => total + weight, 0);
}

function indexOf(
  rulesets: readonly Ruleset[],
  traitsOf: (leaf: Leaf) => readonly string[],
): ReadonlyMap<string, readonly string[]> {
  const index = new Map<string, string[]>();
  for (const { id, match } of rulesets) {
    const traits = new Set(match ? leavesOf(match).flatMap(traitsOf) : []);
    for (const trait of traits) keptOr(index, trait, () => []).push(id);
  }
  return index;
}

function domainsOf({ fact, operator, value }: Leaf): readonly string[] {
  if ((fact !== 'callbackHosts' && fact !== 'callbackUrls') || operator.includes('not')) return [];
  const texts = textsIn(value).map((text) => text.replace(/^[a-z][\w+.-]*:\/\//, ''));
  return texts.flatMap((text) => domainOf(text.split(/[/:]/)[0] ?? '') ?? []);
}

function wordsOf({ fact, operator, value }: Leaf): readonly string[] {
  if ((fact !== 'label' && fact !== 'apiName') || operator.includes('not')) return [];
  return textsIn(value).flatMap(wordsIn);
}

function textsIn(value: Leaf['value']): readonly string[] {
  if (isFactReference(value) || typeof value === 'boolean') return [];
  return typeof value === 'object' ? value : [String(value)];
}

/** Domains of which everybody may have a part, or whose hosts every app may name. */
const shared =
  /(^|\.)(salesforce|force|google|microsoft|azure|office|amazonaws|azurewebsites|github|herokuapp|pstmn)\.[a-z]+$/;
const countryDomain = /^(co|com|org|net|gov|ac)\.[a-z]{2}$/;

/** Whether a name, such as `co.uk`, is one under which everybody can have a domain. */
export function isCountryDomain(name: string): boolean {
  return countryDomain.test(name);
}

/** `acme.io` of `app.eu.acme.io`; undefined for what is no host of somebody's own. */
function domainOf(host: string): string | undefined {
  const labels = host
    .toLowerCase()
    .split('.')
    .filter((label) => label !== '*' && label !== '');
  if (labels.length < 2 || labels.some((label) => !/^[a-z0-9-]+$/.test(label))) return undefined;
  if (/^\d+$/.test(labels.at(-1) ?? '')) return undefined;
  const count = countryDomain.test(labels.slice(-2).join('.')) ? 3 : 2;
  const domain = labels.slice(-count).join('.');
  return shared.test(domain) ? undefined : domain;
}

/** Words that names of apps are full of, whoever made them. */
const common: ReadonlySet<string> = new Set(
  'agent and api app apps auth bearer client cloud code connect connected connection connector credentials customer data dev external flow for guard integration jwt local login management mobile oauth platform prod production rest revenue salesforce sales sandbox server service services single sso sync system test user vault web'.split(
    ' ',
  ),
);

/** The words of a name, also those that are only told apart by capitals. */
function wordsIn(name: string): readonly string[] {
  const spaced = name.replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2');
  const written = spaced === name ? name : `${name} ${spaced}`;
  return written
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word.length > 2 && !common.has(word) && !/^\d+$/.test(word));
}
