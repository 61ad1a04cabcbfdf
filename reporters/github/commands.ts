import type { Location } from '../../src/model/location.js';
import { clip, plainText } from '../../src/report/text/plain-text.js';

/** The kinds of annotation that GitHub has. */
export type AnnotationLevel = 'error' | 'warning' | 'notice';

export interface Annotation {
  readonly title: string;
  readonly location?: Location;
}

/** Longer texts nobody reads in an annotation. */
const maxMessage = 2000;
const maxTitle = 200;

/** A workflow command as a line: `::error file=a.xml,line=3,title=T::message`. */
export function command(level: AnnotationLevel, annotation: Annotation, message: string): string {
  const properties = Object.entries<string | number>({
    ...(annotation.location && places(annotation.location)),
    title: clip(annotation.title, maxTitle),
  });
  const written = properties.map(([name, value]) => `${name}=${property(String(value))}`);
  return `::${level} ${written.join(',')}::${escapeData(clip(message, maxMessage))}\n`;
}

/** Columns only where they are of one line: GitHub takes no others. */
function places(location: Location): Readonly<Record<string, string | number>> {
  const { file, startLine, startColumn, endLine, endColumn } = location;
  const columns = startLine === endLine ? { col: startColumn, endColumn } : {};
  return { file, line: startLine, endLine, ...columns };
}

// What the runner itself decodes, in the order that its own toolkit encodes it:
// https://github.com/actions/toolkit/blob/main/packages/core/src/command.ts
function escapeData(text: string): string {
  return plainText(text).replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}

/** Lines that the log folds under a title. None of them is taken for a command. */
export function group(title: string, lines: readonly string[]): readonly string[] {
  const inner = lines.map((line) => `- ${plainText(clip(line, maxMessage))}\n`);
  return [`::group::${escapeData(title)}\n`, ...inner, '::endgroup::\n'];
}
