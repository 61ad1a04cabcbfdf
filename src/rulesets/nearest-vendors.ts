import { leavesOf } from '../conditions/tree.js';
import { keptOr, onceFor, onceForList, onceForText } from '../model/once-for.js';
import { distance, hasWords, isAscii, joinedWords, wordsIn } from '../model/words.js';
import type { NearVendor } from '../report/report.js';
import { isFactReference, type Leaf, type Ruleset } from '../model/ruleset.js';
import { domainOf } from './guide-callbacks.js';
import { nearCallbacks } from './near-callbacks.js';

/** What an app shows by which it may be near to a vendor. */
interface Traits {
  readonly names: readonly string[];
  readonly hosts: readonly string[];
  readonly urls?: readonly string[];
}

/** The vendors that an app is nearest to, nearest first, with what says so; none where nothing does. */
type NearestVendors = (traits: Traits) => readonly NearVendor[];

const mostNearVendors = 3;

/** Below this an app is not said to be near: it is what one word weighs that three guides share. */
const leastWeight = 0.5;

/** Prepares to tell of many apps which of these vendors they are near to, though `match` recognises none. */
export function nearestVendors(rulesets: readonly Ruleset[]): NearestVendors {
  const index = indexOfGuides(rulesets);
  return ({ names, hosts, urls = [] }) => {
    const clues = [
      ...hosts.flatMap((host) => cluesOfHost(host, index)),
      ...urls.flatMap((url) => cluesOfUrl(url, rulesets)),
      ...cluesOfNames(names, index),
    ];
    const found = new Map<string, Clue[]>();
    for (const clue of clues) keptOr(found, clue.ruleset, () => []).push(clue);
    return [...found]
      .map(([ruleset, own]) => ({ ruleset, clues: own, weight: totalWeight(own) }))
      .filter(({ weight }) => weight >= leastWeight)
      .toSorted((a, b) => b.weight - a.weight || (a.ruleset < b.ruleset ? -1 : 1))
      .slice(0, mostNearVendors)
      .map(({ ruleset, clues: own }) => ({
        ruleset,
        because: [...new Set(own.map(({ text }) => text))].join(', '),
      }));
  };
}

interface Clue {
  readonly ruleset: string;
  readonly text: string;
  readonly weight: number;
}

/** What guides show, each with the ids of those that show it. */
interface Index {
  readonly domains: ReadonlyMap<string, readonly string[]>;
  readonly nearDomains: FindNear;
  readonly nearHosts: FindNear;
  /** Single words that say something. */
  readonly words: ReadonlyMap<string, readonly string[]>;
  readonly nearWords: FindNear;
  /** Names of several words, none of which need say anything by itself. */
  readonly phrases: readonly Phrase[];
}

const indexOfGuides = onceForList((rulesets: readonly Ruleset[]): Index => {
  const words = indexOf(rulesets, wordsOfGuide);
  const domains = indexOf(rulesets, domainsOfGuide);
  return {
    words,
    // Apps of one project are called by the same words, and are at the same domains.
    nearWords: onceForText(nearIn(words)),
    domains,
    nearDomains: onceForText(nearIn(domains)),
    nearHosts: nearIn(indexOf(rulesets, hostsOfGuide)),
    phrases: [...indexOf(rulesets, phrasesOfGuide)].map(([text, ids]) => ({
      text,
      joined: joinedWords(text),
      ids,
    })),
  };
});

interface Phrase {
  readonly text: string;
  /** Its words as one text: a name that has them holds that. */
  readonly joined: string;
  readonly ids: readonly string[];
}

function totalWeight(clues: readonly Clue[]): number {
  return clues.reduce((total, { weight }) => total + weight, 0);
}

/** A host in the domain of a vendor, or one a slip away from a host or domain of a vendor. */
function cluesOfHost(host: string, { domains, nearDomains, nearHosts }: Index): readonly Clue[] {
  const domain = domainOf(host);
  if (domain === undefined) return [];
  const same = domains.get(domain);
  if (same) return same.map((ruleset) => ({ ruleset, text: `callback host ${host}`, weight: 4 }));
  const near = [...nearHosts(host.toLowerCase()), ...nearDomains(domain)];
  return near.map(({ name, ruleset }) => ({
    ruleset,
    text: `callback host ${host}, which is close to ${name}`,
    weight: 3,
  }));
}

/** A callback at the device itself or with a scheme of its own, which is a slip away from that of a guide. */
function cluesOfUrl(url: string, rulesets: readonly Ruleset[]): readonly Clue[] {
  const near = nearCallbacks(url, rulesets);
  return near.map(({ name, ruleset }) => ({
    ruleset,
    text: `callback ${url}${name === url ? '' : `, which is close to ${name.replace(':*', ':PORT')}`}`,
    weight: 3 / near.length,
  }));
}

