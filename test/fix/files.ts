// Files of apps that are right but for what a test says.
type Texts = Readonly<Record<string, string>>;

function xml(type: string, elements: Texts, indent = '    '): string {
  const lines = Object.keys(elements)
    .toSorted((a, b) => (a < b ? -1 : 1))
    .map((name) => `${indent}${elementOf(name, elements[name] ?? '')}\n`);
  return `<?xml version="1.0" encoding="UTF-8"?>\n<${type} xmlns="http://soap.sforce.com/2006/04/metadata">\n${lines.join('')}</${type}>\n`;
}

/** A text that begins with `<` is elements already. */
function elementOf(name: string, text: string): string {
  return `<${name.replace(/#\d+$/, '')}>${text}</${name.replace(/#\d+$/, '')}>`;
}

const link = { externalClientApplication: 'Orders' };

/** What a part of the External Client App `Orders` says beside, or otherwise than, what is right. */
export interface EcaParts {
  readonly header?: Texts;
  readonly global?: Texts;
  readonly oauth?: Texts;
  readonly policies?: Texts;
}

const without = (texts: Texts): Texts =>
  Object.fromEntries(Object.entries(texts).filter(([, text]) => text !== '-'));

/** An External Client App of the web server flow. A value `-` leaves an element out. */
export function eca({ header, global, oauth, policies }: EcaParts = {}): Readonly<
  Record<string, string>
> {
  return {
    'externalClientApps/Orders.eca-meta.xml': xml(
      'ExternalClientApplication',
      without({
        contactEmail: 'orders@northwind.test',
        description: 'Orders',
        distributionState: 'Local',
        isProtected: 'false',
        label: 'Orders',
        ...header,
      }),
    ),
    'extlClntAppGlobalOauthSets/Orders_glbloauth.ecaGlblOauth-meta.xml': xml(
      'ExtlClntAppGlobalOauthSettings',
      without({
        ...link,
        callbackUrl: 'https://orders.northwind.test/cb',
        isClientCredentialsFlowEnabled: 'false',
        isCodeCredFlowEnabled: 'false',
        isCodeCredPostOnly: 'false',
        isConsumerSecretOptional: 'false',
        isDeviceFlowEnabled: 'false',
        isEnforceRefreshTokenTTL: 'true',
        isIntrospectAllTokens: 'false',
        isNamedUserJwtEnabled: 'false',
        isPkceRequired: 'true',
        isRefreshTokenRotationEnabled: 'true',
        isSecretRequiredForRefreshToken: 'true',
        isSecretRequiredForTokenExchange: 'true',
        isTokenExchangeEnabled: 'false',
        label: 'g',
        shouldRotateConsumerKey: 'false',
        shouldRotateConsumerSecret: 'false',
        ...global,
      }),
    ),
    'extlClntAppOauthSettings/Orders_oauth.ecaOauth-meta.xml': xml(
      'ExtlClntAppOauthSettings',
      without({
        ...link,
        commaSeparatedOauthScopes: 'Api, RefreshToken',
        isFirstPartyAppEnabled: 'false',
        label: 'o',
        trustedIpRanges:
          '<endIpAddress>203.0.113.20</endIpAddress><startIpAddress>203.0.113.10</startIpAddress>',
        ...oauth,
      }),
    ),
    'extlClntAppOauthPolicies/Orders_oauthPlcy.ecaOauthPlcy-meta.xml': xml(
      'ExtlClntAppOauthConfigurablePolicies',
      without({
        ...link,
        commaSeparatedPermissionSet: 'Orders',
        ipRelaxationPolicyType: 'Enforce',
        isClientCredentialsFlowEnabled: 'false',
        isGuestCodeCredFlowEnabled: 'false',
        isTokenExchangeFlowEnabled: 'false',
        label: 'p',
        permittedUsersPolicyType: 'AdminApprovedPreAuthorized',
        refreshTokenPolicyType: 'SpecificInactivity',
        refreshTokenValidityPeriod: '30',
        refreshTokenValidityUnit: 'Days',
        requiredSessionLevel: 'STANDARD',
        sessionTimeoutInMinutes: '60',
        ...policies,
      }),
    ),
    'extlClntAppPolicies/Orders_plcy.ecaPlcy-meta.xml': xml('ExtlClntAppConfigurablePolicies', {
      ...link,
      isEnabled: 'true',
      isOauthPluginEnabled: 'true',
      label: 'c',
      startPage: 'None',
    }),
  };
}

/** A Connected App `Orders` of the web server flow; texts of `oauthConfig`, `oauthPolicy` and of the root. */
export function connectedApp({
  config,
  policy,
  root,
}: { readonly config?: Texts; readonly policy?: Texts; readonly root?: Texts } = {}): Readonly<
  Record<string, string>
> {
  const inside = (elements: Texts): string => {
    const lines = Object.keys(elements)
      .toSorted((a, b) => (a < b ? -1 : 1))
      .map((name) => `        ${elementOf(name, elements[name] ?? '')}\n`);
    return `\n${lines.join('')}    `;
  };
  return {
    'connectedApps/Orders.connectedApp-meta.xml': xml(
      'ConnectedApp',
      without({
        contactEmail: 'orders@northwind.test',
        description: 'Orders',
        ipRanges: '<end>203.0.113.20</end><start>203.0.113.10</start>',
        label: 'Orders',
        oauthConfig: inside(
          without({
            callbackUrl: 'https://orders.northwind.test/cb',
            isAdminApproved: 'true',
            isClientCredentialEnabled: 'false',
            isCodeCredentialEnabled: 'false',
            isConsumerSecretOptional: 'false',
            isIntrospectAllTokens: 'false',
            isNamedUserJwtEnabled: 'false',
            isPkceRequired: 'true',
            isRefreshTokenRotationEnabled: 'true',
            isSecretRequiredForRefreshToken: 'true',
            isSecretRequiredForTokenExchange: 'true',
            isTokenExchangeEnabled: 'false',
            'scopes#1': 'Api',
            'scopes#2': 'RefreshToken',
            ...config,
          }),
        ),
        oauthPolicy: inside(
          without({
            ipRelaxation: 'ENFORCE',
            isTokenExchangeFlowEnabled: 'false',
            refreshTokenPolicy: 'specific_inactivity:30:DAYS',
            ...policy,
          }),
        ),
        permissionSetName: 'Orders',
        sessionPolicy: '\n        <sessionTimeout>60</sessionTimeout>\n    ',
        ...root,
      }),
    ),
  };
}
