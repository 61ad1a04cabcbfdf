/** Files of a project with one External Client App and one Connected App. */
const head = '<?xml version="1.0" encoding="UTF-8"?>\n';
const ns = 'xmlns="http://soap.sforce.com/2006/04/metadata"';

export const header = 'force-app/main/default/externalClientApps/Orders.eca-meta.xml';
export const oauth =
  'force-app/main/default/extlClntAppOauthSettings/Orders_oauth.ecaOauth-meta.xml';
export const global =
  'force-app/main/default/extlClntAppGlobalOauthSets/Orders_glbl.ecaGlblOauth-meta.xml';
export const policies =
  'force-app/main/default/extlClntAppOauthPolicies/Orders_plcy.ecaOauthPlcy-meta.xml';
export const connected = 'force-app/main/default/connectedApps/Légacy.connectedApp-meta.xml';

export const headerText = `${head}<ExternalClientApplication ${ns}>
    <contactEmail>a@acme.example</contactEmail>
    <description>Order desk</description>
    <distributionState>Local</distributionState>
    <isProtected>false</isProtected>
    <label>Orders</label>
</ExternalClientApplication>
`;

export const globalText = (pkce: string): string => `${head}<ExtlClntAppGlobalOauthSettings ${ns}>
    <callbackUrl>https://orders.acme.example/callback</callbackUrl>
    <externalClientApplication>Orders</externalClientApplication>
    <isConsumerSecretOptional>false</isConsumerSecretOptional>
    <isPkceRequired>${pkce}</isPkceRequired>
    <isSecretRequiredForRefreshToken>true</isSecretRequiredForRefreshToken>
    <label>Orders_glbl</label>
</ExtlClntAppGlobalOauthSettings>
`;

export const oauthText = `${head}<ExtlClntAppOauthSettings ${ns}>
    <commaSeparatedOauthScopes>Api,RefreshToken</commaSeparatedOauthScopes>
    <externalClientApplication>Orders</externalClientApplication>
    <label>Orders_oauth</label>
</ExtlClntAppOauthSettings>
`;

export const policiesText = (
  ip: string,
): string => `${head}<ExtlClntAppOauthConfigurablePolicies ${ns}>
    <externalClientApplication>Orders</externalClientApplication>
    <ipRelaxationPolicyType>${ip}</ipRelaxationPolicyType>
    <label>Orders_plcy</label>
    <permittedUsersPolicyType>AdminApprovedPreAuthorized</permittedUsersPolicyType>
    <refreshTokenPolicyType>SpecificLifetime</refreshTokenPolicyType>
    <refreshTokenValidityPeriod>30</refreshTokenValidityPeriod>
    <refreshTokenValidityUnit>Days</refreshTokenValidityUnit>
</ExtlClntAppOauthConfigurablePolicies>
`;

export const connectedText = `${head}<ConnectedApp ${ns}>
    <contactEmail>a@acme.example</contactEmail>
    <label>Légacy 🗝</label>
    <oauthConfig><callbackUrl>https://légacy.example/🗝</callbackUrl><isConsumerSecretOptional>true</isConsumerSecretOptional>
        <scopes>Full</scopes>
    </oauthConfig>
</ConnectedApp>
`;

export const project = {
  'sfdx-project.json':
    '{ "packageDirectories": [{ "path": "force-app" }], "sourceApiVersion": "66.0" }\n',
  [header]: headerText,
  [global]: globalText('true'),
  [oauth]: oauthText,
  [policies]: policiesText('Enforce'),
  [connected]: connectedText,
};
