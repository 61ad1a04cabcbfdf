import { keysIn } from '../../model/tables.js';
import { type MetadataType, metadataTypes } from '../../model/metadata-types.js';
import { onceForText } from '../../model/once-for.js';
import { fileNamings } from '../files/types.js';
import { homeOfElement, namesAt, elementNamesOf } from './catalogue.js';
import { distance } from '../../model/words.js';

/**
 * What of a Connected App lies in files of its own in an External Client App. Source: Metadata API Developer Guide, the
 * pages of ConnectedApp and of the ExtlClntApp types.
 */
const filesOfContainer: Readonly<Record<string, readonly MetadataType[]>> = {
  oauthConfig: [
    'ExtlClntAppGlobalOauthSettings',
    'ExtlClntAppOauthSettings',
    'ExtlClntAppOauthConfigurablePolicies',
  ],
  oauthPolicy: ['ExtlClntAppOauthConfigurablePolicies'],
  sessionPolicy: ['ExtlClntAppOauthConfigurablePolicies'],
  ipRanges: ['ExtlClntAppOauthSettings'],
  samlConfig: ['ExtlClntAppSamlConfigurablePolicies'],
  canvasConfig: ['ExtlClntAppCanvasSettings'],
  mobileAppConfig: ['ExtlClntAppMobileSettings'],
};

/** Names that people make up for another one, where no letters tell. */
const otherWords: Readonly<Record<string, string>> = {
  name: 'label',
  appname: 'label',
  displayname: 'label',
  masterlabel: 'label',
  title: 'label',
  summary: 'description',
  email: 'contactEmail',
  enabled: 'isEnabled',
  active: 'isEnabled',
  isactive: 'isEnabled',
  redirecturi: 'callbackUrl',
  redirecturis: 'callbackUrl',
  redirecturl: 'callbackUrl',
  clientid: 'consumerKey',
  clientsecret: 'consumerSecret',
};

/** A file whose elements are asked about, and the path above the one in question: `oauthConfig/`, or nothing. */
interface StrayElement {
  readonly type: MetadataType;
  readonly prefix: string;
}

/** What somebody meant who wrote an element that is not known there; undefined where nothing looks like it. */
export function meantElement(name: string, { type, prefix }: StrayElement): string | undefined {
  const home = homeOfElement(name, type);
  if (home !== undefined && isSameKind(home.type, type))
    return `${home.shown} has one of that name`;
  const near = nearElement(name, { type, prefix });
  if (near !== undefined) return `<${near}> may be meant`;
  if (home !== undefined) return `${home.shown} has one of that name${ownFilesHint(name, type)}`;
  const elsewhere = nearestName(name, namesOfKind(type));
  const place = elsewhere === undefined ? undefined : homeOfElement(elsewhere, type);
  return place && `<${elsewhere}> of ${place.shown} may be meant`;
}

/** An element of the same place first, then one of the same file. */
function nearElement(name: string, { type, prefix }: StrayElement): string | undefined {
  const here = namesAt(type, prefix);
  const word = otherWords[name.toLowerCase()];
  if (word !== undefined && Object.hasOwn(otherWords, name.toLowerCase()) && here.includes(word))
    return word;
  return nearestName(name, here) ?? nearestName(name, elementNamesOf(type));
}

function isSameKind(a: MetadataType, b: MetadataType): boolean {
  return metadataTypes[a].home === metadataTypes[b].home;
}

function ownFilesHint(name: string, type: MetadataType): string {
  const files = Object.hasOwn(filesOfContainer, name) ? filesOfContainer[name] : undefined;
  if (!files || metadataTypes[type].home !== 'externalClientApp') return '';
  const suffixes = files.map((file) => `\`.${fileNamings[file].suffix}-meta.xml\``);
  const [last, ...others] = suffixes.toReversed();
  const list = others.length === 0 ? last : `${others.toReversed().join(', ')} and ${last}`;
  return `; an External Client App has ${files.length === 1 ? 'a file' : 'files'} for it: ${list}`;
}

/** The names of all elements of an app of the kind that a type belongs to. */
const namesOfKind = onceForText((type: MetadataType): readonly string[] => {
  const types = keysIn(metadataTypes);
  const names = types
    .filter((one) => metadataTypes[one].home !== 'org' && isSameKind(one, type))
    .flatMap((one) => elementNamesOf(one));
  return [...new Set(names)];
});

/** Elements that every metadata type has. Source: Metadata API Developer Guide, Metadata (base type): fullName. */
export function isOfEveryType(path: string): boolean {
  return path === 'fullName';
}

/**
 * The name of metadata that somebody meant who made one up: spelt almost alike, or of the same words (`permittedUsers` for
 * `permittedUsersPolicyType`). Stricter than what a misspelt flag is matched by: a later API version has names of its own.
 */
export function nearestName(name: string, known: readonly string[]): string | undefined {
  if (name.length < 3 || name.length > 100) return undefined;
  return spelt(name, known) ?? nearestByWords(name, known);
}

function spelt(name: string, known: readonly string[]): string | undefined {
  const lower = name.toLowerCase();
  const most = Math.min(Math.floor(name.length / 5), 3) || (name.length > 3 ? 1 : 0);
  const [best] = known
    .filter(({ length }) => Math.abs(length - name.length) <= most)
    .map((one) => ({ one, far: distance(lower, one.toLowerCase()) }))
    .filter(({ far }) => far <= most)
    .toSorted((a, b) => a.far - b.far);
  return best?.one;
}

/** Words that many names have, and that tell none from another. */
const frequentWords: ReadonlySet<string> = new Set(
  ['is', 'enabled', 'enable', 'required', 'comma', 'separated', 'type', 'policy', 'app'].concat([
    'the',
    'in',
    'for',
    'flow',
    'allow',
  ]),
);

/** The name that has most of the words, and the fewest others. */
function nearestByWords(name: string, known: readonly string[]): string | undefined {
  const words = wordsOfName(name);
  if (words.size === 0) return undefined;
  const [best] = known
    .map((one) => ({ one, words: wordsOfName(one) }))
    .map((one) => ({ ...one, shared: [...words].filter((word) => one.words.has(word)).length }))
    .filter((one) => isEnough(one.shared, words.size, one.words.size))
    .toSorted((a, b) => b.shared - a.shared || a.words.size - b.words.size);
  return best?.one;
}

/** The same words, or two and two thirds of those of the made-up name. */
function isEnough(shared: number, asked: number, offered: number): boolean {
  if (shared === asked && shared === offered) return true;
  return shared >= 2 && shared * 3 >= asked * 2;
}

/** The words of a name in camel case, without plurals. */
function wordsOfName(name: string): ReadonlySet<string> {
  const words = name.match(/[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+/g) ?? [];
  const plain = words.map((word) => word.toLowerCase().replace(/(?<=[a-z]{3})s$/, ''));
  return new Set(plain.filter((word) => !frequentWords.has(word)));
}
