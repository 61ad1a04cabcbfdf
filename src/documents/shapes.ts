import { didYouMean } from '../model/words.js';
import * as v from 'valibot';
import { eitherOf, quote, memberOf } from './diagnostics.js';
import type { Document, Path } from './document.js';
import type { Diagnostic } from '../model/user-error.js';

// The building blocks of the schema. Each says in the words of somebody who writes a ruleset what it expected and what
// it found, so that a schema needs no messages of its own.

export const textShape = v.pipe(
  v.string(expected('text')),
  v.minLength(1, 'expected text, found none'),
);

export const flagShape = v.boolean(expected('true or false'));

/** Text of a certain form; `what` says which. */
export function formed(pattern: RegExp, what: string) {
  return v.pipe(
    v.string(expected(what)),
    v.regex(pattern, ({ input }) => `expected ${what}, found ${foundInWords(input)}`),
  );
}

/** One of a table's names. */
export function oneOfTable<const N extends readonly string[]>(names: N) {
  return v.picklist(names, ({ input }) => {
    const near = typeof input === 'string' ? didYouMean(input, names) : '';
    return `expected ${eitherOf(names)}, found ${foundInWords(input)}${near}`;
  });
}

/** A list with at least one entry. */
export function someOf<S extends v.GenericSchema>(item: S) {
  return v.pipe(
    v.array(item, expected('a list')),
    v.minLength(1, 'expected at least one entry, found an empty list'),
  );
}

/** Names that the author chooses, each with a value. */
export function recordShape<S extends v.GenericSchema>(value: S) {
  const key = formed(/^[a-zA-Z][\w-]*$/, 'a name of letters, digits, hyphens and underscores');
  return v.record(key, value, expected('a mapping'));
}

/** How many unknown keys of one mapping are told. */
const maxUnknownKeys = 20;

/** A mapping with these keys and no others. */
export function closed<const E extends v.ObjectEntries>(
  entries: E,
): v.GenericSchema<v.InferInput<v.StrictObjectSchema<E, undefined>>> {
  const names = Object.keys(entries);
  return v.pipe(
    v.looseObject(entries, missingKeyMessage),
    v.rawCheck(({ dataset, addIssue }) => {
      const strangers = Object.entries(mapping(dataset.value)).filter(
        ([key]) => !names.includes(key),
      );
      for (const [key, value] of strangers.slice(0, maxUnknownKeys)) {
        const message = `unknown key ${quote(key)}${nameHint(key, names)}`;
        addIssue({ message, path: [{ type: 'object', origin: 'key', input: {}, key, value }] });
      }
    }),
  );
}

/**
 * A schema that a JSON Schema shows whole, while an input meets only the alternative that it is: told "expected text in
 * entry 2" an author knows more than by "neither text, nor list, nor mapping".
 */
export function byAlternative<T>(
  whole: () => v.GenericSchema<T>,
  alternative: (input: unknown) => v.GenericSchema<T>,
): v.GenericSchema<T> {
  return v.lazy((input) => (input === undefined ? whole() : alternative(input)));
}

/** A text, or a list of texts. */
export const textOrTexts = byAlternative<string | string[]>(
  () => anyTexts,
  (input) => (Array.isArray(input) ? someTexts : textShape),
);
const someTexts = someOf(textShape);
export const anyTexts = v.union([textShape, someTexts]);

/** A message function: what was expected, what was found. */
export function expected(what: string): (issue: { readonly input: unknown }) => string {
  return ({ input }) => `expected ${what}, found ${foundInWords(input)}`;
}

/** What is there, for a message. */
export function foundInWords(input: unknown): string {
  if (input === undefined || input === null) return 'nothing';
  if (typeof input === 'string') return quote(input);
  if (Array.isArray(input)) return 'a list';
  if (typeof input === 'object') return 'a mapping';
  return typeof input === 'number' ? String(input) : JSON.stringify(input);
}

/** What else a name could have been: the nearest of the names, or all of them. */
function nameHint(written: string, names: readonly string[]): string {
  return didYouMean(written, names) || `; expected ${eitherOf(names)}`;
}

function missingKeyMessage(issue: {
  readonly input: unknown;
  readonly expected: string | null;
}): string {
  return issue.input === undefined ? `missing key ${issue.expected}` : expected('a mapping')(issue);
}

function mapping(value: unknown): object {
  return typeof value === 'object' && value !== null ? value : {};
}

type ShapeIssue = v.BaseIssue<unknown>;

/** What a schema says against a file, at the lines and columns where it stands. */
export function shapeDiagnostics(
  { data, locate }: Document,
  schema: v.GenericSchema,
): Diagnostic[] {
  const { issues = [] } = v.safeParse(schema, data);
  return issues.map((issue) => {
    const path = issuePath(issue);
    // A file that is one text is no file of ours: what it is, perhaps a key or a token, does not belong in a log.
    if (typeof data === 'string')
      return { location: locate([]), message: 'expected a mapping, found a text' };
    const list = listInPlaceOfMapping(data, issue);
    if (list) return { location: locate(list), message: 'expected a mapping, found a list' };
    const part = issue.path?.at(-1)?.origin ?? 'value';
    return { location: locate(path, part), message: issue.message };
  });
}

function issuePath(issue: ShapeIssue): Path {
  const path = issue.path ?? [];
  return path.map(({ key }) => (typeof key === 'number' ? key : String(key)));
}

/** To the schema a list is a mapping with the wrong keys, one mistake for each. */
function listInPlaceOfMapping(data: unknown, issue: ShapeIssue): Path | undefined {
  const path = issuePath(issue);
  const at = path.findIndex((_, index) => {
    const parent = path
      .slice(0, index)
      .reduce<unknown>((inner, key) => memberOf(inner, String(key)), data);
    return issue.path?.[index]?.type === 'object' && Array.isArray(parent);
  });
  return at < 0 ? undefined : path.slice(0, at);
}
