/**
 * Where a rule without a page of its own points: what Salesforce recommends for these apps, setting by setting. SARIF
 * viewers want a page for every rule.
 */
export const generalAdvice =
  'https://help.salesforce.com/s/articleView?id=xcloud.shr_external_client_apps.htm&language=en_US&type=5';
