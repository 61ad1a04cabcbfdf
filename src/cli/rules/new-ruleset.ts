import { isWords } from '../../model/words.js';
import { plainText } from '../../report/text/plain-text.js';
import { formatLocation } from '../../model/location.js';
import type { App } from '../../model/app.js';
import {
  definitionOf,
  labelOf,
  type Known,
  type SettingValue,
  type SettingName,
} from '../../settings/settings.js';
import { yamlText } from '../yaml-text.js';
import { membersOf } from '../../settings/groups.js';
import type { Severity } from '../../report/severity.js';

/** What goes into a new ruleset besides the app. */
interface NewRuleset {
  readonly id: string;
  /** YYYY-MM-DD. */
  readonly today: string;
}

/** A commented ruleset that demands of its apps what an app has, and recognises that app. */
export function newRuleset(app: App, { id, today }: NewRuleset): string {
  const title = app.label === '' ? app.apiName : app.label;
  const known = demands.flatMap((demand) => knownDemand(app, demand));
  const said = known.filter(({ demand, setting }) => isUsual(demand, setting.value));
  // A ruleset has a rule at least.
  const usual = said.length > 0 ? said : known;
  const offered = known.filter((one) => !usual.includes(one));
  const unknown = demands.filter(({ fact }) => app.settings[fact].state === 'unknown');
  return `${[
    ...rulesetHead(app, today),
    `id: ${id}`,
    `title: ${yamlText(title)}`,
    'kind: vendor',
    '# Who publishes the guide, and which kinds of app it tells how to make. `product` and `edition` may follow.',
    `vendor: ${yamlText(title)}`,
    `guideFor: [${app.kind}]`,
    '# Where the demands come from. Put the page of the guide here: title, url, updated; read is the day you read it.',
    'sources:',
    `  - title: ${yamlText(`Settings of ${app.apiName}`)}`,
    `    place: ${yamlText(app.files[0] ?? app.source)}`,
    `    read: ${today}`,
    '# Which apps the guide is about. Any of these is enough; keep what only this vendor has.',
    'match:',
    '  any:',
    ...matchLines(app),
    '# What the guide demands. Delete what it does not say; `level: recommended` for what it only advises.',
    'rules:',
    ...usual.flatMap(({ demand, setting }) => [...newRuleLines(app, demand, setting), '']),
    ...offers(app, offered),
    ...closedGroup(app),
    ...notKnownLines(unknown.map(({ fact }) => fact)),
  ].join('\n')}\n`;
}

function rulesetHead({ kind, apiName }: App, today: string): readonly string[] {
  return [
    `# Made by \`ecaudit rules new\` from ${kind}:${plainText(apiName)} on ${today}: what this app has, as demands.`,
    '# A setting that the guide does not mention is no demand: take its rule out. `ecaudit rules test FILE` runs the examples;',
    '# `ecaudit rules schema` prints the JSON Schema with which an editor completes and checks this file.',
  ];
}

