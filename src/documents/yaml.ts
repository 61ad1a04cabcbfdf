import {
  Composer,
  Lexer,
  LineCounter,
  Parser,
  type CST,
  type Document as YamlDocument,
} from 'yaml';
import { startOf, type Location } from '../model/location.js';
import type { Diagnostic } from '../model/user-error.js';

/** Names of the limits on a file; a file that goes beyond one is refused. */
export const yamlLimits = {
  /** In UTF-16 units. */
  characters: 1_000_000,
  depth: 40,
  /** Values in the whole file, counting what an alias stands for once for each alias. */
  values: 100_000,
  /** In one text; searching a misspelt name among others takes the product of their lengths. */
  text: 10_000,
  /** Mistakes told of one file that cannot be read. */
  diagnostics: 20,
} as const;

export const tooManyValues = `too many values; at most ${yamlLimits.values} are read`;

export const tooDeep = `nested too deeply; at most ${yamlLimits.depth} levels are read`;

/** Where a range of the text stands. */
export type RangePlace = (start: number, end: number) => Location;

export interface ParsedYaml {
  readonly contents: YamlDocument['contents'];
  readonly place: RangePlace;
  readonly diagnostics: readonly Diagnostic[];
}

/** Parses YAML text to a tree with positions. Syntax errors and further documents in the text are mistakes. */
export function parseYaml(text: string, file: string): ParsedYaml {
  if (text.length > yamlLimits.characters)
    return refuseYaml(
      `the file is too large; at most ${yamlLimits.characters} characters are read`,
      file,
    );
  const lines = new LineCounter();
  lines.addNewLine(0);
  const place = placer(lines, file);
  const diagnostics: Diagnostic[] = [];
  const tokens = limitedTokens(text, lines, (at, message) =>
    diagnostics.push({ location: place(at, at), message }),
  );
  // The parser's own search for duplicate keys takes a minute for 60,000 keys; document.ts does it in one pass.
  const composer = new Composer({
    prettyErrors: false,
    uniqueKeys: false,
    stringKeys: true,
    schema: 'core',
  });
  const [first, second] = composer.compose(tokens, true, text.length);
  const faults = [...(first?.errors ?? []), ...(first?.warnings ?? [])].slice(
    0,
    yamlLimits.diagnostics,
  );
  if (diagnostics.length === 0)
    diagnostics.push(
      ...faults.map(({ pos, message }) => ({ location: place(...pos), message: plainMessage(message) })),
    );
  if (second)
    diagnostics.push({ location: place(second.range[0], second.range[0]), message: oneOnly });
  return { contents: first?.contents ?? null, place, diagnostics };
}

const oneOnly = 'a second document starts here; a file holds one document';

/**
 * The tokens of a text, up to the place where it nests too deeply or holds too many values. Given more, the composer of the
 * YAML library would overflow its stack, or take a kilobyte for each value.
 */
function* limitedTokens(
  text: string,
  lines: LineCounter,
  onTooMuch: (at: number, message: string) => void,
): Generator<CST.Token> {
  const parser = new Parser(lines.addNewLine);
  const isFull = valueCounter();
  for (const lexeme of new Lexer().lex(text)) {
    yield* parser.next(lexeme);
    // Each level of nesting takes two places of the parser's stack.
    const isDeep = parser.stack.length > 2 * yamlLimits.depth;
    if (!isDeep && !isFull(lexeme)) continue;
    onTooMuch(parser.offset, isDeep ? tooDeep : tooManyValues);
    return;
  }
  yield* parser.end();
}

/** Tells when lexemes are of more values than are read: one for each comma and dash at least, and one for each colon. */
function valueCounter(): (lexeme: string) => boolean {
  const seen = { items: 0, members: 0 };
  return (lexeme) => {
    if (lexeme === ',' || lexeme === '-') seen.items += 1;
    else if (lexeme === ':') seen.members += 1;
    return Math.max(seen.items, seen.members) > yamlLimits.values;
  };
}

function refuseYaml(message: string, file: string): ParsedYaml {
  const location = startOf(file);
  return { contents: null, place: () => location, diagnostics: [{ location, message }] };
}

function placer(lines: LineCounter, file: string): RangePlace {
  return (start, end) => {
    const from = lines.linePos(start);
    const to = lines.linePos(Math.max(start, end));
    return {
      file,
      startLine: from.line,
      startColumn: from.col,
      endLine: to.line,
      endColumn: to.col,
    };
  };
}

/** The library's messages are for programmers. */
function plainMessage(message: string): string {
  return message
    .replace(/^With stringKeys, all keys must be strings$/, 'a key must be text')
    .replace(/^Unresolved tag: (.*)$/, 'tags such as "$1" are not allowed');
}
