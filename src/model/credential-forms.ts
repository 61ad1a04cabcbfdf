/** Credentials that are known by their form, whatever stands before them. One entry each, with an example of no worth. */
export interface CredentialForm {
  readonly name: string;
  /** No part repeats without a bound, so that it cannot take long. */
  readonly pattern: string;
  readonly ignoreCase?: true;
  readonly examples: readonly string[];
  readonly source?: string;
}

const notInWord = '(?<![A-Za-z0-9])';

export const credentialForms: readonly CredentialForm[] = [
  {
    name: 'private key',
    // Whatever comes behind the first line, up to the next one of dashes.
    pattern:
      '-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----(?:[^-]|-(?!----)){0,40000}(?:-----END [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----)?',
    examples: ['-----BEGIN PRIVATE KEY-----\nMIIEvQ==\n-----END PRIVATE KEY-----'],
    source: 'https://www.rfc-editor.org/rfc/rfc7468.html',
  },
  {
    name: 'session id or access token of Salesforce',
    pattern: `${notInWord}00D[A-Za-z0-9]{9,15}(?:!|%(?:25){0,3}21)[\\w.%~-]{8,2000}`,
    examples: ['00D000000000001!AQcAQExample.Example_Example'],
    source:
      'https://help.salesforce.com/s/articleView?id=xcloud.remoteaccess_access_tokens.htm&type=5',
  },
  {
    name: 'refresh token of Salesforce',
    pattern: `${notInWord}5Aep[\\w.=-]{20,2000}`,
    examples: ['5Aep861ExampleExampleExampleExample.Example'],
    source:
      'https://developer.salesforce.com/docs/atlas.en-us.sfdx_dev.meta/sfdx_dev/sfdx_dev_auth_view_info.htm',
  },
  {
    name: 'JSON Web Token',
    pattern: `${notInWord}eyJ[\\w-]{4,8000}(?:\\.[\\w-]{0,8000}){1,4}`,
    examples: ['eyJhbGciOiJub25lIn0.eyJzdWIiOiJhIn0.c2ln'],
    source: 'https://www.rfc-editor.org/rfc/rfc7519.html',
  },
  {
    name: 'value of an Authorization header',
    // Behind the scheme a value, not a word of a sentence: it has a digit or a sign, or is all capitals. Names of our
    // variables are none.
    pattern:
      '(?<![A-Za-z])(?:[Bb]earer|BEARER|[Bb]asic|BASIC|OAuth|[Tt]oken|[Dd]igest)(?:\\s|%20|\\+|:){1,3}(?!SF(?:DX)?_[A-Z])(?=[\\w.~+/-]{0,200}[0-9=_~+/]|[A-Z]{6})[\\w.~+/=!%-]{6,4000}',
    examples: ['Bearer 4f9c2a7be1d04f66', 'Basic dXNlcjpwYXNzd29yZA=='],
    source: 'https://www.rfc-editor.org/rfc/rfc6750.html#section-2.1',
  },
  {
    name: 'access key of AWS',
    pattern: `${notInWord}(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}(?![A-Za-z0-9])`,
    examples: ['AKIAIOSFODNN7EXAMPLE'],
    source: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html',
  },
  {
    name: 'token of GitHub',
    pattern: `${notInWord}(?:gh[pousr]_[A-Za-z0-9]{20,255}|github_pat_\\w{20,255})`,
    examples: ['ghp_0123456789abcdefghijklmnopqrstuvwxyz', 'github_pat_0123456789abcdefghij'],
    source:
      'https://github.blog/engineering/platform-security/behind-githubs-new-authentication-token-formats/',
  },
  {
    name: 'token of GitLab',
    pattern: `${notInWord}gl(?:pat|oas|dt|rt|cbt|ptt|ft|imt|agent|soat)-[\\w.-]{20,300}`,
    examples: ['glpat-0123456789abcdefghij'],
    source: 'https://docs.gitlab.com/security/tokens/#token-prefixes',
  },
  {
    name: 'token or webhook of Slack',
    pattern: `${notInWord}(?:xox[abceoprs]|xapp)-[\\w-]{10,300}|hooks\\.slack\\.com/(?:services|workflows)/[\\w/]{10,200}`,
    examples: ['xoxb-012345678901-0123456789', 'hooks.slack.com/services/T000/B000/XXXXexample'],
    source: 'https://docs.slack.dev/authentication/tokens/',
  },
  {
    name: 'key of Google',
    pattern: `${notInWord}(?:AIza[\\w-]{35}|ya29\\.[\\w-]{20,2000}|GOCSPX-[\\w-]{20,60})`,
    examples: ['AIza0123456789abcdefghijklmnopqrstuvwxy', 'GOCSPX-0123456789abcdefghij'],
    source: 'https://cloud.google.com/docs/authentication/api-keys',
  },
  {
    name: 'key of Stripe, OpenAI or Anthropic',
    pattern: `${notInWord}(?:(?:sk|rk)_(?:live|test)_[A-Za-z0-9]{10,200}|whsec_[\\w+/=]{16,200}|sk-(?:proj-|ant-|svcacct-)?[\\w-]{20,300})`,
    examples: ['sk_live_0123456789abcdef', 'sk-0123456789abcdefghijklmn'],
    source: 'https://docs.stripe.com/keys',
  },
  {
    name: 'token of npm, PyPI, SendGrid, Twilio, Shopify, DigitalOcean, Hugging Face, Databricks, HubSpot, Postman',
    pattern: `${notInWord}(?:npm_[A-Za-z0-9]{30,60}|pypi-[\\w-]{30,300}|SG\\.[\\w-]{10,80}\\.[\\w-]{10,80}|SK[0-9a-f]{32}|shp(?:at|ca|pa|ss)_[0-9a-fA-F]{20,60}|do[opr]_v1_[0-9a-f]{40,80}|hf_[A-Za-z0-9]{30,60}|dapi[0-9a-f]{32}|pat-(?:na|eu)\\d-[0-9a-f-]{30,60}|PMAK-[0-9a-f-]{30,80}|HRKU-[\\w-]{30,80})`,
    examples: ['npm_0123456789abcdefghijklmnopqrstuvwxyz', 'SG.0123456789abcdef.0123456789abcdef'],
    source:
      'https://docs.github.com/code-security/secret-scanning/introduction/supported-secret-scanning-patterns',
  },
  {
    name: 'long hexadecimal secret, as consumer secrets are',
    // Shorter ones are ids and hashes of vendors, which their guides print.
    pattern:
      '(?<![A-Za-z0-9])(?=[0-9a-f]{0,39}[0-9])(?=[0-9]{0,39}[a-f])[0-9a-f]{40,200}(?![A-Za-z0-9])',
    ignoreCase: true,
    examples: ['9F86D081884C7D659A2FEAA0C55AD015A3BF4F1B2B0B822CD15D6C15B0F00A08'],
  },
];
