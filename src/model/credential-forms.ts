// The one table of forms of credentials: those that are masked everywhere, and those that are masked in messages only.

/** What stands where a credential was. A URL with it in its user, query or fragment is a URL still, of the same scheme and host. */
export const mask = '[redacted]';

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

/** A form of a credential in the messages of others. What the first group holds is kept. */
export interface MessageForm {
  readonly name: string;
  readonly pattern: RegExp;
  readonly source?: string;
}

/**
 * Forms that are masked in messages of others (errors of orgs, log-ins, proxies and programs) and nowhere else: these are not
 * evaluated, so that it is better to mask too much. Each pattern is linear. The names that our own messages write where a
 * credential belongs are none.
 */
export const messageForms: readonly MessageForm[] = [
  {
    name: 'private key, also one that is cut',
    pattern:
      /()-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]{0,40}PRIVATE KEY-----|$)/g,
    source: 'https://www.rfc-editor.org/rfc/rfc7468.html',
  },
  {
    name: 'address with which the Salesforce CLI logs in',
    pattern: /(force:\/\/)(?!CLIENT_ID:)[^\s"'<>]+/gi,
  },
  {
    name: 'session id of Salesforce, also escaped',
    pattern: /()\b00D[A-Za-z0-9]{9,15}(?:!|%21|%2521|&#33;|&#x21;|\\u0021)[A-Za-z0-9._%+/=~-]{4,}/g,
  },
  { name: 'part of a session', pattern: /()\bMDBE[A-Za-z0-9+/_-]{24,}={0,2}/g },
  {
    name: 'JSON Web Token, also a part of one',
    pattern: /()\beyJ[A-Za-z0-9_-]{8,}(?:\.[A-Za-z0-9_-]*){0,4}/g,
  },
  { name: 'refresh token', pattern: /()\b5Aep[A-Za-z0-9._]{12,}(?:={0,2}|%3D)/g },
  {
    name: 'value of an Authorization header',
    pattern:
      /(\b(?:bearer|basic|digest|negotiate)(?:\s|%20|\+){1,5})(?=[^\s"'<>,;]*(?:[\d=+/!]|[a-z][A-Z]))[^\s"'<>,;[]{8,}/gi,
    source: 'https://www.rfc-editor.org/rfc/rfc7617.html',
  },
  {
    name: 'user of a URL',
    pattern: /(\/\/)(?!USER:PASSWORD@|CLIENT_ID:)[^\s/?#@"'<>]+(?=@)/g,
  },
  {
    name: 'parameter that ends in token, secret, password …',
    pattern:
      /(\b\w{0,40}(?:token|secret|sid|assertion|password|passwd|pwd)(?:=|%3D))[^\s&"'<>;,[]+/gi,
  },
  {
    name: 'parameter that is called key, session, authorization …',
    pattern:
      /(\b(?:(?:client|consumer|app)[_-]?secret|api[_-]?key|session[_-]?id|private[_-]?key|authorization|code[_-]?verifier)(?:=|%3D))[^\s&"'<>;,[]+/gi,
  },
  {
    name: 'member of JSON',
    pattern:
      /(\\?"(?:\w*(?:token|secret|password|passwd|assertion)|session_?id|authorization|private_?key|sfdxauthurl)\\?"\s*:\s*\\?")[^"\\]+/gi,
  },
  {
    name: 'element of XML',
    pattern:
      /(<(?:\w+:)?(?:\w*(?:token|secret|password|assertion)|session_?id|authorization|private_?key)>)[^<]+/gi,
  },
  {
    name: 'words of a sentence',
    pattern:
      /(\b(?:access[ _-]?token|refresh[ _-]?token|client[ _-]?secret|session[ _-]?id|password|authorization|assertion|sid)\s*[:=]\s*["']?)(?=[^\s"'<>]*[\d!])[^\s"'<>,;[]{6,}/gi,
  },
];
