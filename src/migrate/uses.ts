import type { ReportApp } from '../report/report.js';

/**
 * What is to be done about each kind of file that names a Connected App or holds its key. Source: Metadata API Developer Guide,
 * a page a type; `externalClientApplication` of custom permissions and `EXTERNAL_CLIENT_APP` are in @salesforce/types 1.9.0 only.
 */
const stepOf: Readonly<Record<string, (name: string) => string>> = {
  AuthProvider: (name) => `The auth provider ${name} logs in with the key of the app: ${newKey}.`,
  NamedCredential: (name) => `The named credential ${name} leads to the app: ${newKey}.`,
  ExternalCredential: (name) => `The external credential ${name} leads to the app: ${newKey}.`,
  ExternalAuthIdentityProvider: (name) =>
    `The external auth identity provider ${name} leads to the app: ${newKey}.`,
  CustomPermission: (name) =>
    `The custom permission ${name} names the app in <connectedApp>: name the new one in <externalClientApplication>.`,
  NotificationTypeConfig: (name) =>
    `The notification settings ${name} name the app: write the new one with <appType>EXTERNAL_CLIENT_APP</appType> (API version 68; before that nothing is delivered).`,
  OauthTokenExchangeHandler: (name) =>
    `The token exchange handler ${name} is enabled for the app in <connectedApp>: enable it for the new one in <externalClientApp>.`,
  ConversationChannelDefinition: (name) =>
    `The channel ${name} names the consumer in <connectedAppOauthLink>: write the link of the new app.`,
  UserProvisioningConfig: (name) =>
    `The user provisioning ${name} is for Connected Apps only: provision users another way.`,
  CustomMetadata: (name) => `The custom metadata ${name} holds the consumer key: ${newKey}.`,
  ApexClass: (name) => `The Apex class ${name} holds the consumer key: ${newKey}.`,
  ApexTrigger: (name) => `The Apex trigger ${name} holds the consumer key: ${newKey}.`,
  MobileApp: (name) => `The mobile app file ${name} holds the consumer key: ${newKey}.`,
  EnvFile: (name) => `The environment file ${name} holds the consumer key: ${newKey}.`,
};

const newKey = 'a new app has another key and secret; with the button, test that it still works';

/** A file that names the app: its kind and name as `usedBy` has them, and its path. */
export interface AppUse {
  readonly kind: string;
  readonly name: string;
  readonly file: string;
}

/** The files of the source that use the app. */
export function usesOf({ settings: { usedBy } }: ReportApp): readonly AppUse[] {
  if (usedBy.state !== 'known') return [];
  return usedBy.value.map((use, index) => {
    const at = use.indexOf(':');
    const file = usedBy.itemLocations?.[index]?.file ?? '';
    return { kind: use.slice(0, at), name: use.slice(at + 1), file };
  });
}

/** What is told of a file that was written with the new app in it. */
const writtenOf: Readonly<Record<string, (name: string) => string>> = {
  CustomPermission: (name) =>
    `The custom permission ${name} is written with the new app in <externalClientApplication>: once it is deployed, the Connected App does not have it any more.`,
  NotificationTypeConfig: (name) =>
    `The notification settings ${name} are written with the new app beside the old one (<appType>EXTERNAL_CLIENT_APP</appType>, API version 68): deploy them after the app.`,
  OauthTokenExchangeHandler: (name) =>
    `The token exchange handler ${name} is written with the new app in <externalClientApp> beside the old one: deploy it after the app.`,
};

/** A step for each file of the source that uses the app, in the order of the report; `written` are those made for the new app. */
export function useSteps(app: ReportApp, written: readonly AppUse[]): readonly string[] {
  const { customScopes } = app.settings;
  const scopes = customScopes.state === 'known' ? customScopes.value : [];
  return [
    ...scopes.map(
      (name) =>
        `The custom scope ${name} is carried over; its file names the Connected App in <assignedTo> until that is gone.`,
    ),
    ...usesOf(app).map(({ kind, name }) => {
      const isWritten = written.some((one) => one.kind === kind && one.name === name);
      const texts = isWritten ? writtenOf : stepOf;
      const step = Object.hasOwn(texts, kind) ? texts[kind] : undefined;
      return step ? step(name) : `${kind} ${name} names the Connected App: name the new app there.`;
    }),
  ];
}
