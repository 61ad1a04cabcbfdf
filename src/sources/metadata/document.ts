import type { MetadataType } from '../../model/metadata-types.js';
import { problem, type Problem } from '../../model/problem.js';
import { linesOf } from './lines.js';
import { readPart, type Part, type PartFile } from './part.js';
import { decodeText } from './text.js';
import { parseXml, type XmlDocument } from './xml.js';

export interface FileOutcome {
  readonly part?: Part;
  readonly problems: readonly Problem[];
}

const metadataNamespace = 'http://soap.sforce.com/2006/04/metadata';

/** The name that canvas settings had in API 65 only. */
const oldRoots: ReadonlyMap<string, MetadataType> = new Map([
  ['ExtlClntAppCanvasStngs', 'ExtlClntAppCanvasSettings'],
]);

/** Reads one metadata file from its bytes. Trouble with it is a problem with its location, never an exception. */
export function readDocument(bytes: Uint8Array, file: PartFile): FileOutcome {
  const decoded = decodeText(bytes, file.file);
  if (!decoded.ok) return { problems: [decoded.problem] };
  const lines = linesOf(file.file, decoded.text);
  const parsed = parseXml(decoded.text);
  if (!parsed.ok) {
    const at = lines.locate(parsed.offset, parsed.offset);
    return { problems: [problem('malformed-xml', parsed.message, at)] };
  }
  const wrong = wrongRoot(parsed.document, file);
  if (wrong !== undefined) {
    const { start, openEnd } = parsed.document.root;
    return { problems: [problem('wrong-root', wrong, lines.locate(start, openEnd))] };
  }
  return readPart(file, parsed.document, lines);
}

function wrongRoot({ root }: XmlDocument, file: PartFile): string | undefined {
  const { namespace } = root;
  const name = oldRoots.get(root.name) ?? root.name;
  if (name !== file.type) {
    return `the root element is <${root.name}>; a file of this name holds <${file.type}>`;
  }
  if (namespace === undefined || namespace === metadataNamespace) return undefined;
  return `the namespace is ${namespace}; metadata has ${metadataNamespace}`;
}