/** The words of the names that a guide is known by. One that many guides share says little. */
function cluesOfNames(
  names: readonly string[],
  { words, nearWords, phrases }: Index,
): readonly Clue[] {
  const own = new Set(names.flatMap(readings));
  const single = [...own].flatMap((word) => {
    const ids = words.get(word) ?? [];
    const same = ids.map((ruleset) => ({ ruleset, text: inName(word), weight: 2 / ids.length }));
    if (same.length > 0 || isCommonWord(word)) return same;
    const near = nearWords(word);
    return near.map(({ name, ruleset }) => ({
      ruleset,
      text: `"${word}" in the name, which is close to "${name}"`,
      weight: 1 / near.length,
    }));
  });
  const joined = names.map(joinedWords);
  const whole = phrases
    .filter((phrase) => joined.some((name) => name.includes(phrase.joined)))
    .filter(({ text }) => names.some((name) => hasWords(name, text)))
    .flatMap(({ text, ids }) =>
      ids.map((ruleset) => ({ ruleset, text: inName(text), weight: 2 / ids.length })),
    );
  return [...single, ...whole];
}

function inName(words: string): string {
  return `"${words}" in the name`;
}

interface Near {
  readonly name: string;
  readonly ruleset: string;
}

/** What is close to a text. */
type FindNear = (text: string) => readonly Near[];

/** Up to one slip in what is short, two in what is long. What is shorter than that is another word. */
function nearIn(index: ReadonlyMap<string, readonly string[]>): FindNear {
  let all: readonly Comparable[] | undefined;
  return (text) => {
    const slips = text.length < 6 || text.length > 80 ? 0 : text.length < 12 ? 1 : 2;
    if (slips === 0) return [];
    const letters = charactersOf(text);
    all ??= comparable(index);
    return all
      .filter(
        ({ name, letters: own }) =>
          Math.abs(name.length - text.length) <= slips &&
          isWithin(own ^ letters, 2 * slips) &&
          distance(name, text, slips) <= slips,
      )
      .flatMap(({ name, ids }) => ids.map((ruleset) => ({ name, ruleset })));
  };
}

interface Comparable {
  readonly name: string;
  readonly ids: readonly string[];
  readonly letters: number;
}

function comparable(index: ReadonlyMap<string, readonly string[]>): readonly Comparable[] {
  return [...index]
    .filter(([name]) => name.length >= 6)
    .map(([name, ids]) => ({ name, ids, letters: charactersOf(name) }));
}

/** Which characters a text has, 32 kinds of them, as bits: a slip adds one at most, and takes one away. */
function charactersOf(text: string): number {
  let bits = 0;
  for (const char of text) bits |= 1 << (char.codePointAt(0) ?? 0);
  return bits;
}

/** Whether at most so many bits are set. */
function isWithin(bits: number, limit: number): boolean {
  let left = bits;
  for (let count = 0; count < limit && left !== 0; count += 1) left &= left - 1;
  return left === 0;
}

function indexOf(
  rulesets: readonly Ruleset[],
  shownBy: (ruleset: Ruleset) => readonly string[],
): ReadonlyMap<string, readonly string[]> {
  const index = new Map<string, string[]>();
  for (const ruleset of rulesets) {
    for (const trait of new Set(shownBy(ruleset))) keptOr(index, trait, () => []).push(ruleset.id);
  }
  return index;
}

const wordsOfGuide = (ruleset: Ruleset): readonly string[] =>
  namesOfGuide(ruleset).flatMap(distinctWords);

const phrasesOfGuide = (ruleset: Ruleset): readonly string[] =>
  namesOfGuide(ruleset).filter(isPhrase);

const domainsOfGuide = (ruleset: Ruleset): readonly string[] =>
  hostsOfGuide(ruleset).flatMap((host) => domainOf(host) ?? []);

