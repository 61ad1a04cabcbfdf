import type { Setting } from '../../settings/settings.js';
import { derivedSetting, type DerivationSubject } from './subject.js';

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
