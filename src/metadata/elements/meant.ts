import { type MetadataType, metadataTypes } from '../../model/metadata-types.js';
import { onceForText } from '../../model/once-for.js';
import { nearestName } from '../near-name.js';
import { fileNamings } from '../files/types.js';
import { homeOfElement, namesAt, elementNamesOf } from './catalogue.js';

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
export interface StrayElement {
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
  const types = Object.keys(metadataTypes) as MetadataType[];
  const names = types
    .filter((one) => metadataTypes[one].home !== 'org' && isSameKind(one, type))
    .flatMap((one) => elementNamesOf(one));
  return [...new Set(names)];
});

/** Elements that every metadata type has. Source: Metadata API Developer Guide, Metadata (base type): fullName. */
export function isOfEveryType(path: string): boolean {
  return path === 'fullName';
}