/** The hosts that `match` names; of a pattern what follows its star. */
const hostsOfGuide = onceFor(({ match }: Ruleset): readonly string[] => {
  return (match ? leavesOf(match) : []).flatMap(({ fact, operator, value }) => {
    if ((fact !== 'callbackHosts' && fact !== 'callbackUrls') || operator.includes('not'))
      return [];
    return textsOfValueIn(value)
      .map((text) => text.replace(/^[a-z][\w+.-]*:\/\//, '').split(/[/:]/)[0] ?? '')
      .filter((host) => domainOf(host) !== undefined)
      .map((host) => host.replace(/^[^.]*\*[^.]*\./, '').toLowerCase());
  });
});

/** The names by which `match` knows apps of the vendor, and that of the guide. */
const namesOfGuide = onceFor(({ match, title, vendor = '', product = '' }: Ruleset) => {
  const named = (match ? leavesOf(match) : []).flatMap(({ fact, operator, value }) =>
    (fact === 'label' || fact === 'apiName') && !operator.includes('not')
      ? textsOfValueIn(value).map((text) => text.replaceAll(/[*?]/g, ' '))
      : [],
  );
  // Most guides have one name, which stands in several places.
  return [...new Set([...named, title, vendor, product])].filter(Boolean);
});

function textsOfValueIn(value: Leaf['value']): readonly string[] {
  if (isFactReference(value) || typeof value === 'boolean') return [];
  return typeof value === 'object' ? value : [String(value)];
}

/** The words of a name that are not everybody's, also those that only capitals tell apart. */
function distinctWords(name: string): readonly string[] {
  return readings(name).filter((word) => !isCommonWord(word));
}

function readings(name: string): readonly string[] {
  const lower = name.toLowerCase();
  // Classes such as \p{L} take a start longer than all that they match.
  const joined = lower.split(isAscii.test(lower) ? /[^a-z0-9]+/ : /[^\p{L}\p{N}]+/u);
  return [...new Set([...wordsIn(name), ...joined])].filter(
    (word) => word.length > 2 && word.length <= 80 && !/^\d+$/.test(word),
  );
}

/** Two to four words, such as "Quick Audience": together they say whose the app is. */
function isPhrase(name: string): boolean {
  const words = wordsIn(name);
  return words.length > 1 && words.length < 5 && words.some((word) => !isGeneric(word));
}

/** Words that describe what an app is, and no vendor's product. */
function isGeneric(word: string): boolean {
  return (
    word.length < 3 ||
    /^(salesforce|connector|integration|app|api|sdk|sync|service|connected)$/.test(word)
  );
}

// Words that names of apps are full of, whoever made them: of such a word alone no vendor is guessed.

/** Whether a word, in lower case, says nothing of whose an app is. */
export function isCommonWord(word: string): boolean {
  return commonWords.has(word);
}

const commonWords: ReadonlySet<string> = new Set(
  `
able about account accounts action actions active activity add admin admins agent agentforce agents ai all
alliance alpha alto amazon analytics and android any api app apple application applications apps archive asset
assets assistant associate atlas audience audit auth authentication authorization auto automation azure back
backend backup bank banking batch bearer benefit beta big bill billing board book booking bot bots bridge
build builder bulk business buy bypass cache calendar call calls campaign canada capital card care case cases
catalog cdc center central centre chain chat check class clear clearing client clients cloud code coffee
commerce communication communications community company compass compliance config connect connected connection
connections connector connectors consent console contact contacts content contract contracts control controls
copilot copy core corp corporate country course create credential credentials crm custom customer customers
cyber daily dashboard data database datastore date deal deals default delivery demo deploy deployment design
designer desk desktop dev develop developer development device devops dial digital direct directory discovery
dispatch document documents domain drive driver dust duty dynamic easy edge edit edition education einstein
elastic email employee employees endpoint energy engage engine english enterprise environment error europe
event events exchange expense experience export express extension external factory fast fax field file files
fin finance financial fire first fleet flex flow flows food for force form forms forward foundation framework
free fresh from fulfillment function fund future game gateway general generic german gift global gmail
goal golden google graph green grid group growth guard guest guide hand head health help helper high history
home hook hosted hotel house hub human identity image import inbound inbox incident index info inform
information infra ingest inner input insight insights instance insurance integration integrations intelligence
interface internal international internet inventory invoice invoicing ios item job jobs jwt key kiosk
knowledge lab labs lake land language launch law lead leads learning legacy legal level library license life
light lightning link linked list live load loader loan local location log logging logic login logistics logs
loyalty machine mail main manage managed management manager manual map market marketing marketplace master
media meeting meetings member merge message messages messaging meta metrics micro microsoft middleware
migration mobile mode model monitor monitoring motion multi multisource music my name native network networks
new news next node note notification notifications number oauth object office official old on one online open
operations ops orbit order orders org organization our out outbound own package page palo park partner
partners party patient pay payment payments payroll people performance person phone pilot pipeline plan
planner planning platform play plus point points policy pool portal post power premium prime print pro process
processor procurement prod product production products profile program project projects property provider
provisioning proxy public publish publisher purchase push python quality query queue quick quote quotes rapid
react read real record records refresh region registration relay release remote rent report reporting reports
request rescue research reserve resource responsive rest retail return revenue review reward risk road robot
route routing rule run saas safe sales salesforce sandbox sap scan scanner schedule scheduler school scim
score script sdk search secret secure security self send server service services session setup share shield
ship shipping shop sign signal signature signup simple single sister site small smart smb sms snow soap social
soft software solution solutions source south space spark sprint sql sso staff stage staging standard star
start station status stock storage store stream street studio subscription success suite summit sun super
supplier supply support survey switch sync synchronisation synchronization system systems table tableau talent
target tax team teams tech technology telephony temp template term terminal territory test testing text the
third ticket tickets time token tool tools top tower town track tracker tracking trade traffic trail training
transaction transfer transit translate transport travel trial trust two type unified union unit universal
update upload user users utility utils vault vendor venture version video view virtual vision visit visitor
visitors voice wallet warehouse watch wave way web webhook webhooks website week west widget window windows
wireless work worker workflow workflows workforce workspace world writer xml zone
`.match(/[a-z]+/g),
);
