// Apps exactly as a vendor's guide has them, made from the examples of its rules; and the same with one thing broken.
import { loadOperators } from '../../src/conditions/evaluate.js';
import { leavesOf, readsOf } from '../../src/conditions/tree.js';
import { hostOf } from '../../src/model/addresses.js';
import type { Condition, Example, Leaf, Rule, Ruleset } from '../../src/model/ruleset.js';
import type { Verdict } from '../../src/report/verdict.js';
import { evaluateExample, exampleFacts } from '../../src/rulesets/examples.js';
import { loadDetection } from '../../src/rulesets/parameters.js';
import { parametersFor, recognises } from '../../src/rulesets/match.js';
import { definitionOf, isSettingName, type SettingValue } from '../../src/settings/settings.js';

type Values = Readonly<Record<string, SettingValue>>;
type Given = NonNullable<Example['parameters']>;

/** An app with what a run would give for it. */
export interface GuideApp {
  readonly settings: Values;
  readonly parameters: Given;
}

/** What comes of an app when one example of a rule that has to fail is put in its place. */
export interface Deviation {
  readonly rule: string;
  readonly app: GuideApp;
  /** What was broken, in words: the settings that differ. */
  readonly what: string;
  /** What the good app fails of the guide; nothing where it is of the kind that the guide tells how to make. */
  readonly before: readonly string[];
  /** Rules of the guide that fail beside those. */
  readonly found: readonly string[];
}

/** All that is tried of one guide. */
export interface Tried {
  readonly ruleset: Ruleset;
  readonly good: GuideApp;
  /** The verdicts of the good app that are neither a pass nor not applicable. */
  readonly findings: readonly string[];
  readonly isRecognised: boolean;
  readonly deviations: readonly Deviation[];
}

/** Builds the good app of a guide, and each single deviation that an example of one of its rules shows. */
export async function tryGuide(ruleset: Ruleset): Promise<Tried> {
  await loadDetection(ruleset);
  if (ruleset.match) await loadOperators([ruleset.match]);
  const good = named(await build(ruleset, { settings: startOf(ruleset), parameters: {} }), ruleset);
  const verdicts = await verdictsOf(ruleset, good);
  const deviations: Deviation[] = [];
  for (const rule of ruleset.rules) {
    for (const example of rule.examples) {
      if (example.verdict === 'fail') deviations.push(await deviate(ruleset, rule, example));
    }
    deviations.push(...(await deviateEach(ruleset, rule)));
  }
  return {
    ruleset,
    good,
    findings: [...verdicts]
      .filter(([, verdict]) => verdict === 'fail' || verdict === 'open')
      .map(([id, verdict]) => `${verdict} ${id}`),
    isRecognised: recognises(ruleset, exampleFacts(good.settings)),
    deviations,
  };
}

/** Parameters of a guide that an app neither shows nor has by default, and that no undecided rule asks for by name. */
export async function silentParameters(
  ruleset: Ruleset,
  { settings }: GuideApp,
): Promise<readonly string[]> {
  const { values } = parametersFor(ruleset, exampleFacts(settings), new Map());
  const silent: string[] = [];
  for (const name of Object.keys(ruleset.parameters).filter((one) => !(one in values)))
    if (!(await isAskedFor(name, ruleset))) silent.push(name);
  return silent;
}

/** Whether a rule is undecided without a parameter, and says how to give it. */
async function isAskedFor(name: string, ruleset: Ruleset): Promise<boolean> {
  for (const rule of ruleset.rules) {
    for (const { settings, parameters = {} } of rule.examples) {
      const { [name]: _, ...others } = parameters;
      const example: Example = { settings, parameters: others, verdict: 'open' };
      const { evaluation, message } = await evaluateExample(ruleset, rule, example);
      const asks = message.includes(`--param ${ruleset.id}.${name}=`);
      if (evaluation.verdict === 'open' && asks) return true;
    }
  }
  return false;
}

/** The kind of app that a guide tells how to make. */
export function kindOf({ guideFor, appliesTo }: Ruleset): string {
  return (guideFor ?? appliesTo)[0] ?? 'externalClientApp';
}

