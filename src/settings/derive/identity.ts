import { looksAlike } from '../../model/unsafe-characters.js';
import { namespaceOf, withoutNamespace } from '../../model/app.js';
import type { Setting } from '../settings.js';
import { derivedSetting, type DerivationSubject } from './subject.js';
import type { Location } from '../../model/location.js';
import type { MetadataType } from '../../model/metadata-types.js';
import { isPlaceholder } from '../placeholder.js';
import { linkPaths } from '../../metadata/part.js';

/** What an org accepts as the name behind the namespace. Source: Setup, which refuses any other. */
export function isValidName(apiName: string): boolean {
  return /^[A-Za-z](?:_?[A-Za-z0-9])*$/.test(withoutNamespace(apiName));
}

/** Whether the app came with a package: it has a namespace, or says that it is managed. */
export function isPackaged({ apiName, settings, parts }: DerivationSubject): Setting {
  const state = settings.distributionState;
  const leftOut = parts.leftOut.get('ExternalClientApplication');
  if (leftOut && namespaceOf(apiName) === '') return leftOut;
  const managed = state?.state === 'known' && state.value === 'managed';
  return derivedSetting(namespaceOf(apiName) !== '' || managed, parts.home);
}

/** What a package did not bring was made here. */
export function ownedHere(subject: DerivationSubject): Setting {
  const packaged = isPackaged(subject);
  if (packaged.state === 'unknown') return packaged;
  return derivedSetting(packaged.value !== true, packaged.location);
}

/** Whether the label holds letters that look like others. */
export function labelLooksAlike({ settings: { label } }: DerivationSubject): Setting {
  if (label?.state !== 'known') return label ?? { state: 'unknown', reason: 'not read' };
  return derivedSetting(looksAlike(label.value), label.location);
}

/**
 * Whether the run-as user is the person who answers for the app. A user name has the form of an email address; a sandbox
 * appends its name (`jane.doe@acme.com.uat`). Two words before the `@` are a person's name, unless they are those of a machine.
 */
export function runAsUserIsContact({ settings, parts }: DerivationSubject): Setting {
  const { clientCredentialsUser: user, contactEmail: contact } = settings;
  if (user?.state !== 'known') return user ?? { state: 'unknown', reason: 'not read' };
  const at = user.location ?? parts.home;
  if (user.value === '') return derivedSetting(false, at);
  if (contact?.state !== 'known') return contact ?? { state: 'unknown', reason: 'not read' };
  return derivedSetting(isSamePerson(mailbox(user.value), mailbox(contact.value)), at);
}

/** An address as it is delivered: `Jane.Doe+crm@acme.com` is jane.doe@acme.com. */
function mailbox(address: string): string {
  return address.toLowerCase().replace(/^([^+@]{1,64})\+[^@]{0,64}@/, '$1@');
}

function isSamePerson(user: string, contact: string): boolean {
  if (contact === '' || !isPerson(contact)) return false;
  return user === contact || user.startsWith(`${contact}.`);
}

const machine =
  /(?:^|[._-])(?:api|apps?|admins?|automation|bot|ci|cd|crm|data|dev|devops|etl|info|integrations?|it|jobs?|mulesoft|no|ops|platform|reply|robot|salesforce|security|service|services|sf|sfdc|support|svc|sync|system|team|user|users)(?=$|[._+@-])/;

/** A first and a last name; an address of a team or of an integration user is none. */
function isPerson(address: string): boolean {
  const name = address.slice(0, address.indexOf('@'));
  return /^[a-z']{1,30}[._-][a-z'-]{2,40}\d{0,3}$/.test(name) && !machine.test(name);
}

