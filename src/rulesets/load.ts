import * as v from 'valibot';
import { loadPatterns } from '../conditions/patterns.js';
import { buildRuleset } from './build.js';
import { readYaml } from '../documents/document.js';
import { extend, type Resolve } from './extend.js';
import { countDiagnostics, patternDiagnostics } from '../documents/counts.js';
import { loadLimits } from '../documents/limits.js';
import { quotableDiagnostics } from '../documents/foreign.js';
import type { Loaded } from './loaded.js';
import { diagnosticsInOrder } from '../documents/diagnostics.js';
import type { Diagnostic } from '../model/user-error.js';
import { shapeDiagnostics } from '../documents/shape-diagnostics.js';
import { rulesetSchema, type RawRuleset } from './schema.js';
import { scopeOf } from './scope.js';
import { checkSemantics } from './semantics.js';

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
