import type { MetadataType } from '../model/metadata-types.js';
import type { XmlElement } from '../metadata/xml/document.js';
import type { Change } from './change.js';
import type { FileLayout } from './layout.js';
import type { NewElement } from './new-element.js';
import type { TextEdit } from './text-edits.js';

/** A piece of the file to replace, and the changes that ask for it. */
export interface FileEdit extends TextEdit {
  /** The name of the element that it is about. */
  readonly element: string;
  readonly changes: readonly Change[];
}

/** Why a change cannot be made in a file. */
export interface Refusal {
  readonly change: Change;
  readonly because: string;
}

/** An element to be made, and the changes that ask for it. */
export interface Addition extends NewElement {
  readonly changes: readonly Change[];
}

/** What is planned for a file so far. */
export interface Plans {
  readonly text: string;
  readonly type: MetadataType;
  readonly layout: FileLayout;
  readonly edits: FileEdit[];
  readonly refused: Refusal[];
}

/** What a change means for the elements of its path. */
export interface ElementPlan {
  readonly added: readonly Addition[];
  readonly gone: readonly (readonly [XmlElement, Change])[];
  readonly edits: readonly FileEdit[];
  readonly refused: readonly Refusal[];
}
