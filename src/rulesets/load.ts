import * as v from 'valibot';
import { loadPatterns } from '../conditions/patterns.js';
import { readYaml } from '../documents/document.js';
import { extend, type Resolve } from './extend.js';
import { countDiagnostics, patternDiagnostics, quotableDiagnostics } from '../documents/counts.js';
import { loadLimits } from '../documents/limits.js';
import { diagnosticsInOrder } from '../documents/diagnostics.js';
import type { Diagnostic } from '../model/user-error.js';
import { shapeDiagnostics } from '../documents/shapes.js';
import {
  rulesetSchema,
  type RawRuleset,
  type RawEcho,
  type RawExample,
  type RawFix,
  type RawParameter,
  type RawRule,
} from './schema.js';
import { scopeOf } from './scope.js';
import { checkSemantics } from './semantics.js';
import type {
  Ruleset,
  Condition,
  Detection,
  Echo,
  Example,
  Fix,
  Parameter,
  Rule,
} from '../model/ruleset.js';
import { appKinds } from '../model/app.js';
import { severityAtLevel } from '../report/severity.js';
import { normalise } from './facts.js';

/**
 * Checks a ruleset file, YAML or JSON, and fills in what it leaves out. Every mistake is told in one go, in the order
 * of the file. `resolve` finds the rulesets that the file extends. Needs the YAML parser and the schema: import this
 * module lazily.
 */
export async function loadRuleset(text: string, file: string, resolve?: Resolve): Promise<Loaded> {
  const loaded = await checkRuleset(text, file, resolve);
  if ('ruleset' in loaded) return loaded;
  return { diagnostics: quotableDiagnostics(loaded.diagnostics, text, file, rulesetFile) };
}

const mostInRuleset = {
  rules: loadLimits.rules,
  overrides: loadLimits.entries,
  conditions: loadLimits.declarations,
  parameters: loadLimits.declarations,
  extends: loadLimits.references,
} as const;

const rulesetFile = { name: 'ruleset', keys: ['rules', 'kind', 'extends'] } as const;

async function checkRuleset(text: string, file: string, resolve?: Resolve): Promise<Loaded> {
  const document = readYaml(text, file);
  if ('diagnostics' in document) return document;
  const many = [
    ...countDiagnostics(document, mostInRuleset),
    ...patternDiagnostics([document], ['overrides']),
  ];
  if (many.length > 0) return { diagnostics: many };
  if (mayUsePatterns(document.data)) await loadPatterns();
  const diagnostics: Diagnostic[] = shapeDiagnostics(document, rulesetSchema);
  const scope = scopeOf(document, diagnostics);
  checkSemantics(document.data, scope);
  if (diagnostics.length > 0 || !isRaw(document.data))
    return { diagnostics: diagnosticsInOrder(diagnostics) };
  const own = buildRuleset(document.data, scope.checked);
  const place = { report: scope.report, isFull: scope.isFull, locate: document.locate };
  const ruleset = await extend(own, document.data, place, resolve);
  return diagnostics.length > 0 ? { diagnostics: diagnosticsInOrder(diagnostics) } : { ruleset };
}

/** Patterns are slow to load, and checking one needs them. An override may give one to a rule of another file. */
function mayUsePatterns(data: unknown): boolean {
  return /matches|overrides|pattern/.test(JSON.stringify(data));
}

function isRaw(data: unknown): data is RawRuleset {
  return v.is(rulesetSchema, data);
}

/**
 * A ruleset file that was read: the ruleset, or every mistake with its place. By itself, because the public types name it and
 * must name no package: whoever installs ecaudit has none of those that are bundled.
 */
export type Loaded =
  | { readonly ruleset: Ruleset }
  | { readonly diagnostics: readonly Diagnostic[] };

/** Conditions as they stand in a file → as they were checked. */
export type Checked = ReadonlyMap<unknown, Condition>;