// Sources: https://developer.salesforce.com/docs/atlas.en-us.api_meta.meta/api_meta/meta_externalclientapplication.htm and
// meta_extlclntappoauthsettings.htm: `orgScopedExternalApp` is DeveloperOrganizationId:ExternalClientAppDeveloperName,
// `oauthLink` the id of an org and that of an OAuth consumer.
const orgScoped = /^(00D[A-Za-z0-9]{12}(?:[A-Za-z0-9]{3})?):([A-Za-z]\w*)$/;
const consumerLink =
  /^(00D[A-Za-z0-9]{12}(?:[A-Za-z0-9]{3})?):888[A-Za-z0-9]{12}(?:[A-Za-z0-9]{3})?$/;

interface Link {
  readonly text: string;
  readonly location: Location;
}

/** Whether a deployment accepts what the header says of the org and the name of the app. */
export function orgScopedNameValid(subject: DerivationSubject): Setting {
  return checkLink(subject, 'ExternalClientApplication', linkPaths.header, ({ text }) => {
    const name = orgScoped.exec(text)?.[2];
    return name !== undefined && isSameName(name, subject.apiName);
  });
}

/** Whether the OAuth settings name the consumer of an org; a template says that they will. */
export function oauthLinkStated({ parts }: DerivationSubject): Setting {
  const part = parts.of('ExtlClntAppOauthSettings');
  if (!part) return linkFileMissing(parts.home, linkPaths.oauth);
  const link = part.texts.get(linkPaths.oauth)?.[0];
  return derivedSetting(link !== undefined && link.text !== '', link?.location ?? part.root);
}

function linkFileMissing(location: Location, path: string): Setting {
  return { state: 'unknown', reason: `no file with ${path} is in this source`, location };
}

/** Whether a deployment accepts the link to a consumer: of the right form, and of the org that the header names. */
export function oauthLinkValid(subject: DerivationSubject): Setting {
  const header = subject.parts.of('ExternalClientApplication');
  const scoped = header?.texts.get(linkPaths.header)?.[0]?.text ?? '';
  const owner = orgScoped.exec(scoped)?.[1];
  return checkLink(subject, 'ExtlClntAppOauthSettings', linkPaths.oauth, ({ text }) => {
    const org = consumerLink.exec(text)?.[1];
    if (org === undefined) return false;
    return owner === undefined || org.slice(0, 15) === owner.slice(0, 15);
  });
}

function isSameName(name: string, apiName: string): boolean {
  return withoutNamespace(name).toLowerCase() === withoutNamespace(apiName).toLowerCase();
}

/** What is absent is made by the deployment; what a template stands for is not known yet. */
function checkLink(
  { parts }: DerivationSubject,
  type: MetadataType,
  path: string,
  isValid: (link: Link) => boolean,
): Setting {
  const part = parts.of(type);
  if (!part) return linkFileMissing(parts.home, path);
  const link = part.texts.get(path)?.[0];
  if (!link || link.text === '') return derivedSetting(true, link?.location ?? part.root);
  if (isTemplateLink(link.text))
    return { state: 'unknown', reason: `<${path}> is a placeholder`, location: link.location };
  return derivedSetting(isValid(link), link.location);
}

/** `YOUR_ORG_ID:App` is meant to be replaced by hand, and was not: a deployment takes it as it stands. */
function isTemplateLink(text: string): boolean {
  return isPlaceholder(text) && !/^[A-Za-z0-9][\w:]*$/.test(text);
}

/** The part files that every External Client App with OAuth has. */
const usualParts: readonly MetadataType[] = [
  'ExternalClientApplication',
  'ExtlClntAppGlobalOauthSettings',
  'ExtlClntAppOauthSettings',
  'ExtlClntAppOauthConfigurablePolicies',
  'ExtlClntAppConfigurablePolicies',
];

/** The part files that are not in the source and that apps like this one have. */
export function missingPartTypes({ kind, found }: DerivationSubject): readonly string[] {
  return kind === 'connectedApp' ? [] : usualParts.filter((type) => !found.has(type));
}

/** Whether there are part files and no header. */
export function isOrphan({ kind, found }: DerivationSubject): boolean {
  return kind === 'externalClientApp' && !found.has('ExternalClientApplication');
}
