import { readSource } from '../../src/audit/read-source.js';
import type { App, Source } from '../../src/model/app.js';
import type { Setting, SettingName } from '../../src/settings/settings.js';
import { tempFolder } from '../metadata/temp-folder.js';

/** Keys of the form that Salesforce gives; nobody has them. */
export const key = `3MVG9${'aB3dEf6h.J'.repeat(8)}`;
export const otherKey = `3MVG9${'zY9xWv8u_T'.repeat(8)}`;

const head = '<?xml version="1.0" encoding="UTF-8"?>\n';

/** A metadata file with its root element. */
export function xml(root: string, inside: string): string {
  return `${head}<${root} xmlns="http://soap.sforce.com/2006/04/metadata">\n${inside}\n</${root}>\n`;
}

/** A Connected App; `oauth` stands in its oauthConfig, `more` beside it. */
export function connectedApp(name: string, oauth = '', more = ''): Record<string, string> {
  const inside = `<contactEmail>a@b.example</contactEmail><label>${name}</label><oauthConfig><callbackUrl>https://app.example.com/${name}</callbackUrl><scopes>Api</scopes>${oauth}</oauthConfig>${more}`;
  return { [`main/connectedApps/${name}.connectedApp-meta.xml`]: xml('ConnectedApp', inside) };
}

/** The header of an External Client App. */
export function externalApp(name: string): Record<string, string> {
  const inside = `<contactEmail>a@b.example</contactEmail><distributionState>Local</distributionState><label>${name}</label>`;
  return {
    [`main/externalClientApps/${name}.eca-meta.xml`]: xml('ExternalClientApplication', inside),
  };
}

export const keyed = `<consumerKey>${key}</consumerKey>`;

/** Reads a folder of these files. */
export async function sourceWith(files: Readonly<Record<string, string>>): Promise<Source> {
  const root = tempFolder(files);
  return readSource('.', root);
}

/** An app of a source by name. */
export function appIn({ apps }: Source, name: string): App {
  const found = apps.find(({ apiName }) => apiName === name);
  if (!found) throw new Error(`there is no app ${name}`);
  return found;
}

/** The value of a setting; of an unknown one the reason. */
export function valueOf(app: App, name: SettingName): unknown {
  const setting: Setting = app.settings[name];
  return setting.state === 'known' ? setting.value : `unknown: ${setting.reason}`;
}
