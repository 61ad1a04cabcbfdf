import { isBrokenDemand } from '../audit/vendors/demands.js';
import { auditRequest } from '../audit/audit.js';
import type { Evaluation } from '../audit/results.js';
import type { FactLookup } from '../conditions/evaluate.js';
import { leavesOf } from '../conditions/tree.js';
import type { Change } from '../edit/change.js';
import { filesOfNewApp, newAppDefaults, type NewFile } from '../edit/new-app.js';
import { isWritable } from '../edit/text-edits.js';
import { sourceOf } from '../metadata/read-files.js';
import type { Rule, Ruleset } from '../model/ruleset.js';
import { effectiveFlags } from '../settings/effective.js';
import {
  isSettingName,
  definitionOf,
  type SettingName,
  type SettingValue,
} from '../settings/settings.js';
import { certificate } from './row.js';
import { wantedBy } from './wanted.js';

/** An External Client App that a guide asks for. */
export interface ScaffoldRequest {
  readonly ruleset: Ruleset;
  readonly apiName: string;
  /** Parameters of the guide, and settings that only a person can give, by name. */
  readonly parameters: ReadonlyMap<string, readonly string[]>;
  readonly now: Date;
  readonly version: string;
}

/** Files, or what somebody has to give first: names for `--param`, with what each is. */
export type Scaffold =
  | { readonly files: readonly NewFile[] }
  | { readonly missing: readonly { readonly name: string; readonly about: string }[] };

/**
 * The files of a new External Client App exactly as a guide demands: begun with what every new app should state, then each
 * demand that is not met is met, until an audit by the guide finds nothing. What the guide leaves open is asked for by name.
 */
export async function scaffoldFiles(request: ScaffoldRequest): Promise<Scaffold> {
  const missing = parametersToGive(request);
  const settings: Record<string, SettingValue> = {
    ...withSwitches(newAppDefaults),
    label: request.apiName.replaceAll('_', ' '),
    ...withSwitches(given(request)),
  };
  const elements = certificateOf(request);
  const asked = new Map(missing.map(({ name, about }) => [name, about]));
  if (settings['contactEmail'] === undefined) asked.set('contactEmail', labelled('contactEmail'));
  for (let round = 0; round < 12; round += 1) {
    const { files } = filesOfNewApp({ apiName: request.apiName, settings, elements });
    const unmet = await unmetDemands(files, request);
    const before = JSON.stringify(settings);
    for (const check of unmet)
      for (const [name, about] of meet(check, settings)) asked.set(name, about);
    for (const name of asked.keys()) if (settings[name] !== undefined) asked.delete(name);
    if (JSON.stringify(settings) !== before) continue;
    for (const check of unmet.filter(isBrokenDemand))
      for (const [name, about] of unknownOf(check.rule)) asked.set(name, about);
    if (asked.size === 0 && !unmet.some(isBrokenDemand)) return { files };
    return { missing: [...asked].map(([name, about]) => ({ name, about })) };
  }
  return { missing: [...asked].map(([name, about]) => ({ name, about })) };
}

/** An effective flag is set by its switches, which a guide may speak of one by one. */
function withSwitches(
  settings: Readonly<Record<string, SettingValue>>,
): Readonly<Record<string, SettingValue>> {
  return Object.fromEntries(
    Object.entries(settings).flatMap(([name, value]) => {
      const switches = effectiveFlags.get(name);
      return switches ? switches.map((one) => [one, value] as const) : [[name, value] as const];
    }),
  );
}

/** Parameters without a usual value that nobody gave; nothing of an app that is not there can tell them. */
function parametersToGive({
  ruleset,
  parameters,
}: ScaffoldRequest): readonly { name: string; about: string }[] {
  return Object.entries(ruleset.parameters).flatMap(
    ([name, { description, values, default: usual }]) => {
      if (usual !== undefined || parameters.has(name) || parameters.has(`${ruleset.id}.${name}`))
        return [];
      const choices = values ? `one of ${values.join(', ')}` : undefined;
      return [{ name, about: [description, choices].filter(Boolean).join(' ') }];
    },
  );
}

/** What `--param` says of settings. */
function given({ parameters, ruleset }: ScaffoldRequest): Record<string, SettingValue> {
  const found: Record<string, SettingValue> = {};
  for (const [name, texts] of parameters) {
    if (!isSettingName(name) || Object.hasOwn(ruleset.parameters, name)) continue;
    const value = settingValueOf(name, texts);
    if (value !== undefined && texts.every(isWritable)) found[name] = value;
  }
  return found;
}

function settingValueOf(name: SettingName, texts: readonly string[]): SettingValue | undefined {
  const [text = ''] = texts;
  switch (definitionOf(name).type) {
    case 'boolean':
      return text === 'true' ? true : text === 'false' ? false : undefined;
    case 'number':
      return /^\d{1,9}$/.test(text) ? Number(text) : undefined;
    case 'list':
    case 'ranges':
      return texts
        .flatMap((one) => one.split(','))
        .map((one) => one.trim())
        .filter((one) => one !== '');
    case 'string':
    case 'date':
    case 'enum':
      return text;
  }
}

