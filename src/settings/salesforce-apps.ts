// Clients of Salesforce itself, which every org meets sooner or later: they come with Salesforce, or users log in with them.

interface FirstPartySource {
  readonly title: string;
  readonly url: string;
  /** The day on which it was read. */
  readonly read: string;
}

/**
 * Labels as the resource Limits of orgs lists them, app by app, beside those of their own packages; namespaces as orgs list the
 * packages "Salesforce Connected Apps" and "Salesforce Mobile Apps", which Salesforce installs.
 */
export const firstPartySources: readonly FirstPartySource[] = [
  {
    title:
      'Limits of an org, in a test of Telegraf (influxdata/telegraf, plugins/inputs/salesforce)',
    url: 'https://github.com/influxdata/telegraf/blob/master/plugins/inputs/salesforce/salesforce_test.go',
    read: '2026-11-30',
  },
  {
    title: 'ISVforce Guide: Connected Apps Installed by Salesforce',
    url: 'https://developer.salesforce.com/docs/atlas.en-us.222.0.packagingGuide.meta/packagingGuide/connected_app_manage_third_party.htm',
    read: '2026-11-30',
  },
  {
    title: 'Prepare for Connected App Usage Restrictions Change',
    url: 'https://help.salesforce.com/s/articleView?id=005132365&type=1',
    read: '2026-11-22',
  },
];

/** The namespaces of packages with Connected Apps that Salesforce installs in orgs. Nobody else can have them. */
const firstPartyNamespaces: readonly string[] = ['sf_com_apps', 'sf_chttr_apps'];

/** Labels of clients of Salesforce, as tokens, log-ins and the list of installed apps have them. */
export const firstPartyLabels: readonly string[] = [
  'Ant Migration Tool',
  'Chatter Desktop',
  'Chatter Mobile for BlackBerry',
  'Dataloader Bulk',
  'Dataloader Partner',
  'Force.com IDE',
  'Salesforce CLI',
  'Salesforce Chatter',
  'Salesforce Files',
  'Salesforce Mobile Dashboards',
  'Salesforce Touch',
  'Salesforce for Android',
  'Salesforce for Outlook',
  'Salesforce for iOS',
  'Salesforce1 for Android',
  'Salesforce1 for iOS',
  'SalesforceA',
  'Workbench',
];

const byLabel: ReadonlySet<string> = new Set(firstPartyLabels.map(foldedLabel));
const namespaces: ReadonlySet<string> = new Set(firstPartyNamespaces);

/**
 * Whether an app that was not made in this org is one of Salesforce's: by its namespace, or, where it has none, by its label,
 * which is all that an org says of an app that users merely let in. Labels can be borrowed, so that nothing may be excused for
 * one: a copy is what `incidents/first-party-name` and `usage/no-tool-look-alike` are about.
 */
export function isFirstPartyApp(label: string, namespace: string): boolean {
  return namespace === '' ? byLabel.has(foldedLabel(label)) : namespaces.has(namespace);
}

function foldedLabel(label: string): string {
  return label.trim().toLowerCase();
}

// Apps that Salesforce itself makes in an org. They stand in retrieved files like the org's own, though Setup does not show
// them or the org cannot change them.

/** An app that Salesforce makes, and how its file is recognised. */
interface PlatformApp {
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

const platformApps: readonly PlatformApp[] = [
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
