/**
 * The table of template styles: how people write a value that a deployment puts in later. Secrets, hosts, callback URLs,
 * scopes, flags and dates are all held against it, so a new style is one entry here.
 */
export interface TemplateStyle {
  readonly name: string;
  /** A pattern of one piece. No part of it repeats without a bound, so that it cannot take long. */
  readonly pattern: string;
  /**
   * Where a piece makes a value a template. `anywhere`: its signs mean nothing else, even in a sentence. `compact`: in a value
   * without blanks, such as a URL; in a sentence the same signs are punctuation. `whole`: only as the whole value.
   */
  readonly where: 'anywhere' | 'compact' | 'whole';
  readonly examples: readonly string[];
  /** Where the style is documented, or where it was seen. */
  readonly source?: string;
}

const name = '[A-Za-z_][\\w.-]{0,80}';
/** Words that say that a value is missing: `YOUR_SECRET`, `replace-with-secret`, `DummySecret`, `REDACTED_SEE_ENV`. */
const missingValueWords = [
  'your',
  'my',
  'the',
  'replace',
  'change',
  'insert',
  'enter',
  'put',
  'paste',
  'add',
  'set',
  'fill',
]
  .concat(['todo', 'tbd', 'fixme', 'dummy', 'placeholder', 'example', 'sample', 'fake'])
  .concat(['redacted', 'removed', 'hidden', 'masked', 'omitted']);
const atEnd = ['here', 'placeholder', 'dummy', 'example', 'sample', 'todo', 'redacted', 'removed'];
/**
 * Words, and at most a short number: what a generator makes has more digits. A sign stands between two words, so that there
 * is one way to take a text apart: with none allowed, letters alone could be parted in millions of ways.
 */
const wordsPattern = '[A-Za-z]{0,100}(?:[_.-]{1,2}[A-Za-z]{1,100}){0,8}(?:[_-]?[0-9]{1,2})?';

/** Each word in small letters or with a capital, and all of it in capitals. A word ends where another begins. */
const wordStart = `(?:${alternatives(missingValueWords)}|${alternatives(missingValueWords.map(withCapital))})(?=[_.0-9-]|[A-Z]|$)|(?:${alternatives(missingValueWords.map(upper))})(?=[_.0-9-]|$)`;
const wordEnd = `[_.-](?:${alternatives(atEnd)}|${alternatives(atEnd.map(withCapital))}|${alternatives(atEnd.map(upper))})|(?<=[a-z0-9])(?:${alternatives(atEnd.map(withCapital))})|goes[_-]?here`;