function startOf(ruleset: Ruleset): Values {
  return { kind: kindOf(ruleset) };
}

/** Each value that a rule asks for by itself, changed to each other one that it can have. */
async function deviateEach(ruleset: Ruleset, rule: Rule): Promise<readonly Deviation[]> {
  const shown = rule.examples.find(({ verdict }) => verdict === 'pass');
  if (!shown) return [];
  const start = {
    settings: { ...startOf(ruleset), ...shown.settings },
    parameters: shown.parameters ?? {},
  };
  const good = await build(ruleset, start, rule);
  // What the good app shows by itself is given: the app that deviates is still meant to be what it was.
  const parameters = { ...shownBy(good, ruleset), ...good.parameters };
  const deviations: Deviation[] = [];
  for (const leaf of demandsOf(rule.require)) {
    for (const value of othersOf(leaf, good.settings[leaf.fact], shown.settings[leaf.fact])) {
      const settings = withHosts({ ...good.settings, [leaf.fact]: value });
      // A rule that asks of the very setting whether it applies leaves some of its values to another rule.
      const asksFirst = rule.when !== undefined && readsOf(rule.when).includes(leaf.fact);
      const changed = { settings, parameters };
      if (asksFirst && (await verdictOf(ruleset, rule, changed)) === 'notApplicable') continue;
      deviations.push(await deviationOf(ruleset, rule, good, changed));
    }
  }
  return deviations;
}

/** The parameters that an app shows. */
function shownBy({ settings, parameters }: GuideApp, ruleset: Ruleset): Given {
  const given = Object.entries(parameters).map(
    ([name, value]) => [name, typeof value === 'string' ? [value] : value] as const,
  );
  const { values } = parametersFor(ruleset, exampleFacts(settings), new Map(given));
  return Object.fromEntries(Object.entries(values).filter(([name]) => name in ruleset.parameters));
}

/** The comparisons that all have to hold, those of a group for one kind of app among them. */
function demandsOf(condition: Condition): readonly Leaf[] {
  if ('all' in condition) return condition.all.flatMap(demandsOf);
  if ('any' in condition) {
    const [only, ...more] = condition.any.filter(
      (part) => !('fact' in part && part.fact === 'kind'),
    );
    return only && more.length === 0 && condition.any.length > 1 ? demandsOf(only) : [];
  }
  return 'fact' in condition && condition.fact !== 'kind' ? [condition] : [];
}

/** What else a setting can be that a leaf refuses: the other values of a choice, a list without each one of what it demands. */
function othersOf(
  leaf: Leaf,
  held: SettingValue | undefined,
  shown: SettingValue | undefined,
): readonly SettingValue[] {
  const { fact, operator, value } = leaf;
  if (held === undefined || !isSettingName(fact)) return [];
  const { type, values = {} } = definitionOf(fact);
  if (operator === 'equal' && type === 'boolean') return [held !== true];
  if (operator === 'equal' && type === 'enum')
    return Object.keys(values).filter((one) => one !== value);
  if (operator === 'in' && type === 'enum' && Array.isArray(value))
    return Object.keys(values).filter((one) => !value.includes(one));
  if (fact === 'callbackUrls' && operator.startsWith('contains'))
    return listOf(shown).flatMap((url) =>
      nearMisses(url).map((miss) => listOf(held).map((one) => (one === url ? miss : one))),
    );
  if (operator === 'containsAll' && Array.isArray(held) && Array.isArray(value))
    return held
      .filter((one) => value.includes(one))
      .map((gone) => held.filter((one) => one !== gone));
  return [];
}

function listOf(value: SettingValue | undefined): readonly string[] {
  return Array.isArray(value) ? value : [];
}

/** URLs that look like a callback URL and are another one: at a foreign host, or elsewhere on its own. */
function nearMisses(url: string): readonly string[] {
  const host = hostOf(url);
  if (host === undefined) return [`${url}/`];
  const foreign = [`${host}.evil.example`, `evil.example/${host}`, `x${host}`];
  return [...foreign.map((one) => url.replace(host, one)), `${url}x`];
}

