import { typeCatalogue } from '../metadata/elements/catalogue.js';
import type { XmlElement } from '../metadata/xml/document.js';
import { looksSecret, redact } from '../model/redact.js';
import { isSecretSetting, settings, type SettingName } from '../settings/settings.js';
import type { Reading } from '../settings/definition.js';
import type { OpenFile } from './edited-file.js';

/** How elements are read whose text is not kept: it may be a secret. */
const secretReadings: ReadonlySet<Reading> = new Set(['filled']);

/** The lines, from 0, that hold or may hold a secret: of elements that are for one, and what looks like one. */
export function secretLines({ document: { text, root }, type }: OpenFile): ReadonlySet<number> {
  const found = new Set<number>();
  const lineOf = lineFinder(text);
  const add = (start: number, end: number): void => {
    for (let line = lineOf(start); line <= lineOf(end); line += 1) found.add(line);
  };
  for (const [start, end] of secretElements(root, '', type)) add(start, end);
  for (const [at, line] of text.split('\n').entries())
    if (piecesOf(line).some(mayHoldSecret)) found.add(at);
  return found;
}

/** Tags and the texts between them, each by itself: in a file of one line, names of other elements say nothing of a value. */
function piecesOf(line: string): readonly string[] {
  return line.split(/[<>]/).filter((piece) => piece.length > 5);
}

function mayHoldSecret(text: string): boolean {
  return redact(text) !== text || looksSecret(text) || text.includes('PRIVATE KEY');
}

function lineFinder(text: string): (offset: number) => number {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return (offset) => starts.findLastIndex((start) => start <= offset);
}

function secretElements(
  parent: XmlElement,
  prefix: string,
  type: OpenFile['type'],
): readonly (readonly [number, number])[] {
  return parent.children.flatMap((child): readonly (readonly [number, number])[] => {
    const known = typeCatalogue(type).settings.get(prefix + child.name);
    const isFor = known !== undefined && secretReadings.has(known.field.read) && isSecret(known.definition);
    const named = /secret|password|private|signingKey/i.test(child.name) && child.text.length > 5;
    const isKey = child.text.includes('PRIVATE KEY');
    if ((isFor && child.end > child.openEnd) || named || isKey) return [[child.start, child.end]];
    return secretElements(child, `${prefix}${child.name}/`, type);
  });
}

/** The id of an org is no secret. */
function isSecret(definition: unknown): boolean {
  return secretElementNames.has(definition);
}

const secretElementNames: ReadonlySet<unknown> = new Set(
  Object.entries(settings)
    .filter(([name]) => isSecretSetting(name) && name !== ('orgIdInSource' satisfies SettingName))
    .map(([, definition]) => definition),
);
