import type { MetadataType } from '../model/metadata-types.js';

/** An element of a metadata file: `oauthConfig/isPkceRequired` of a ConnectedApp. */
interface ElementPlace {
  readonly part: MetadataType;
  /** Element names below the root, joined by `/`, as in the table of settings. */
  readonly path: string;
}

/** The element holds this text afterwards; it is made where it is absent, unless `ifThere`. */
export interface SetText extends ElementPlace {
  readonly kind: 'set';
  readonly text: string;
  /** Where it is absent it is not made. */
  readonly ifThere?: true;
}

/** The element is not there afterwards. */
interface RemoveElement extends ElementPlace {
  readonly kind: 'remove';
}

/** Entries of an element that holds several: one a line, between commas, or as scopes stand. */
export interface ChangeEntries extends ElementPlace {
  readonly kind: 'entries';
  readonly separator: 'lines' | 'commas' | 'scopes';
  readonly add: readonly string[];
  /** Scopes are compared without regard to case. */
  readonly remove: readonly string[];
  /** Entries that others take the place of. */
  readonly replace?: readonly (readonly [string, readonly string[]])[];
}

/** Elements of one name, an entry each. */
export interface ChangeElements extends ElementPlace {
  readonly kind: 'elements';
  readonly add: readonly ElementContent[];
  /** By their texts, or for those with two children as settings write them: `start-end`, `key=formula`. */
  readonly remove: readonly string[];
  /** An empty element stays where nothing else would be left: that is how metadata says "none". */
  readonly keepEmpty?: true;
  /** Of elements that say the same, the first stays. */
  readonly eachOnce?: true;
}

/** The text of an element, or the texts of its children by name. */
export type ElementContent = string | Readonly<Record<string, string>>;

/** What is to become of an element. */
export type Change = SetText | RemoveElement | ChangeEntries | ChangeElements;

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