/** The certificate of the JWT bearer flow is no setting: it is given as it stands in a PEM file. */
function certificateOf({ parameters }: ScaffoldRequest): readonly Change[] {
  const [text] = parameters.get('certificate') ?? [];
  const make = certificate({
    connectedApp: '',
    externalClientApp: { part: 'ExtlClntAppGlobalOauthSettings', path: 'certificate' },
  });
  const facts: FactLookup = () => ({ state: 'unknown', reason: 'not made yet' });
  return text === undefined
    ? []
    : (make(text, { kind: 'externalClientApp', facts, evidence: [] }) ?? []);
}

async function unmetDemands(
  files: readonly NewFile[],
  { ruleset, apiName, parameters, now, version }: ScaffoldRequest,
): Promise<readonly Evaluation[]> {
  const source = sourceOf(
    'scaffold',
    'folder',
    files.map(({ type, path, text }) => ({
      type,
      name: (path.split('/').at(-1) ?? '').split('.')[0] ?? '',
      file: path,
      bytes: () => Buffer.from(text),
    })),
  );
  const unmet: Evaluation[] = [];
  await auditRequest({
    sources: [],
    pulled: [source],
    cwd: '/',
    rulesets: [{ ruleset, explicit: true, origin: 'shipped' }],
    parameters: ownParameters(ruleset, parameters),
    select: { apps: [apiName] },
    options: { failOn: 'never', minSeverity: 'info', include: ['fail', 'open'], strict: false },
    ignoreExcuses: false,
    lineHashes: false,
    now,
    version,
    observe: (checks) => {
      unmet.push(
        ...checks.filter(
          ({ evaluation: { verdict }, rule }) =>
            verdict === 'fail' || (verdict === 'open' && isMeetable(rule)),
        ),
      );
    },
  });
  return unmet;
}

/** Those of the guide: the others are settings. */
function ownParameters(
  { id, parameters: known }: Ruleset,
  all: ScaffoldRequest['parameters'],
): ScaffoldRequest['parameters'] {
  const isOwn = (name: string): boolean => Object.hasOwn(known, name) || name.startsWith(`${id}.`);
  return new Map([...all].filter(([name]) => isOwn(name)));
}

function isMeetable({ level }: Rule): boolean {
  return level === 'required' || level === 'recommended';
}

/** Gives settings what a demand wants, and says what somebody has to give. */
function meet(
  { rule, facts }: Evaluation,
  settings: Record<string, SettingValue>,
): readonly (readonly [string, string])[] {
  const wanted = wantedBy(rule.require, assumed(facts));
  if (!wanted)
    return isMeetable(rule) ? unknownOf(rule).filter(([name]) => settings[name] === undefined) : [];
  const asked: (readonly [string, string])[] = [];
  for (const one of wanted) {
    if (one.setting === 'jwtBearerFlow' && 'value' in one && one.value === true)
      asked.push([
        'certificate',
        'the certificate of the JWT bearer flow (the text of a PEM file)',
      ]);
    else if (one.setting === 'apiName' || one.setting === 'kind') continue;
    else if ('value' in one) Object.assign(settings, withSwitches({ [one.setting]: one.value }));
    else {
      const old = settings[one.setting];
      const list = typeof old === 'object' ? old : [];
      settings[one.setting] = [
        ...list.filter((text) => !one.remove.includes(text)),
        ...one.add.filter((text) => !list.includes(text)),
      ];
    }
  }
  return asked;
}

/** The settings that a demand is about and that it gives no value for; of a list that picks from another, that one. */
function unknownOf(rule: Rule): readonly (readonly [string, string])[] {
  return leavesOf(rule.require)
    .map(({ fact }) => sourceOfPick[fact] ?? fact)
    .filter(isSettingName)
    .filter((name) => name !== 'kind' && !name.startsWith('org.'))
    .map((name): readonly [string, string] =>
      name === 'apiName' ? ['app', whatFits(rule)] : [name, labelled(name)],
    );
}

const sourceOfPick: Readonly<Record<string, SettingName>> = {
  callbackHosts: 'callbackUrls',
  permittedProfileNames: 'permittedProfiles',
};

function whatFits({ require }: Rule): string {
  const values = leavesOf(require).flatMap(({ value }) =>
    typeof value === 'string' ? [value] : [],
  );
  return `the guide wants ${values.join(' or ')}`;
}

function labelled(name: SettingName): string {
  return `"${definitionOf(name).label}"`;
}

/** What no file says yet is not what anybody wants. */
function assumed(facts: FactLookup): FactLookup {
  return (name) => {
    const setting = facts(name);
    if (setting.state === 'known' || !isSettingName(name)) return setting;
    const { type } = definitionOf(name);
    const value = type === 'list' || type === 'ranges' ? [] : '';
    return { state: 'known', value, origin: 'default' };
  };
}
