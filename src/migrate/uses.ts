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

/** A step for each file of the source that uses the app, in the order of the report. */
export function useSteps({ settings: { usedBy, customScopes } }: ReportApp): readonly string[] {
  const uses = usedBy.state === 'known' ? usedBy.value : [];
  const scopes = customScopes.state === 'known' ? customScopes.value : [];
  return [
    ...scopes.map(
      (name) =>
        `The custom scope ${name} is carried over; its file names the Connected App in <assignedTo> until that is gone.`,
    ),
    ...uses.map((use) => {
      const at = use.indexOf(':');
      const [kind, name] = [use.slice(0, at), use.slice(at + 1)];
      const step = Object.hasOwn(stepOf, kind) ? stepOf[kind] : undefined;
      return step ? step(name) : `${kind} ${name} names the Connected App: name the new app there.`;
    }),
  ];
}
