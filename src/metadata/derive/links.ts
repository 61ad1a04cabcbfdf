import { withoutNamespace } from '../../model/namespace.js';
import type { Location } from '../../model/location.js';
import type { MetadataType } from '../../model/metadata-types.js';
import { isPlaceholder } from '../../settings/placeholder.js';
import type { Setting } from '../../settings/settings.js';
import { linkPaths } from '../part.js';
import { derivedSetting, type DerivationSubject } from './subject.js';

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
