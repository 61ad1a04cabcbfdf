// Source by source: an org, a folder.
import { findingsByRule, type SourceHeader } from '../../src/report/digest/index.js';
import { severityCounts } from '../../src/report/text/words.js';
import { titleLines } from './by-app.js';
import { ruleParts } from './by-rule.js';
import type { Page } from './page.js';

/** A part for each source that has findings, its rules in it. */
export function byOrg(page: Page): readonly (readonly string[])[] {
  return page.digest.header.sources.map((source, at) => orgTableLines(page, source, at));
}

function orgTableLines(page: Page, { id, name }: SourceHeader, at: number): readonly string[] {
  const { digest } = page;
  const { worstFirst, countsBySource } = digest;
  const own = worstFirst.filter(({ source }) => source === id);
  if (own.length === 0) return [];
  const counts = countsBySource[at];
  return [
    ...titleLines(page, name, counts && severityCounts(counts.bySeverity)),
    ...ruleParts(
      page,
      findingsByRule(own, (one) => digest.rule(one).finding),
    ),
  ];
}