/** The good app around the example nearest to the broken one, and the same with what is broken in it. */
async function deviate(ruleset: Ruleset, rule: Rule, broken: Example): Promise<Deviation> {
  const [pass] = rule.examples
    .filter(({ verdict }) => verdict === 'pass')
    .toSorted((one, two) => distance(one, broken) - distance(two, broken));
  const shown = pass ?? { settings: {}, verdict: 'pass' };
  const start = {
    settings: { ...startOf(ruleset), ...shown.settings },
    parameters: shown.parameters ?? {},
  };
  const good = await build(ruleset, start, rule);
  const changed = {
    settings: broke(good.settings, shown.settings, broken.settings),
    parameters: { ...good.parameters, ...broken.parameters },
  };
  return deviationOf(ruleset, rule, good, changed);
}

async function deviationOf(
  ruleset: Ruleset,
  rule: Rule,
  good: GuideApp,
  changed: GuideApp,
): Promise<Deviation> {
  const before = failed(await verdictsOf(ruleset, good));
  const after = failed(await verdictsOf(ruleset, changed));
  return {
    rule: rule.id,
    app: changed,
    what: differences(good.settings, changed.settings),
    before,
    found: after.filter((id) => !before.includes(id)),
  };
}

/** In how much two examples differ beside the value that is broken: the kind of app and what is given count. */
function distance(one: Example, broken: Example): number {
  const kinds = one.settings['kind'] === broken.settings['kind'] ? 0 : 1;
  const given = { ...one.parameters, ...broken.parameters };
  const differing = Object.keys(given).filter(
    (name) => String(one.parameters?.[name]) !== String(broken.parameters?.[name]),
  );
  return 2 * kinds + differing.length;
}

/** Adds what the examples of the other rules show, as long as it goes together with what is there. */
async function build(ruleset: Ruleset, start: GuideApp, first?: Rule): Promise<GuideApp> {
  let app = { ...start, settings: withHosts(start.settings) };
  const done = new Set<Rule>(first ? [first] : []);
  for (const rule of ruleset.rules) {
    if (done.has(rule)) continue;
    done.add(rule);
    if (isKept(await verdictOf(ruleset, rule, app))) continue;
    for (const example of shownToKeep(rule)) {
      const more = merged(app, example);
      if (!more || !isKept(await verdictOf(ruleset, rule, more))) continue;
      if (!(await keepsAll(ruleset, more, done))) continue;
      app = more;
      break;
    }
  }
  return app;
}

function shownToKeep({ examples }: Rule): readonly Example[] {
  const of = (wanted: Verdict) => examples.filter(({ verdict }) => verdict === wanted);
  return [...of('pass'), ...of('notApplicable')];
}

async function keepsAll(
  ruleset: Ruleset,
  app: GuideApp,
  rules: ReadonlySet<Rule>,
): Promise<boolean> {
  for (const rule of rules) {
    if (isAboutKind(rule)) continue;
    if ((await verdictOf(ruleset, rule, app)) === 'fail') return false;
  }
  return true;
}

/** A rule that asks for one kind of app cannot be kept by the other, which may be what an example is about. */
export function isAboutKind({ require }: Rule): boolean {
  return 'fact' in require && require.fact === 'kind';
}

function isKept(verdict: Verdict): boolean {
  return verdict === 'pass' || verdict === 'notApplicable';
}

async function verdictOf(ruleset: Ruleset, rule: Rule, app: GuideApp): Promise<Verdict> {
  const { evaluation, diagnostics } = await evaluateExample(ruleset, rule, {
    ...app,
    verdict: 'pass',
  });
  if (diagnostics.length > 0) throw new Error(`${rule.id}: ${diagnostics.join('; ')}`);
  return evaluation.verdict;
}

async function verdictsOf(ruleset: Ruleset, app: GuideApp): Promise<ReadonlyMap<string, Verdict>> {
  const verdicts = new Map<string, Verdict>();
  for (const rule of ruleset.rules) verdicts.set(rule.id, await verdictOf(ruleset, rule, app));
  return verdicts;
}