/** A ruleset with every default filled in. The raw file has to be free of mistakes. */
export function buildRuleset(raw: RawRuleset, checked: Checked): Ruleset {
  const { id, title, kind, vendor, product, edition, guideFor, replaces, description, match } = raw;
  return {
    id,
    title,
    kind,
    ...(vendor !== undefined && { vendor }),
    ...(product !== undefined && { product }),
    ...(edition !== undefined && { edition }),
    ...(guideFor && { guideFor }),
    ...(replaces !== undefined && { replaces }),
    ...(description !== undefined && { description }),
    sources: raw.sources ?? [],
    coverage: raw.coverage ?? 'full',
    appliesTo: raw.appliesTo ?? guideFor ?? appKinds,
    ...(match && { match: conditionOf(match, checked) }),
    parameters: mapValues(raw.parameters ?? {}, (parameter) => buildParameter(parameter, checked)),
    rules: raw.rules.map((rule) => buildRule(rule, raw, checked)),
  };
}

function buildParameter(raw: RawParameter, checked: Checked): Parameter {
  const { detect = [], list = false, ...rest } = raw;
  return { ...rest, list, detect: detect.map((one) => buildDetection(one, checked)) };
}

function buildDetection(
  raw: NonNullable<RawParameter['detect']>[number],
  checked: Checked,
): Detection {
  return 'from' in raw ? raw : { value: raw.value, when: conditionOf(raw.when, checked) };
}

function buildRule(raw: RawRule, ruleset: RawRuleset, checked: Checked): Rule {
  const {
    severity,
    level = 'required',
    when,
    unless,
    require,
    milderWhen,
    sharedWhen,
    fix,
    echoes,
    ...rest
  } = raw;
  return {
    ...rest,
    ...(fix !== undefined && { fix: buildFix(fix) }),
    ...(echoes && { echoes: echoes.map((one) => buildEcho(one, checked)) }),
    id: `${ruleset.id}/${raw.id}`,
    aliases: (raw.aliases ?? []).map((alias) => fullId(alias, ruleset.id)),
    severity: severityAtLevel(severity ?? ruleset.severity ?? 'medium', level),
    level,
    ...(when && { when: conditionOf(when, checked) }),
    ...(unless && { unless: conditionOf(unless, checked) }),
    require: conditionOf(require, checked),
    ...(milderWhen && { milderWhen: conditionOf(milderWhen, checked) }),
    ...(sharedWhen && { sharedWhen: conditionOf(sharedWhen, checked) }),
    references: raw.references ?? [],
    controls: raw.controls ?? {},
    examples: (raw.examples ?? []).map(buildExample),
  };
}

/** A fix in one text says what to do in Setup. */
function buildFix(raw: RawFix): Fix {
  return typeof raw === 'string' ? { setup: raw } : raw;
}

function buildEcho(raw: RawEcho, checked: Checked): Echo {
  if (typeof raw === 'string') return { rules: [raw] };
  const { rule, when } = raw;
  return {
    rules: typeof rule === 'string' ? [rule] : rule,
    ...(when && { when: conditionOf(when, checked) }),
  };
}

function buildExample(raw: RawExample): Example {
  return { ...raw, settings: mapValues(raw.settings, (value, name) => normalise(name, value)) };
}

/** An alias without a ruleset is a former name within the same ruleset. */
function fullId(alias: string, ruleset: string): string {
  return alias.includes('/') ? alias : `${ruleset}/${alias}`;
}

function conditionOf(raw: unknown, checked: Checked): Condition {
  const condition = checked.get(raw);
  if (!condition) throw new Error('a condition of a ruleset was not checked');
  return condition;
}

function mapValues<A, B>(
  record: Readonly<Record<string, A>>,
  change: (value: A, key: string) => B,
): Record<string, B> {
  return Object.fromEntries(
    Object.entries(record).map(([key, value]) => [key, change(value, key)]),
  );
}
