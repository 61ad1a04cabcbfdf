import { keptOr } from '../model/once-for.js';
import { definitionOf, isSettingName } from '../model/settings.js';
import type { Rule } from '../model/ruleset.js';
import { conditionsOf, readsOf, type FactLookup } from './conditions.js';
import { keyOf } from './fact-key.js';
import { createMemory } from './memory.js';
import type { Outcome } from './outcome.js';

/**
 * Rules that are always asked about together. Most of them read nothing but flags and choices, and many apps have the
 * same ones: what such rules come to is remembered for all of them at once, under one key.
 */
export interface Panel {
  /** For apps with these facts: the place of each rule, by its index, where what it comes to is kept from app to app. */
  entries(facts: FactLookup): (index: number) => Entry | undefined;
}

export interface Entry {
  outcome?: Outcome;
}

type Row = readonly (Entry | undefined)[];

export function createPanel(rules: readonly Rule[]): Panel {
  const reads = rules.map((rule) => readsOf({ all: conditionsOf(rule) }));
  const kept = reads.map((names) => names.every(hasFewValues));
  const names = [...new Set(reads.filter((_, at) => kept[at]).flat())];
  const rows = createMemory<Row>();
  const emptyRow = (): Row => kept.map((isKept) => (isKept ? {} : undefined));
  return {
    entries: (facts) => {
      const row = keptOr(rows, keyOf(names, facts), emptyRow);
      return (index) => row[index];
    },
  };
}

function hasFewValues(name: string): boolean {
  if (name === 'today' || name === 'scopes') return true;
  return isSettingName(name) && fewValued.has(definitionOf(name).type);
}

const fewValued: ReadonlySet<string> = new Set(['boolean', 'enum', 'number']);
