import type { Change, ElementContent } from './change.js';

/** Changes put together, one of each path; undefined where two of them contradict each other. */
export function mergeChanges(changes: readonly Change[]): readonly Change[] | undefined {
  const merged = new Map<string, Change>();
  for (const change of changes) {
    const key = `${change.part} ${change.path}`;
    const before = merged.get(key);
    const both = before ? mergeTwoChanges(before, change) : change;
    if (!both) return undefined;
    merged.set(key, both);
  }
  return [...merged.values()];
}

function mergeTwoChanges(a: Change, b: Change): Change | undefined {
  if (a.kind === 'set' && b.kind === 'set')
    return a.text === b.text ? (a.ifThere ? b : a) : undefined;
  if (a.kind === 'remove' && b.kind === 'remove') return a;
  if (a.kind === 'entries' && b.kind === 'entries') {
    if (a.separator !== b.separator || disagree(a, b)) return undefined;
    return {
      ...a,
      add: distinctTexts([...a.add, ...b.add]),
      remove: distinctTexts([...a.remove, ...b.remove]),
      replace: [...(a.replace ?? []), ...(b.replace ?? [])],
    };
  }
  if (a.kind === 'elements' && b.kind === 'elements') {
    if (disagree(a, b)) return undefined;
    const add = [...new Map([...a.add, ...b.add].map((one) => [contentKey(one), one])).values()];
    return { ...b, ...a, add, remove: distinctTexts([...a.remove, ...b.remove]) };
  }
  return undefined;
}

interface AddedAndRemoved {
  readonly add: readonly ElementContent[];
  readonly remove: readonly string[];
}

/** One takes away what the other adds. */
function disagree(a: AddedAndRemoved, b: AddedAndRemoved): boolean {
  const takes = (one: AddedAndRemoved, other: AddedAndRemoved): boolean => {
    const gone = new Set(one.remove.map((text) => text.toLowerCase()));
    return other.add.some((text) => typeof text === 'string' && gone.has(text.toLowerCase()));
  };
  return takes(a, b) || takes(b, a);
}

function contentKey(content: ElementContent): string {
  return typeof content === 'string' ? content : JSON.stringify(content);
}

function distinctTexts(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)];
}