/** Hosts that apps of every vendor may name. */
const anybodys = /(^|\.)(salesforce\.com|force\.com|localhost)$|^[\d.]+$|^\[|[{}$]/;

function matchLines({ settings, label, apiName }: App): readonly string[] {
  const { callbackHosts } = settings;
  const hosts = callbackHosts.state === 'known' ? callbackHosts.value : [];
  const own = [...new Set(hosts)].filter((host) => !anybodys.test(host));
  return [
    ...(own.length > 0
      ? [`    - { fact: callbackHosts, operator: containsAny, value: ${listText(own)} }`]
      : []),
    ...(label === '' || isTemplate(label)
      ? []
      : [`    - { fact: label, ${wholeWordPattern(label)} }`]),
    `    - { fact: apiName, ${wholeWordPattern(apiName)} }`,
  ];
}

/** As whole words, so that "Acme Sync (UAT)" is one of them; a name without letters as it is. */
function wholeWordPattern(name: string): string {
  return `operator: ${isWords(name) ? 'hasWords' : 'equal'}, value: ${yamlText(name)}`;
}

interface KnownDemand {
  readonly demand: UsualDemand;
  readonly setting: Known;
}

/** The demand, if what the app has can be one: what is empty, off by itself, or a template cannot. */
function knownDemand({ settings }: App, demand: UsualDemand): readonly KnownDemand[] {
  const setting = settings[demand.fact];
  if (setting.state === 'unknown' || setting.placeholder) return [];
  const { value } = setting;
  if (demand.onlyWhen && value !== true) return [];
  if (value === '' || (typeof value === 'object' && (value.length === 0 || value.some(isTemplate))))
    return [];
  return [{ demand, setting }];
}

/** What reads as a parameter of a ruleset. */
function isTemplate(text: string): boolean {
  return text.includes('${');
}

function newRuleLines(
  { kind }: App,
  demand: UsualDemand,
  { value, location }: Known,
): readonly string[] {
  const { id, fact, severity } = demand;
  const at = location ? `, ${plainText(formatLocation(location))}` : '';
  return [
    `  # "${labelOf(fact, kind)}"${at}`,
    `  - id: ${id}`,
    ...(severity === undefined ? [] : [`    severity: ${severity}`]),
    `    require: { fact: ${fact}, operator: ${demand.as}${operandText(demand, value)} }`,
    '    examples:',
    `      - { settings: { ${fact}: ${yamlValueText(value)} }, verdict: pass }`,
    ...otherValues(demand, value).map(
      (other) => `      - { settings: { ${fact}: ${yamlValueText(other)} }, verdict: fail }`,
    ),
  ];
}

function operandText({ as }: UsualDemand, value: SettingValue): string {
  return as === 'isNotEmpty' ? '' : `, value: ${yamlValueText(value)}`;
}

/** A value that the rule refuses. */
function otherValues({ fact }: UsualDemand, value: SettingValue): readonly SettingValue[] {
  if (typeof value === 'boolean') return [!value];
  if (typeof value === 'object') return [[]];
  const names = Object.keys(definitionOf(fact).values ?? {});
  const other = names.length > 0 ? names.find((name) => name !== value) : '';
  return other === undefined ? [] : [other];
}

/** What fewer guides ask for, or what is the default anyway: in comments, to be taken over. */
function offers(app: App, known: readonly KnownDemand[]): readonly string[] {
  if (known.length === 0 && app.settings.sessionTimeoutMinutes.state === 'known') return [];
  return [
    '  # What guides ask for now and then. Take the # away where this one does.',
    ...known.flatMap(({ demand, setting }) => newRuleLines(app, demand, setting).map(commented)),
    ...exampleOffers(known),
    '',
  ];
}

function commented(line: string): string {
  return `  # ${line.slice(2).replace(/^# /, '')}`;
}

/** A session timeout is offered where the app has none of its own. */
function exampleOffers(known: readonly KnownDemand[]): readonly string[] {
  if (known.some(({ demand }) => demand.fact === 'sessionTimeoutMinutes')) return [];
  return [
    `  # "${labelOf('sessionTimeoutMinutes')}"; minutes, or a time with its unit`,
    '  # - id: session-timeout',
    '  #   require: { fact: sessionTimeoutMinutes, operator: lessThanInclusive, value: 2 hours }',
  ];
}

/** Guides that name the flows to switch on mostly mean no others. */
function closedGroup({ settings }: App): readonly string[] {
  const flows: Readonly<Record<string, unknown>> = settings;
  const on = flowFacts.filter((fact) => {
    const setting = flows[fact];
    return (
      typeof setting === 'object' && setting !== null && Reflect.get(setting, 'value') === true
    );
  });
  return [
    '  # If the guide says that all other flows stay off:',
    '  # - id: no-other-flow',
    `  #   require: { group: flows, noneBut: [${on.join(', ')}] }`,
  ];
}

function notKnownLines(facts: readonly string[]): readonly string[] {
  return facts.length === 0 ? [] : ['', `  # Not known from the files: ${facts.join(', ')}.`];
}

function yamlValueText(value: SettingValue): string {
  if (typeof value === 'object') return listText(value);
  return typeof value === 'string' ? yamlText(value) : String(value);
}

function listText(texts: readonly string[]): string {
  return `[${texts.map(yamlText).join(', ')}]`;
}

/** A demand that guides often make, and that a setting of an app shows. */
interface UsualDemand {
  readonly id: string;
  readonly fact: SettingName;
  /** How the setting is compared: as it is, by all of its entries, or by whether it is filled. */
  readonly as: 'equal' | 'containsAll' | 'isNotEmpty';
  readonly severity?: Severity;
  /** Only for apps that have it so: guides seldom say what is to stay off. */
  readonly onlyWhen?: boolean;
  /** The values that guides speak of; with any other one the demand is offered in a comment. All of them when absent. */
  readonly said?: readonly SettingValue[];
}

/** What guides never say, or leave at its default. */
const seldom: readonly SettingValue[] = [];

/** In the order of most guides: callbacks and scopes, flows, security, then policies. */
const demands: readonly UsualDemand[] = [
  { id: 'callbacks', fact: 'callbackUrls', as: 'containsAll', severity: 'high' },
  { id: 'scopes', fact: 'scopes', as: 'containsAll', severity: 'high' },
  { id: 'custom-scopes', fact: 'customScopes', as: 'containsAll', severity: 'high' },
  ...flow('client-credentials-flow', 'clientCredentialsFlowSetting'),
  ...flow('client-credentials-policy', 'clientCredentialsFlowPolicy'),
  {
    id: 'client-credentials-user',
    fact: 'clientCredentialsUser',
    as: 'isNotEmpty',
    severity: 'high',
  },
  ...flow('code-credentials-flow', 'authorizationCodeCredentialsFlow'),
  ...flow('device-flow', 'deviceFlow'),
  ...flow('jwt-bearer-flow', 'jwtBearerFlow'),
  ...flow('token-exchange-flow', 'tokenExchangeFlowSetting'),
  { id: 'pkce', fact: 'pkceRequired', as: 'equal', severity: 'high' },
  // On by default: a guide that wants the secret seldom says so, one that does not has to.
  { id: 'web-server-secret', fact: 'webServerFlowSecretRequired', as: 'equal', said: [false] },
  { id: 'refresh-token-secret', fact: 'refreshTokenSecretRequired', as: 'equal', said: [false] },
  { id: 'permitted-users', fact: 'permittedUsers', as: 'equal', said: ['admin-approved'] },
  { id: 'ip-relaxation', fact: 'ipRelaxation', as: 'equal', said: ['relax', 'relax-for-refresh'] },
  { id: 'refresh-token-policy', fact: 'refreshTokenPolicy', as: 'equal', said: ['until-revoked'] },
  { id: 'distribution-state', fact: 'distributionState', as: 'equal', said: ['local'] },
  { id: 'permission-sets', fact: 'permittedPermissionSets', as: 'isNotEmpty', said: seldom },
  { id: 'rotation', fact: 'refreshTokenRotation', as: 'equal', said: seldom },
  ...flow('named-user-jwt', 'namedUserJwt'),
  { id: 'introspection', fact: 'introspectAllTokens', as: 'equal', onlyWhen: true, said: seldom },
  { id: 'start-page', fact: 'startPage', as: 'equal', said: seldom },
  { id: 'session-timeout', fact: 'sessionTimeoutMinutes', as: 'equal', said: seldom },
  { id: 'contact-email', fact: 'contactEmail', as: 'isNotEmpty', said: seldom },
];

/** Whether guides usually say it, so that an owner will keep the demand. */
function isUsual({ said }: UsualDemand, value: SettingValue): boolean {
  return said === undefined || said.includes(value);
}

function flow(id: string, fact: SettingName): readonly UsualDemand[] {
  return [{ id, fact, as: 'equal', severity: 'high', onlyWhen: true }];
}

/** The flows of Setup's "Flow Enablement", for a rule that closes the group. */
const flowFacts: readonly string[] = membersOf('flows').map(([name]) => name);
