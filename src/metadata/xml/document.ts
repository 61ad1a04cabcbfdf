/** An element and where it is written. Offsets count UTF-16 units of the text without a byte order mark. */
export interface XmlElement {
  readonly name: string;
  /** At the `<` of its start tag. */
  readonly start: number;
  /** Just after the `>` of its start tag. */
  readonly openEnd: number;
  /** At the `<` of its end tag; equal to `end` when it is self-closing. */
  readonly closeStart: number;
  /** Just after its last `>`. */
  readonly end: number;
  /** The decoded and trimmed value; empty when the element has children. */
  readonly text: string;
  /** The range of the trimmed value as it is written; empty and at `openEnd` when there is none. */
  readonly textStart: number;
  readonly textEnd: number;
  /** It says `xsi:nil="true"`. */
  readonly nil: boolean;
  /** The default namespace that its start tag declares, if it does. */
  readonly namespace: string | undefined;
  readonly children: readonly XmlElement[];
}

export interface XmlDocument {
  readonly text: string;
  readonly root: XmlElement;
}

/**
 * The first thing that is wrong with an XML text, and where. It never leaves `parse.ts`, which turns it into a value.
 * Messages never quote the file: with one `>` missing, what looks like a name may be a consumer secret.
 */
export class XmlFault extends Error {
  readonly offset: number;

  constructor(message: string, offset: number) {
    super(message);
    this.name = 'XmlFault';
    this.offset = offset;
  }
}
