// Apps that Salesforce itself makes in an org. They stand in retrieved files like the org's own, though Setup does not show
// them or the org cannot change them.

/** An app that Salesforce makes, and how its file is recognised. */
export interface PlatformApp {
  /** What made it. */
  readonly name: string;
  readonly apiName: RegExp;
  /** Every callback URL is like this: then codes go to Salesforce, whoever wrote the file. */
  readonly callback: RegExp;
  readonly sources: readonly {
    readonly title: string;
    readonly url: string;
    readonly read: string;
  }[];
}

export const platformApps: readonly PlatformApp[] = [
  {
    name: 'Salesforce CPQ',
    apiName: /^CPQIntegrationUserApp$/i,
    callback: /^https:\/\/(login|test)\.salesforce\.com\/services\/oauth2\/success$/i,
    sources: [
      {
        title:
          "CPQ warning 'CPQIntegrationUserCert, Self-Signed, expires …': it is no longer used and can be ignored",
        url: 'https://help.salesforce.com/s/articleView?id=000380543&type=1',
        read: '2026-11-30',
      },
      {
        title: 'jsforce 621: CPQIntegrationUserApp is not shown in Setup',
        url: 'https://github.com/jsforce/jsforce/issues/621',
        read: '2026-11-30',
      },
    ],
  },
  {
    name: 'Dev Hub (namespace registry)',
    apiName: /^DEVHUB_[a-z0-9]{8,}$/,
    callback: /^https:\/\/[a-z0-9.-]+\.salesforce\.com\/environmenthub\/soma-callback\.apexp$/i,
    sources: [
      {
        title:
          'Files of public repositories: label "SalesforceDX Namespace Registry", callback soma-callback.apexp',
        url: 'https://github.com/search?q=%22SalesforceDX+Namespace+Registry%22&type=code',
        read: '2026-11-30',
      },
    ],
  },
];

/** What of Salesforce made an app; undefined for any other app. */
export function platformAppOf(
  apiName: string,
  callbacks: readonly string[],
): PlatformApp | undefined {
  return platformApps.find(
    (one) =>
      one.apiName.test(apiName) &&
      callbacks.length > 0 &&
      callbacks.every((url) => one.callback.test(url)),
  );
}
