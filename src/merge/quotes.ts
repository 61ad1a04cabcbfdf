import { formatRange, type Location } from '../model/location.js';
import type { Problem } from '../report/problem.js';
import { redact } from '../model/redact.js';
import type { Report } from '../report/report.js';
import type { Evidence, Result } from '../report/verdict.js';
import type { EvidenceData, ProblemData, ResultData } from './report-data.js';

/** What reports quote of files. */
export type Quotes = Required<Pick<Report, 'lineHashes' | 'snippets'>>;

/** Takes the quotes of reports out of what they stand in. */
export interface QuoteCollector {
  readonly quotes: Quotes;
  readonly result: (data: ResultData) => Result;
  readonly problem: (data: ProblemData) => Problem;
}

/** Starts to collect. A report is a file like any other, so credentials in its quotes are masked once more. */
export function collectQuotes(): QuoteCollector {
  const lineHashes = new Map<string, string>();
  const snippets = new Map<string, string>();
  const addHash = ({ file, startLine }: Location, hash: string | undefined): void => {
    if (hash !== undefined) lineHashes.set(`${file}:${startLine}`, hash);
  };
  const addSnippet = (location: Location, text: string | undefined): void => {
    if (text !== undefined) snippets.set(formatRange(location), redact(text));
  };
  const evidence = ({ snippet, ...rest }: EvidenceData): Evidence => {
    if (rest.location) addSnippet(rest.location, snippet);
    return rest;
  };
  return {
    quotes: { lineHashes, snippets },
    result: ({ lineHash, snippet, ...rest }) => {
      addHash(rest.location, lineHash);
      addSnippet(rest.location, snippet);
      return { ...rest, evidence: rest.evidence.map(evidence) };
    },
    problem: ({ lineHash, ...rest }) => {
      if (rest.location) addHash(rest.location, lineHash);
      return rest;
    },
  };
}