export const templateStyles: readonly TemplateStyle[] = [
  {
    name: 'two braces: Handlebars, Mustache, Jinja, Ansible, Helm, Go',
    pattern: '\\{\\{[^{}]{0,200}\\}\\}',
    where: 'anywhere',
    examples: ['{{X}}', '{{{X}}}', '{{ .Values.secret }}', '{{ lookup("env", "X") }}'],
    source: 'https://docs.ansible.com/ansible/latest/playbook_guide/playbooks_variables.html',
  },
  {
    name: 'dollar and braces: shell, Maven, Terraform, JavaScript, GitHub expressions',
    pattern: '\\$\\{\\{?[^{}]{0,200}\\}{1,2}',
    where: 'anywhere',
    examples: ['${X}', '${X:-}', '${env:X}', '${{ secrets.X }}'],
    source: 'https://pubs.opengroup.org/onlinepubs/9799919799/utilities/V3_chap02.html',
  },
  {
    name: 'block of Jinja, Liquid, Twig',
    pattern: '\\{%[^{}%]{1,200}%\\}',
    where: 'anywhere',
    examples: ['{% include "secret" %}'],
    source: 'https://jinja.palletsprojects.com/en/stable/templates/',
  },
  {
    name: 'dollar and brackets: Azure DevOps, make',
    pattern: '\\$\\([A-Za-z_][\\w. -]{0,100}\\)',
    where: 'anywhere',
    examples: ['$(X)', '$(Build.Secret)'],
    source: 'https://learn.microsoft.com/azure/devops/pipelines/process/variables',
  },
  {
    name: 'number sign and braces: Octopus, Replace Tokens of Azure DevOps, Ruby',
    pattern: '#\\{[^{}]{1,100}\\}#?',
    where: 'anywhere',
    examples: ['#{X}#', '#{X}'],
    source: 'https://github.com/qetza/replacetokens-task',
  },
  {
    name: 'ERB, EJS, ASP',
    pattern: '<%[^<>%]{1,200}%>',
    where: 'anywhere',
    examples: ['<%= X %>', "<%= ENV['X'] %>"],
  },
  {
    name: 'two square brackets',
    pattern: '\\[\\[[^[\\]]{1,100}\\]\\]',
    where: 'anywhere',
    examples: ['[[X]]'],
  },
  {
    name: 'two angle brackets, guillemets',
    pattern: '<<[^<>]{1,100}>>|«[^«»]{1,100}»',
    where: 'anywhere',
    examples: ['<<X>>', '«X»'],
  },
  {
    name: 'two round brackets: Concourse',
    pattern: '\\(\\([A-Za-z_][\\w./-]{0,100}\\)\\)',
    where: 'anywhere',
    examples: ['((x))'],
    source: 'https://concourse-ci.org/vars.html',
  },
  {
    name: 'two or three at or percent signs',
    pattern: `@@${name}@@|%{2,3}${name}%{2,3}`,
    where: 'anywhere',
    examples: ['@@X@@', '%%X%%', '%%%X%%%'],
  },
  {
    name: 'crossed out',
    // Upper case only: masked keys and real words may hold a run of small x's.
    pattern: '\\bX{4,200}\\b',
    where: 'anywhere',
    examples: ['XXXX', 'https://XXXXX.my.salesforce.com/'],
  },
  {
    name: 'one brace: Python, OpenAPI, URI templates',
    // Not behind a global variable of a formula: $CustomPermission.{name}.
    pattern: '(?<!\\$[A-Za-z]{1,40}\\.)\\{[A-Za-z0-9_][\\w.:-]{0,80}\\}',
    where: 'compact',
    examples: ['{X}', 'https://{X}.herokuapp.com/cb', '{0}'],
    source: 'https://www.rfc-editor.org/rfc/rfc6570.html',
  },
  {
    name: 'percent signs: Windows, Replace Tokens',
    // A URL may hold percent-encoding: %C3%A9. So a name has three characters, and no encoded byte follows.
    pattern: '%[A-Za-z_]\\w{2,80}%(?![0-9A-Fa-f]{2})',
    where: 'compact',
    examples: ['%X_1%', 'https://%HOST%/cb'],
  },
  {
    name: 'percent signs around a short name',
    pattern: '%[A-Za-z_]\\w{0,80}%',
    where: 'whole',
    examples: ['%X%'],
  },
  {
    name: 'at signs: Ant, Maven, CMake, autoconf',
    // Between slashes or dots a name, never a host behind a user name: https://user@host@other.
    pattern: '(?<![^/.=?&:,])@[A-Za-z_]\\w{0,80}@(?![A-Za-z0-9])',
    where: 'compact',
    examples: ['@X@', 'https://@HOST@/cb'],
    source: 'https://ant.apache.org/manual/Types/filterset.html',
  },
  {
    name: 'two underscores: Replace Tokens of Azure DevOps',
    // A name of Salesforce has them in its middle: ns__Name__c. JavaScript has one of its own.
    pattern: '(?<![A-Za-z0-9_])__(?!proto__)[A-Za-z][\\w.-]{0,80}?__(?![A-Za-z0-9_])',
    where: 'compact',
    examples: ['__X__', 'https://__HOST__/cb'],
  },
  {
    name: 'two number signs or tildes',
    pattern: '##[A-Za-z_]\\w{0,80}##|~~[A-Za-z_]\\w{0,80}~~',
    where: 'compact',
    examples: ['##X##', '~~X~~'],
  },
  {
    name: 'angle brackets',
    pattern: '<[A-Za-z_][^<>]{0,100}>',
    where: 'compact',
    examples: ['<X>', '<YOUR_SECRET>', 'https://<host>/cb'],
  },
  {
    name: 'angle brackets around words',
    pattern: '<[A-Za-z_][^<>]{0,100}>',
    where: 'whole',
    examples: ['<your consumer secret>'],
  },
  {
    name: 'square brackets',
    // An IPv6 address has colons in them.
    pattern: '\\[[A-Za-z_][\\w. -]{0,80}\\]',
    where: 'compact',
    examples: ['[X]', 'https://[HOST]/cb'],
  },
  {
    name: 'square brackets around words',
    pattern: '\\[[A-Za-z_][^[\\]]{0,80}\\]',
    where: 'whole',
    examples: ['[your secret]'],
  },
  {
    name: 'dollar and a name in capitals: shell, envsubst',
    // Not $User.Username and its like, which are global variables of formulas.
    pattern: '\\$[A-Z_][A-Z0-9_]{1,80}(?![\\w.])|\\$[A-Z_][A-Z0-9_]{1,80}(?=\\.[a-z])',
    where: 'compact',
    examples: ['$CONSUMER_SECRET', 'https://$HOST/cb', 'https://$HOST.example.com/cb'],
    source: 'https://www.gnu.org/software/gettext/manual/html_node/envsubst-Invocation.html',
  },
  {
    name: 'dollar and a name: shell, PowerShell',
    pattern: '\\$(?:env:)?[A-Za-z_]\\w{0,80}',
    where: 'whole',
    examples: ['$X', '$secret', '$env:SECRET'],
  },
  {
    name: 'colon, number, tilde, exclamation or bar signs around a name',
    pattern: ['#', '~', '!', '\\|', ':', '\\^']
      .map((sign) => `${sign}[A-Za-z_]\\w{0,80}${sign}`)
      .join('|'),
    where: 'whole',
    examples: ['#X#', '~X~', '!X!', '|X|', ':X:'],
  },
  {
    name: 'single or more brackets around a name',
    pattern: '\\([A-Za-z_][\\w. -]{0,80}\\)|\\{ [A-Za-z_][\\w. -]{0,80} \\}',
    where: 'whole',
    examples: ['(X)', '{ X }'],
  },
  {
    name: 'a part in capitals that is yours to fill in',
    pattern: '(?<![A-Za-z0-9])YOUR[_-]?[A-Z][A-Z0-9_-]{1,80}',
    where: 'compact',
    examples: ['YOUR_SECRET', 'https://YOUR-DOMAIN.my.salesforce.com/'],
  },
  {
    name: 'dots, stars, dashes, crosses, zeros',
    pattern: '…|[*•●▪·.…_#?=~-]{3,200}|[Xx]{4,200}|0{8,200}',
    where: 'whole',
    examples: ['...', '…', '****', '••••••', '----', 'xxxx', '00000000'],
  },
  {
    name: 'an address whose name is crossed out',
    pattern: '[Xx]{4,200}@.{0,200}',
    where: 'whole',
    examples: ['xxxxx@example.com'],
  },
  {
    name: 'words that ask for a value',
    pattern: `_{0,3}(?:${wordStart})${wordsPattern}_{0,3}`,
    where: 'whole',
    examples: [
      'REPLACE_ME',
      'TODO',
      'your-secret-here',
      'placeholder',
      'dummySecret',
      'REDACTED_SEE_ENV',
    ],
  },
  {
    name: 'words that ask for a value, in one',
    pattern: anyCasePattern(
      '(?:change|replace|fill)[_-]?(?:me|it|this|in)|your(?:consumer|client)?(?:secret|key|token|password)(?:here)?',
    ),
    where: 'whole',
    examples: ['changeme', 'CHANGEIT', 'yoursecret'],
  },
  {
    name: 'words that end in what says that a value is missing',
    pattern: `[A-Za-z]{1,100}(?:[_.-]{1,2}[A-Za-z]{1,100}){0,8}(?:${wordEnd})_{0,3}`,
    where: 'whole',
    examples: ['secret_goes_here', 'slackSecretGoesHere', 'secret-placeholder', 'SECRET_HERE'],
  },
  {
    name: 'words for no value',
    pattern: anyCasePattern(
      '(?:none|null|nil|undefined|unset|empty|redacted|removed|hidden|masked|omitted|n/a)',
    ),
    where: 'whole',
    examples: ['null', 'REDACTED', 'n/a'],
  },
  {
    name: 'a reference to a secret store',
    pattern:
      '@Microsoft\\.KeyVault\\([^()]{1,300}\\)|op://[^\\s]{1,300}|vault:[\\w/.#-]{1,300}|ENC\\[[^\\[\\]]{1,2000}\\]',
    where: 'whole',
    examples: [
      '@Microsoft.KeyVault(SecretUri=https://v.vault.azure.net/secrets/s)',
      'op://vault/item/field',
    ],
    source: 'https://learn.microsoft.com/azure/app-service/app-service-key-vault-references',
  },
];

function alternatives(all: readonly string[]): string {
  return all.join('|');
}

function withCapital(word: string): string {
  return upper(word.charAt(0)) + word.slice(1);
}

function upper(word: string): string {
  return word.toUpperCase();
}

/** A pattern that takes capitals and small letters, inside of one that does not. */
function anyCasePattern(pattern: string): string {
  return pattern.replace(/[a-z]/g, (letter) => `[${letter.toUpperCase()}${letter}]`);
}
