import type { ReplacedValue } from '../model/app.js';
import { startOf } from '../model/location.js';
import { isMetadataType, type MetadataType } from '../model/metadata-types.js';
import { problem, type Problem } from '../report/problem.js';
import { rightName } from './files/misnamed.js';
import type { Deployment } from './files/replacements.js';
import { limits } from './limits.js';
import { indexLines, decodeText, shortQuote } from './text.js';
import { readPart, type Part, type PartFile } from './part.js';
import { parseXml, type XmlOutcome } from './xml/parse.js';
import type { XmlDocument } from './xml/document.js';

export interface FileOutcome {
  readonly part?: Part;
  /** The part as it is written, where a deployment replaces anything in it. */
  readonly written?: Part;
  readonly replaced?: readonly ReplacedValue[];
  readonly problems: readonly Problem[];
}

const metadataNamespace = 'http://soap.sforce.com/2006/04/metadata';

/** The name that canvas settings had in API 65 only. */
const oldRoots: ReadonlyMap<string, MetadataType> = new Map([
  ['ExtlClntAppCanvasStngs', 'ExtlClntAppCanvasSettings'],
]);

/** Reads one metadata file from its bytes. Trouble with it is a problem with its location, never an exception. */
export function readMetadataFile(
  bytes: Uint8Array,
  file: PartFile,
  deployed?: Deployment,
): FileOutcome {
  const decoded = decodeText(bytes, file.file);
  if (!decoded.ok) return { problems: [decoded.problem] };
  return readParsedFile(decoded.text, parseXml(decoded.text), file, deployed);
}

/** The same of its text, where that is parsed already. */
export function readParsedFile(
  whole: string,
  parsed: XmlOutcome,
  file: PartFile,
  deployed?: Deployment,
): FileOutcome {
  const lines = indexLines(file.file, whole);
  if (!parsed.ok) {
    const at = lines.locate(parsed.offset, parsed.offset);
    return { problems: [problem('malformed-xml', parsed.message, at)] };
  }
  const wrong = wrongRoot(parsed.document, file);
  if (wrong !== undefined) {
    const { start, openEnd } = parsed.document.root;
    return { problems: [problem('wrong-root', wrong, lines.locate(start, openEnd))] };
  }
  const { text, root } = parsed.document;
  const after = deployed?.(root) ?? { root, replaced: [] };
  const { part, problems } = readPart(file, { text, root: after.root }, lines);
  const outcome = {
    part,
    problems: withoutFlood(problems, file.file),
    ...(after.replaced.length > 0 && {
      written: readPart(file, { text, root }, lines).part,
      replaced: after.replaced.map(({ start, end, template, by }) => {
        return { location: lines.locate(start, end), template, by };
      }),
    }),
  };
  return whole.length > largeText ? structuredClone(outcome) : outcome;
}

/**
 * In V8 a piece of a text keeps the whole text in memory. A few thousand characters around each value are cheap, ten
 * megabytes are not: of a text longer than this, the values are copied.
 */
const largeText = 50_000;

/** All errors, and so many of the milder problems that a person may still read them. */
function withoutFlood(problems: readonly Problem[], file: string): readonly Problem[] {
  const mild = problems.filter(({ level }) => level !== 'error');
  const left = mild.length - limits.maxNotes;
  if (left <= 0) return problems;
  const dropped = new Set(mild.slice(limits.maxNotes));
  const rest = problem(
    'notes-left-out',
    `${left} more notes about this file are not listed`,
    startOf(file),
  );
  return [...problems.filter((one) => !dropped.has(one)), rest];
}

function wrongRoot({ root }: XmlDocument, file: PartFile): string | undefined {
  const { namespace } = root;
  const name = oldRoots.get(root.name) ?? root.name;
  if (name !== file.type) {
    const right = isMetadataType(name)
      ? `; a <${name}> is in \`${rightName({ type: name, name: file.name })}\``
      : '';
    return `the root element is <${shortQuote(root.name)}>; a file of this name holds <${file.type}>${right}`;
  }
  if (namespace === undefined || namespace === metadataNamespace) return undefined;
  return `the namespace is ${shortQuote(namespace)}; metadata has ${metadataNamespace}`;
}
