/**
 * The first thing that is wrong with an XML text, and where. It never leaves `xml.ts`, which turns it into a value.
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
