// What SECURITY.md and the guides say of limits, held to the limits themselves.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { maxPatternLength, maxPatternSize, maxTextLength } from '../src/conditions/patterns.js';
import { loadLimits } from '../src/documents/limits.js';
import { limits } from '../src/metadata/limits.js';
import { orgLimits } from '../src/org/client/limits.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const security = readFileSync(join(root, 'SECURITY.md'), 'utf8');

/** What each limit is in the tables: the row, and how the number is written there. */
const ofInput = {
  maxFileBytes: ['size of one metadata file', megabytes],
  maxOtherFileBytes: ['size of a file that may use an app', megabytes],
  maxXmlDepth: ['elements inside one another, elements of one file', count],
  maxXmlElements: ['elements inside one another, elements of one file', count],
  maxXmlStretch: ['text between two tags, or within one', characters],
  maxValueLength: ['text of one setting, its elements', characters],
  maxValueElements: ['text of one setting, its elements', count],
  maxHashedLines: ['lines of a file that are hashed for code scanning', count],
  maxNotes: ['notes and warnings about one file', count],
  maxApiNameLength: ['API name in a link to an app', characters],
  maxFiles: ['metadata files of one source, entries passed by one walk', count],
  maxEntries: ['metadata files of one source, entries passed by one walk', count],
  maxFolderDepth: ['folders inside one another', count],
  maxZipBytes: ['size of a zip, its entries, its metadata files unpacked', megabytes],
  maxZipEntries: ['size of a zip, its entries, its metadata files unpacked', count],
  maxZipUnpackedBytes: ['size of a zip, its entries, its metadata files unpacked', megabytes],
  maxZipRatio: ['unpacked size of a zip entry, in packed sizes', count],
  maxZipNameLength: ['name of a zip entry', characters],
} as const satisfies Readonly<Record<keyof typeof limits, Said>>;

const aggregates =
  'groups of one aggregate, groups that a page leaves out, queries by parts of the time';
const queries =
  'ids in one query, characters of their list, permissions in one query, metadata types in one list';
const ofOrgs = {
  maxAnswerBytes: ['one answer of an org in SOAP, in JSON, all of a pull, unpacked', megabytes],
  maxJsonBytes: ['one answer of an org in SOAP, in JSON, all of a pull, unpacked', megabytes],
  maxPullBytes: ['one answer of an org in SOAP, in JSON, all of a pull, unpacked', megabytes],
  maxElements: ['elements or values of one answer, elements inside one another', count],
  maxElementDepth: ['elements or values of one answer, elements inside one another', count],
  maxPageRows: ['rows of one page of a query', count],
  maxCallsAtOnce: ['calls at once, renewals of a session in one pull', count],
  maxRows: ['rows of one query, of one of tokens', count],
  maxTokenRows: ['rows of one query, of one of tokens', count],
  maxGroups: [aggregates, count],
  maxOffset: [aggregates, count],
  maxTimeParts: [aggregates, count],
  maxRetrieves: ['retrieves of one pull, as long as none succeeds', count],
  maxRetrievesInVain: ['retrieves of one pull, as long as none succeeds', count],
  maxRenewals: ['calls at once, renewals of a session in one pull', count],
  maxIdsInQuery: [queries, count],
  maxConditionInAddress: [queries, count],
  maxPermissionsInQuery: [queries, count],
  maxTypesInList: [queries, count],
} as const satisfies Readonly<Record<keyof typeof orgLimits, Said>>;

type Said = readonly [row: string, written: (limit: number) => string];

test.each(rowsOf(ofInput, limits))('SECURITY.md on input: %s', (row, values) => {
  expect(valuesIn(row)).toEqual(values);
});

test.each(rowsOf(ofOrgs, orgLimits))('SECURITY.md on orgs: %s', (row, values) => {
  expect(valuesIn(row)).toEqual(values);
});

const ofLoading = {
  allPatterns: [
    'size of such a pattern with its repetitions written out, of all patterns of a file',
    count,
  ],
  configFiles: [ofFiles(), count],
  rulesetFiles: [ofFiles(), count],
  extendsDepth: [ofFiles(), count],
  entries: ['entries of `apps`, `overrides` or `suppressions`', count],
  allCharacters: ['characters of all configuration files, and of all ruleset files', count],
  appPatterns: [
    'patterns on apps and orgs in one list, each once (not names, nor beginnings such as `Order_*`)',
    count,
  ],
  references: ['files and rulesets that one list names', count],
  valueChanges: [
    'rules that overrides of a file give another value, counted for each override',
    count,
  ],
  rules: [ofRules(), count],
  examples: [ofRules(), count],
  declarations: [ofRules(), count],
  comparisons: ['facts that the rules of a file compare, conditions inside one another', count],
  conditionDepth: ['facts that the rules of a file compare, conditions inside one another', count],
  ways: [ofTexts(), count],
  allWays: [ofTexts(), count],
  listValues: [ofTexts(), count],
  diagnostics: ['mistakes of a file that are told', count],
} as const satisfies Readonly<Record<keyof typeof loadLimits, Said>>;

function ofFiles(): string {
  return 'configuration files of a run, ruleset files of a run, files that extend each other in a row';
}

function ofRules(): string {
  return 'rules of a ruleset (and their aliases), its examples, its named conditions or parameters';
}

function ofTexts(): string {
  return 'texts that parameters make of one text, of all texts of a file, values of a list that is given';
}

test.each(rowsOf(ofLoading, loadLimits))('SECURITY.md on rulesets: %s', (row, values) => {
  const more = row.startsWith('size of such') ? [count(maxPatternSize)] : [];
  expect(valuesIn(row)).toEqual([...more, ...values]);
});

test('SECURITY.md says how long patterns and what they are tried on may be', () => {
  const row = 'length of a `matches` or `detect` pattern, of the text it is tried on';
  expect(valuesIn(row)).toEqual([count(maxPatternLength), characters(maxTextLength)]);
});

test('docs/orgs.md says how tokens are asked for', () => {
  const guide = readFileSync(join(root, 'docs/orgs.md'), 'utf8');
  expect(guide).toContain(`a query returns ${count(orgLimits.maxTokenRows)} at most`);
});

/** The rows of a table, each with its values in the order of the limits above. */
function rowsOf<Name extends string>(
  said: Readonly<Record<Name, Said>>,
  values: Readonly<Record<Name, number>>,
): readonly [row: string, values: readonly string[]][] {
  const names = Object.keys(said) as Name[];
  return [...new Set(names.map((name) => said[name][0]))].map((row) => [
    row,
    names.filter((name) => said[name][0] === row).map((name) => said[name][1](values[name])),
  ]);
}

function valuesIn(row: string): readonly string[] {
  const line = security.split('\n').find((one) => one.startsWith(`| ${row} |`));
  return line?.split('|')[2]?.trim().split(', ') ?? [];
}

function count(limit: number): string {
  return limit.toLocaleString('en');
}

function characters(limit: number): string {
  return `${count(limit)} characters`;
}

function megabytes(limit: number): string {
  return `${Math.floor(limit / 1_000_000)} MB`;
}