function failed(verdicts: ReadonlyMap<string, Verdict>): readonly string[] {
  return [...verdicts].filter(([, verdict]) => verdict === 'fail').map(([id]) => id);
}

/** Both together; undefined where they contradict each other. Lists are put together. */
function merged(app: GuideApp, { settings, parameters = {} }: Example): GuideApp | undefined {
  const all: Record<string, SettingValue> = { ...app.settings };
  for (const [name, value] of Object.entries(settings)) {
    const held = all[name];
    if (Array.isArray(held) && Array.isArray(value)) all[name] = [...new Set([...held, ...value])];
    else if (held !== undefined && String(held) !== String(value)) return undefined;
    else all[name] = value;
  }
  for (const [name, value] of Object.entries(parameters)) {
    const held = app.parameters[name];
    if (held !== undefined && String(held) !== String(value)) return undefined;
  }
  return { settings: withHosts(all), parameters: { ...app.parameters, ...parameters } };
}

/** The good app with what differs between an example that passes and one that fails. */
function broke(good: Values, shown: Values, broken: Values): Values {
  const changed: Record<string, SettingValue> = { ...good };
  for (const [name, value] of Object.entries(broken)) {
    const was = shown[name];
    const held = good[name];
    if (!Array.isArray(value) || !Array.isArray(held) || value.length === 0) changed[name] = value;
    else {
      const gone = Array.isArray(was) ? was.filter((one) => !value.includes(one)) : held;
      const kept = held.filter((one) => !gone.includes(one));
      changed[name] = [...new Set([...kept, ...value])];
    }
  }
  return 'callbackHosts' in broken && !('callbackUrls' in broken) ? changed : withHosts(changed);
}

/** Hosts of callback URLs are worked out, as in an audit. */
function withHosts(settings: Values): Values {
  const { callbackUrls: urls } = settings;
  if (!Array.isArray(urls)) return settings;
  return { ...settings, callbackHosts: [...new Set(urls.flatMap((url) => hostOf(url) ?? []))] };
}

function differences(before: Values, after: Values): string {
  return Object.entries(after)
    .filter(([name, value]) => name !== 'callbackHosts' && String(before[name]) !== String(value))
    .map(([name, value]) => `${name}: ${Array.isArray(value) ? value.join(' ') : String(value)}`)
    .join(', ');
}

/** A name for the good app by which the guide recognises it, where no rule asks for one; other facts of `match` are off. */
function named(app: GuideApp, ruleset: Ruleset): GuideApp {
  const names = [undefined, ruleset.title, ruleset.product, ...cluesOf(ruleset)];
  const tries = names.map((name) => withName(app, name, ruleset));
  const found = tries.find(({ settings }) => recognises(ruleset, exampleFacts(settings)));
  return found ?? app;
}

function withName(app: GuideApp, name: string | undefined, { match }: Ruleset): GuideApp {
  const { label = name ?? 'Orders' } = app.settings;
  const { apiName = String(label).replaceAll(/[^A-Za-z0-9]+/g, '_') } = app.settings;
  const facts = match ? leavesOf(match).map(({ fact }) => fact) : [];
  const rest = Object.fromEntries(facts.map((fact) => [fact, offOf(fact)] as const));
  return { ...app, settings: { ...rest, ...app.settings, label, apiName } };
}

function offOf(fact: string): SettingValue {
  const { type } = isSettingName(fact) ? definitionOf(fact) : { type: 'string' };
  if (type === 'boolean') return false;
  return type === 'list' || type === 'ranges' ? [] : '';
}

/** The names in `match`, without their stars. */
function cluesOf({ match }: Ruleset): readonly string[] {
  const leaves = match ? leavesOf(match).filter(({ fact }) => fact === 'label') : [];
  return leaves
    .flatMap(({ value }) => (Array.isArray(value) ? value : [String(value)]))
    .map((text) => text.replaceAll('*', ' ').trim());
}
