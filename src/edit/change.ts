import type { MetadataType } from '../model/metadata-types.js';

/** An element of a metadata file: `oauthConfig/isPkceRequired` of a ConnectedApp. */
export interface ElementPlace {
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
export interface RemoveElement extends ElementPlace {
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
